"""Tables of a label and pixels per row, as on Kaggle and in “MNIST in CSV”."""

from __future__ import annotations

import gzip
import re
import warnings
import zlib
from collections.abc import Iterator
from math import isqrt
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.data import content, labels, pixels
from analysis.data.found import Found, Part
from analysis.data.known import recognised
from analysis.data.text_table import is_number, separator_of
from analysis.system.errors import DatasetError

ENDS = (".csv", ".csv.gz")
FILE = re.compile(r"(?:.*[-_. ])?(?P<part>train|test)(?:ing)?\.csv(?:\.gz)?", re.IGNORECASE)
LABEL = re.compile(r"(?:label|class|target|digit|letter|y)s?", re.IGNORECASE)
# Letters of a line; 64 × 64 pixels in three colours take 50,000.
LONGEST_LINE = 2**20
# Rows that are read at once, and letters of them.
CHUNK, CHUNK_LETTERS = 5_000, 2**24


class Labelled(NamedTuple):
    """Labels (n,) and the numbers of the pixels, (n, ·)."""

    labels: NDArray[np.generic]
    numbers: NDArray[np.generic]


class Table(NamedTuple):
    """One file: labels (n,) where its first row names them, else None; all other numbers, (n, ·)."""

    labels: NDArray[np.generic] | None
    numbers: NDArray[np.generic]


def read_folder(folder: Path) -> Found | None:
    """Read train.csv and test.csv, or the only table of a folder; None where there is none.  Raises DatasetError."""
    files = [path for path in sorted(folder.iterdir()) if path.name.casefold().endswith(ENDS)]
    named = {match["part"].casefold(): path for path in files if (match := FILE.fullmatch(path.name))}
    if "train" in named:
        return read(named["train"], named.get("test"))
    if len(files) > 1:
        raise DatasetError(
            f"Expected train.csv in the folder, found {len(files)} other tables: name one file."
        )
    return read(files[0]) if files else None


def read(path: Path, test: Path | None = None) -> Found:
    """Read one table, or that of the training and that of the test part.  Raises DatasetError."""
    tables = {each: _table(each) for each in (path, test) if each}
    notes = []
    if test and _unlabelled(tables[path], tables[test]):
        notes.append(f"{test.name} has no labels and was not used.")
        del tables[test]
    low = min(float(table.numbers.min(initial=0)) for table in tables.values())
    high = max(float(table.numbers.max(initial=0)) for table in tables.values())
    scale = pixels.scale_for(low, high, path.name)
    parts = [_part(_with_label(table, each.name), scale, each.name) for each, table in tables.items()]
    notes += [scale.note] if scale.note else []
    known = recognised(path.parent, path.name)
    if known and known.transposed:
        parts = [Part(part.images.swapaxes(1, 2), part.labels) for part in parts]
        notes.append("EMNIST stores its images transposed; rows and columns were exchanged.")
    kind = "two CSV files" if len(parts) > 1 else "a CSV file"
    return Found(kind, parts[0], parts[1] if len(parts) > 1 else None, tuple(notes), known=known)


def _unlabelled(training: Table, test: Table) -> bool:
    """Say whether a test table lacks the column of labels, as Kaggle's does."""
    columns = [table.numbers.shape[1] + (table.labels is not None) for table in (training, test)]
    return test.labels is None and columns[1] == columns[0] - 1


def _part(table: Labelled, scale: pixels.Scale, name: str) -> Part:
    images = pixels.arranged(scale.of(table.numbers), name)
    return Part(images, labels.flat(table.labels, f"labels in {name}"))


def _with_label(table: Table, name: str) -> Labelled:
    """Tell the column of labels by the number of columns and by what stands in it.  Raises DatasetError."""
    numbers = table.numbers
    if table.labels is not None:
        return Labelled(table.labels, numbers)
    if not _square(numbers.shape[1] - 1):
        raise DatasetError(
            f"Expected a label and the pixels of a square image in every row of {name}, found {numbers.shape[1]} "
            "columns: name the column of labels “label”, and leave out all others."
        )
    last = -1 if _like_labels(numbers[:, -1]) > _like_labels(numbers[:, 0]) else 0
    return Labelled(numbers[:, last], np.delete(numbers, last, axis=1))


