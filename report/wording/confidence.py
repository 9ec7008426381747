"""What the chapter on confidence says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.formats import count, fixed, percent, points, probability, sentence, sure
from report.wording.grammar import number, things

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.bundle.confidence import (
        Calibration,
        CalibrationError,
        ConfidenceFindings,
        Coverage,
        DigitConfidence,
    )
    from analysis.bundle.record import Estimate


def title(found: ConfidenceFindings) -> str:
    """Say whether mistakes are made with less confidence; decided where the interval of the share leaves one half."""
    hesitant = found.wrong_below_90
    if hesitant is None:
        return "No mistake to be sure of"
    if hesitant.low > 0.5:
        return "Most mistakes are hesitant"
    if hesitant.high < 0.5:
        return "Most mistakes are made with confidence"
    return "Some mistakes are hesitant, some are sure"


def lead(found: ConfidenceFindings) -> str:
    """Open the chapter: half of the answers, right and wrong, by how sure they are."""
    right, wrong = found.correct, found.wrong
    opening = f"Half of the {count(right.count)} correct answers come with a confidence above {sure(right.median or 0)}."
    if not wrong.count:
        return f"{opening} There was no mistake to compare them with."
    if wrong.count < 5:
        return f"{opening} With {things(wrong.count, 'mistake')}, little can be said of the wrong answers."
    return f"{opening} Half of the {count(wrong.count)} mistakes have one below {sure(wrong.median or 0)}."


def below_90(found: ConfidenceFindings) -> str:
    """Caption of the histogram: how many right and wrong answers fall below 90%."""
    right, wrong = found.correct, found.wrong
    of_right = f"{count(right.below_90)} of {things(right.count, 'correct answer')}"
    if not wrong.count:
        return f"{of_right} {_are(right.below_90)} less than 90% sure. There are no mistakes."
    return f"{_of(wrong.below_90, wrong.count)} mistakes are less than 90% sure; so are {of_right}."


def _are(value: int) -> str:
    return "is" if value == 1 else "are"


def _of(part: int, whole: int) -> str:
    return f"{sentence(number(part))} of {number(whole)}" if part else f"None of {number(whole)}"


def least_sure_digit(digits: Sequence[DigitConfidence]) -> str:
    """Caption of the table by digit: whose correct answers reach lowest."""
    read = [each for each in digits if each.correct.low_tail is not None]
    lowest = min(read, key=lambda each: each.correct.low_tail or 0)
    return (
        f"Correct answers reach lowest for the {lowest.digit}: one in twenty is less than "
        f"{sure(lowest.correct.low_tail or 0)} sure."
    )


def gap(found: Estimate) -> str:
    """Caption of the reliability diagram: is the network surer than right, or less sure, beyond chance?"""
    size = points(abs(found.value), _places(found))
    if found.low > 0:
        return f"On average it is surer than right, by {size}."
    if found.high < 0:
        return f"On average it is more often right than it claims, by {size}."
    return f"Claimed and observed accuracy differ by {size}, within chance."


def _places(found: Estimate) -> int:
    """Two decimals of a point, or as many as keep a difference beyond chance from being printed as 0."""
    return next((digits for digits in (2, 3, 4, 5) if float(fixed(abs(found.value) * 100, digits)) > 0), 2)


def binnings(errors: Sequence[CalibrationError]) -> str:
    """Caption of the calibration table: are the errors larger than a perfectly calibrated network would show?"""
    beyond = [error.p < 0.05 for error in errors]
    if all(beyond):
        return "It is further from its own claims than a perfectly calibrated network would be."
    if any(beyond):
        return "One binning finds a calibration error beyond chance, the other does not."
    return "A perfectly calibrated network would show as much calibration error."


def null(error: CalibrationError) -> str:
    """Say what chance alone would give in this binning."""
    return f"{fixed(error.null_mean, 4)} on average, below {fixed(error.null_high, 4)} in 95% of cases ({probability(error.p)})"


def scaling(temperature: float, before: Calibration, after: Calibration) -> str:
    """Say what the temperature does to the confidence and to the log loss."""
    way = "lowers" if temperature > 1 else "raises"
    change = "falls" if after.log_loss.value < before.log_loss.value else "rises"
    start, end = fixed(before.log_loss.value, 4), fixed(after.log_loss.value, 4)
    moved = (
        f"the log loss {change} from {start} to {end}" if start != end else f"the log loss stays at {start}"
    )
    return f"The fitted temperature is {fixed(temperature)}, which {way} every confidence a little; on the test images {moved}."


def refusing(refusal: Sequence[Coverage]) -> str:
    """Caption of the refusal curve: what is left when the least sure 1% are refused."""
    everything, most = refusal[0].errors, refusal[1].errors
    if not everything.count:
        return "There is no mistake to refuse."
    share = f"from {percent(everything, 2)} to {percent(most, 2)}"
    saved = things(everything.count - most.count, "mistake")
    refused = count(everything.total - most.total)
    if most.count == everything.count:
        return f"Refusing the least sure 1% ({refused} images) removes no mistake."
    return f"Refusing the least sure 1% ({refused} images) removes {saved} and cuts the error {share}."
