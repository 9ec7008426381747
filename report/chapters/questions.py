"""The questions of the report, which the introduction asks and the conclusion answers, one for each chapter of results."""

from __future__ import annotations

from typing import NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.record import present
from report.chapters import phrases
from report.chapters.subject import subject_of
from report.text.formats import fixed


class Question(NamedTuple):
    """What one chapter asks, and what it finds; a report without that chapter does not ask it."""

    slug: str
    chapter: str
    words: str
    answer: str


def questions(bundle: Bundle) -> list[Question]:
    """Return the questions that this report answers, in the order of their chapters."""
    naming = subject_of(bundle).naming
    asked = [
        Question(
            "results",
            "Results",
            f"How accurate are the predictions, overall and for each {naming.noun}, and compared with baselines?",
            _accuracy(bundle),
        ),
        Question("confusion", "Confusion", _which_confused(bundle), _pairs(bundle)),
        Question("class-means", "Class means", _how_similar(bundle), _means(bundle)),
        Question(
            "confidence",
            "Confidence",
            "How do the confidences of correct and incorrect predictions differ, and are they calibrated?",
            _confidence(bundle),
        ),
        Question(
            "pca",
            "PCA",
            f"How well are the {naming.nouns} separated by the first two principal components?",
            _planes(bundle),
        ),
    ]
    return [each for each in asked if each.answer]


def _which_confused(bundle: Bundle) -> str:
    subject = subject_of(bundle)
    if subject.has_more_than_two_classes:
        return f"Which pairs of {subject.naming.nouns} are confused more often than expected by chance?"
    return f"Is one of the {subject.counted_classes} misclassified more often than the other?"


def _how_similar(bundle: Bundle) -> str:
    if subject_of(bundle).has_more_than_two_classes:
        return "How similar are the mean images of the classes, and do classes with similar means have more errors?"
    return "How similar are the mean images of the two classes?"


def _accuracy(bundle: Bundle) -> str:
    found, subject = bundle.findings.accuracy, subject_of(bundle)
    said = [f"The accuracy is {phrases.with_interval(found.overall)}."]
    if binary := present(bundle.findings.binary):
        said.append(phrases.false_calls(binary, subject.naming))
    else:
        said.append(phrases.recall_differences(found, subject.naming))
    return " ".join(filter(None, [*said, phrases.nearest_mean(bundle)]))


def _pairs(bundle: Bundle) -> str:
    subject = subject_of(bundle)
    if not subject.has_more_than_two_classes:
        return phrases.recall_differences(bundle.findings.accuracy, subject.naming)
    if not subject.has_errors:
        return "None: no image was misclassified."
    return phrases.significant_pairs(bundle.findings.confusion, subject.naming)


def _means(bundle: Bundle) -> str:
    found = present(bundle.findings.class_means)
    if found is None or present(bundle.images) is None:
        return ""
    near, far = found.ranked[0], found.ranked[-1]
    naming = subject_of(bundle).naming
    if len(found.ranked) == 1:
        return f"The distance of the two means is {fixed(near.distance, 2)}."
    return (
        f"The means of {naming.pair(near.classes)} are the most similar, the means of {naming.pair(far.classes)} the least. "
        f"{phrases.closer_means(found)}"
    )


def _confidence(bundle: Bundle) -> str:
    found, calibration = present(bundle.findings.confidence), present(bundle.findings.calibration)
    if found is None:
        return ""
    start = phrases.error_confidence(found)
    return f"{start} {phrases.calibration_in_short(calibration)}" if calibration else start


def _planes(bundle: Bundle) -> str:
    found = present(bundle.findings.projection)
    return phrases.mean_silhouettes(found) if found else ""
