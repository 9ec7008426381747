"""What happens to accuracy and confidence when images get worse, and what is said of images of none of the classes?"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.record import Estimate, Proportion, present
from analysis.bundle.stress import NonMember, NonMembers, StressFindings, StressPoint
from analysis.statistics.severities import Family
from report.chapters.model import Cell, Column, Drawing, Figure, Image, NumberedTable, Table
from report.chapters.phrases import with_interval
from report.figures import stress as figures
from report.text.formats import between, count, estimate, fixed, listed, percent, sentence
from report.text.naming import Naming


class Way(NamedTuple):
    """What a family is called, in what it is measured, and the decimals of that."""

    name: str
    unit: str
    decimals: int


WAYS: dict[Family, Way] = {
    "shift": Way("shift", "Shift in pixels, each image in a direction of its own", 1),
    "rotation": Way("rotation", "Rotation in degrees, each image to a side of its own", 0),
    "noise": Way("noise", "Standard deviation of the noise, from 0 to 1", 1),
    "blur": Way("blur", "Standard deviation of the blur, in pixels", 1),
    "thickness": Way("thicker strokes", "Pixels added to the width of strokes", 1),
}
OTHERS: dict[NonMember, str] = {
    "blank": "a blank image",
    "noise": "noise",
    "inverted": "inverted images",
    "letters": "letters",
}


class Row(NamedTuple):
    """One severity of one family."""

    family: Family
    point: StressPoint


def stressed(bundle: Bundle) -> StressFindings | None:
    """Return what was found, if anything."""
    return present(bundle.findings.stress)


def sentences(bundle: Bundle, naming: Naming) -> dict[str, Any]:
    """Return what the template prints about stress, by name."""
    found = stressed(bundle)
    if found is None:
        return {"stress": False}
    return {
        "stress": True,
        "stress_images": count(found.images),
        "stress_falls": falls(found),
        "stress_confidence": overconfidence(found),
        "stress_answers": answers(found, naming),
        "stress_least": least_separated(found),
        "stress_letters": any(each.kind == "letters" for each in found.others),
        "stress_strokes": any(each.name == "thickness" for each in found.families),
    }


def falls(found: StressFindings) -> str:
    """Name the families whose greatest severity costs accuracy."""
    names = [WAYS[each.name].name for each in found.families if each.falls]
    if not names:
        return "At the greatest severity, accuracy is significantly lower in no case."
    return f"At the greatest severity, accuracy is significantly lower with {listed(names)}."


def overconfidence(found: StressFindings) -> str:
    """Say where confidence is above accuracy at the end, and how far in the worst case."""
    if found.most_overconfident is None:
        return "Mean confidence is significantly above accuracy at no greatest severity."
    names = [WAYS[each.name].name for each in found.families if each.overconfident]
    last = next(each.points[-1] for each in found.families if each.name == found.most_overconfident)
    most = "" if len(names) == 1 else f", most with {WAYS[found.most_overconfident].name}"
    return (
        f"Confidence then exceeds accuracy significantly with {listed(names)}{most}: there the mean confidence is "
        f"{_confidence(last.confidence)}, and {percent(last.accuracy)} of the predictions are correct."
    )


def answers(found: StressFindings, naming: Naming) -> str:
    """Say what the network predicts for a blank image."""
    blank = next(each for each in found.others if each.kind == "blank")
    return (
        f"For a blank image it predicts {naming.name(blank.most_frequent)}, with a confidence of "
        f"{_confidence(blank.confidence)}."
    )


def lower_confidence(found: StressFindings) -> str:
    """Name the images of none of the classes for which confidence is lower than for the sample."""
    names = [OTHERS[each.kind] for each in found.others if each.separated]
    if not names:
        return "For no kind of other images is confidence significantly lower than for test images."
    return f"Confidence is significantly lower for {listed(names)} than for test images."


def least_separated(found: StressFindings) -> str:
    """Say from which images confidence tells the sample least, and how well; empty where nothing is known."""
    least = next((each for each in found.others if each.kind == found.least_separated), None)
    if least is None or least.area is None:
        return ""
    return f"The AUROC is smallest for {OTHERS[least.kind]}: {with_interval(least.area)}."


def _confidence(found: Estimate) -> str:
    return percent(found.value, 1)


def figure(bundle: Bundle) -> Figure | None:
    """Plot accuracy and mean confidence against severity, family by family; None where nothing was tried."""
    found, images = stressed(bundle), present(bundle.images)
    if found is None or images is None:
        return None
    return Figure(
        claim=falls(found),
        measure="Accuracy with its 95% Wilson interval and mean confidence with its normal 95% interval, of the same "
        f"{count(found.images)} test images at each severity",
        drawings=[
            Drawing(
                name=f"stress-{family.name}",
                alt=f"Line plot of accuracy and mean confidence against {WAYS[family.name].name}: "
                f"accuracy is {_ends(family.points[0].accuracy, family.points[-1].accuracy)}.",
                draw=partial(
                    figures.curves, found=found, place=place, images=images, unit=WAYS[family.name].unit
                ),
                height=figures.HEIGHT,
                narrow=figures.NARROW,
                paper=figures.PAPER,
                place="half",
                title=sentence(WAYS[family.name].name),
            )
            for place, family in enumerate(found.families)
        ],
        numbers=[_numbers(found)],
        wide=True,
    )


def _ends(first: Proportion, last: Proportion) -> str:
    return f"{percent(first)} for the images as they are, {percent(last)} at the end"


def _numbers(found: StressFindings) -> Table[Any]:
    return Table(
        [Row(family.name, point) for family in found.families for point in family.points],
        [
            Column("Change", lambda row: sentence(WAYS[row.family].name)),
            Column("Severity", lambda row: fixed(row.point.amount, WAYS[row.family].decimals), "number"),
            Column("Accuracy", lambda row: percent(row.point.accuracy), "number"),
            Column("95% interval", lambda row: between(row.point.accuracy), "number"),
            Column("Mean confidence", lambda row: _confidence(row.point.confidence), "number"),
            Column("95% interval", lambda row: between(row.point.confidence, 1, 100, "%"), "number"),
        ],
        caption="Accuracy and mean confidence at each severity",
    )


def table(bundle: Bundle, naming: Naming) -> NumberedTable | None:
    """Tabulate what is said of images of none of the classes; None where nothing was tried."""
    found = stressed(bundle)
    if found is None:
        return None
    return NumberedTable(
        claim=lower_confidence(found),
        measure="Most frequent prediction, mean confidence, and AUROC of the confidence against "
        f"{count(found.images)} test images, with 95% intervals",
        table=Table(
            found.others,
            [
                Column("Images", lambda one: Cell(sentence(OTHERS[one.kind]), note=_how_many(one))),
                Column("Examples", lambda one: Cell(images=_examples(one)), "images", wide_only=True),
                Column("Most frequent prediction", lambda one: _answer(one, naming)),
                Column("Mean confidence", lambda one: _confidence(one.confidence), "number"),
                Column(
                    "95% interval",
                    lambda one: between(one.confidence, 1, 100, "%") if one.area else "–",
                    "number",
                    wide_only=True,
                ),
                Column("AUROC", lambda one: estimate(one.area) if one.area else "–", "number"),
                Column(
                    "95% interval",
                    lambda one: between(one.area) if one.area else "–",
                    "number",
                    wide_only=True,
                ),
            ],
        ),
        wide=True,
    )


def _how_many(one: NonMembers) -> str:
    return f"{count(one.images)} images" if one.images > 1 else ""


def _answer(one: NonMembers, naming: Naming) -> str:
    name = naming.name(one.most_frequent)
    return f"{name}, for {percent(one.answers, 0)}" if one.images > 1 else name


def _examples(one: NonMembers) -> tuple[Image, ...]:
    shown = one.examples.shape[0]
    return tuple(Image(f"stress-{one.kind}-{place}", sentence(OTHERS[one.kind])) for place in range(shown))
