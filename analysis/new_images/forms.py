"""New images in the form of those that a network was trained on, from pictures or from a table of pixels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from analysis.new_images import mnist_form, pictures
from analysis.system.errors import PredictionsError
from analysis.system.files import is_stream
from analysis.system.user_text import short

Images = NDArray[np.uint8]


class NewImages(NamedTuple):
    """What is asked about, uint8 (n, h, w), and what each is called."""

    names: tuple[str, ...]
    images: Images


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
        parts = [_of_table(path, form) for path in tables]
        return NewImages(
            tuple(name for part in parts for name in part.names),
            np.concatenate([part.images for part in parts]),
        )
    found = pictures.found(list(paths))
    return NewImages(tuple(map(str, found)), np.stack([_of_picture(path, form) for path in found]))


def _of_picture(path: Path, form: Form) -> Images:
    grey = pictures.read(path, colour=form.colour)
    if form.mnist and not _is_in_form(grey, form):
        placed = mnist_form.in_form(grey)
        if placed is None:
            raise PredictionsError(
                f"Expected a digit in {short(str(path), 300)}, found an even surface: take the picture closer, or with more light."
            )
        return placed
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


def _of_table(path: Path, form: Form) -> NewImages:
    """Read a row of pixels per image, as on Kaggle; the column `label` is left out, and names of columns are passed over."""
    wanted = form.height * form.width * (3 if form.colour else 1)
    try:
        with path.open(encoding="utf-8-sig") as file:
            head = file.readline().strip()
        columns = [cell.strip().strip('"').lower() for cell in head.split(",")]
        has_head = not all(cell.isdigit() for cell in columns)
        numbers = np.loadtxt(
            path, np.float32, delimiter=",", skiprows=int(has_head), ndmin=2, encoding="utf-8-sig"
        )
    except (ValueError, UnicodeDecodeError) as error:
        raise PredictionsError(
            f"Expected rows of {wanted} whole numbers in {path.name}, found something else: save the pixels as CSV."
        ) from error
    except OSError as error:
        raise PredictionsError(
            f"Expected a table of pixels in {short(str(path), 300)}, found “{error.strerror}”: check the spelling."
        ) from error
    kept = [place for place, name in enumerate(columns) if name not in {"label", "id", "imageid"}]
    if numbers.shape[1] == len(columns):
        numbers = numbers[:, kept]
    _check(numbers, wanted, form, path.name)
    images = numbers.astype(np.uint8).reshape(-1, *form.size, *([3] if form.colour else []))
    return NewImages(tuple(f"{path.name}, row {row}" for row in range(1, len(images) + 1)), images)


def _check(numbers: NDArray[np.float32], wanted: int, form: Form, name: str) -> None:
    if not len(numbers) or numbers.shape[1] != wanted:
        raise PredictionsError(
            f"Expected rows of {wanted} pixels in {name}, for images of {form.height} × {form.width}, found "
            f"{numbers.shape[1] if len(numbers) else 'no rows'}: leave out other columns."
        )
    if not (numbers.min() >= 0 and numbers.max() <= 255 and (numbers == np.rint(numbers)).all()):
        raise PredictionsError(
            f"Expected whole numbers from 0 to 255 in {name}, found others: scale the pixels first."
        )
