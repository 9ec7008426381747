"""What is known of each error?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.confusion import Pair
from analysis.bundle.errors import ErrorKind, NearestCounts, NeighbourSpace
from analysis.bundle.record import present
from report.chapters.errors import cards
from report.chapters.model import (
    AnyTable,
    Cell,
    Chapter,
    Column,
    Drawing,
    Figure,
    Image,
    NumberedTable,
    Section,
    Table,
    Thing,
)
from report.chapters.shown_images import (
    Couple,
    as_sheet,
    as_table,
    error_couples,
    error_id,
    errors_with_a_place,
    pair_id,
    pair_thing,
)
from report.chapters.subject import prespecified, subject_of
from report.figures import logit_differences as figures
from report.text.formats import count, image_file, listed, sentence
from report.text.grammar import confused, errors_are, every, number, opening, plural, some, things
from report.text.naming import Naming

KINDS: dict[ErrorKind, str] = {
    "label disputed": "Label disputed",
    "every run errs": "Every run errs",
    "only some runs err": "Only some runs err",
    "one run known": "One run is known",
}
THUMBNAILS = 12


def chapter(bundle: Bundle) -> Chapter | None:
    """Build the chapter on single errors; None where nothing is known of any but its label and its prediction."""
    shown = errors_with_a_place(bundle)
    if not shown:
        return None
    naming, explained = Naming(bundle.classes), cards.cards(bundle)
    couples = error_couples(shown, bundle.findings.confusion.counts, naming)
    return Chapter(
        slug="errors",
        name="Errors",
        summary="What is known of each error",
        title=f"Errors: {_title(bundle)}",
        lead=_lead(bundle),
        sections=_sections(bundle, shown=bool(explained)),
        say={"couples": couples, **_said(bundle, explained)},
        places={couple.name: couple.id for couple in couples},
        things=[*_images(bundle, naming), *_pairs(bundle, couples, naming)],
        figures={
            "errors": _errors_figure(bundle, couples) if present(bundle.findings.gallery) else None,
            "logit-differences": _axis(bundle, naming),
        },
        tables={"error-kinds": _kinds(bundle, naming), "nearest-classes": _nearest_table(bundle)},
    )


def _said(bundle: Bundle, explained: Sequence[cards.Card]) -> dict[str, Any]:
    """Return what the template prints, by name."""
    found, evidence = bundle.findings.confusion, present(bundle.findings.error_evidence)
    printed = cards.instructive(explained)
    return {
        "by_image": {card.file: card for card in explained},
        "first": "the most confident" if subject_of(bundle).has_probabilities else "the first",
        "explained": _how_many(len(bundle.findings.error_cards.cards), found.errors_total),
        "with_images": present(bundle.findings.gallery) is not None,
        "gallery": _how_many(found.errors_shown, found.errors_total),
        "cells_cut": found.cells > found.errors_shown,
        "cut": found.errors_shown < found.errors_total,
        "disputed": any(error.disputed for error in found.errors),
        "votes": any(card.image.votes for card in explained),
        "instructive": printed,
        "printed": opening(len(printed)),
        "nearest": _nearest(bundle),
        "occlusion": present(evidence.occlusion) if evidence else None,
        "runs": any(card.image.runs for card in explained),
    }


def _images(bundle: Bundle, naming: Naming) -> Iterator[Thing]:
    for one in errors_with_a_place(bundle):
        said = sentence(naming.error(one.label, one.predicted))
        yield Thing(f"Test image {one.index}", said, error_id(image_file(one.index)))


def _pairs(bundle: Bundle, couples: Sequence[Couple], naming: Naming) -> Iterator[Thing]:
    """Name the pairs whose errors are shown, either way round."""
    places = {couple.id for couple in couples}
    for pair in bundle.findings.confusion.pairs:
        if (place := pair_id(pair.classes)) in places:
            yield pair_thing(pair, naming, place)


def _sections(bundle: Bundle, *, shown: bool) -> list[Section]:
    sections = [Section("misclassified", "Misclassified images")] if present(bundle.findings.gallery) else []
    if shown:
        sections += [Section("error-evidence", "Evidence on the errors")]
    if _axis_pairs(bundle):
        sections += [Section("logit-difference", "Difference of two logits")]
    return sections + ([Section("error-cards", "Error by error")] if shown else [])


def _counted(bundle: Bundle) -> dict[ErrorKind, int]:
    return {each.kind: each.count for each in bundle.findings.error_cards.kinds}


def _title(bundle: Bundle) -> str:
    """Say how many labels are disputed and how many errors recur; else which class the training images that look alike have."""
    kinds, found = _counted(bundle), bundle.findings.error_cards
    said = []
    if disputed := kinds.get("label disputed"):
        said.append(f"{things(disputed, 'label')} {'is' if disputed == 1 else 'are'} disputed")
    if every_run := kinds.get("every run errs"):
        other = "other error" if disputed else "error"
        said.append(f"{things(every_run, other)} {'recurs' if every_run == 1 else 'recur'} in every run")
    if some_runs := kinds.get("only some runs err"):
        said.append(
            f"{number(some_runs)} in only some"
            if every_run
            else f"{number(some_runs)} occur in only some runs"
        )
    if said:
        return listed(said)
    nearest = _counts(bundle, "pixels")
    if nearest is None:
        return "what is known of each"
    if len(found.cards) == 1:
        return f"the one is {'' if nearest.true else 'not '}nearest to a training image of its true class"
    total, are = len(found.cards), "is" if nearest.true == 1 else "are"
    which = every(total).lower() if nearest.true == total else f"{some(nearest.true)} of {number(total)}"
    these = " with a card" if total < bundle.findings.confusion.errors_total else ""
    return f"{which}{these} {are} nearest to a training image of the true class"


def _lead(bundle: Bundle) -> str:
    """Say how many errors there are, how many are explained one by one, and what is known of them."""
    subject, total = subject_of(bundle), bundle.findings.confusion.errors_total
    found = bundle.findings.error_cards.cards
    start = f"{opening(total)} {plural(total, 'test image was', 'test images were')} misclassified."
    if not any(map(cards.is_known, found)):
        return f"{start} They are shown by pair of {subject.naming.nouns}."
    shown = listed(cards.what_is_shown(bundle))
    if len(found) == total:
        return f"{start} {plural(total, 'It', 'Each')} has a card with {shown}."
    which = "most confident" if subject.has_probabilities else "first, of the most frequent kinds,"
    return f"{start} Each of the {number(len(found))} {which} has a card with {shown}."


def _how_many(shown: int, total: int) -> str:
    if total == 1:
        return "the one error"
    return f"{every(total).lower()} errors" if shown == total else f"{count(shown)} of {count(total)} errors"


def _errors_figure(bundle: Bundle, couples: Sequence[Couple]) -> Figure:
    shown = [image for couple in couples for group in couple.groups for image in group.images]
    confidence = present(bundle.findings.confidence)
    total = bundle.findings.confusion.errors_total
    return Figure(
        claim=f"{errors_are(confidence.incorrect.at_least_90, total)} made with a confidence of 90% or more."
        if confidence
        else f"{opening(total)} {plural(total, 'image was', 'images were')} misclassified.",
        measure="Misclassified test images, grouped by true and predicted label; large groups first, each with its "
        f"reverse{', within a group the most confident first' if confidence else ''}",
        data=[as_table(shown)],
        sheet=as_sheet(shown),
        wide=True,
    )


def _kinds(bundle: Bundle, naming: Naming) -> NumberedTable | None:
    """Tabulate the errors by what their evidence shows; None where one kind says nothing."""
    found = bundle.findings.error_cards
    if set(_counted(bundle)) <= {"one run known"}:
        return None
    with_images = present(bundle.findings.gallery) is not None

    def images(kind: ErrorKind) -> Cell:
        these = [card.image for card in found.cards if card.kind == kind][:THUMBNAILS]
        return Cell(
            images=tuple(Image(image_file(one.index), naming.image(one.index, one.label)) for one in these)
        )

    shown = [Column("The images", images, "images", wide_only=True)] if with_images else []
    table: Table[ErrorKind] = Table(
        list(_counted(bundle)),
        [
            Column("Evidence", lambda kind: KINDS[kind]),
            Column("Errors", lambda kind: count(_counted(bundle)[kind]), "number"),
            *shown,
        ],
    )
    return NumberedTable(
        f"{sentence(_title(bundle))}.", "Explained errors by the first evidence that applies", table
    )


def _space(bundle: Bundle, name: str) -> NeighbourSpace | None:
    evidence = present(bundle.findings.error_evidence)
    space = getattr(evidence, name) if evidence else None
    return space if isinstance(space, NeighbourSpace) else None


def _counts(bundle: Bundle, name: str) -> NearestCounts | None:
    space = _space(bundle, name)
    return space.nearest if space else None


def _nearest(bundle: Bundle) -> str:
    """Say which label the nearest training images have, in each space; empty where none was looked for."""
    spaces: dict[str, list[str]] = {}
    for name in ("pixels", "features"):
        if found := _counts(bundle, name):
            said = _labels(found, len(bundle.findings.error_cards.cards))
            spaces.setdefault(said, []).append(f"in {name}")
    clauses = [f"the nearest training image {listed(where)} has {said}" for said, where in spaces.items()]
    return f"{sentence('; '.join(clauses))}." if clauses else ""


def _labels(found: NearestCounts, total: int) -> str:
    """Say how many errors are nearest to which label."""
    said = [
        ("the predicted label", found.predicted),
        ("the true label", found.true),
        ("another", found.other),
    ]
    (name, first), *others = [(name, many) for name, many in said if many]
    of_all = "for the one error" if total == 1 else f"for {some(first)} of the {number(total)} errors"
    if not others:
        return f"{name} {of_all if total == 1 or first < total else f'for all {number(total)} errors'}"
    return listed([f"{name} {of_all}", *(f"{name} for {some(many)}" for name, many in others)])


def _nearest_table(bundle: Bundle) -> NumberedTable | None:
    """Tabulate the classes of the nearest training images, in pixels and in features."""
    spaces = {
        sentence(name): space
        for name in ("pixels", "features")
        if (space := _space(bundle, name)) is not None
    }
    if not spaces:
        return None
    table: Table[str] = Table(
        list(spaces),
        [
            Column("Distance in", str),
            Column("Predicted class", lambda name: count(spaces[name].nearest.predicted), "number"),
            Column("True class", lambda name: count(spaces[name].nearest.true), "number"),
            Column("Another class", lambda name: count(spaces[name].nearest.other), "number"),
            Column("Dimensions", lambda name: count(spaces[name].dimensions), "number", wide_only=True),
            Column("Training images", lambda name: count(spaces[name].among), "number", wide_only=True),
        ],
    )
    total = len(bundle.findings.error_cards.cards)
    near = listed(f"in {name.lower()} {some(space.nearest.true)}" for name, space in spaces.items())
    are = "is" if total == 1 else "are"
    return NumberedTable(
        f"{sentence(near)} of {things(total, 'error')} {are} nearest to a training image of the true class.",
        "Explained errors by the class of the nearest training image",
        table,
    )


def _axis_pairs(bundle: Bundle) -> list[tuple[int, int]]:
    """Return the pairs that were prespecified or are significant, most errors first, where there are scores and errors."""
    found = bundle.findings.confusion
    scored = present(bundle.findings.predictions.scores) is not None
    named = {pair.classes for pair in prespecified(found)}
    chosen = [pair.classes for pair in found.pairs if pair.significant or pair.classes in named]
    return chosen[: figures.MOST] if scored and found.errors_total else []


def _axis(bundle: Bundle, naming: Naming) -> Figure | None:
    pairs, found = _axis_pairs(bundle), bundle.findings.confusion
    if not pairs:
        return None
    errors = {pair.classes: pair.errors for pair in found.pairs}
    first = pairs[0]
    tall = figures.height(len(pairs))
    said = f"{sentence(naming.pair(first))} were {confused(errors[first])}"
    draw = partial(
        figures.differences, table=bundle.findings.predictions, pairs=pairs, classes=bundle.classes
    )
    return Figure(
        claim=f"{said}; {'this image lies' if errors[first] == 1 else 'these images lie'} on the wrong side of zero."
        if errors[first]
        else f"{said}.",
        measure="Test images of two classes by the second logit minus the first, counts on a "
        "logarithmic scale; red: predicted as the other class",
        drawings=[
            Drawing(
                name="logit-differences",
                alt=f"Two histograms for each of {things(len(pairs), 'pair')}, one for each class, with the errors marked. "
                f"{said}.",
                draw=draw,
                height=tall,
                narrow=tall,
                paper=figures.height(len(pairs), paper=True),
            )
        ],
        numbers=[_axis_table(bundle, pairs, naming)],
    )


def _axis_table(bundle: Bundle, pairs: Sequence[tuple[int, int]], naming: Naming) -> AnyTable:
    """Tabulate how many images each pair has, and how many were predicted as the other class."""
    found = {pair.classes: pair for pair in bundle.findings.confusion.pairs}
    these: Table[Pair] = Table(
        [found[pair] for pair in pairs],
        [
            Column("Pair", lambda pair: naming.slashed(pair.classes)),
            Column("Images", lambda pair: count(pair.rate.total), "number"),
            Column("First as second", lambda pair: count(pair.first_as_second), "number"),
            Column("Second as first", lambda pair: count(pair.second_as_first), "number"),
        ],
        caption="Images of each pair, and how many were predicted as the other class",
    )
    return these
