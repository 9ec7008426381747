"""Where the images come from, how many there are of each class, and how they are split."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from analysis.bundle import Bundle
from analysis.bundle.dataset import DatasetFindings, Part
from analysis.bundle.gallery import Gallery
from analysis.bundle.record import present
from report.chapters import class_count
from report.chapters.dataset import data_files
from report.chapters.model import AnyTable, Cell, Chapter, Column, Image, NumberedTable, Section, Table
from report.chapters.subject import subject_of
from report.text.formats import count, image_file, percent, sentence
from report.text.naming import Naming

SHOWN = 10
"""Examples of a class: as many as a line has room for beside three counts."""


def chapter(bundle: Bundle) -> Chapter:
    """Build the chapter on the data."""
    data, naming, subject = bundle.findings.dataset, Naming(bundle.classes), subject_of(bundle)
    return Chapter(
        slug="dataset",
        name="Data",
        summary=f"Source and split of the {naming.image_nouns}",
        title=f"Data: {count(data.images)} images of {subject.counted_classes}",
        lead=lead(bundle),
        sections=_sections(bundle),
        say={
            "groups_compared": present(bundle.findings.writer_groups) is not None,
            "published": data.published or "",
            "recognised": not data.tried,
            "title": data.title,
            "has_images": present(bundle.images) is not None,
            "has_gallery": present(bundle.findings.gallery) is not None,
            "has_validation": data.validation is not None,
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


def _sections(bundle: Bundle) -> list[Section]:
    writers = [Section("writers", "Groups of writers")] if subject_of(bundle).is_mnist else []
    sums = [Section("data-checksums", "Checksums")] if bundle.findings.dataset.sha256 else []
    return [
        Section("data-source", "Source and licence"),
        Section("split", "Split and class balance"),
        *writers,
        *sums,
    ]


def lead(bundle: Bundle) -> str:
    """Give the parts of the data, and what each is used for."""
    data, subject = bundle.findings.dataset, subject_of(bundle)
    test, shape = subject.test_images, subject.image_shape
    if data.training is None:
        return f"{sentence(data.title)}: {test}. No training images were given."
    size = f" of {shape} pixels" if shape else ""
    holds = f"{sentence(data.title)}: {count(data.images)} images{size}."
    training = count(data.training.images)
    if data.validation is None:
        return (
            f"{holds} Class means and principal components are computed from {training} training images, and all scores "
            f"on {test}."
        )
    validation = count(data.validation.images)
    if not subject.is_trained_here:
        return (
            f"{holds} The network was {subject.how_brought}. Class means and principal components are computed from "
            f"{training} training images, the temperature is fitted on {validation} validation images, and all scores "
            f"are computed on {test}."
        )
    return (
        f"{holds} The network is trained on {training} training images; its training is monitored on {validation} "
        f"validation images; it is evaluated once, after the training, on {test}."
    )


def pixels(bundle: Bundle) -> str:
    """Give mean and standard deviation of the training pixels, and the share that is not empty."""
    found = present(bundle.findings.dataset.pixels)
    if found is None:
        return ""
    full = "full ink" if subject_of(bundle).is_ink else "the largest value"
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
    some = class_count.shown_in_words(Naming(bundle.classes))
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
        claim=verified(bundle),
        measure="SHA-256 of the uncompressed content",
        table=Table(
            data.sha256,
            [Column("Part", _part), Column("SHA-256", lambda part: Cell(data.sha256[part], code=True))],
        ),
    )


def _part(name: str) -> str:
    """Name a part in words: `train-images` → `Training images`."""
    return sentence(name.replace("train-", "training-").replace("-", " "))


def verified(bundle: Bundle) -> str:
    """Say whether these are the official files of MNIST, or of another published set."""
    data = bundle.findings.dataset
    if subject_of(bundle).is_mnist:
        return "These are the checksums of the official MNIST files."
    if data.published and data.tried:
        return f"The checksums identify the content; the files of {data.title} were verified when they were downloaded."
    others = "; MNIST has others" if bundle.classes.are_digits else ""
    return f"The checksums identify this copy of the data{others}."
