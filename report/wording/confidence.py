"""What the chapter on confidence says."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from report.text.formats import (
    between,
    count,
    fixed,
    listed,
    percent,
    place,
    points,
    probability,
    sentence,
    sure,
)
from report.text.grammar import a, as_sure, mistakes_are, number, some, things
from report.wording.confusion import FEW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.bundle.confidence import (
        Calibration,
        CalibrationError,
        Certainty,
        ConfidenceFindings,
        Coverage,
        DigitConfidence,
    )
    from analysis.bundle.record import Estimate


def title(found: ConfidenceFindings) -> str:
    """Say whether mistakes are made with doubt; decided where the interval of their share leaves one half."""
    hesitant = found.wrong_below_90
    if hesitant is None:
        return "There was no mistake to be sure of"
    if hesitant.low > 0.5:
        return "Most mistakes are hesitant"
    if hesitant.high < 0.5:
        return "Most mistakes are made with confidence"
    if hesitant.count in {0, hesitant.total}:
        return "Too few mistakes to tell how sure they are"
    return "Some mistakes are hesitant, some are sure"


def lead(found: ConfidenceFindings) -> str:
    """Open the chapter: half of the answers, right and wrong, by how sure they are."""
    right, wrong = found.correct, found.wrong
    start = f"Half of the {count(right.count)} right answers come with a confidence of {at_least(right.median or 0.0)}."
    if not wrong.count:
        return f"{start} There was no mistake to compare them with."
    if wrong.count < FEW:
        return f"{start} {sentence(things(wrong.count, 'mistake'))} can say little about wrong answers."
    return f"{start} Half of the {number(wrong.count)} mistakes have {at_most(wrong.median or 0.0)}."


def at_least(confidence: float) -> str:
    """Write a lower limit: `98.5% or more`, and `more than 99.99%` where rounding would reach 100%."""
    text = sure(confidence) if confidence >= 0.99 else percent(confidence, 1)
    return f"more than {text[1:]}" if text.startswith(">") else f"{text} or more"


def at_most(confidence: float) -> str:
    """Write an upper limit: `75.0% or less`."""
    return "less than 100%" if confidence > 0.9999 else f"{percent(confidence, 1)} or less"


def thresholds(found: ConfidenceFindings) -> str:
    """Count the answers below 90% and above 99%."""
    low = found.correct.below_90 + found.wrong.below_90
    high = found.correct.above_99 + found.wrong.above_99
    total = found.correct.count + found.wrong.count
    wrong = f", {some(found.wrong.above_99)} of them wrong" if found.wrong.count else ""
    low_ = count(low) if low else "none"
    return f"Of {count(total)} answers, {count(high)} are more than 99% sure{wrong}; {low_} are less than 90% sure."


def below_90(found: ConfidenceFindings) -> str:
    """Caption of the histogram: how many right and wrong answers fall below 90%."""
    right, wrong = found.correct, found.wrong
    of_right = f"{count(right.below_90) if right.below_90 else 'none'} of {count(right.count)}"
    if not wrong.count:
        return f"Of the right answers, {of_right} {'is' if right.below_90 < 2 else 'are'} less than 90% sure."
    return (
        f"{mistakes_are(wrong.below_90, wrong.count)} less than 90% sure; of the right answers, {of_right}."
    )


def histogram_alt(found: ConfidenceFindings) -> str:
    """Describe the histogram to those who do not see it."""
    right, wrong = found.correct, found.wrong
    start = f"Histogram of confidence. {count(right.above_99)} of {count(right.count)} right answers lie above 99%."
    if not wrong.count:
        return f"{start} There are no mistakes."
    return f"{start} Of {things(wrong.count, 'mistake')}, {some(wrong.above_99)} above 99% and {some(wrong.below_90)} below 90%."


def level(confidence: float) -> str:
    """Write a confidence for a column: 96.1%, >99.99%."""
    return percent(confidence, 1 if confidence < 0.999 else 2)


def histogram(found: ConfidenceFindings) -> list[tuple[str, int, int]]:
    """Name the bins of the histogram, with the right and wrong answers in each."""
    edges = found.edges
    names = [f"{_edge(low)} to {_edge(high)}" for low, high in pairwise(edges)]
    return list(zip(names, found.correct_histogram, found.wrong_histogram, strict=True))


def _edge(edge: float) -> str:
    return f"{fixed(100 * edge, 3).rstrip('0').rstrip('.')}%"


def least_sure_digit(digits: Sequence[DigitConfidence]) -> str:
    """Caption of the rows: whose right answers reach lowest."""
    read = [each for each in digits if each.correct.low_tail is not None]
    lowest = min(read, key=lambda each: each.correct.low_tail or 0.0)
    tail = percent(lowest.correct.low_tail or 0.0, 1)
    return f"Right answers reach lowest for the {lowest.digit}: one in twenty is below {tail}."


def digits_measure(found: ConfidenceFindings) -> str:
    """Say what the rows draw of right answers, and of mistakes where there are any."""
    right = "Median and middle nine tenths of the right answers for each true digit"
    return f"{right}; mistakes in red" if found.wrong.count else right


def digits_alt(digits: Sequence[DigitConfidence]) -> str:
    """Describe the ten rows to those who do not see them."""
    doubtful = sorted(digits, key=lambda each: each.correct.below_90 + each.wrong.below_90)
    least, most = (
        f"the {each.digit} has {things(each.correct.below_90 + each.wrong.below_90, 'answer')} below 90%"
        for each in (doubtful[-1], doubtful[0])
    )
    return f"Dot plot with a row for each digit. {sentence(least)}, {most}."


def gap(found: Estimate) -> str:
    """Caption of the reliability diagram: is the network surer than right, or less sure, beyond chance?"""
    size = points(abs(found.value), place(found, 100))
    if found.low > 0:
        return f"On average it is surer than right, by {size}."
    if found.high < 0:
        return f"On average it is more often right than it claims, by {size}."
    return f"Claimed and observed accuracy differ by {size}, within chance."


def gap_in_words(found: Calibration) -> str:
    """Compare mean confidence and accuracy, with the interval of the difference."""
    interval = f"95% interval {between(found.gap, scale=100)} points"
    if found.gap.low > 0:
        return f"Over all answers the mean confidence is above the accuracy, beyond chance ({interval})."
    if found.gap.high < 0:
        return f"Over all answers the mean confidence is below the accuracy, beyond chance ({interval})."
    return (
        f"Over all answers the mean confidence does not differ from the accuracy beyond chance ({interval})."
    )


def reliability_alt(found: Calibration) -> str:
    """Describe the reliability diagram to those who do not see it."""
    held = sum(each.accuracy.low <= each.confidence <= each.accuracy.high for each in found.bins)
    last = found.bins[-1]
    return (
        f"Reliability diagram with {things(len(found.bins), 'bin')}. The intervals of {number(held)} include the diagonal. "
        f"The last bin holds {count(last.count)} images, claims {percent(last.confidence, 2)} and reaches "
        f"{percent(last.accuracy, 2)}."
    )


def binnings(errors: Sequence[CalibrationError]) -> str:
    """Caption of the calibration table: are the errors larger than a perfectly calibrated network would show?"""
    beyond = [error for error in errors if error.p < 0.05]
    if len(beyond) == len(errors):
        return "As trained, its calibration error is larger than chance explains."
    if beyond:
        return f"As trained, its calibration error is beyond chance with bins of {listed(e.binning for e in beyond)} only."
    return "As trained, its calibration error is no larger than chance explains."


def null(error: CalibrationError) -> str:
    """Say what chance alone would give in this binning, and the p of the error."""
    return f"chance: below {fixed(error.null_high, 4)} in 95%, {probability(error.p)}"


def scaling(temperature: float, before: Calibration, after: Calibration) -> str:
    """Say what the temperature does to the confidence and, on the test images, to the log loss."""
    text = fixed(temperature)
    way = (
        "hardly changes them"
        if text == "1.00"
        else f"makes them {'less sure' if temperature > 1 else 'surer'}"
    )
    start, end = fixed(before.log_loss.value, 4), fixed(after.log_loss.value, 4)
    change = "falls" if after.log_loss.value < before.log_loss.value else "rises"
    moved = (
        f"the log loss {change} from {start} to {end}" if start != end else f"the log loss stays at {start}"
    )
    return (
        "Dividing the logits by one number, the temperature, makes all answers more or less sure. The fitted one, "
        f"{text}, {way}; on the test images {moved}."
    )


def refusing(refusal: Sequence[Coverage]) -> str:
    """Caption of the refusal curve: what is left when the least sure 1% are refused."""
    everything, most = refusal[0].errors, refusal[1].errors
    if most.count == everything.count:
        return "Refusing the least sure 1% removes no mistake."
    return f"Refusing the least sure 1% cuts the error from {percent(everything)} to {percent(most)}."


def refusing_in_words(refusal: Sequence[Coverage]) -> str:
    """Count the mistakes that refusing removes."""
    everything, most, last = refusal[0].errors, refusal[1].errors, refusal[-1]
    removed = mistakes_are(everything.count - most.count, everything.count)
    return (
        f"{removed} among the least sure 1% ({count(everything.total - most.total)} images); without the least sure "
        f"{percent(1 - last.coverage)}, {things(last.errors.count, 'mistake')} "
        f"{'remains' if last.errors.count == 1 else 'remain'}."
    )


def risk_alt(refusal: Sequence[Coverage]) -> str:
    """Describe the refusal curve to those who do not see it."""
    marks = [f"{percent(each.errors)} at {percent(each.coverage)}" for each in refusal[:3]]
    return f"Curve of the share misread against the share read, from right to left: {listed(marks)}."


def closest_call(hit: Certainty) -> str:
    """Caption of the doubtful hits: the right answer with the lowest confidence."""
    return f"The least sure right answer is {a(hit.label)}, {as_sure(hit.confidence)} sure, with {a(hit.second)} next."
