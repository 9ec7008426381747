"""The errors of the front page: what each image is, and what was said, the most confident first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.bundle import Bundle
from analysis.bundle.confusion import PredictedImage
from analysis.bundle.record import present
from report.chapters import phrases
from report.chapters.shown_images import error_id, image_id
from report.chapters.subject import subject_of
from report.text.formats import count, image_file, sentence
from report.text.grammar import every, number, opening, plural, things
from report.text.naming import Naming, shortened

MOST = 30
LETTERS = 8
"""Of a name that stands below an image of 56 pixels."""


@dataclass(frozen=True)
class Tile:
    """One image or one kind of error, with what it is and what was said, and the place of its evidence."""

    chapter: Literal["errors", "confusion", "confidence"]
    place: str
    file: str
    """Empty where there is no image."""
    amount: str
    """Stands in place of an image."""
    words: str
    """What is heard: in full where the names below are cut."""
    label: str
    predicted: str
    """Empty where it is the label."""
    disputed: bool = False


@dataclass(frozen=True)
class FrontErrors:
    """All that the front page shows of the errors."""

    heading: str
    note: str
    """Empty where the heading says it all."""
    tiles: Sequence[Tile]


def front_errors(bundle: Bundle) -> FrontErrors:
    """Return thirty errors at most; without images kinds of errors; without an error the least certain predictions."""
    if not bundle.findings.accuracy.errors.count:
        return _without_errors(bundle)
    return _errors(bundle) if present(bundle.findings.gallery) else _kinds(bundle)


def _errors(bundle: Bundle) -> FrontErrors:
    found, model = bundle.findings.confusion, subject_of(bundle).model
    has_confidence = found.errors[0].confidence is not None
    by_confidence = sorted(found.errors, key=lambda error: -(error.confidence or 0))
    shown = by_confidence[:MOST]
    first = ", most confident first" if has_confidence and len(shown) > 1 else ""
    what = "what it is" if len(shown) == 1 else "what each is"
    heading = f"{_how_many(len(shown), found.errors_total)}{first}: {what}, and what {model} said"
    disputed = (
        "† Its label is on a published list of disputed labels." if any(one.disputed for one in shown) else ""
    )
    cut = (
        f"These are the most confident of the {count(found.errors_shown)} errors that this report shows."
        if has_confidence and found.errors_shown < found.errors_total
        else ""
    )
    tiles = [_tile(one, error_id(image_file(one.index)), "errors", bundle) for one in shown]
    return FrontErrors(f"{heading}.", " ".join(filter(None, (cut, disputed))), tiles)


def _how_many(shown: int, total: int) -> str:
    if total == 1:
        return "The one error"
    return f"{every(total)} errors" if shown == total else f"{opening(shown)} of {count(total)} errors"


def _tile(
    one: PredictedImage, place: str, chapter: Literal["errors", "confusion", "confidence"], bundle: Bundle
) -> Tile:
    naming = Naming(bundle.classes)
    names = shortened(bundle.classes.names, LETTERS)
    wrong = one.label != one.predicted
    whole = naming.error(one.label, one.predicted) if wrong else naming.the(one.label)
    cut = {names[label] for label in (one.label, one.predicted)} - set(bundle.classes.names)
    said = [
        f"Test image {one.index}",
        *([whole] if cut else []),
        *(["disputed label"] if one.disputed else []),
    ]
    return Tile(
        chapter=chapter,
        place=place,
        file=image_file(one.index),
        amount="",
        words=", ".join(said),
        label=names[one.label],
        predicted=names[one.predicted] if wrong else "",
        disputed=one.disputed,
    )


def _kinds(bundle: Bundle) -> FrontErrors:
    """Count the most frequent kinds of errors: there is no image to be shown."""
    found, naming, subject = bundle.findings.confusion, Naming(bundle.classes), subject_of(bundle)
    names = shortened(bundle.classes.names, LETTERS)
    counted = sorted(
        (-many, label, predicted)
        for label, row in enumerate(found.counts)
        for predicted, many in enumerate(row)
        if many and label != predicted
    )
    shown = counted[:MOST]
    if len(counted) == 1:
        which = (
            "The one error"
            if found.errors_total == 1
            else f"{opening(found.errors_total)} errors of one kind"
        )
        what = "what it is"
    else:
        all_kinds = f"All {things(found.errors_total, 'error')} by kind"
        some_kinds = f"{opening(len(shown))} of {number(len(counted))} kinds of error"
        which = f"{all_kinds if len(shown) == len(counted) else some_kinds}, most frequent first"
        what = "what each is"
    tiles = [
        Tile(
            chapter="confusion",
            place="fig-matrix",
            file="",
            amount=count(-many),
            words=naming.error(label, predicted),
            label=names[label],
            predicted=names[predicted],
        )
        for many, label, predicted in shown
    ]
    return FrontErrors(f"{which}: {what}, and what {subject.model} said.", "", tiles)


def _without_errors(bundle: Bundle) -> FrontErrors:
    found, confidence = bundle.findings, present(bundle.findings.confidence)
    errors = found.accuracy.errors
    least = confidence.least_confident_correct if confidence and present(found.gallery) else ()
    tiles = [_tile(one, image_id(image_file(one.index)), "confidence", bundle) for one in least[:MOST]]
    heading = f"No error in {count(errors.total)} images"
    follows = (
        f": the {plural(len(tiles), 'prediction', f'{number(len(tiles))} predictions')} with the lowest confidence"
        if tiles
        else ""
    )
    note = f"{sentence(phrases.error_rate_bound(errors))} is compatible with the data."
    return FrontErrors(f"{heading}{follows}.", note, tiles)
