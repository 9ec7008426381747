"""New images in the form of those that a network was trained on, from pictures or from a table of pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from analysis.new_images import mnist_form, pictures
from analysis.system.errors import PredictionsError
from analysis.system.files import is_stream
from analysis.system.user_text import short

Images = NDArray[np.uint8]
# Columns of a table that are no pixels.
BESIDE = {"label", "id", "imageid"}
# Of a cell and its comma, at most: names of columns may be longer than numbers.
LETTERS = 64


class NewImages(NamedTuple):
    """What is asked about, uint8 (n, h, w), and what each is called."""

    names: tuple[str, ...]
    images: Images
    numbers: tuple[int, ...]
    """The place of each among all that were given, from 1: those that could not be read count, too."""
    unread: tuple[str, ...] = ()
    """A sentence for each that could not be read."""
    passed_over: tuple[str, ...] = ()
    """A sentence for each folder in which there is more than pictures."""


class Form(NamedTuple):
    """What the network knows: height and width, whether 0 is paper, whether its images are MNIST's, or coloured."""

    height: int
    width: int
    ink: bool = True
    mnist: bool = False
    colour: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.height, self.width

    @property
    def channels(self) -> int:
        """Grey, or three colours."""
        return 3 if self.colour else 1


def of_files(paths: Sequence[Path], form: Form) -> NewImages:
    """Read pictures, folders of pictures, or tables of pixels.  Raises PredictionsError."""
    if stream := next(filter(is_stream, paths), None):
        raise PredictionsError(
            f"Expected pictures or tables in files, found a device or a pipe at {short(str(stream), 300)}: copy it into a file."
        )
    tables = [path for path in paths if path.suffix.lower() == ".csv" and not path.is_dir()]
    if len(tables) not in {0, len(paths)}:
        raise PredictionsError(
            f"Expected either pictures or tables of pixels, found {tables[0].name} among pictures: ask about one kind at a time."
        )
    if tables:
        return _gathered(row for path in tables for row in _rows_of_table(path, form))
    found, passed_over = pictures.found(list(paths))
    return _gathered(_of_pictures(found, form))._replace(passed_over=passed_over)


class _Read(NamedTuple):
    """One image that was asked about: its name, and the image, or why there is none."""

    name: str
    image: Images | PredictionsError


def _gathered(found: Iterable[_Read]) -> NewImages:
    """Put the images that could be read beside each other.  Raises the first PredictionsError where none could."""
    read, unread = [], []
    for number, one in enumerate(found, 1):
        if number > pictures.MOST:
            raise PredictionsError(
                f"Expected at most {pictures.MOST:,} images, found more: give fewer at a time."
            )
        if isinstance(one.image, PredictionsError):
            unread.append(one.image)
        else:
            read.append((number, one.name, one.image))
    if not read:
        raise (
            unread[0]
            if len(unread) == 1
            else PredictionsError(
                f"Expected images, found none that can be read among {len(unread):,}; the first: {unread[0]}"
            )
        )
    numbers, names, images = zip(*read, strict=True)
    return NewImages(names, np.stack(images), numbers, tuple(map(str, unread)))


def _of_pictures(paths: Iterable[Path], form: Form) -> Iterator[_Read]:
    for path in paths:
        try:
            yield _Read(str(path), _of_picture(path, form))
        except PredictionsError as error:
            yield _Read(str(path), error)


def _of_picture(path: Path, form: Form) -> Images:
    grey = pictures.read(path, colour=form.colour)
    if form.mnist and not _is_in_form(grey, form):
        try:
            return mnist_form.in_form(grey)
        except mnist_form.NotOneDigitError as error:
            raise PredictionsError(f"Expected a digit in {short(str(path), 300)}, found {error}.") from error
    return sized(grey, form)


def _is_in_form(grey: Images, form: Form) -> bool:
    """Say whether a picture has the size of the network's images, and their margin."""
    return grey.shape == form.size and bool(np.median(_margin(grey)) == 0)


def _margin(grey: Images) -> Images:
    return np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])


