"""Tables of text as people save them: the encoding, what stands between two cells, how decimals are written.

Whoever reads one gets lines in a single form: one separator, points in decimals, nothing behind the last cell.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, cast

from analysis.data import content
from analysis.system.errors import DatasetError, DigitsReportError

# Letters of a line; 64 × 64 pixels in three colours take 50,000.
LONGEST_LINE = 2**20
# Lines that tell how a table is written, and bytes that tell its encoding.
SAMPLED, LOOKED_AT = 50, 4_096
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32",
         b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # fmt: skip
# A comma is a decimal one only between digits: `1, 2` and `1 ,2` are two cells.
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*|,\d+)?|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"')
# What Excel may write first, where commas are decimal ones.
SEPARATOR_TOLD = re.compile(r'"?sep=(?P<separator>[,;\t|])"?', re.IGNORECASE)


class TextTable:
    """A table that is open: its separator, and its lines."""

    def __init__(self, file: IO[str], name: str, error: type[DigitsReportError], most: int | None) -> None:
        """Look at the first lines.  `most` letters may be read."""
        self._file, self._name, self._error, self._most = file, name, error, most
        self._latin = self._decimals = False
        self._letters = self._empty = 0
        sample = self._sample()
        told = SEPARATOR_TOLD.fullmatch(sample[0].strip()) if sample else None
        sample = sample[1:] if told else sample
        self.separator = told["separator"] if told else separator_of(sample)
        """One sign; a space where any number of them separates two cells."""
        self._decimal = re.compile(
            rf'(?<![^"{self.separator}])([+-]?\d+),(\d+(?:[eE][+-]?\d+)?)(?![^"{self.separator}])'
        )
        self._trailing = _trailing(sample, self.separator)
        self.sample = [line for line in map(self._plain, _with_row_names(sample, self.separator)) if line]
        """The first lines, as `lines` yields them."""

    def lines(self) -> Iterator[str]:
        """Yield all lines that hold a cell, once."""
        yield from chain(self.sample, filter(None, map(self._plain, self._raw())))

    def cells(self, line: str) -> list[str]:
        """Return the cells of one of its lines."""
        return cells(line, self.separator)

    @property
    def notes(self) -> tuple[str, ...]:
        """Say what was done to read the lines so far."""
        said = {
            f"{self._name} is not UTF-8, and was read as Windows-1252 (Latin-1).": self._latin,
            f"Decimal commas in {self._name} were read as points.": self._decimals,
            f"{self._empty:,} empty row{'s' * (self._empty != 1)} of {self._name} {'was' if self._empty == 1 else 'were'} "
            "passed over.": self._empty,
        }
        return tuple(text for text, is_so in said.items() if is_so)

    def _sample(self) -> list[str]:
        lines = []
        for line in self._raw():
            lines.append(line)
            if len(lines) == SAMPLED:
                break
        return lines

    def _raw(self) -> Iterator[str]:
        """Yield lines as they stand, without those that are blank; a gzip file of a megabyte may hold one of a gigabyte."""
        while line := self._file.readline(LONGEST_LINE):
            self._letters += len(line)
            if len(line) == LONGEST_LINE:
                raise self._error(
                    f"Expected lines of less than {LONGEST_LINE:,} letters in {self._name}, found a longer one: save it as CSV."
                )
            if self._most is not None and self._letters > self._most:
                raise self._error(
                    f"Expected at most {self._most:,} letters in {self._name}, found more: give fewer columns or rows."
                )
            line = line.rstrip("\r\n")
            if line.strip():
                yield line if line.isascii() else self._decoded(line)

    def _decoded(self, line: str) -> str:
        """Return a line whose bytes are no UTF-8 as Windows-1252, which is Latin-1 with quotation marks."""
        raw = line.encode("utf-8", "surrogateescape")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            self._latin = True
            return raw.decode("cp1252")

    def _plain(self, line: str) -> str:
        """Bring a line into the single form; an empty text where no cell of it holds anything."""
        if self.separator == " ":
            line = " ".join(line.split())
        if self.separator != "," and "," in line:
            line, count = self._decimal.subn(r"\1.\2", line)
            self._decimals = self._decimals or count > 0
        for _ in range(self._trailing):
            line = line.rstrip(" ").removesuffix(self.separator)
        if line.strip(f' "{self.separator}'):
            return line
        self._empty += 1
        return ""


@contextmanager
def opened(
    path: Path, error: type[DigitsReportError] = DatasetError, most: int | None = None
) -> Iterator[TextTable]:
    """Open a table, gzipped or not, to read at most so many letters of it.

    Raises `error` where it is no text, damaged, or has a line of more than `LONGEST_LINE` letters; OSError.
    """
    try:
        with content.opened(path, error) as file, _unzipped(file) as stream:
            head = stream.read(LOOKED_AT)
            stream.seek(0)
            encoding = _encoding(head)
            what = content.kind(head)
            if what or encoding is None:
                found, remedy = what or ("no text", "save it as CSV")
                raise error(f"Expected a table in {path.name}, found {found}: {remedy}.")
            # What is no UTF-8 is kept, and looked at line by line.
            faults = "surrogateescape" if encoding.startswith("utf-8") else "strict"
            with io.TextIOWrapper(stream, encoding, faults) as text:
                yield TextTable(text, path.name, error, most)
    except (gzip.BadGzipFile, EOFError, zlib.error) as reason:
        raise error(
            f"Expected a complete gzip file, found {path.name} damaged or truncated: fetch it again."
        ) from reason
    except UnicodeError as reason:
        raise error(
            f"Expected a table of text in {path.name}, found bytes of another encoding than UTF-8: save it as CSV in UTF-8."
        ) from reason


@contextmanager
def _unzipped(file: io.BufferedReader) -> Iterator[io.BufferedReader]:
    zipped = file.peek(2)[:2] == b"\x1f\x8b"
    with gzip.open(file, "rb") if zipped else file as stream:
        yield cast("io.BufferedReader", stream)


def _encoding(head: bytes) -> str | None:
    """Tell the encoding by a mark, or by where the zeros of UTF-16 stand; None where these are no letters."""
    marked = next((name for mark, name in MARKS.items() if head.startswith(mark)), None)
    if marked or b"\0" not in head:
        return marked or "utf-8"
    halves = [half.count(0) / len(half) for half in (head[1::2], head[::2]) if half]
    if len(halves) == 2 and max(halves) > 0.9 and min(halves) < 0.1:
        return "utf-16-le" if halves[0] > halves[1] else "utf-16-be"
    return None


def is_text(head: bytes) -> bool:
    """Say whether a file that begins like this may be a table: letters, and no sign of control but ends of lines and tabs."""
    encoding = _encoding(head)
    text = head.decode(encoding, "replace") if encoding else ""
    return bool(text) and all(sign.isprintable() or sign in "\r\n\t\ufeff\ufffd" for sign in text)


def separator_of(lines: Sequence[str]) -> str:
    """Return tab, semicolon or comma if there are as many in each line; a space between numbers; else the most frequent.

    The first line may have one more or one less: names of columns, without one for the numbers of the rows.
    """
    bare = [QUOTED.sub("", line) for line in lines]
    if not bare:
        return ","
    for mark in "\t;":
        if _is_even([line.count(mark) for line in bare]):
            return mark
    if _is_even([len(line.split()) - 1 for line in lines]) and all(
        _is_of_numbers(line) for line in lines[1:] or lines
    ):
        return " "
    return "," if _is_even([line.count(",") for line in bare]) else max(",;\t", key=bare[0].count)


def _is_even(counts: Sequence[int]) -> bool:
    return counts[-1] > 0 and len(set(counts[1:])) <= 1 and abs(counts[0] - counts[-1]) <= 1


def _is_of_numbers(line: str) -> bool:
    """Say whether a line is of numbers between spaces; one of several cells may be a label in letters."""
    found = [bool(NUMBER.fullmatch(cell.strip('"'))) for cell in line.split()]
    return all(found) or (len(found) > 3 and sum(found) == len(found) - 1)


def _trailing(lines: Sequence[str], separator: str) -> int:
    """Count the separators behind the last cell of every row."""
    if len(lines) < 2 or separator == " ":
        return 0
    behind = [len(line) - len(line.rstrip(separator)) for line in (line.rstrip(" ") for line in lines)]
    least = min(behind[1:])
    first, second = (QUOTED.sub("", line).count(separator) for line in lines[:2])
    return min(least, behind[0]) or (least if first == second - least else 0)


def _with_row_names(lines: Sequence[str], separator: str) -> list[str]:
    """Name the first column “” where the rows are counted, and the names of columns leave that out, as R does."""
    if len(lines) < 2:
        return list(lines)
    rows = [cells(line, separator) for line in lines]
    counted = [row[0] for row in rows[1:]]
    are_names = 2 * sum(map(is_number, rows[0])) <= len(rows[0]) == len(rows[1]) - 1
    if are_names and any(counted == [str(row + start) for row in range(len(counted))] for start in (0, 1)):
        return [f'""{separator}{lines[0]}', *lines[1:]]
    return list(lines)


def cells(line: str, separator: str) -> list[str]:
    """Return the cells of a line, without quotation marks and spaces around them."""
    if '"' in line:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=True))]
    return [cell.strip() for cell in (line.split() if separator == " " else line.split(separator))]


def is_number(cell: str) -> bool:
    """Say whether a cell holds a number."""
    try:
        float(cell)
    except ValueError:
        return False
    return True
