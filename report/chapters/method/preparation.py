"""What happens to an image before the network receives it: preprocessing, and augmentation in training."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.dataset import Augmentation, DatasetFindings, Preprocessing
from analysis.bundle.record import present
from analysis.bundle.training import TrainingFindings
from report.chapters import cross_table, pixel_table
from report.chapters.model import AnyTable, Cell, Column, Figure, Image, Table
from report.figures import sheets
from report.figures.sheets import Tile
from report.text.formats import count, fixed, image, percent, sentence, shape, tick, words


def sentences(bundle: Bundle) -> dict[str, Any]:
    """Return what the template prints about the images, by name."""
    data, images = bundle.findings.dataset, present(bundle.images)
    shown, changes = present(data.preprocessing), present(data.augmentation)
    trained = present(bundle.findings.training)
    return {
        "validation_images": count(data.validation.images) if data.validation else "",
        "preprocessed": shown is not None,
        "row": pixel_row(shown) if shown else None,
        "alt": f"Training image of {shape((images.height, images.width))} pixels" if images else "",
        "augmented": augmented(changes) if changes else None,
        "transforms": transforms(changes) if changes else "",
        "elastic": elastic(changes) if changes else "",
        "when_augmented": when_augmented(trained) if changes and trained else "",
    }


def preprocessing(data: DatasetFindings) -> Figure | None:
    """Return the frame around an image and a row of its pixels; None where there is none to show."""
    found = present(data.preprocessing)
    if found is None:
        return None
    return Figure(
        claim="Preprocessing divides each grey value by 255 and changes nothing else.",
        measure=f"Training image {found.index}, and the pixels of its row {count(found.row)} that are not empty, "
        "before and after; images, rows and columns count from 0",
        data=[pixel_row(found)],
        sheet=partial(sheets.tiles, shown=[Tile("preprocessing", [image(found.index)])], columns=1),
    )


def pixel_row(found: Preprocessing) -> AnyTable:
    """Tabulate a row of pixels before and after."""
    return cross_table.table(
        "Column",
        {
            "Before": lambda place: count(found.before[place]),
            "After": lambda place: fixed(found.after[place]),
        },
        {count(column): place for place, column in enumerate(found.columns)},
        caption="One row of pixels before and after preprocessing",
        style="pixels",
    )


def augmentation(bundle: Bundle) -> Figure | None:
    """Return the frame around augmented images; None where the training images were not augmented."""
    found = present(bundle.findings.dataset.augmentation)
    if found is None:
        return None
    copies = words(found.augmented.shape[1])
    return Figure(
        claim=f"An augmented image still shows the same {bundle.classes.noun}.",
        measure=f"Training images, each with {copies} random augmentations",
        data=[_grey_values(found)],
        sheet=partial(sheets.tiles, shown=_tiles(found), columns=1 + found.augmented.shape[1]),
    )


def augmented(found: Augmentation) -> Table[int]:
    """Tabulate originals beside their augmentations."""

    def original(row: int) -> Cell:
        return Cell(images=(Image(f"original-{row}", "A training image"),), size=56)

    def copies(row: int) -> Cell:
        names = (f"augmented-{row}-{copy}" for copy in range(found.augmented.shape[1]))
        return Cell(images=tuple(Image(name, "The same, augmented") for name in names), size=56)

    return Table(
        range(found.originals.shape[0]),
        [
            Column("Original", original, "images"),
            Column("Augmented, as the network may receive it", copies, "images"),
        ],
        caption="Training images before and after augmentation",
        style="rows augmented",
    )


class _Copy(NamedTuple):
    image: int
    augmentation: int


def _grey_values(found: Augmentation) -> AnyTable:
    """Tabulate the pixels for those who take them away; augmentation 0 is the original."""
    return pixel_table.table(
        {
            _Copy(image, copy): values
            for image, both in enumerate(
                zip(found.originals.array(), found.augmented.array(), strict=True), 1
            )
            for copy, values in enumerate((both[0], *both[1]))
        },
        [
            Column("Training image", lambda line: str(line.picture.image)),
            Column("Augmentation", lambda line: str(line.picture.augmentation)),
        ],
    )


def _tiles(found: Augmentation) -> list[Tile]:
    """Name the pictures row by row: an original, then its augmentations."""
    rows, copies = found.augmented.shape[:2]
    return [
        Tile(name, [words])
        for row in range(rows)
        for name, words in (
            (f"original-{row}", "original"),
            *((f"augmented-{row}-{copy}", "augmented") for copy in range(copies)),
        )
    ]


def transforms(found: Augmentation) -> str:
    """Say how far the affine transform goes."""
    return (
        f"rotated by up to {tick(found.rotation_degrees)}° either way, enlarged or reduced by up to "
        f"{percent(found.scale)}, sheared by up to {tick(found.shear)} pixels per pixel of height, and shifted by up to "
        f"{tick(found.shift_pixels)} pixels in each direction"
    )


def elastic(found: Augmentation) -> str:
    """Say how large the elastic displacements are; empty where there are none."""
    return f"a standard deviation of {tick(found.elastic_pixels)} pixels" if found.elastic_pixels else ""


def when_augmented(found: TrainingFindings) -> str:
    """Say in which epochs training images are augmented: all, or all but the last."""
    plain = found.unaugmented_epochs
    last = "" if not plain else " but the last" if plain == 1 else f" but the last {words(plain)}"
    return sentence(f"in each epoch{last}")