def _like_labels(column: NDArray[np.generic]) -> int:
    """Rate a column: whole numbers that count from 0 or 1 without a gap, few of them, are labels."""
    values = np.unique(column).astype(np.float64)
    if not labels.FEWEST <= len(values) <= labels.MOST or (values != np.rint(values)).any():
        return 0
    return 2 if values[0] in {0, 1} and values[-1] - values[0] + 1 == len(values) else 1


def _square(width: int) -> bool:
    return any(width % of == 0 and isqrt(width // of) ** 2 == width // of and width >= of for of in (1, 3))


def _table(path: Path) -> Table:
    """Read a file.  Raises DatasetError where it is no table of numbers."""
    with path.open("rb") as file:
        head = file.read(content.HEAD)
    what = content.kind(head)
    if what and not head.startswith(b"\x1f\x8b"):
        raise DatasetError(f"Expected a table of numbers in {path.name}, found {what[0]}: {what[1]}.")
    try:
        with _opened(path) as file, warnings.catch_warnings(action="ignore"):
            return _parsed(file, path)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DatasetError(
            f"Expected a complete gzip file, found {path.name} damaged or truncated: fetch it again."
        ) from error
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"Expected a table of numbers in {path.name}, found no text: save it as CSV."
        ) from error


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig")
    return path.open(encoding="utf-8-sig")


def _parsed(file: IO[str], path: Path) -> Table:
    first, second = _line(file, path.name).strip(), _line(file, path.name).strip()
    separator = separator_of([first])
    cells = [cell.strip().strip('"') for cell in first.split(separator)]
    names = None if all(map(is_number, cells)) else cells
    lines = [second] if names else [first, second]
    numbers = _numbers(file, [line for line in lines if line], separator, path)
    place = next((at for at, name in enumerate(names or ()) if LABEL.fullmatch(name)), None)
    if place is None:
        return Table(None, numbers)
    return Table(numbers[:, place], np.delete(numbers, place, axis=1))


def _numbers(file: IO[str], start: list[str], separator: str, path: Path) -> NDArray[np.generic]:
    """Read all rows as int16, or as float32 from the first chunk on that holds fractions."""
    if not start:
        raise DatasetError(f"Expected rows of numbers in {path.name}, found none: save it again.")
    chunks: list[NDArray[np.generic]] = []
    width, total = start[0].count(separator) + 1, 0
    while lines := [*start, *_lines(file, path.name)]:
        start = []
        content.refuse_size(path.name, (total := total + len(lines), width), _packed(path))
        chunks.append(_chunk(lines, separator, path.name, total - len(lines)))
        if chunks[-1].shape[1] != width:
            raise DatasetError(
                f"Expected {width} columns in every row of {path.name}, found others: mend the table."
            )
    return np.concatenate(chunks)


def _lines(file: IO[str], name: str) -> Iterator[str]:
    """Yield some of the next lines."""
    letters = 0
    for _ in range(CHUNK):
        line = _line(file, name)
        letters += len(line)
        if line:
            yield line
        if not line or letters > CHUNK_LETTERS:
            return


def _line(file: IO[str], name: str) -> str:
    """Return the next line; a gzip file of a megabyte may hold one of a gigabyte.  Raises DatasetError."""
    line = file.readline(LONGEST_LINE)
    if len(line) == LONGEST_LINE:
        raise DatasetError(
            f"Expected lines of less than {LONGEST_LINE:,} letters in {name}, found a longer one: save it as CSV."
        )
    return line


def _packed(path: Path) -> int | None:
    return path.stat().st_size if path.suffix == ".gz" else None


def _chunk(lines: list[str], separator: str, name: str, before: int) -> NDArray[np.generic]:
    for kind in (np.int16, np.float32):
        try:
            found = np.loadtxt(lines, kind, delimiter=separator, comments=None, quotechar='"', ndmin=2)
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
    what = f"the text “{text[1]}”" if text else "another number of columns"
    return f"{what} near row {before + int(row[1]) + 1:,} of the numbers" if row else what
