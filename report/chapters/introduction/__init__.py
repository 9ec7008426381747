"""What is classified and why, what is known about it, and which chapter answers which question."""

from __future__ import annotations

from typing import NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.dataset import DatasetFindings
from analysis.bundle.record import present
from report.chapters.frame import how_given, network_kind
from report.chapters.model import Chapter, Section
from report.text.formats import count, shape, words
from report.text.naming import Naming


def handwritten(data: DatasetFindings) -> bool:
    """Say whether the images are known to be handwritten."""
    return data.name in {"mnist", "digits"} or data.published not in {None, "fashion-mnist"}


class Question(NamedTuple):
    """What one chapter asks; a report without that chapter does not ask it."""

    slug: str
    chapter: str
    words: str


def chapter(bundle: Bundle) -> Chapter:
    """Build the introduction."""
    data, network = bundle.findings.dataset, present(bundle.findings.network)
    images, naming = present(bundle.images), Naming(bundle.classes)
    return Chapter(
        slug="introduction",
        name="Introduction",
        summary="Objective, background and the questions of the report",
        title=title(bundle),
        lead=lead(bundle),
        sections=[
            Section("objective", "Objective"),
            Section("background", "Background"),
            Section("questions", "Questions"),
            Section("outline", "Outline"),
        ],
        say={
            "task": task(bundle),
            "pixels": shape((images.height, images.width)) if images else "",
            "nouns": naming.nouns,
            "handwritten": handwritten(data),
            "are_digits": bundle.classes.are_digits,
            "mnist": data.name == "mnist",
            "sample": data.name == "digits",
            "kind": network.kind if network else "",
            "trained": present(bundle.findings.training) is not None,
            "probabilities": present(bundle.findings.scores) is not None,
            "questions": questions(naming),
        },
    )


def title(bundle: Bundle) -> str:
    """Name task and model: `Introduction: classifying handwritten digits with a convolutional neural network`."""
    kind = "handwritten " if handwritten(bundle.findings.dataset) else ""
    images = Naming(bundle.classes).image_nouns
    return f"Introduction: classifying {kind}{images} with {network_kind(bundle)}"


def task(bundle: Bundle) -> str:
    """Say what is to be predicted: `which of the ten digits it shows`."""
    return f"which of the {words(len(bundle.classes.names))} {bundle.classes.nouns} it shows"


def lead(bundle: Bundle) -> str:
    """Say what this report does with which model and which data."""
    data, model = bundle.findings.dataset, network_kind(bundle)
    images = f"{count(data.test.images)} test images"
    if present(bundle.findings.network) is None:
        return (
            f"The model has to predict, for each image, {task(bundle)}. This report evaluates its predictions for "
            f"{images}; the model itself was not given."
        )
    if present(bundle.findings.training) is None:
        return (
            f"The model has to predict, for each image, {task(bundle)}. This report evaluates {model}, "
            f"{how_given(bundle)}, on {images} of {data.title}."
        )
    return (
        f"The model has to predict, for each image, {task(bundle)}. This report trains {model} on {data.title} and "
        f"evaluates it on {images} that were not used in training."
    )


def questions(naming: Naming) -> list[Question]:
    """Return the questions in the order of their chapters."""
    return [
        Question(
            "results",
            "Results",
            f"How accurate are the predictions, overall and for each {naming.noun}, and compared with baselines?",
        ),
        Question(
            "confusion",
            "Confusion",
            f"Which pairs of {naming.nouns} are confused more often than a uniform spread of the errors would give?",
        ),
        Question(
            "class-means",
            "Class means",
            "How similar are the mean images of the classes, and do classes with similar means have more errors?",
        ),
        Question(
            "confidence",
            "Confidence",
            "How do the confidences of correct and incorrect predictions differ, and are they calibrated?",
        ),
        Question(
            "pca",
            "PCA",
            f"How well are the {naming.nouns} separated by the first two principal components?",
        ),
    ]
