"""What does the mean image of each class look like, and do classes with close means have more errors?"""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.class_means import ClassMeanFindings
from analysis.bundle.classes import ImageFormat
from analysis.bundle.dataset import Part
from analysis.bundle.record import present
from report.chapters import class_count
from report.chapters.claims import claim_named
from report.chapters.class_means import mean_differences, mean_distances, means_and_errors
from report.chapters.model import Chapter, Column, Drawing, Figure, Section, Table
from report.chapters.phrases import against_nearest_mean, with_interval
from report.chapters.subject import subject_of
from report.figures import class_means as figures
from report.figures.canvas import NARROW, PAPER_WIDTHS, WIDTHS
from report.text.formats import count, fixed, percent, sentence
from report.text.naming import Naming


def chapter(bundle: Bundle) -> Chapter | None:
    """Build the chapter on class means; None without training images."""
    found, images = present(bundle.findings.class_means), present(bundle.images)
    if found is None or images is None:
        return None
    naming = Naming(bundle.classes)
    errors = subject_of(bundle).has_errors
    return Chapter(
        slug="class-means",
        name="Class means",
        summary="The mean image of each class, and how far means go",
        title=f"Class means: the nearest mean classifies {percent(found.nearest_mean, 0)} correctly",
        lead=lead(bundle, found),
        sections=[
            Section("means", "Means and standard deviations"),
            Section("distances", "Distances of the means"),
            Section("differences", "Differences of the means"),
            Section("means-and-errors", "Class means and errors"),
            Section("limits-of-means", "Limits of class means"),
        ],
        say=_sentences(bundle, images)
        | mean_distances.sentences(found, naming)
        | mean_differences.sentences(found, images, naming)
        | means_and_errors.sentences(found, naming, errors=errors),
        figures={
            "means": _means(bundle, found, images, naming),
            "differences": mean_differences.figure(found, naming),
            "distances": means_and_errors.figure(found, naming) if errors and len(found.ranked) > 1 else None,
        },
        tables={"closest-means": mean_distances.table(found, naming, errors=errors)},
    )


def lead(bundle: Bundle, found: ClassMeanFindings) -> str:
    """Give the accuracy of the nearest mean, and say whether the classifier of this report has a higher one."""
    return (
        "The mean image of a class averages its training images pixel by pixel. Predicting the class of the nearest mean "
        f"has an accuracy of {with_interval(found.nearest_mean)}. {against_nearest_mean(bundle)}"
    )


def _sentences(bundle: Bundle, images: ImageFormat) -> dict[str, Any]:
    training = bundle.findings.dataset.training
    return {
        "training_images": count(training.images) if training else "",
        "pixel_count": count(images.pixels),
        "claim": claim_named(bundle, "close-means"),
    }


def variation(found: ClassMeanFindings, naming: Naming) -> str:
    """Name the classes with the smallest and the largest standard deviation."""
    if found.least_varied == found.most_varied:
        return f"The images of all {naming.nouns} vary equally."
    least, most = naming.quoted(found.least_varied), naming.quoted(found.most_varied)
    return f"The standard deviation is smallest for {least} and largest for {most}."


def _means(bundle: Bundle, found: ClassMeanFindings, images: ImageFormat, naming: Naming) -> Figure:
    shown = class_count.shown_classes(bundle.findings.confusion, naming)
    names = tuple(naming.name(label) for label in shown)
    tall = partial(
        figures.means_height, classes=naming.classes.model_copy(update={"names": names}), images=images
    )
    return Figure(
        claim=variation(found, naming),
        measure="Mean of the training images and standard deviation (SD) of each pixel, by class; one scale for each"
        f"{class_count.shown_in_words(naming)}",
        drawings=[
            Drawing(
                name="means",
                alt=_means_alt(found, naming),
                draw=partial(figures.means, found=found, classes=naming.classes, images=images, shown=shown),
                height=tall(WIDTHS["wide"]),
                narrow=tall(NARROW),
                paper=tall(PAPER_WIDTHS["wide"], paper=True),
                place="wide",
            )
        ],
        numbers=[_numbers(found, bundle.findings.dataset.training, naming)],
        wide=True,
    )


def _means_alt(found: ClassMeanFindings, naming: Naming) -> str:
    least, most = found.least_varied, found.most_varied
    return (
        f"The mean image of each of {count(len(found.mean_ink))} {naming.nouns}, and below it the standard deviation of each "
        f"pixel. Averaged over the pixels, the standard deviation is {fixed(found.mean_deviation[least], 3)} for "
        f"{naming.quoted(least)} and {fixed(found.mean_deviation[most], 3)} for {naming.quoted(most)}."
    )


def _numbers(found: ClassMeanFindings, training: Part | None, naming: Naming) -> Table[int]:
    return Table(
        range(len(found.mean_ink)),
        [
            Column(sentence(naming.noun), naming.name),
            Column(
                "Training images",
                lambda label: count(training.per_class[label]) if training else "–",
                "number",
            ),
            Column("Sum of the mean’s pixels", lambda label: fixed(found.mean_ink[label], 1), "number"),
            Column("Mean standard deviation", lambda label: fixed(found.mean_deviation[label], 3), "number"),
        ],
        caption=f"Training images, mean and standard deviation of each {naming.noun}; grey values from 0 to 1",
    )
