"""One phrase per fact: what several chapters say is worded here, and they quote it.

What a single chapter says stands there.  Where two say one fact in words of their own, the words stand side by side
here, on the same numbers and the same branches.
"""

from __future__ import annotations

from analysis.bundle import Bundle
from analysis.bundle.accuracy import AccuracyFindings
from analysis.bundle.binary import BinaryFindings
from analysis.bundle.calibration import Calibration, CalibrationError, CalibrationFindings, LowConfidence
from analysis.bundle.claims import Claim
from analysis.bundle.class_means import ClassMeanFindings, ClosestPairs
from analysis.bundle.confidence import ConfidenceFindings, ConfidenceSummary
from analysis.bundle.confusion import ConfusionFindings
from analysis.bundle.projection import ProjectionFindings
from analysis.bundle.record import Estimate, Proportion, present
from analysis.bundle.seeds import SeedFindings
from analysis.bundle.selective_prediction import SelectivePredictionFindings
from analysis.bundle.test_set import MOST_CONFIDENT, DisputedLabels, WriterGroups
from report.chapters.subject import subject_of
from report.text.formats import (
    between,
    confidence,
    count,
    estimate,
    fixed,
    listed,
    percent,
    place,
    points,
    probability,
    sentence,
)
from report.text.grammar import errors_are, number, opening, plural, some, things
from report.text.naming import Naming

# Beyond so many pairs, their number is given alone.
PAIRS_NAMED = 3
MORE_ERRORS = "significantly more errors than expected by chance"
"""Expected: errors in proportion to the images of the two classes."""
# Where a significant gap between confidence and accuracy puts the confidence.
SIDES = {"over-confident": "above", "under-confident": "below"}
NO_MISCALIBRATION = "No miscalibration was detected."
ERROR_CONFIDENCE = {
    "no errors": "no image was misclassified",
    "mostly low": "most errors have a confidence below 90%",
    "mostly high": "most errors have a confidence of 90% or more",
    "mixed": "no clear majority of the errors is below or above 90%",
    "too few": "too few errors to describe their confidence",
}


# A number with its interval


def with_interval(found: Proportion | Estimate, method: str = "") -> str:
    """Write a share or an estimate with its interval: `99.71% (95% interval 99.58 to 99.80%)`."""
    value = percent(found) if isinstance(found, Proportion) else estimate(found)
    return f"{value} (95% interval {between(found)}{f', {method}' if method else ''})"


def points_with_interval(difference: Estimate) -> str:
    """Write a difference of shares with its interval: `0.12 points (95% interval −0.03 to 0.27)`."""
    return f"{points(difference)} (95% interval {between(difference, scale=100)})"


def more_accurate(difference: Estimate) -> str:
    """Say by how much something is more or less accurate: `17.71 points (95% interval 16.96 to 18.46) more accurate`."""
    if difference.value >= 0:
        return f"{points_with_interval(difference)} more accurate"
    return f"{points_with_interval(difference.turned)} less accurate"


# Accuracy and errors


def error_rate_bound(errors: Proportion) -> str:
    """Bound the error rate where no image was misclassified."""
    return f"an error rate of up to {percent(errors.high, 2)}"


def recall_differences(found: AccuracyFindings, naming: Naming) -> str:
    """Say whether the recalls differ, and whether one is lower than all others."""
    equal = probability(found.recalls_equal_p)
    if not found.errors.count:
        return "No image was misclassified, so every recall is 100%."
    if found.lowest_recall_significant:
        lowest = naming.the(found.lowest_recall)
        return f"The recall of {lowest} is significantly lower than the recall of every other {naming.noun}."
    if found.recalls_differ:
        return f"The recalls differ significantly ({equal}), but no {naming.noun} is significantly below every other one."
    return f"The recalls of the {naming.nouns} do not differ significantly ({equal})."


def against_nearest_mean(bundle: Bundle) -> str:
    """Say which of the two is more accurate, without the numbers; empty without class means."""
    means = present(bundle.findings.class_means)
    if means is None:
        return ""
    difference, model = means.network_advantage, subject_of(bundle).model
    if difference.low <= 0 <= difference.high:
        return f"No difference from the nearest mean was detected: {model} need not be more accurate than it."
    more = "more" if difference.value > 0 else "less"
    return f"On the same images, {model} is significantly {more} accurate than the nearest mean."


def nearest_mean(bundle: Bundle) -> str:
    """Give the paired difference to the nearest-mean classifier; empty without class means."""
    means = present(bundle.findings.class_means)
    if means is None:
        return ""
    return (
        f"On the same images, {subject_of(bundle).model} is {more_accurate(means.network_advantage)} than predicting the class "
        "of the nearest mean."
    )


# Random seeds


def accuracy_over_seeds(found: SeedFindings) -> str:
    """Give mean and standard deviation of the accuracy over the runs."""
    return (
        f"{opening(found.run_count)} runs have a mean accuracy of {_mean_accuracy(found)}, with a standard deviation of "
        f"{points(found.accuracy_sd)}."
    )


