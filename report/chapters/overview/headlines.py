"""Four numbers of the overview, each with its interval and the axis on which that is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.bundle import Bundle
from analysis.bundle.calibration import CalibrationFindings
from analysis.bundle.record import Estimate, Proportion, present
from report.chapters.phrases import prespecified_names
from report.chapters.subject import subject_of
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


def third_interval(bundle: Bundle) -> str:
    """Name the method of the third interval; the others are Wilson's."""
    if present(bundle.findings.calibration):
        return "and a normal interval of the paired differences for confidence minus accuracy"
    return "and a percentile bootstrap for macro F1"


def accuracy(bundle: Bundle) -> Headline:
    """Return the accuracy on the test set."""
    found = bundle.findings.accuracy.overall
    return _share("Test accuracy", found, axis_ends.of_share(found.low))


def errors(bundle: Bundle) -> Headline:
    """Return the number of errors, with the interval of the rate in images of this test set."""
    wrong = bundle.findings.accuracy.errors
    axis = Ends(0, axis_ends.round_up(wrong.high * wrong.total))
    label, words = f"Errors in {count(wrong.total)} images", (count(wrong.count), "", count_between(wrong))
    return replace(headline(label, wrong, axis, wrong.total, words), red=True)


def confidence_gap(found: CalibrationFindings) -> Headline:
    """Return mean confidence minus accuracy, in percentage points."""
    gap = found.unscaled.gap
    words = (estimate(gap, 100), " points", between(gap, scale=100))
    return headline("Confidence minus accuracy", gap, axis_ends.around_zero(gap.low, gap.high), 100, words)


def macro_f1(bundle: Bundle) -> Headline:
    """Return the mean F1 score of the classes."""
    found = bundle.findings.accuracy.macro_f1
    return headline("Macro F1", found, UNIT, 1, (estimate(found), "", between(found)))


def fourth(bundle: Bundle) -> Headline:
    """Return the share of the named pairs; else the top-2 accuracy, the share of the first pair, or the baseline."""
    found, naming = bundle.findings, Naming(bundle.classes)
    named, scores, first = found.confusion.named_pairs, present(found.scores), found.confusion.pairs[0]
    if named:
        label = f"{prespecified_names(found.confusion, naming)}, of all errors"
        return _share(label, named.share, axis_ends.of_share(named.share.low))
    if scores and subject_of(bundle).has_more_than_two_classes:
        return _share("Top-2 accuracy", scores.top_2, axis_ends.of_share(found.accuracy.overall.low))
    if first.share and found.confusion.pair_count > 1:
        return _share(f"{naming.slashed(first.classes)}, of all errors", first.share, PERCENT)
    baseline = f"Baseline: always predicting {naming.quoted(found.accuracy.majority_label)}"
    return _share(baseline, found.accuracy.majority, PERCENT)


def _share(label: str, share: Proportion, axis: Ends) -> Headline:
    return headline(label, share, axis, 100, (percent(share).rstrip("%"), "%", between(share)))


def headline(
    label: str, found: Proportion | Estimate, axis: Ends, scale: int, words: tuple[str, str, str]
) -> Headline:
    """Put a number on its axis, whose unit is `scale` times finer; the words are the number, its unit and its interval."""
    low, value, high = (scale * each for each in (found.low, found.value, found.high))
    return Headline(label, *words, low, value, high, axis.start, axis.end)
