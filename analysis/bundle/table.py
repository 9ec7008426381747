"""The predictions table as arrays: what most numbers of the bundle follow from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.law import demand, unpacked
from analysis.bundle.limits import MAX_TEST_IMAGES
from analysis.bundle.record import Packed
from analysis.statistics.probabilities import Confidences, Predictions, Probabilities, View

FIELD = "findings.predictions"
TABLE = 2e-6
"""Absolute: the confidences have six decimals."""


@dataclass(frozen=True)
class Table:
    """Labels and predictions intp (n,), from 0 to K − 1, and what is known of the confidences."""

    predictions: Predictions
    view: View | None

    @property
    def k(self) -> int:
        """Number of classes."""
        return self.predictions.class_count

    @property
    def labels(self) -> NDArray[np.integer]:
        """True labels, (n,)."""
        return self.predictions.labels

    @property
    def predicted(self) -> NDArray[np.integer]:
        """Predicted labels, (n,)."""
        return self.predictions.predicted

    @property
    def confidence(self) -> NDArray[np.float64] | None:
        """Confidences, (n,)."""
        return None if self.view is None else self.view.confidence

    @property
    def n(self) -> int:
        """Number of test images."""
        return len(self.labels)

    @property
    def correct(self) -> NDArray[np.bool_]:
        """Whether the prediction is the label, (n,)."""
        return self.predictions.correct

    @cached_property
    def right(self) -> int:
        """Number of correct predictions."""
        return int(self.correct.sum())

    @property
    def wrong(self) -> int:
        """Number of errors."""
        return self.n - self.right

    @property
    def confusion(self) -> NDArray[np.intp]:
        """[label][predicted], (K, K)."""
        return self.predictions.confusion

    @cached_property
    def support(self) -> list[int]:
        """Test images of each class."""
        found: list[int] = self.confusion.sum(axis=1).tolist()
        return found

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """All pairs of labels, the smaller first."""
        return list(combinations(range(self.k), 2))

    @cached_property
    def confused(self) -> dict[tuple[int, int], int]:
        """Errors of each pair, either way."""
        both = (self.confusion + self.confusion.T).tolist()
        return {(a, b): both[a][b] for a, b in self.pairs}

    @cached_property
    def images(self) -> dict[tuple[int, int], int]:
        """Test images of either class, per pair."""
        return {(a, b): self.support[a] + self.support[b] for a, b in self.pairs}


def table_of(bundle: Bundle) -> Table:
    """Return the table.  Raises ContradictionError where lengths differ or an entry is out of range."""
    found, k = bundle.findings.predictions, len(bundle.classes.names)
    demand(
        f"{FIELD}.labels", 1 <= len(found.labels) <= MAX_TEST_IMAGES, f"1 to {MAX_TEST_IMAGES:,} test images"
    )
    demand(FIELD, (found.second is None) == (found.confidence is None), "second and confidence, or neither")
    n, columns = (
        len(found.labels),
        {"labels": found.labels, "predicted": found.predicted, "second": found.second},
    )
    labels, predicted, second = (_labels(f"{FIELD}.{name}", column, n, k) for name, column in columns.items())
    assert labels is not None  # noqa: S101  # only `second` may be null
    assert predicted is not None  # noqa: S101
    demand(f"{FIELD}.labels", len(set(labels.tolist())) == k, f"images of each of the {k} classes")
    known, confidence = Predictions(labels, predicted, k), _confidence(found.confidence, n, k)
    if second is None or confidence is None:
        demand(
            f"{FIELD}.scores", not isinstance(found.scores, Packed), "them omitted: there are no confidences"
        )
        return Table(known, None)
    demand(f"{FIELD}.second", bool((second != predicted).all()), "another class than the predicted one")
    columns_alone = Confidences(labels, predicted, k, second, confidence)
    return Table(
        known,
        _probabilities(found.scores, columns_alone) if isinstance(found.scores, Packed) else columns_alone,
    )


def _probabilities(scores: Packed, columns: Confidences) -> Probabilities:
    """Return what the scores say, which the columns say as well."""
    field, k = f"{FIELD}.scores", columns.class_count
    array = unpacked(field, scores, "float32", (len(columns), k))
    demand(field, bool(np.isfinite(array).all()), "finite scores")
    found = Probabilities(columns.labels, array)
    demand(
        f"{FIELD}.predicted",
        bool((found.predicted == columns.predicted).all()),
        "the class of the highest score",
    )
    demand(
        f"{FIELD}.second",
        bool((found.second == columns.second).all()),
        "the class of the second highest score",
    )
    near = np.abs(found.confidence - columns.confidence).max() <= TABLE
    demand(f"{FIELD}.confidence", bool(near), "the probabilities that the scores give")
    return found


def _labels(field: str, column: tuple[int, ...] | None, n: int, k: int) -> NDArray[np.intp] | None:
    if column is None:
        return None
    demand(field, len(column) == n, f"{n:,} entries, found {len(column):,}")
    demand(field, 0 <= min(column) <= max(column) < k, f"classes from 0 to {k - 1}")
    return np.array(column, np.intp)


def _confidence(column: tuple[float, ...] | None, n: int, k: int) -> NDArray[np.float64] | None:
    """Return the column: the most probable of K classes has a probability of 1/K at least."""
    if column is None:
        return None
    field = f"{FIELD}.confidence"
    demand(field, len(column) == n, f"{n:,} entries, found {len(column):,}")
    demand(field, 1 / k - TABLE <= min(column) <= max(column) <= 1, f"probabilities from 1/{k} to 1")
    return np.array(column, np.float64)