def accuracy_of_other_seeds(found: SeedFindings) -> str:
    """Give the mean accuracy over the runs, with its interval for new images."""
    return (
        f"The mean over {number(found.run_count)} random seeds is {_mean_accuracy(found)} "
        f"({new_images_interval(found)} for new images)."
    )


def new_images_interval(found: SeedFindings) -> str:
    """Write the interval of the mean accuracy for new images and other seeds."""
    return between(found.new_images, 2, 100, "%")


def _mean_accuracy(found: SeedFindings) -> str:
    return percent(found.accuracy.value, 2)


# Pairs of classes


def prespecified_names(found: ConfusionFindings, naming: Naming) -> str:
    """Name the prespecified pairs; there is one."""
    return naming.pairs(sorted(found.named))


def significant_pairs(found: ConfusionFindings, naming: Naming) -> str:
    """Name the pairs with significantly more errors than expected, or say that there is none; of several pairs."""
    of_all = f"the {number(found.pair_count)} pairs of {naming.nouns}"
    if not found.significant_count:
        return f"None of {of_all} has {MORE_ERRORS}."
    significant = [pair.classes for pair in found.pairs if pair.significant]
    names = f", {naming.pairs(significant)}," if len(significant) <= PAIRS_NAMED else ""
    have = plural(found.significant_count, "has", "have")
    return f"{opening(found.significant_count)} of {of_all}{names} {have} {MORE_ERRORS}."


def other_reading(claim: Claim | None, *, in_short: bool = False) -> str:
    """Judge the claim about look-alikes by the pairs with the closest means; empty where that is no other reading."""
    found = claim.other_reading if claim else None
    if found is None:
        return ""
    share, pairs = found.pairs.share, len(found.pairs.pairs)
    which = "pair with the closest" if pairs == 1 else f"{number(pairs)} pairs with the closest"
    start = f"By another reading, look-alikes are the {which} means"
    if in_short:
        return f"{start}; by that reading the claim is {found.verdict}."
    errors = errors_are(share.count, share.total)
    return f"{start}. {errors} between their classes, {with_interval(share)}; by this reading the claim is {found.verdict}."


# Two classes


def false_calls(found: BinaryFindings, naming: Naming) -> str:
    """Say which share of the images predicted positive are not, and which share of the positive ones is found."""
    called, caught = found.rates.positive_predictive_value, found.rates.sensitivity
    positive = naming.quoted(found.positive)
    first = f"No image was predicted {positive}."
    if called:
        wrong = Proportion.of(called.total - called.count, called.total)
        first = f"{percent(wrong)} of the images predicted {positive} are not {positive} ({_counts(wrong)})."
    return (
        f"{first} {percent(caught)} of the {positive} images are found ({_counts(caught)})."
        if caught
        else first
    )


def _counts(share: Proportion) -> str:
    return f"{count(share.count)} of {count(share.total)}, 95% interval {between(share)}"


# Class means


def mean_correlation(found: ClassMeanFindings) -> str:
    """Give the rank correlation of distance and errors with its test."""
    link = found.link
    if len(found.ranked) == 1:
        return "With one pair, a correlation of distance and errors is not defined."
    if link is None:
        return "Distances or errors are equal for all pairs, so their correlation is not defined."
    significant = "significant" if link.significant else "not significant"
    return (
        f"Over all {number(len(found.ranked))} pairs, the Spearman correlation of distance and errors is "
        f"{fixed(link.rho, 2)}, which is {significant} (two-sided Mantel test, {probability(link.p)})."
    )


def closer_means(found: ClassMeanFindings) -> str:
    """Say whether closer means go with more errors."""
    if len(found.ranked) == 1:
        return "With one pair, a correlation of distance and errors is not defined."
    if found.link is None:
        return "Distances or errors are equal for all pairs."
    if not found.link.significant:
        return "The correlation of distance and errors is not significant."
    more = "more" if found.link.rho < 0 else "fewer"
    return f"Pairs with closer means have {more} errors."


def closest_share(found: ClosestPairs | None, pairs: int) -> str:
    """Say how many errors the closest tenth of all pairs has, and how many are expected; nothing of one pair."""
    if pairs == 1 or found is None:
        return ""
    which = (
        "closest pair" if found.pairs == 1 else f"{number(found.pairs)} closest of the {number(pairs)} pairs"
    )
    share = found.share
    return (
        f"{errors_are(share.count, share.total)} between the classes of the {which}: {with_interval(share)}; if errors "
        f"were proportional to images, {percent(found.uniform_share, 1)} would be expected."
    )


# Confidence


def error_confidence(found: ConfidenceFindings) -> str:
    """Say whether the confidence of most errors is low, as a sentence."""
    return f"{sentence(ERROR_CONFIDENCE[found.error_confidence])}."


def confidence_auroc(bundle: Bundle) -> str:
    """Give the area under the ROC curve with which confidence tells correct predictions from errors; empty where unknown."""
    found = bundle.findings.predictions.confidence_auroc
    return "" if found is None else f"{with_interval(found, 'DeLong')}"


def errors_below_90(errors: ConfidenceSummary) -> str:
    """Count the errors with a low confidence, without the full stop; there is an error."""
    return f"{errors_are(errors.below_90, errors.count)} made with a confidence below 90%"


