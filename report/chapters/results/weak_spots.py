"""Are the predictions worse for images that look a certain way?"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.record import present
from analysis.bundle.slices import ImageFeature, Slice, SlicedFeature, SliceFindings
from analysis.statistics.slices import DRAWS
from report.chapters.model import Cell, Column, Drawing, Figure, Image, NumberedTable, Table
from report.figures import slices as figures
from report.text.formats import (
    between,
    count,
    estimate,
    fixed,
    image,
    image_file,
    listed,
    probability,
    sentence,
)
from report.text.grammar import ordinal


class Measure(NamedTuple):
    """What a feature is called, and the images at its two ends."""

    name: str
    unit: str
    low: str
    high: str


MEASURES: dict[ImageFeature, Measure] = {
    "ink": Measure("ink", "full pixels", "the least ink", "the most ink"),
    "slant": Measure(
        "slant",
        "rightwards, per row",
        "a slant to the left",
        "the strongest slant to the right",
    ),
    "thickness": Measure("stroke thickness", "pixels", "the thinnest strokes", "the thickest strokes"),
    "aspect": Measure("aspect", "width by height", "the narrowest form", "the widest form"),
    "brightness": Measure("brightness", "0 to 1", "the lowest brightness", "the highest brightness"),
    "contrast": Measure("contrast", "standard deviation", "the lowest contrast", "the highest contrast"),
    "sharpness": Measure("sharpness", "of the Laplacian", "the least sharpness", "the most sharpness"),
}


class Row(NamedTuple):
    """One slice of one feature."""

    feature: SlicedFeature
    place: int

    @property
    def slice(self) -> Slice:
        """What is known of its images."""
        return self.feature.slices[self.place]


def sliced(bundle: Bundle) -> SliceFindings | None:
    """Return what was found; None where no feature differs between images."""
    found = present(bundle.findings.slices)
    return found if found and found.features else None


def sentences(bundle: Bundle) -> dict[str, Any]:
    """Return what the template prints about the slices, by name."""
    found = sliced(bundle)
    if found is None:
        return {"slices": False}
    return {
        "slices": True,
        "margins": margins_differ(found),
        "lowest_margins": lowest_margins(found),
        "measured": measured(found, bundle),
        "by_half": by_half(found),
    }


def by_half(found: SliceFindings) -> bool:
    """Say whether the halves of the test set were tested separately."""
    return len({each.images for each in found.adjusted}) > 1


def margins_differ(found: SliceFindings) -> str:
    """Name the features whose fifths differ, in both halves where these were tested."""
    where = " in both halves of the test set" if by_half(found) else ""
    if not found.weak_spots:
        measures = listed((MEASURES[each.name].name for each in found.features), "or")
        return f"The mean margin does not differ significantly with {measures}{where}."
    return f"The mean margin differs significantly with {listed(MEASURES[each].name for each in found.weak_spots)}{where}."


def lowest_margins(found: SliceFindings) -> str:
    """Say for which images it is lowest, feature by feature; empty where no feature matters."""
    ends = [_lowest(each) for each in found.features if each.name in found.weak_spots]
    return f"It is lowest for the images with {listed(ends)}." if ends else ""


def _lowest(feature: SlicedFeature) -> str:
    measure, margins = MEASURES[feature.name], [each.margin.value for each in feature.slices]
    place = margins.index(min(margins))
    if place == 0:
        return measure.low
    return measure.high if place == len(margins) - 1 else f"a middling {measure.name}"


def measured(found: SliceFindings, bundle: Bundle) -> str:
    """Say how many images were measured where these are not all; empty where they are."""
    every = bundle.findings.accuracy.overall.total
    return (
        ""
        if found.measured == every
        else f"An even share of {count(found.measured)} test images was measured."
    )


def figure(bundle: Bundle) -> Figure | None:
    """Plot the mean margin of each slice; None where there are none."""
    found = sliced(bundle)
    if found is None:
        return None
    strong = [_stands_out(each, found) for each in found.features]
    names = [[_named(Row(each, place)) for place in range(len(each.slices))] for each in found.features]
    tall = figures.margins_height(found.features)
    return Figure(
        claim=margins_differ(found),
        measure="Mean margin of the fifths of each measure, with normal 95% intervals; permutation tests within classes, with "
        "Holm’s adjustment",
        drawings=[
            Drawing(
                name="slices",
                alt=f"Dot plot of the mean margins. {margins_differ(found)} {lowest_margins(found)}".strip(),
                draw=partial(figures.margins, features=found.features, names=names, strong=strong),
                height=tall,
                narrow=tall,
                paper=figures.margins_height(found.features, paper=True),
            )
        ],
        numbers=[_tests(found)],
    )


def _stands_out(feature: SlicedFeature, found: SliceFindings) -> bool:
    """Say whether a feature matters where another does not: where all do, none stands out."""
    return feature.name in found.weak_spots and len(found.weak_spots) < len(found.features)


def _named(row: Row) -> str:
    """Name a slice: the first with its measure."""
    fifth = _fifth(row)
    return f"{sentence(MEASURES[row.feature.name].name)}: {fifth}" if row.place == 0 else fifth


def _fifth(row: Row) -> str:
    last = len(row.feature.slices) - 1
    return "lowest" if row.place == 0 else "highest" if row.place == last else ordinal(row.place + 1)


def _tests(found: SliceFindings) -> Table[Any]:
    return Table(
        found.adjusted,
        [
            Column("Measure", lambda test: sentence(MEASURES[test.name].name)),
            Column("Images", lambda test: sentence(test.images)),
            Column("Adjusted p", lambda test: probability(test.p, DRAWS), "number"),
        ],
        caption="Tests of equal margins in the fifths of each measure",
    )


def table(bundle: Bundle) -> NumberedTable | None:
    """Tabulate the slices with examples; None where there are none."""
    found = sliced(bundle)
    if found is None:
        return None
    rows = [Row(each, place) for each in found.features for place in range(len(each.slices))]
    return NumberedTable(
        claim="What the fifths look like.",
        measure="Images nearest to the middle of each fifth, its range, and its mean margin with the normal 95% interval",
        table=Table(
            rows,
            [
                Column(
                    "Fifth", lambda row: Cell(_named(row), MEASURES[row.feature.name].unit * (not row.place))
                ),
                Column("Examples", lambda row: Cell(images=_examples(row)), "images"),
                Column("Range", _range, "number", wide_only=True),
                Column("Mean margin", lambda row: estimate(row.slice.margin), "number"),
                Column("95% interval", lambda row: between(row.slice.margin), "number", wide_only=True),
            ],
            strong=lambda row: _stands_out(row.feature, found),
            style="fifths",
        ),
    )


def _range(row: Row) -> str:
    digits = 0 if row.feature.slices[-1].high >= 100 else 2
    return f"{fixed(row.slice.low, digits)} to {fixed(row.slice.high, digits)}"


def _examples(row: Row) -> tuple[Image, ...]:
    return tuple(
        Image(image_file(index), f"Test image {image(index)}, near the middle of this fifth")
        for index in row.feature.examples[row.place]
    )
