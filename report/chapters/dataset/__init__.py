"""Where the images come from, how many there are of each class, and how they are split."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from analysis.bundle import Bundle
from analysis.bundle.classes import Classes
from analysis.bundle.dataset import DatasetFindings, Part
from analysis.bundle.gallery import Gallery
from analysis.bundle.record import present
from report.chapters import class_count
from report.chapters.dataset import data_files
from report.chapters.frame import how_given
from report.chapters.model import AnyTable, Cell, Chapter, Column, Image, NumberedTable, Section, Table
from report.text.formats import count, image_file, percent, sentence, shape, words
from report.text.naming import Naming

SHOWN = 10
"""Examples of a class: as many as a line has room for beside three counts."""


def chapter(bundle: Bundle) -> Chapter:
    """Build the chapter on the data."""
    data, naming = bundle.findings.dataset, Naming(bundle.classes)
    return Chapter(
        slug="dataset",
        name="Data",
        summary=f"Source and split of the {naming.image_nouns}",
        title=f"Data: {count(data.images)} images of {words(len(naming.classes.names))} {naming.nouns}",
        lead=lead(bundle),
        sections=_sections(data),
        say={
            "groups_compared": present(bundle.findings.writer_groups) is not None,
            "mnist": data.name == "mnist",
            "sample": data.name == "digits",
            "published": data.published or "",
            "recognised": not data.tried,
            "title": data.title,
            "has_images": present(bundle.images) is not None,
            "has_gallery": present(bundle.findings.gallery) is not None,
            "trained": present(bundle.findings.training) is not None,
            "has_validation": data.validation is not None,
            "image_nouns": naming.image_nouns,
            "pixels": pixels(bundle),
            "source": data.source,
            "reading": data_files.read_as(data),
            "split_off": data_files.split_off(data, naming),
            "duplicates": data_files.duplicates(data),
            "fallback": data.fallback,
            "tried": data.tried if len(data.tried) > 1 else (),
        },
        tables={
            "class-counts": NumberedTable(
                claim=balance(data, naming),
                measure=_measure(bundle),
                table=class_counts(bundle, class_count.shown_classes(bundle.findings.confusion, naming)),
                numbers=_all_counts(bundle),
            ),
            "checksums": checksums(bundle),
        },
    )


def _sections(data: DatasetFindings) -> list[Section]:
    writers = [Section("writers", "Groups of writers")] if data.name == "mnist" else []
    sums = [Section("data-checksums", "Checksums")] if data.sha256 else []
    return [
        Section("data-source", "Source and licence"),
        Section("split", "Split and class balance"),
        *writers,
        *sums,
    ]


def lead(bundle: Bundle) -> str:
    """Give the parts of the data, and what each is used for."""
    data = bundle.findings.dataset
    test = f"{count(data.test.images)} test images"
    if data.training is None:
        return f"{sentence(data.title)}: {test}. No training images were given."
    size = f" of {_shape(bundle)} pixels" if _shape(bundle) else ""
    holds = f"{sentence(data.title)}: {count(data.images)} images{size}."
    training = count(data.training.images)
    if data.validation is None:
        return (
            f"{holds} Class means and principal components are computed from {training} training images, and all scores "
            f"on {test}."
        )
    validation = count(data.validation.images)
    if present(bundle.findings.training) is None:
        return (
            f"{holds} The network was {how_given(bundle)}. Class means and principal components are computed from "
            f"{training} training images, the temperature is fitted on {validation} validation images, and all scores "
            f"are computed on {test}."
        )
    return (
        f"{holds} The network is trained on {training} training images; on {validation} validation images its training "
        f"is followed; on {test} it is evaluated once, after the training."
    )


def _shape(bundle: Bundle) -> str:
    images = present(bundle.images)
    return shape((images.height, images.width)) if images else ""


def pixels(bundle: Bundle) -> str:
    """Give mean and standard deviation of the training pixels, and the share that is not empty."""
    found, images = present(bundle.findings.dataset.pixels), present(bundle.images)
    if found is None:
        return ""
    full = "full ink" if images and images.polarity == "ink" else "the largest value"
    return (
        f"Of the pixels of the training images, {percent(found.ink_share)} are not 0. Their mean is "
        f"{percent(found.mean, 1)} of {full}, their standard deviation {percent(found.standard_deviation, 1)}."
    )


def balance(data: DatasetFindings, naming: Naming) -> str:
    """Say how uneven the classes are, in the part in which the study compared them."""
    found, part = data.balance, "training" if data.training else "test"
    if found.level == "equal":
        return f"All {naming.nouns} have equally many {part} images."
    start = "balanced" if found.level == "balanced" else "unbalanced"
    least, most = naming.quoted(found.least), naming.quoted(found.most)
    share = "nearly" if percent(found.ratio).startswith(">") else percent(found.ratio)
    return (
        f"The classes are {start}: the least frequent, {least}, has {share} as many {part} images as the most frequent, "
        f"{most}."
    )


def _measure(bundle: Bundle) -> str:
    data, gallery = bundle.findings.dataset, present(bundle.findings.gallery)
    parts = (
        "training, validation and test set"
        if data.validation
        else "training and test set"
        if data.training
        else "test set"
    )
    examples = "; examples: correctly classified test images" if gallery else ""
    some = class_count.which(Naming(bundle.classes))
    return f"Images of each {bundle.classes.noun} in the {parts}{examples}{some}"


def _all_counts(bundle: Bundle) -> list[AnyTable]:
    """Return the counts of all classes, without examples, where the table shows some of them."""
    if not class_count.are_many(Naming(bundle.classes)):
        return []
    table = class_counts(bundle, examples=False)
    return [replace(table, caption=f"Images of each {bundle.classes.noun}")]


def class_counts(
    bundle: Bundle, labels: Collection[int] | None = None, *, examples: bool = True
) -> Table[int]:
    """Tabulate the images of these classes, or of all, by part, with examples where there are images."""
    naming, gallery = Naming(bundle.classes), present(bundle.findings.gallery) if examples else None
    return Table(
        range(len(naming.classes.names)) if labels is None else labels,
        [
            Column(sentence(naming.noun), naming.name, footer="All"),
            *([Column("Examples", partial(_examples, gallery), "images")] if gallery else []),
            *(
                Column(name, partial(_images, part), "number", footer=count(part.images))
                for name, part in _parts(bundle.findings.dataset).items()
            ),
        ],
        style="rows",
    )


def _parts(data: DatasetFindings) -> dict[str, Part]:
    parts = {"Training": data.training, "Validation": data.validation, "Test": data.test}
    return {name: part for name, part in parts.items() if part}


def _examples(gallery: Gallery, label: int) -> Cell:
    """Show the examples of a class; the head of the row describes them, so they have no description of their own."""
    return Cell(images=tuple(Image(image_file(index)) for index in gallery.rows[label][:SHOWN]))


def _images(part: Part, label: int) -> str:
    return count(part.per_class[label])


def checksums(bundle: Bundle) -> NumberedTable | None:
    """Tabulate the checksums of the parts; None where none is known."""
    data = bundle.findings.dataset
    if not data.sha256:
        return None
    return NumberedTable(
        claim=verified(data, bundle.classes),
        measure="SHA-256 of the uncompressed content",
        table=Table(
            data.sha256,
            [Column("Part", _part), Column("SHA-256", lambda part: Cell(data.sha256[part], code=True))],
        ),
    )


def _part(name: str) -> str:
    """Name a part in words: `train-images` → `Training images`."""
    return sentence(name.replace("train-", "training-").replace("-", " "))


def verified(data: DatasetFindings, classes: Classes) -> str:
    """Say whether these are the official files of MNIST, or of another published set."""
    if data.name == "mnist":
        return "The checksums equal those of the official MNIST files."
    if data.published and data.tried:
        return f"The checksums identify the content; the files of {data.title} were verified when they were downloaded."
    others = "; they are not those of MNIST" if classes.are_digits else ""
    return f"The checksums identify this copy of the data{others}."
