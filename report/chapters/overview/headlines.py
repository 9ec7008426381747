"""Four numbers of the overview, each with its interval and the axis on which that is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.bundle import Bundle
from analysis.bundle.calibration import CalibrationFindings
from analysis.bundle.record import Proportion, present
from report.chapters.phrases import prespecified_names
from report.chapters.subject import Subject
from report.figures import axis_ends
from report.figures.axis_ends import Ends
from report.text.formats import between, count, count_between, estimate, percent
from report.text.naming import Naming

PERCENT, UNIT = Ends(0, 100), Ends(0, 1)


@dataclass(frozen=True)
class Headline:
    """One number in words, and its interval in the unit of its axis."""

    label: str
    text: str
    unit: str
    """Follows the text directly."""
    ends: str
    low: float
    value: float
    high: float
    start: float
    end: float
    red: bool = False
    """True for a number of errors."""


def headlines(bundle: Bundle) -> tuple[Headline, Headline, Headline, Headline]:
    """Return four numbers, each the answer to another question; which, depends on what was studied."""
    found = present(bundle.findings.calibration)
    third = confidence_gap(found) if found else macro_f1(bundle)
    return accuracy(bundle), errors(bundle), third, fourth(bundle)


def accuracy(bundle: Bundle) -> Headline:
    """Return the accuracy on the test set."""
    found = bundle.findings.accuracy
    return _share("Test accuracy", found.overall, axis_ends.of_share(found.overall.low))


def errors(bundle: Bundle) -> Headline:
    """Return the number of errors, with the interval of the rate in images of this test set."""
    wrong = bundle.findings.accuracy.errors
    low, high = wrong.low * wrong.total, wrong.high * wrong.total
    return Headline(
        label=f"Errors in {count(wrong.total)} images",
        text=count(wrong.count),
        unit="",
        ends=count_between(wrong),
        low=low,
        value=wrong.count,
        high=high,
        start=0,
        end=axis_ends.round_up(high),
        red=True,
    )


def confidence_gap(found: CalibrationFindings) -> Headline:
    """Return mean confidence minus accuracy, in percentage points."""
    gap = found.unscaled.gap
    axis = axis_ends.around_zero(gap.low, gap.high)
    return Headline(
        label="Confidence minus accuracy",
        text=estimate(gap, 100),
        unit=" points",
        ends=between(gap, scale=100),
        low=100 * gap.low,
        value=100 * gap.value,
        high=100 * gap.high,
        start=axis.start,
        end=axis.end,
    )


def macro_f1(bundle: Bundle) -> Headline:
    """Return the mean F1 score of the classes."""
    found = bundle.findings.accuracy.macro_f1
    return Headline(
        label="Macro F1",
        text=estimate(found),
        unit="",
        ends=between(found),
        low=found.low,
        value=found.value,
        high=found.high,
        start=UNIT.start,
        end=UNIT.end,
    )


def fourth(bundle: Bundle) -> Headline:
    """Return the share of the named pairs; else the top-2 accuracy, the share of the first pair, or the baseline."""
    found, naming = bundle.findings, Naming(bundle.classes)
    named, scores, first = found.confusion.named_pairs, present(found.scores), found.confusion.pairs[0]
    if named:
        return _share(
            f"{prespecified_names(found.confusion, naming)}, of all errors",
            named.share,
            axis_ends.of_share(named.share.low),
        )
    if scores and Subject(bundle).has_more_than_two_classes:
        return _share("Top-2 accuracy", scores.top_2, axis_ends.of_share(found.accuracy.overall.low))
    if first.share and found.confusion.pair_count > 1:
        return _share(f"{naming.slashed(first.classes)}, of all errors", first.share, PERCENT)
    baseline = f"Baseline: always predicting {naming.quoted(found.accuracy.majority_label)}"
    return _share(baseline, found.accuracy.majority, PERCENT)


def _share(label: str, share: Proportion, axis: Ends) -> Headline:
    return Headline(
        label=label,
        text=percent(share).rstrip("%"),
        unit="%",
        ends=between(share),
        low=100 * share.low,
        value=100 * share.value,
        high=100 * share.high,
        start=axis.start,
        end=axis.end,
    )