def errors_withheld(found: SelectivePredictionFindings) -> str:
    """Count the errors among the withheld predictions at the second point and at the last; there is an error."""
    second, last = found.points[1], found.points[-1]
    if second.errors_withheld is None:
        return ""
    caught = errors_are(second.errors_withheld.count, second.errors_withheld.total)
    remain = f"{things(last.errors.count, 'error')} {plural(last.errors.count, 'remains', 'remain')}"
    return (
        f"{caught} among the least confident {percent(second.withheld_share)} ({things(second.withheld, 'image')}). "
        f"Without the least confident {percent(last.withheld_share)} ({things(last.withheld, 'image')}), {remain}."
    )


# Calibration


def confidence_gap(found: Calibration) -> str:
    """Compare mean confidence and accuracy over all test images, and name the direction where it is significant."""
    interval = f"95% interval of the difference {between(found.gap, scale=100, unit=' points')}"
    if found.direction not in SIDES:
        return f"Mean confidence and accuracy differ by {_gap_size(found)}, which is not distinguishable from 0 ({interval})."
    return f"The mean confidence is {_gap_on_side(found)} ({interval}): the classifier is {found.direction}."


def calibration_verdict(found: CalibrationFindings) -> str:
    """Name the direction of a significant gap, or say that none was detected."""
    if found.unscaled.direction in SIDES:
        return f"{sentence(found.unscaled.direction)}: on average, the confidence is {_gap_on_side(found.unscaled)}."
    if found.detected:
        return "The mean confidence agrees with the accuracy, but the calibration error is significant."
    return NO_MISCALIBRATION


def calibration_in_short(found: CalibrationFindings) -> str:
    """Say the same for those who see no diagram."""
    if found.unscaled.direction in SIDES:
        tendency = sentence(found.unscaled.direction).replace("confident", "confidence")
        return f"{tendency} was detected: on average, {_gap_size(found.unscaled)}."
    return "The expected calibration error is significant." if found.detected else NO_MISCALIBRATION


def _gap_on_side(found: Calibration) -> str:
    return f"{_gap_size(found)} {SIDES[found.direction]} the accuracy"


def _gap_size(found: Calibration) -> str:
    return points(found.gap_size, place(found.gap, 100))


def calibration_tests(found: CalibrationFindings) -> str:
    """Say whether any of the three tests finds the network miscalibrated."""
    significant = [error for error in found.unscaled.errors if error.significant]
    if not found.detected:
        return "No miscalibration was detected: neither this difference nor the expected calibration error is significant."
    if not significant:
        return "The expected calibration error is not significant."
    bins = listed(_binning(error) for error in significant)
    are = "error with bins of {} is" if len(significant) == 1 else "errors with bins of {} are"
    return f"The expected calibration {are.format(bins)} significantly larger than under perfect calibration."


def _binning(error: CalibrationError) -> str:
    return f"{error.binning} ({probability(error.p, error.draws)})"


def low_confidence(found: LowConfidence | None) -> str:
    """Say how many predictions could be miscalibrated by much, and how often those are correct."""
    if found is None:
        return "No prediction has a confidence below 90%."
    if found.count == 1:
        right = "correct" if found.accuracy.count else "an error"
        return f"One prediction has a confidence below 90%, {confidence(found.confidence)}; it is {right}."
    return (
        f"{count(found.count)} predictions have a confidence below 90%: their mean confidence is "
        f"{percent(found.confidence, 1)}, their accuracy {with_interval(found.accuracy)}."
    )


# Principal components


def mean_silhouettes(found: ProjectionFindings) -> str:
    """Give the mean silhouette of each plane."""
    pixels, features = fixed(found.pixels.silhouette), present(found.features)
    also = f" and {fixed(features.silhouette)} using the features" if features else ""
    return f"The mean silhouette is {pixels} in the plane using the pixels{also}."


# The test set of MNIST


def writer_groups(found: WriterGroups, *, of_the_test_set: bool = False) -> str:
    """Say whether the error rates of the two halves differ, without the full stop; in full where the table is not beside it."""
    where, test = (" in the test set", "Fisher’s mid-p test, ") if of_the_test_set else ("", "")
    p = f"({test}{probability(found.mid_p)})"
    if found.comparison == "inconclusive":
        return f"The comparison of the error rates of the two groups of writers{where} is inconclusive {p}"
    differ = "differ significantly" if found.comparison == "different" else "do not differ significantly"
    return f"The error rates of the two groups of writers{where} {differ} {p}"


def disputed_errors(found: DisputedLabels) -> str:
    """Count the errors on the list among all errors."""
    if found.errors is None:
        return "No image was misclassified, not even one with a disputed label."
    return f"{errors_are(found.errors.count, found.errors.total)} on the published list of disputed labels."


def disputed_among_most_confident(found: DisputedLabels) -> str:
    """Count those on the list among the errors with the highest confidence: `of the three most confident errors, one`."""
    return f"of the {number(MOST_CONFIDENT)} most confident errors, {some(found.among_most_confident)}"
