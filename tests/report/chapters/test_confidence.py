"""The chapter on confidence: its sentences branch as the bundle says, and hold for every kind of network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bundle.classes import DIGITS, Classes
from analysis.bundle.confidence import ClassConfidence, ConfidenceFindings, ConfidenceSummary
from analysis.bundle.confusion import PredictedImage
from analysis.bundle.record import Omitted, Proportion
from analysis.bundle.test_set import DisputedLabels
from report.chapters.confidence import confidence_distribution, extreme_images, lead
from report.chapters.phrases import ERROR_CONFIDENCE
from report.text.naming import Naming
from tests.pretended import pretended

EDGES = (0.0, 0.5, 0.8, 0.9, 0.99, 0.99998, 1.0)


def share(count: int, total: int) -> Proportion:
    value = count / total
    return pretended(
        Proportion, count=count, total=total, value=value, low=max(0, value - 0.05), high=min(1, value + 0.05)
    )


def summary(count: int, below_90: int = 0, above_99: int = 0, median: float = 0.95) -> ConfidenceSummary:
    known = count > 0
    return ConfidenceSummary(
        count=count,
        median=median if known else None,
        low_tail=0.612 if known else None,
        high_tail=0.998 if known else None,
        below_90=below_90,
        above_99=above_99,
    )


def image(label: int, predicted: int, confidence: float, second: int | None = 1) -> PredictedImage:
    return PredictedImage(
        index=7, label=label, predicted=predicted, second=second, confidence=confidence, label_probability=0.1,
        disputed=False,
    )  # fmt: skip


def found(**changes: Any) -> ConfidenceFindings:  # noqa: ANN401  # any field
    """331 correct predictions and 29 errors of three classes."""
    right, wrong = changes.pop("correct", summary(331, 20, 250)), changes.pop("incorrect", summary(29, 19, 3))
    fields: dict[str, Any] = {
        "edges": EDGES,
        "correct_histogram": (0, 5, 15, 61, 200, 50),
        "incorrect_histogram": (5, 10, 4, 7, 3, 0),
        "all": summary(
            right.count + wrong.count, right.below_90 + wrong.below_90, right.above_99 + wrong.above_99
        ),
        "correct": right,
        "incorrect": wrong,
        "classes": tuple(
            ClassConfidence(label=label, correct=summary(110, 2), incorrect=summary(10, 3 + label))
            for label in range(3)
        ),
        "errors_below_90": share(19, 29),
        "error_confidence": "mostly low",
        "lowest_class": 2,
        "most_below_90": 2,
        "fewest_below_90": 0,
        "most_confident_errors": (image(0, 2, 0.999987),),
        "least_confident_correct": (image(2, 2, 0.412),),
    }  # fmt: skip
    return pretended(ConfidenceFindings, **{**fields, **changes})


class TestTitle:
    """Title and lead."""

    @pytest.mark.parametrize("kind", ["no errors", "mostly low", "mostly high", "mixed", "too few"])
    def test_a_majority_is_claimed_only_where_the_study_finds_one(self, kind: str) -> None:
        """`Most errors` is said of the two decided kinds and of no other."""
        assert ERROR_CONFIDENCE[kind].startswith("most errors") == kind.startswith("mostly")

    def test_the_lead_states_medians(self) -> None:
        """Both medians with the digits that distinguish them from 1, never a bound (S1)."""
        text = lead(found(correct=summary(331, median=0.999987)))
        assert "99.9987%" in text
        assert "95.0%" in text
        assert "more than" not in text

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"incorrect": summary(3), "error_confidence": "too few"}, "Three errors are too few"),
            ({"correct": summary(0)}, "No prediction was correct"),
        ],
    )
    def test_the_lead_compares_only_what_there_is(self, changes: Mapping[str, Any], said: str) -> None:
        """A missing or tiny group is named, and no number stands in for its median."""
        text = lead(found(**changes))
        assert said in text
        assert "None" not in text


class TestDistribution:
    """Histogram and classes."""

    def test_bins_are_named_by_their_exact_edges(self) -> None:
        """No edge is rounded into another one."""
        assert [confidence_distribution.edge(each) for each in EDGES] == [
            "0%", "50%", "80%", "90%", "99%", "99.998%", "100%",
        ]  # fmt: skip

    def test_the_table_counts_every_prediction(self) -> None:
        """The bins of the table add up to its footer."""
        (table,) = confidence_distribution.histogram(found()).numbers
        for column, total in ((1, 331), (2, 29)):
            assert sum(int(str(row.cells[column])) for row in table.rows) == total
            assert table.footer is not None
            assert table.footer.cells[column] == str(total)

    @pytest.mark.parametrize(
        ("right", "wrong", "said"),
        [
            (summary(331, 1), summary(0), "One of the 331 correct predictions has"),
            (summary(331, 0), summary(0), "None of the 331 correct predictions have"),
            (summary(0), summary(29, 29), "All 29 errors are made with a confidence below 90%."),
        ],
    )
    def test_low_confidence_is_counted(
        self, right: ConfidenceSummary, wrong: ConfidenceSummary, said: str
    ) -> None:
        """Errors first; each group is named only if it has predictions."""
        assert said in confidence_distribution.below_90(found(correct=right, incorrect=wrong))

    def test_no_class_is_named_where_none_is_correct(self) -> None:
        """Without a correct prediction there is no lowest quantile."""
        naming = Naming(DIGITS)
        assert confidence_distribution.lowest_tail(found(lowest_class=None), naming) == (
            "No prediction was correct."
        )
        assert "lowest for the digit\N{NO-BREAK SPACE}2: 61.2%" in confidence_distribution.lowest_tail(
            found(), naming
        )

    def test_quantiles_of_few_predictions_are_left_out(self) -> None:
        """Below five predictions a class has counts, and no median."""
        few = ClassConfidence(label=0, correct=summary(4), incorrect=summary(0))
        table = confidence_distribution.class_table(found(classes=(few,)), Naming(DIGITS))
        assert list(table.rows[0].cells) == ["0", "4", "–", "–", "0", "0", "–", "–", "0"]


class TestExtremes:
    """Images at both ends."""

    def test_without_errors_there_is_no_most_confident_one(self) -> None:
        """Neither figure is promised where it would be empty."""
        naming = Naming(DIGITS)
        none = found(most_confident_errors=(), least_confident_correct=())
        assert extreme_images.errors(none, naming) is extreme_images.correct(none, naming) is None
        assert extreme_images.table(none, naming) is None

    @given(st.floats(0.1, 1))
    def test_a_confidence_is_never_rounded_up(self, value: float) -> None:
        """What is printed is at most the value, and `more than` holds."""
        text = extreme_images.first_error(image(0, 1, value), Naming(DIGITS))
        shown = re.search(r"of (?:more than )?([\d.]+)%", text)
        assert shown
        assert float(shown[1]) <= 100 * value + 1e-9

    def test_the_list_calls_classes_by_their_names(self) -> None:
        """Where there are no images, a list stands instead; it does not speak of labels."""
        naming = Naming(Classes(names=("cat", "dog", "emu"), noun="animal", nouns="animals"))
        listed = extreme_images.table(found(), naming)
        assert listed
        assert "cat" in listed.table.rows[0].cells

    @pytest.mark.parametrize(
        ("listed", "first", "said"), [(7, 3, "among them"), (7, 1, "errors, one"), (0, 0, "None of the 29")]
    )
    def test_disputed_labels_are_counted(self, listed: int, first: int, said: str) -> None:
        """How many errors are on the list, and how many of the three most confident (S9)."""
        known = DisputedLabels(
            listed=15, among_errors=tuple(range(listed)), errors=share(listed, 29), among_most_confident=first,
            accuracy_without=share(331, 345),
        )  # fmt: skip
        text = extreme_images.disputed(known)
        assert said in text
        assert extreme_images.disputed(Omitted(reason="the test set is not that of MNIST")) == ""
