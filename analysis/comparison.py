"""Reports on the same test images, the first beside each other one: which is correct where, and is that beyond chance?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.record import Estimate, Omitted, PairedComparison, Proportion, present
from analysis.bundle.table import Table, table_of
from analysis.statistics.intervals import paired_difference
from analysis.statistics.probabilities import Probabilities
from analysis.statistics.resampling import holm
from analysis.system.errors import BundleError
from analysis.system.user_text import short

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OTHER_IMAGES = "name reports on the same test images"

Finding = Literal["better", "worse", "inconclusive", "no difference"]


@dataclass(frozen=True)
class Report:
    """One of the reports, by its letter."""

    letter: str
    name: str
    """What its file or folder is called; empty where it has none."""
    bundle: Bundle
    order: NDArray[np.intp]
    """For each label the one that the first report has for the same class, (K,)."""

    @cached_property
    def _table(self) -> Table:
        return table_of(self.bundle)

    @cached_property
    def labels(self) -> NDArray[np.intp]:
        """True labels, as the first report numbers them, (n,)."""
        return np.asarray(self.order[self._table.labels])

    @cached_property
    def predicted(self) -> NDArray[np.intp]:
        """Predicted labels, as the first report numbers them, (n,)."""
        return np.asarray(self.order[self._table.predicted])

    @property
    def correct(self) -> NDArray[np.bool_]:
        """Whether the prediction is the label, (n,)."""
        return self._table.correct

    @property
    def confidence(self) -> NDArray[np.float64] | None:
        """Probability of the predicted class, (n,); None without probabilities."""
        return self._table.confidence

    @property
    def accuracy(self) -> Proportion:
        """On the test set."""
        return self.bundle.findings.accuracy.overall

    @property
    def losses(self) -> NDArray[np.float64] | Omitted:
        """Log loss of each test image, (n,)."""
        scores, view = self.bundle.findings.scores, self._table.view
        if isinstance(scores, Omitted):
            return scores
        if isinstance(scores.log_loss, Omitted):
            return scores.log_loss
        kept = self.bundle.findings.predictions.scores
        return view.losses if isinstance(view, Probabilities) else Omitted(reason=getattr(kept, "reason", ""))

    def images(self, wanted: Sequence[int]) -> dict[int, NDArray[np.uint8]]:
        """Return the wanted test images that the report holds, by row: where it shows them whole, else in sixteen greys."""
        found, form = self.bundle.findings, present(self.bundle.images)
        gallery, every = present(found.gallery), present(found.all_images)
        held: dict[int, NDArray[np.uint8]] = {}
        if every and form:
            rows = every.rows(self.correct)
            places = np.flatnonzero(np.isin(rows, wanted))
            packed = every.images(places, form.height, form.width)
            held = dict(zip(rows[places].tolist(), packed, strict=True))
        whole = gallery.images() if gallery else {}
        return held | {row: whole[row] for row in wanted if row in whole}


class PairedTest(NamedTuple):
    """Both reports on some of the test images."""

    right: PairedComparison
    """What B alone predicts correctly comes first: it is fixed by B; what A alone does, is broken."""
    p: float
    """Mid-p of McNemar's test, adjusted for the number of such tests (Holm 1979)."""

    @property
    def difference(self) -> Estimate:
        """Share that B predicts correctly minus that of A, with Tango's interval."""
        return self.right.score_difference

    @property
    def finding(self) -> Finding:
        """What p and interval say of B: `inconclusive` where only one of them sees a difference."""
        apart = self.difference.low > 0 or self.difference.high < 0
        if (self.p < 0.05) != apart:
            return "inconclusive"
        return "no difference" if not apart else "better" if self.difference.value > 0 else "worse"


class ClassChange(NamedTuple):
    """What changes for the test images of one class."""

    label: int
    recalls: tuple[Proportion, Proportion]
    """Of A and of B."""
    test: PairedTest


