"""`digits-report predict`: what a network says of new images, as a table and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.new_images import asked_network, forms
from analysis.new_images.asked_network import Answer, Asked
from analysis.new_images.forms import NewImages
from analysis.system import files
from analysis.system.errors import OutputError, SettingsError
from analysis.system.user_text import short
from report.images.png import ink_on_white, photograph
from report.text.escaped import csv_cell
from report.text.formats import percent

if TYPE_CHECKING:
    from report.cli.console import Console

HEAD = ("name", "class", "confidence", "second", "second_confidence")
KAGGLE = ("ImageId", "Label")
# Signs of a name in the table; the file has it whole.
LONGEST = 60
ENLARGED = 8
# Of what could not be read.
MOST_LISTED = 20


def predict(  # noqa: PLR0913  # an option is a parameter
    paths: Sequence[Path], model: Path, out: Path | None, show: Path | None, console: Console, *, kaggle: bool
) -> bool:
    """Ask the network about each image; write a table, and the files that are wanted.

    Return whether all could be read; what could not is listed with its reason.  Raises DigitsReportError.
    """
    if kaggle and out is None:
        raise SettingsError(
            "Expected a file for the answers in Kaggle's form, found none: add --out answers.csv."
        )
    if out:
        files.try_file(out)
    if show:
        _try_folder(show)
    asked = asked_network.find(model)
    with console.stage("reading the images"):
        new = forms.of_files(paths, asked.form)
    with console.stage("predicting"):
        answers = asked_network.answers(asked, new)
    for line in table(answers):
        console.say(line)
    if out:
        files.write_file(out, (as_kaggle(answers) if kaggle else as_csv(answers)).encode())
    if show:
        _show(show, asked, new)
    for sentence in new.passed_over:
        console.warn(sentence)
    for sentence in new.unread[:MOST_LISTED]:
        console.error(sentence)
    if len(new.unread) > MOST_LISTED:
        console.error(f"{len(new.unread) - MOST_LISTED:,} others could not be read either.")
    return not new.unread


def _try_folder(folder: Path) -> None:
    """Refuse a folder in which something lies, before the work.  Raises OutputError."""
    with files.explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise OutputError(
                f"Expected no folder or an empty one at {folder}, found files in it: name another with --show."
            )
        files.try_file(folder / "1.png")


def table(answers: Sequence[Answer]) -> Iterable[str]:
    """Write a line per image under a head, each column as wide as its longest cell."""
    rows = [("Image", "Class", "Confidence", "Second choice")]
    rows += [
        (
            short(each.name, LONGEST),
            each.answer,
            percent(each.confidence, 1),
            f"{each.second} ({percent(each.second_confidence, 1)})",
        )
        for each in answers
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, answer, confidence, second in rows:
        line = f"{name:<{widths[0]}}  {answer:<{widths[1]}}  {confidence:>{widths[2]}}  {second}"
        yield line.rstrip()


def as_csv(answers: Sequence[Answer]) -> str:
    """Write every answer with its confidence and second choice."""
    return _csv(
        HEAD,
        (
            (
                csv_cell(each.name),
                csv_cell(each.answer),
                f"{each.confidence:.6f}",
                csv_cell(each.second),
                f"{each.second_confidence:.6f}",
            )
            for each in answers
        ),
    )


def as_kaggle(answers: Sequence[Answer]) -> str:
    """Write the number of each image, from 1, and the index of its class, as Kaggle's “Digit Recognizer” wants it.

    An image that could not be read keeps its number, and has no line.
    """
    return _csv(KAGGLE, ((each.number, each.label) for each in answers))


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def _show(folder: Path, asked: Asked, new: NewImages) -> None:
    """Write what the network saw as pictures, numbered from 1 in the order in which they were given."""
    digits = len(str(new.numbers[-1]))
    for number, image in zip(new.numbers, new.images, strict=True):
        drawn = ink_on_white(image, ENLARGED) if asked.form.ink else photograph(image, ENLARGED)
        files.write_file(folder / f"{number:0{digits}}.png", drawn)
