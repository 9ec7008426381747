"""Tables of a label and pixels per row, as on Kaggle and in “MNIST in CSV”."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.data import columns, content, part_names, pixels, text_table
from analysis.data.found import Found, Part
from analysis.data.known import recognised
from analysis.data.part_names import PartName
from analysis.data.text_table import TextTable, is_number
from analysis.system.errors import DatasetError

ENDS = (".csv", ".csv.gz", ".tsv", ".tsv.gz")
PARTS: tuple[PartName, ...] = ("training", "test", "validation")
# Rows that are read at once, and letters of them.
CHUNK, CHUNK_LETTERS = 5_000, 2**24


class Table(NamedTuple):
    """One file: labels as it writes them, (n,), None where it has none; the numbers of the pixels, (n, ·); notes."""

    labels: NDArray[np.str_] | None
    numbers: NDArray[np.generic]
    notes: tuple[str, ...]


def read_folder(folder: Path) -> Found | None:
    """Read train.csv and test.csv, or the only table of a folder; None where there is none.  Raises DatasetError."""
    files = [path for path in sorted(folder.iterdir()) if is_table(path)]
    named = {part: [path for path in files if part_names.part_of(path.name) == part] for part in PARTS}
    if not named["training"] and len(files) > 1:
        raise DatasetError(
            f"Expected train.csv in the folder, found {len(files)} other tables: name one file."
        )
    for part, same in named.items():
        if len(same) > 1:
            raise DatasetError(
                f"Expected one table of the {part} part in the folder, found {len(same)}"
                f"{part_names.shown(path.name for path in same)}: name one file."
            )
    if not named["training"]:
        return read(files[0]) if files else None
    test, validation = (named[part][0] if named[part] else None for part in PARTS[1:])
    return read(named["training"][0], test, validation)


def is_table(path: Path) -> bool:
    """Say whether a file in a folder is a table by its name."""
    return path.name.casefold().endswith(ENDS) and not path.name.startswith(".") and not path.is_dir()


def read(path: Path, test: Path | None = None, validation: Path | None = None) -> Found:
    """Read one table, or those of the parts.  Raises DatasetError."""
    tables = {each: _table(each) for each in (path, test, validation) if each}
    notes: list[str] = []
    if test and tables[test].labels is None:
        notes.append(f"{test.name} has no labels and was not used.")
        del tables[test]
    if validation and (test in tables or tables[validation].labels is None):
        notes.append(part_names.left(validation.name, len(tables.pop(validation).numbers)))
    elif validation:
        notes.append(part_names.serves(validation.name))
    return replace(_found(tables, notes), used=frozenset(each for each in (path, test, validation) if each))


def _found(tables: Mapping[Path, Table], notes: list[str]) -> Found:
    """Bring tables to the same scale, and their labels to the same numbers."""
    path, *_ = tables
    texts = [table.labels for table in tables.values() if table.labels is not None]
    if len(texts) < len(tables):
        raise DatasetError(
            f"Expected a label in every row of {path.name}, found {tables[path].numbers.shape[1]:,} columns of pixels "
            "alone: add the column of labels, and name it “label”."
        )
    scale = pixels.scale_for(
        min(float(table.numbers.min(initial=0)) for table in tables.values()),
        max(float(table.numbers.max(initial=0)) for table in tables.values()),
        path.name,
    )
    numbered, names = columns.numbered_labels(texts, path.name)
    parts = [
        Part(pixels.arranged(scale.of(table.numbers), each.name), labels)
        for (each, table), labels in zip(tables.items(), numbered, strict=True)
    ]
    notes += [*dict.fromkeys(chain.from_iterable(table.notes for table in tables.values()))]
    notes += [scale.note] if scale.note else []
    known = recognised(path.parent, path.name)
    if known and known.transposed:
        parts = [Part(part.images.swapaxes(1, 2), part.labels) for part in parts]
        notes.append("EMNIST stores its images transposed; rows and columns were exchanged.")
    kind = "two CSV files" if len(parts) > 1 else "a CSV file"
    return Found(kind, parts[0], parts[1] if len(parts) > 1 else None, tuple(notes), names, known)


def _table(path: Path) -> Table:
    """Read a file.  Raises DatasetError where it is no table of numbers."""
    with text_table.opened(path) as table, warnings.catch_warnings(action="ignore"):
        rows = [table.cells(line) for line in table.sample]
        head = rows.pop(0) if rows and _is_head(rows[0]) else None
        if not rows:
            raise DatasetError(f"Expected rows of numbers in {path.name}, found none: save it again.")
        return _parsed(table, head, rows, path)


def _is_head(row: list[str]) -> bool:
    """Tell names from values: half of them and more are no numbers, or the numbers count the columns."""
    found = [cell for cell in row if is_number(cell)]
    counted = [[str(start + place) for place in range(len(found))] for start in (0, 1)]
    return 2 * len(found) <= len(row) or (len(found) > 1 and found in counted)


def _parsed(table: TextTable, head: list[str] | None, rows: list[list[str]], path: Path) -> Table:
    width, name = len(rows[0]), path.name
    if head and len(head) != width:
        raise DatasetError(
            f"Expected a name for each column of {name}, found {len(head)} names above {width} columns: mend the first row."
        )
    texts = _of_texts(rows)
    told = columns.of_names(head, texts, name) if head else columns.Columns(None, tuple(range(width)))
    edges = (
        [told.label]
        if told.label is not None
        else [told.pixels[place] for place in columns.edges(told.pixels)]
    )
    lines = table.lines()
    if head:
        next(lines)
    numbers = [place for place in told.pixels if place not in texts]
    found, cells = _numbers(table, lines, numbers, [*dict.fromkeys(edges + texts)], path)
    passed, label = [head[place] for place in told.passed_over] if head else [], told.label
    if label is None:
        label, others = columns.of_values(told.pixels, cells, texts, name)
        found = np.delete(found, [numbers.index(place) for place in others if place in numbers], axis=1)
        passed += [head[place] if head else "" for place in others if place != label]
    columns.check_pixels(found.shape[1], name)
    named = columns.taken(head[told.label]) if head and told.label is not None else ()
    notes = (*table.notes, *named, *part_names.passed_over(passed, "column"))
    return Table(None if label is None else cells[label], found, notes)


def _of_texts(rows: list[list[str]]) -> list[int]:
    """Return the columns of which most cells are no numbers: labels may be letters and digits."""
    same = [row for row in rows if len(row) == len(rows[0])]
    texts = [sum(not is_number(row[place]) for row in same) for place in range(len(rows[0]))]
    return [place for place, count in enumerate(texts) if 2 * count > len(same)]


def _numbers(
    table: TextTable, lines: Iterator[str], wanted: list[int], kept: list[int], path: Path
) -> tuple[NDArray[np.generic], dict[int, NDArray[np.str_]]]:
    """Read some columns as int16, or as float32 from the first chunk on that holds fractions, and others as they stand."""
    chunks: list[NDArray[np.generic]] = []
    texts: dict[int, list[str]] = {place: [] for place in kept}
    total, width = 0, _width(table, table.sample[min(1, len(table.sample) - 1)])
    while rows := list(_some(lines)):
        for number, line in enumerate(rows):
            if (count := _width(table, line)) != width:
                raise DatasetError(
                    f"Expected {width} columns in every row of {path.name}, found another number of columns, {count}, in "
                    f"row {total + number + 1:,} of the numbers: mend the table."
                )
            for place, cell in _picked(table, line, kept, width):
                texts[place].append(cell)
        content.refuse_size(path.name, (total + len(rows), width), _packed(path))
        chunks.append(_chunk(rows, table.separator, wanted, path.name, total))
        total += len(rows)
    return np.concatenate(chunks), {place: np.array(cells) for place, cells in texts.items()}


def _some(lines: Iterator[str]) -> Iterator[str]:
    """Yield some of the next lines."""
    letters = 0
    for line in islice(lines, CHUNK):
        letters += len(line)
        yield line
        if letters > CHUNK_LETTERS:
            return


def _width(table: TextTable, line: str) -> int:
    return len(table.cells(line)) if '"' in line else line.count(table.separator) + 1


def _picked(table: TextTable, line: str, places: list[int], width: int) -> Iterator[tuple[int, str]]:
    """Yield some cells of a line, without taking all of it apart where they stand at its ends."""
    if '"' in line or not set(places) <= {0, 1, width - 1}:
        cells = table.cells(line)
        yield from ((place, cells[place]) for place in places)
        return
    start, end = line.split(table.separator, 2), line.rsplit(table.separator, 1)
    yield from ((place, (end[-1] if place == width - 1 else start[place]).strip()) for place in places)


def _packed(path: Path) -> int | None:
    return path.stat().st_size if path.suffix == ".gz" else None


def _chunk(
    lines: list[str], separator: str, wanted: list[int], name: str, before: int
) -> NDArray[np.generic]:
    reason = ""
    for kind in (np.int16, np.float32):
        try:
            found = np.loadtxt(
                lines, kind, delimiter=separator, comments=None, quotechar='"', usecols=wanted, ndmin=2
            )
        except ValueError as error:
            reason = str(error)
            continue
        finite = np.isfinite(found).all(axis=1)
        if not finite.all():
            row = before + int(finite.argmin()) + 1
            raise DatasetError(
                f"Expected finite numbers in {name}, found NaN or infinity in row {row:,} of the numbers: mend it first."
            )
        return found
    raise DatasetError(
        f"Expected numbers alone in {name}, found {_reason(reason, before)}: leave out texts and empty cells."
    )


def _reason(message: str, before: int) -> str:
    """Put what NumPy says of a row into our words."""
    text = re.search(r"could not convert string '(.{0,40}?)'(?: |$)", message)
    row = re.search(r"row (\d+)", message)
    what = f"the text “{text[1]}”" if text else "something else"
    return f"{what} near row {before + int(row[1]) + 1:,} of the numbers" if row else what