def sized(grey: Images, form: Form) -> Images:
    """Bring a picture to the size of the network, and to 0 = paper where the network was trained on ink."""
    if grey.shape[:2] != form.size:
        grey = np.array(Image.fromarray(grey).resize((form.width, form.height), Image.Resampling.BOX))
    return 255 - grey if form.ink and np.median(_margin(grey)) > 127 else grey


def _rows_of_table(path: Path, form: Form) -> Iterator[_Read]:
    """Read a row of pixels per image, as on Kaggle; the column `label` is left out, and names of columns are passed over.

    A row that begins with `#` is a row, and so is an empty one before others.  Raises PredictionsError where the file is
    no table at all.
    """
    wanted = form.height * form.width * form.channels
    shape = (*form.size, 3) if form.colour else form.size
    try:
        with path.open("rb") as file:
            lines = _lines(file, wanted, path.name)
            head = next(lines, "")
            columns = [cell.strip().strip('"').lower() for cell in head.split(",")]
            pixels = [place for place, name in enumerate(columns) if name not in BESIDE]
            if not _are_names([columns[place] for place in pixels]):
                lines = chain([head], lines)
            last = 0
            for number, line in enumerate(lines, 1):
                if not line:
                    continue  # behind the last row it is none
                for empty in range(last + 1, number):
                    yield _Read(f"{path.name}, row {empty}", _bad_row(path, empty, wanted, "no cells"))
                last = number
                row = _row(line, wanted, pixels, len(columns))
                yield _Read(
                    f"{path.name}, row {number}",
                    _bad_row(path, number, wanted, row) if isinstance(row, str) else row.reshape(shape),
                )
    except UnicodeDecodeError as error:
        raise PredictionsError(
            f"Expected rows of {wanted} whole numbers in {path.name}, found no text in UTF-8: save the pixels as CSV."
        ) from error
    except OSError as error:
        raise PredictionsError(
            f"Expected a table of pixels in {short(str(path), 300)}, found “{error.strerror}”: check the spelling."
        ) from error
    if not last:
        raise PredictionsError(
            f"Expected rows of {wanted} pixels in {path.name}, for images of {form.height} × {form.width}, found no rows: "
            "save the pixels as CSV."
        )


def _lines(file: BinaryIO, wanted: int, name: str) -> Iterator[str]:
    """Yield lines without their ends, none longer than such a row can be.  Raises PredictionsError, UnicodeDecodeError."""
    most = LETTERS * (wanted + len(BESIDE) + 1)
    while line := file.readline(most):
        if len(line) == most:
            raise PredictionsError(
                f"Expected rows of {wanted} pixels in {name}, found one of more than {most:,} letters: save the pixels as CSV."
            )
        yield line.decode("utf-8-sig").strip()


def _are_names(columns: Sequence[str]) -> bool:
    """Say whether the first row names the columns: with texts, or with the numbers 0, 1, 2 …, as pandas does."""
    if columns == [""]:
        return False
    numbers = sum(map(str.isdecimal, columns))
    return 2 * numbers < len(columns) or list(columns) == [str(place) for place in range(len(columns))]


def _row(line: str, wanted: int, pixels: Sequence[int], columns: int) -> Images | str:
    """Return the pixels of a row, uint8 (wanted,), or what is wrong with it; `pixels` are places among the columns."""
    cells = line.split(",")
    if len(cells) == columns:
        cells = [cells[place] for place in pixels]
    if len(cells) != wanted:
        return f"{len(cells):,}"
    try:
        numbers = np.array([cell.strip(' "') for cell in cells], np.float64)
    except ValueError:
        return "a cell that is no number"
    if not ((numbers >= 0) & (numbers <= 255) & (numbers == np.rint(numbers))).all():
        return "numbers other than whole ones from 0 to 255"
    return numbers.astype(np.uint8)


def _bad_row(path: Path, row: int, wanted: int, found: str) -> PredictionsError:
    return PredictionsError(
        f"Expected {wanted} pixels in row {row:,} of {path.name}, whole numbers from 0 to 255, found {found}: mend that row."
    )
