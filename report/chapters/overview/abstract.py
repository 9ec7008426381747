"""The abstract: objective, data, method, results and conclusion in 90 to 150 words."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.bundle import Bundle
from analysis.bundle.calibration import CalibrationFindings
from analysis.bundle.confusion import ConfusionFindings
from analysis.bundle.record import present
from report.chapters.claims import claim_named
from report.chapters.frame import how_given, network_kind
from report.chapters.introduction import handwritten
from report.chapters.results import warnings
from report.chapters.results.scores import the_model
from report.text.formats import between, count, percent, place, points, words
from report.text.grammar import errors_are, number, opening, plural, things
from report.text.naming import Naming

# Beyond so many pairs the abstract gives their number alone.
PAIRS_NAMED = 3

CONCLUSIONS = {
    "no errors": "Whether low confidence indicates errors cannot be judged without an error.",
    "mostly low": "Low confidence thus indicates most of the errors.",
    "mostly high": "Low confidence thus does not indicate most of the errors.",
    "mixed": "Whether low confidence indicates most of the errors remains open.",
    "too few": "The errors are too few to judge whether low confidence indicates them.",
}
ALIKE = "So are most correct predictions."


def abstract(bundle: Bundle) -> list[str]:
    """Return the paragraphs, the description of the page first; what speaks against the numbers is said before all else."""
    return [*map(str, warnings.of(bundle)), " ".join(_objective(bundle)), " ".join(_results(bundle))]


def subject(bundle: Bundle) -> str:
    """Name what is classified: `handwritten digits`."""
    naming = Naming(bundle.classes)
    if naming.image_noun == "image":
        return f"images of {words(len(naming.classes.names))} {naming.nouns}"
    return f"handwritten {naming.nouns}" if handwritten(bundle.findings.dataset) else naming.nouns


def _objective(bundle: Bundle) -> Iterable[str]:
    yield _data_and_model(bundle)
    yield f"The objective is to measure the accuracy, {_further_aims(bundle)}."
    yield "Rates have 95% intervals; significance is claimed only where a test supports it."


def _further_aims(bundle: Bundle) -> str:
    confused = f"which {bundle.classes.nouns} are confused"
    if present(bundle.findings.confidence) is None:
        return f"and to find {confused}"
    return f"to find {confused}, and to test whether confidence and accuracy agree"


def _data_and_model(bundle: Bundle) -> str:
    data, training = bundle.findings.dataset, present(bundle.findings.training)
    test, model = f"{count(data.test.images)} test images", network_kind(bundle)
    if present(bundle.findings.network) is None:
        return (
            f"This report evaluates predictions of {subject(bundle)} for {test}. The model that made them was not given, so "
            "its architecture and its training are not examined."
        )
    if training is None or data.training is None:
        return f"This report evaluates {model}, {how_given(bundle)}, that classifies {subject(bundle)}, on {test} of {data.title}."
    return (
        f"This report trains {model} to classify {subject(bundle)}, with {count(data.training.images)} training images "
        f"of {data.title}, and evaluates it on {test}."
    )


def _results(bundle: Bundle) -> Iterable[str]:
    accuracy, confusion = bundle.findings.accuracy, bundle.findings.confusion
    errors = things(accuracy.errors.count, "error")
    yield f"The accuracy is {percent(accuracy.overall)} (95% interval {between(accuracy.overall)}), with {errors}."
    if seeds := present(bundle.findings.seeds):
        yield (
            f"The mean over {number(seeds.run_count)} random seeds is "
            f"{percent(seeds.accuracy.value, 2)} ({between(seeds.new_images, 2, 100, '%')} for new images)."
        )
    if accuracy.errors.count:
        yield pairs(confusion, Naming(bundle.classes))
    yield from _of_confidence(bundle)
    yield _scope(bundle)


def pairs(found: ConfusionFindings, naming: Naming) -> str:
    """Name the pairs with significantly many errors, or say that there is none."""
    significant = [pair.classes for pair in found.pairs if pair.significant]
    if found.pair_count == 1:
        return f"There is one pair of {naming.nouns}, whose errors cannot be compared with those of others."
    of_all = f"{number(found.pair_count)} pairs of {naming.nouns}"
    if not significant:
        return f"None of {of_all} has significantly more errors than a uniform spread would give."
    few = len(significant) <= PAIRS_NAMED
    names = f", {naming.pairs(significant)}," if few else ""
    have = plural(len(significant), "has", "have")
    return (
        f"{opening(found.significant_count)} of {of_all}{names} {have} significantly more errors than a uniform spread "
        "would give."
    )


def _of_confidence(bundle: Bundle) -> Iterable[str]:
    found, measured = present(bundle.findings.confidence), present(bundle.findings.calibration)
    if found and found.incorrect.count:
        below, total = found.incorrect.below_90, found.incorrect.count
        yield f"{errors_are(below, total)} made with a confidence below 90%."
    if found:
        yield ALIKE if _correct_are_low(bundle) else CONCLUSIONS[found.error_confidence]
    if measured:
        yield miscalibration(measured)


def _correct_are_low(bundle: Bundle) -> bool:
    """Say whether the confidence of most correct predictions is not high, and that of most errors is not either."""
    found, claim = present(bundle.findings.confidence), claim_named(bundle, "sure-when-right")
    return bool(
        found and found.error_confidence == "mostly low" and claim and claim.verdict == "not supported"
    )


def miscalibration(found: CalibrationFindings) -> str:
    """Name what the tests of the calibration found."""
    size = points(found.unscaled.gap_size, place(found.unscaled.gap, 100))
    match found.unscaled.direction:
        case "over-confident":
            return f"Over-confidence was detected: on average, {size}."
        case "under-confident":
            return f"Under-confidence was detected: on average, {size}."
    if found.detected:
        return "The expected calibration error is significant."
    return "No miscalibration was detected."


def _scope(bundle: Bundle) -> str:
    """Say what the results apply to."""
    written = handwritten(bundle.findings.dataset)
    other = "writers, data or trainings" if written else "data or trainings"
    return f"The results describe {the_model(bundle)} on new images from the same source, not other {other}."
