"""Pictures in any folders, and tables that say the label of each."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.data import columns, csv_files, part_names, pictures, text_table
from analysis.data.found import Found, Part
from analysis.data.part_names import PartName
from analysis.data.text_table import TextTable
from analysis.system.errors import DatasetError

# A column of files is one whose cells are names of pictures, in at least this share of the rows.
SHARE = 0.5
# Letters of a table: a million rows of a hundred.
MOST_LETTERS = 10**8


class Labelled(NamedTuple):
    """What one table says: pictures, their labels, and how many of its rows name no picture."""

    table: Path
    files: list[Path]
    labels: NDArray[np.str_]
    missing: int


class Names:
    """Pictures by what a table may call them: the end of their path, their name, without its ending, or its numbers."""

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        """Leave out what two pictures share."""
        keys = [(key, path) for path in files for key in self._keys(path.relative_to(folder))]
        often = Counter(key for key, _ in keys)
        self._files = {key: path for key, path in keys if often[key] == 1}
        numbers = [(tuple(re.findall(r"\d+", path.stem)), path) for path in files]
        self.width = len(numbers[0][0]) if len({len(found) for found, _ in numbers}) == 1 else 0
        self._by_numbers = dict(numbers) if len(dict(numbers)) == len(files) else {}

    @staticmethod
    def _keys(path: Path) -> Iterable[str]:
        return {path.as_posix(), path.name, path.stem}

    def of(self, row: Sequence[str], places: tuple[int, ...]) -> Path | None:
        """Return the picture that a cell names, or whose name has the numbers of several, as `input_1_1_10.jpg` has."""
        if len(places) > 1:
            return self._by_numbers.get(tuple(row[: self.width]))
        name = row[places[0]].replace("\\", "/").removeprefix("./")
        return self._files.get(name) or self._files.get(name.rpartition("/")[2])


def read_folder(folder: Path, resize: int | None) -> Found | None:
    """Read the pictures that tables beside them label; None where no table names pictures.  Raises DatasetError."""
    tables = [path for path in sorted(folder.iterdir()) if csv_files.is_table(path)]
    files = _pictures(folder) if tables else []
    if not files:
        return None
    names = Names(folder, files)
    said = [each for path in tables if (each := _labelled(path, names))]
    parts: dict[PartName | None, list[Labelled]] = {}
    for each in said:
        parts.setdefault(part_names.part_of(each.table.name), []).append(each)
    training = parts.pop("training", None) or parts.pop(None, None)
    return _found(training, parts, files, resize) if training else None


def _pictures(folder: Path) -> list[Path]:
    return sorted(
        Path(place, name)
        for place, _, names in os.walk(folder)
        for name in names
        if Path(name).suffix.casefold() in pictures.ENDS and not name.startswith(".")
    )


def _labelled(path: Path, names: Names) -> Labelled | None:
    """Read the labels of pictures from a table; None where it names none, or has no labels.  Raises DatasetError."""
    with text_table.opened(path, most=MOST_LETTERS) as table:
        rows = [table.cells(line) for line in table.sample]
        if len(rows) < 2 or any(len(row) != len(rows[0]) for row in rows):
            return None
        of_files = _of_files(rows[1:], names)
        if not of_files:
            return None
        lines, head = table.lines(), rows[0]
        if names.of(head, of_files):  # the first row is one of the pictures, too
            head = [f"column {place + 1}" for place in range(len(head))]
        else:
            next(lines)
        others = [place for place in range(len(head)) if place not in of_files]
        label = columns.only_label([head[place] for place in others], path.name)
        if label is None:
            return None
        found = [
            (names.of(row, of_files), row[others[label]]) for row in _rows(table, lines, len(head), path.name)
        ]
    there = [(picture, cell) for picture, cell in found if picture]
    labels = np.array([cell for _, cell in there])
    return Labelled(path, [picture for picture, _ in there], labels, len(found) - len(there))


def _of_files(rows: Sequence[Sequence[str]], names: Names) -> tuple[int, ...]:
    """Return the column that names a picture of its own in most rows, or the first ones that do so together; else none."""
    places = [(place,) for place in range(len(rows[0]))] + [tuple(range(names.width))] * (names.width > 1)
    found = {place: [picture for row in rows if (picture := names.of(row, place))] for place in places}
    alone = {place: len(each) for place, each in found.items() if len(set(each)) == len(each)}
    best = max(alone, key=lambda place: alone[place], default=())
    return best if best and alone[best] >= SHARE * len(rows) else ()


def _rows(table: TextTable, lines: Iterable[str], width: int, name: str) -> Iterator[list[str]]:
    for number, line in enumerate(lines):
        cells = table.cells(line)
        if len(cells) != width:
            raise DatasetError(
                f"Expected {width} columns in every row of {name}, found {len(cells)} in row {number + 1:,}: mend the table."
            )
        yield cells


def _found(
    training: list[Labelled],
    parts: dict[PartName | None, list[Labelled]],
    files: list[Path],
    resize: int | None,
) -> Found:
    """Read the pictures of all tables of the training and the test part."""
    notes = []
    test, validation = parts.pop("test", []), parts.pop("validation", [])
    if validation and not test:
        notes.append(part_names.serves(validation[0].table.name))
        test = validation
    elif validation:
        count = sum(len(each.files) for each in validation)
        notes.append(part_names.left(validation[0].table.name, count))
    read = [part for part in (training, test) if part]
    tables = [each for part in read for each in part]
    numbered, names = columns.numbered_labels(
        [np.concatenate([each.labels for each in part]) for part in read], training[0].table.name
    )
    paths = [[path for each in part for path in each.files] for part in read]
    images, said = pictures.read([[pictures.in_file(path) for path in part] for part in paths], resize)
    taken = [Part(*each) for each in zip(images, numbered, strict=True)]
    labelled = {path for each in (*tables, *validation) for path in each.files}
    return Found(
        f"pictures and {'a table' if len(tables) == 1 else 'tables'} of their labels",
        taken[0],
        taken[1] if len(taken) > 1 else None,
        (*said, *notes, *_left(len(set(files) - labelled), sum(each.missing for each in tables))),
        names,
        used=frozenset([*(each.table for each in (*tables, *validation)), *files]),
    )


def _left(unlabelled: int, missing: int) -> Iterator[str]:
    """Count the pictures without a label, and the rows without a picture."""
    if unlabelled:
        are = "picture is" if unlabelled == 1 else "pictures are"
        yield f"{unlabelled:,} {are} in no table of labels, and not used."
    if missing:
        name = "row names" if missing == 1 else "rows name"
        yield f"{missing:,} {name} no picture that is there, and {'was' if missing == 1 else 'were'} passed over."
