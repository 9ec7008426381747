"""All test images, to be looked through: a page for the screen, which paper does not have."""

from __future__ import annotations

from analysis.bundle import Bundle
from analysis.bundle.all_images import AllImages
from analysis.bundle.record import present
from report.chapters.model import Chapter, Section
from report.chapters.shown_images import shown_image
from report.chapters.subject import subject_of
from report.text.formats import count, sentence
from report.text.grammar import ordinal, things
from report.text.naming import Naming


def chapter(bundle: Bundle) -> Chapter | None:
    """Build the page of all test images; None where the bundle does not hold them."""
    found, naming = present(bundle.findings.all_images), Naming(bundle.classes)
    if found is None:
        return None
    confusion, subject = bundle.findings.confusion, subject_of(bundle)
    return Chapter(
        slug="images",
        name="Images",
        summary="All test images, to be filtered, sorted and opened",
        title=f"Images: {_which(found, bundle)}",
        lead=_lead(bundle),
        sections=[Section("all-images", "All test images")],
        say={
            "total": bundle.findings.accuracy.overall.total,
            "share": _share(found, bundle),
            "errors": [shown_image(error, naming) for error in confusion.errors],
            "errors_shown": sentence(
                f"{count(confusion.errors_shown)} of {things(confusion.errors_total, 'error')}"
            )
            if confusion.errors_shown < confusion.errors_total
            else things(confusion.errors_total, "error"),
            "probabilities": subject.has_probabilities,
            "scores": present(bundle.findings.predictions.scores) is not None,
        },
    )


def _which(found: AllImages, bundle: Bundle) -> str:
    total = bundle.findings.accuracy.overall.total
    if found.each == 1:
        return f"all {count(total)} test images"
    return f"{count(found.kept)} of {count(total)} test images"


def _lead(bundle: Bundle) -> str:
    """Say what can be done here."""
    if not subject_of(bundle).has_probabilities:
        return "The images can be filtered by label and by prediction, and each can be opened."
    return (
        "The images can be filtered by label, by prediction and by confidence, and sorted, for instance by the "
        "probability of the given label, which finds doubtful labels. Each can be opened, with its probabilities."
    )


def _share(found: AllImages, bundle: Bundle) -> str:
    """Say which images are here, where not all are."""
    if found.each == 1:
        return ""
    return (
        f"So many images would make the page too large: it holds every {ordinal(found.each)} of the test set, and all "
        f"{things(bundle.findings.accuracy.errors.count, 'error')}."
    )
