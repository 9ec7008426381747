"""What is classified and why, what is known about it, and which chapter answers which question."""

from __future__ import annotations

from analysis.bundle import Bundle
from analysis.bundle.record import present
from report.chapters.model import Chapter, Section
from report.chapters.questions import questions
from report.chapters.subject import subject_of


def chapter(bundle: Bundle) -> Chapter:
    """Build the introduction."""
    network = present(bundle.findings.network)
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
            "kind": network.kind if network else "",
            "questions": questions(bundle),
        },
    )


def title(bundle: Bundle) -> str:
    """Name task and model: `Introduction: classifying handwritten digits with a convolutional neural network`."""
    subject = subject_of(bundle)
    kind = "handwritten " if subject.is_handwritten else ""
    what = f"{kind}{subject.naming.image_nouns}"
    if not subject.has_network:
        return f"Introduction: evaluating predictions of {what}"
    return f"Introduction: classifying {what} with {subject.kind}"


def task(bundle: Bundle) -> str:
    """Say what is to be predicted: `which of the ten digits it shows`."""
    return f"which of the {subject_of(bundle).counted_classes} it shows"


def lead(bundle: Bundle) -> str:
    """Say what this report does with which model and which data."""
    subject, data = subject_of(bundle), bundle.findings.dataset.title
    start = f"The model has to predict, for each image, {task(bundle)}. This report"
    if not subject.has_network:
        return f"{start} evaluates its predictions for {subject.test_images}; the model itself was not given."
    if not subject.is_trained_here:
        return f"{start} evaluates {subject.kind}, {subject.how_brought}, on {subject.test_images} of {data}."
    return f"{start} trains {subject.kind} on {data} and evaluates it on {subject.test_images} that were not used in training."