@dataclass(frozen=True)
class Comparison:
    """Report B beside report A: each difference is B minus A."""

    a: Report
    b: Report
    test: PairedTest
    by_checksum: bool
    """True where the checksums of the test images are known to be equal; else only their labels are."""

    @property
    def both_correct(self) -> int:
        """Images that both predict correctly."""
        return int((self.a.correct & self.b.correct).sum())

    @property
    def both_wrong(self) -> int:
        """Images that both misclassify."""
        return int((~self.a.correct & ~self.b.correct).sum())

    @property
    def fixed(self) -> list[int]:
        """Rows that A misclassifies and B does not, the most confident errors first."""
        return _by_confidence(self.b.correct & ~self.a.correct, self.a)

    @property
    def broken(self) -> list[int]:
        """Rows that B misclassifies and A does not, the most confident errors first."""
        return _by_confidence(self.a.correct & ~self.b.correct, self.b)

    @property
    def labels_are_sorted(self) -> bool:
        """Whether equal labels say little: sorted, they are equal wherever each class has as many images."""
        return bool((np.diff(self.a.labels) >= 0).all())

    @cached_property
    def log_loss(self) -> Estimate | Omitted:
        """Log loss of B minus that of A, with its paired normal interval."""
        a, b = self.a.losses, self.b.losses
        for report, losses in ((self.a, a), (self.b, b)):
            if isinstance(losses, Omitted):
                return Omitted(reason=f"in {report.letter}, {losses.reason}")
        return Estimate.of(paired_difference(np.asarray(b), np.asarray(a)))

    @cached_property
    def classes(self) -> list[ClassChange]:
        """All classes, in the order of A's labels."""
        both, k = (self.a.correct, self.b.correct), len(self.a.order)
        rows = [self.a.labels == label for label in range(k)]
        tests = paired_tests(PairedComparison.of(both[1][of_class], both[0][of_class]) for of_class in rows)
        return [
            ClassChange(label, (_share(both[0][of_class]), _share(both[1][of_class])), test)
            for label, (of_class, test) in enumerate(zip(rows, tests, strict=True))
        ]


def compare(reports: Sequence[tuple[str, Bundle]]) -> list[Comparison]:
    """Compare the first with each other one; each is a name, which may be empty, and a bundle.

    Raises BundleError where there are not two to 26, or one is about other test images or classes than the first.
    """
    if not 2 <= len(reports) <= len(LETTERS):
        raise BundleError(
            f"Expected 2 to {len(LETTERS)} reports to compare, found {len(reports)}: name others."
        )
    names = reports[0][1].classes.names
    first, *others = (
        Report(letter, name, bundle, _order(bundle.classes.names, names, letter))
        for letter, (name, bundle) in zip(LETTERS, reports, strict=False)
    )
    by_checksum = [_have_equal_checksums(first, other) for other in others]
    tests = paired_tests(PairedComparison.of(other.correct, first.correct) for other in others)
    return [
        Comparison(first, other, test, known)
        for other, test, known in zip(others, tests, by_checksum, strict=True)
    ]


def reports_of(several: Sequence[Comparison]) -> list[Report]:
    """Return all reports of comparisons with the same first one, that first."""
    return [several[0].a, *(found.b for found in several)]


def paired_tests(several: Iterable[PairedComparison]) -> list[PairedTest]:
    """Test each, and adjust the p values for how many there are."""
    found = list(several)
    adjusted = holm(np.array([each.p for each in found])).tolist()
    return [PairedTest(right, p) for right, p in zip(found, adjusted, strict=True)]


def _order(names: Sequence[str], first: Sequence[str], letter: str) -> NDArray[np.intp]:
    """Return the label that each class has in the first report.  Raises BundleError where it has other classes."""
    if set(names) != set(first):
        other = next(name for name in (*names, *first) if (name in names) != (name in first))
        where = letter if other in names else "A"
        raise BundleError(
            f"Expected the same classes in both reports, found {short(other)!r} in {where} alone: name reports on the same "
            "classes."
        )
    return np.array([first.index(name) for name in names], np.intp)


def _have_equal_checksums(a: Report, b: Report) -> bool:
    """Say whether the same test images are known by their checksums, or by their labels alone.

    Raises BundleError where the images are others, or their labels or their order.
    """
    if len(a.labels) != len(b.labels):
        found = f"{len(a.labels):,} in A and {len(b.labels):,} in {b.letter}"
        raise BundleError(f"Expected the same test images in both reports, found {found}: {OTHER_IMAGES}.")
    sums = [each.bundle.findings.dataset.sha256.get("test-images") for each in (a, b)]
    if None not in sums and sums[0] != sums[1]:
        found = f"others in {b.letter} than in A by their checksums"
        raise BundleError(f"Expected the same test images in both reports, found {found}: {OTHER_IMAGES}.")
    different = int((a.labels != b.labels).sum())
    if different:
        raise BundleError(
            f"Expected the same test images in the same order, found {different:,} of {len(a.labels):,} with another label "
            f"in {b.letter} than in A: {OTHER_IMAGES}."
        )
    return None not in sums


def _by_confidence(chosen: NDArray[np.bool_], report: Report) -> list[int]:
    """Return the chosen rows, those first on which the report is most confident; without confidences in their order."""
    rows = np.flatnonzero(chosen)
    if report.confidence is not None:
        rows = rows[np.argsort(-report.confidence[rows], kind="stable")]
    found: list[int] = rows.tolist()
    return found


def _share(correct: NDArray[np.bool_]) -> Proportion:
    return Proportion.of(correct.sum(), len(correct))
