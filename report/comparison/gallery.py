"""The images on which one of both reports alone is correct: two galleries, of all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analysis.bundle.record import Omitted, present
from analysis.comparison import Comparison, Report, reports_of
from report.chapters.model import Column, Figure, Table
from report.images.thumbnails import Kind, Thumbnail
from report.text.formats import confidence, count, image, image_file, sentence
from report.text.grammar import plural, things
from report.text.naming import Naming, shortened

MOST = 3_000
"""Images of a gallery; a browser is slow with more."""
LETTERS = 12
"""Of a name that stands below an image."""


@dataclass(frozen=True)
class Discordant:
    """One image, and what both say of it."""

    file: str
    alt: str
    label: str
    predicted: str
    """By the report that is wrong."""
    percent: str
    """Its confidence; empty without probabilities."""
    other: str
    """The report that is right, with its confidence; empty without probabilities."""
    number: str


@dataclass(frozen=True)
class Gallery:
    """What one of both predicts correctly and the other does not."""

    id: str
    heading: str
    images: Sequence[Discordant]
    """Those that are shown."""
    note: str
    """What is left out; empty where nothing is."""
    figure: Figure | None
    """None without an image."""


def galleries(found: Comparison, held: Collection[int]) -> tuple[Gallery, Gallery]:
    """Return what B fixes, and what it breaks; `held` are the rows whose images can be shown."""
    a, b = found.a, found.b
    return (
        _gallery(f"fixed-{b.letter.lower()}", f"Fixed by {b.letter}", found.fixed, held, _Answers(a, b)),
        _gallery(f"broken-{b.letter.lower()}", f"Broken by {b.letter}", found.broken, held, _Answers(b, a)),
    )


class _Answers(NamedTuple):
    """Who is wrong about the images of a gallery, and who is right."""

    wrong: Report
    right: Report

    @property
    def naming(self) -> Naming:
        """Return the names of the classes in the order of A's labels."""
        first = min(self, key=lambda report: report.letter)
        return Naming(first.bundle.classes)


def _gallery(id_: str, heading: str, rows: Sequence[int], held: Collection[int], by: _Answers) -> Gallery:
    names = shortened(by.naming.classes.names, LETTERS)
    wrong, right = by.wrong, by.right
    measure = f"True label → label predicted by {wrong.letter}"
    if wrong.confidence is not None:
        measure += " with its confidence, the most confident errors first"
    if right.confidence is not None:
        measure += f"; below it the confidence of {right.letter} in the true label"
    figure = Figure(
        claim=f"{sentence(things(len(rows), 'image'))} that {right.letter} alone predicts correctly.",
        measure=f"{measure}; then the index in the test set",
        data=[_table(rows, by)],
    )
    shown = rows[:MOST]
    notes = (_cut(len(shown), len(rows)), _missing([row for row in shown if row not in held], len(shown), by))
    return Gallery(
        id_,
        heading,
        [_discordant(row, names, by) for row in shown],
        " ".join(filter(None, notes)),
        figure if rows else None,
    )


def _discordant(row: int, names: Sequence[str], by: _Answers) -> Discordant:
    label, predicted = int(by.wrong.labels[row]), int(by.wrong.predicted[row])
    said = f"predicted as {by.naming.quoted(predicted)} by {by.wrong.letter}"
    return Discordant(
        file=image_file(row),
        alt=f"{by.naming.image(row, label)}, {said}",
        label=names[label],
        predicted=names[predicted],
        percent=_confidence(by.wrong, row),
        other=f"{by.right.letter}: {certain}" if (certain := _confidence(by.right, row)) else "",
        number=image(row),
    )


def _confidence(report: Report, row: int) -> str:
    return "" if report.confidence is None else confidence(float(report.confidence[row]))


def _table(rows: Sequence[int], by: _Answers) -> Table[int]:
    """Tabulate all of them, for those who take them away."""
    wrong, right, naming = by.wrong, by.right, by.naming
    return Table(
        rows,
        [
            Column("Index", str, "number"),
            Column("True", lambda row: naming.name(wrong.labels[row])),
            Column(f"Predicted by {wrong.letter}", lambda row: naming.name(wrong.predicted[row])),
            Column(f"Confidence of {wrong.letter}", lambda row: _confidence(wrong, row), "number"),
            Column(f"Confidence of {right.letter}", lambda row: _confidence(right, row), "number"),
        ],
    )


def _cut(shown: int, total: int) -> str:
    return (
        f"The first {count(shown)} of {count(total)} are shown; the table holds all." if shown < total else ""
    )


def _missing(missing: Sequence[int], shown: int, by: _Answers) -> str:
    """Say that images are in neither report, and why."""
    if not missing:
        return ""
    parts = [(one.letter, one.bundle.findings.all_images) for one in sorted(by, key=lambda one: one.letter)]
    reasons = "; ".join(f"{letter}: {part.reason}" for letter, part in parts if isinstance(part, Omitted))
    which = (
        "No image is"
        if len(missing) == shown
        else f"{sentence(things(len(missing), 'image is', 'images are'))} not"
    )
    return f"{which} shown, since neither report holds {plural(len(missing), 'it', 'them')}{f' ({reasons})' if reasons else ''}."


def in_whose_form(several: Sequence[Comparison]) -> Report:
    """Return the report as which images are shown: the first that has any."""
    reports = reports_of(several)
    return next((one for one in reports if present(one.bundle.images)), reports[0])


def pictures(several: Sequence[Comparison]) -> dict[int, Thumbnail]:
    """Return by row the images of all galleries that a report holds in the form in which they are shown."""
    wanted = sorted({row for found in several for rows in (found.fixed, found.broken) for row in rows[:MOST]})
    form = present(in_whose_form(several).bundle.images)
    held: dict[int, Thumbnail] = {}
    for one in reversed(reports_of(several)):
        if form and one.bundle.images == form:
            kind: Kind = "photograph" if form.polarity == "photograph" else "ink"
            held |= {row: Thumbnail(kind, pixels) for row, pixels in one.images(wanted).items()}
    return held
