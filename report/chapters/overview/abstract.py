"""The abstract: objective, data, method, results and conclusion in 90 to 150 words."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.bundle import Bundle
from analysis.bundle.record import present
from report.chapters import phrases, warnings
from report.chapters.claims import claim_named
from report.chapters.subject import subject_of
from report.text.formats import count
from report.text.grammar import things

CONCLUSIONS = {
    "no errors": "Whether low confidence indicates errors cannot be judged without an error.",
    "mostly low": "Low confidence thus indicates most of the errors.",
    "mostly high": "Low confidence thus does not indicate most of the errors.",
    "mixed": "Whether low confidence indicates most of the errors remains open.",
    "too few": "The errors are too few to judge whether low confidence indicates them.",
}
ALIKE = "So are most correct predictions."


def paragraphs(bundle: Bundle) -> list[str]:
    """Return the paragraphs, the description of the page first; what speaks against the numbers is said before all else."""
    return [*map(str, warnings.of(bundle)), " ".join(_objective(bundle)), " ".join(_results(bundle))]


def _objective(bundle: Bundle) -> Iterable[str]:
    yield _data_and_model(bundle)
    yield f"The objective is to measure the accuracy, {_further_aims(bundle)}."
    yield "Rates have 95% intervals; significance is claimed only where a test supports it."


def _further_aims(bundle: Bundle) -> str:
    subject = subject_of(bundle)
    confused = (
        f"which {bundle.classes.nouns} are confused"
        if subject.has_more_than_two_classes
        else "which errors occur"
    )
    if not subject.has_probabilities:
        return f"and to find {confused}"
    return f"to find {confused}, and to test whether confidence and accuracy agree"


def _data_and_model(bundle: Bundle) -> str:
    data, subject = bundle.findings.dataset, subject_of(bundle)
    test, classified = subject.test_images, subject.classified
    if not subject.has_network:
        return (
            f"This report evaluates predictions of {classified} for {test}. The model that made them was not given, so "
            "its architecture and its training are not examined."
        )
    if not subject.is_trained_here or data.training is None:
        return (
            f"This report evaluates {subject.kind}, {subject.how_brought}, that classifies {classified}, on {test} of "
            f"{data.title}."
        )
    return (
        f"This report trains {subject.kind} to classify {classified}, with {count(data.training.images)} training images "
        f"of {data.title}, and evaluates it on {test}."
    )


def _results(bundle: Bundle) -> Iterable[str]:
    accuracy, subject = bundle.findings.accuracy, subject_of(bundle)
    errors = things(accuracy.errors.count, "error")
    yield f"The accuracy is {phrases.with_interval(accuracy.overall)}, with {errors}."
    if binary := present(bundle.findings.binary):
        yield phrases.false_calls(binary, subject.naming)
    if seeds := present(bundle.findings.seeds):
        yield phrases.accuracy_of_other_seeds(seeds)
    if subject.has_errors and subject.has_more_than_two_classes:
        yield phrases.significant_pairs(bundle.findings.confusion, subject.naming)
    yield from _of_confidence(bundle)
    yield _scope(bundle)


def _of_confidence(bundle: Bundle) -> Iterable[str]:
    found, measured = present(bundle.findings.confidence), present(bundle.findings.calibration)
    if found and found.incorrect.count:
        yield f"{phrases.errors_below_90(found.incorrect)}."
    if found:
        yield ALIKE if _correct_are_low(bundle) else CONCLUSIONS[found.error_confidence]
    if measured:
        yield phrases.calibration_in_short(measured)


def _correct_are_low(bundle: Bundle) -> bool:
    """Say whether the confidence of most correct predictions is not high, nor is the confidence of most errors."""
    found, claim = present(bundle.findings.confidence), claim_named(bundle, "sure-when-right")
    return bool(
        found and found.error_confidence == "mostly low" and claim and claim.verdict == "not supported"
    )


def _scope(bundle: Bundle) -> str:
    """Say what the results apply to."""
    subject = subject_of(bundle)
    seeds = present(bundle.findings.seeds) is not None
    other = "data" if seeds or not subject.has_network else "data or trainings"
    return f"The results describe {subject.model} on new images from the same source, not other {other}."
