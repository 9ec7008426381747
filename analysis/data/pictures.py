"""A folder of pictures per class, read with Pillow; and resizing."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps

from analysis.data import content
from analysis.data.found import Found, Part
from analysis.system.errors import DatasetError

ENDS = frozenset([".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm"])
TRAINING, TEST = ("train", "training"), ("test", "testing", "val", "valid", "validation")
# Of the work on a pixel: a picture of 67 million is the largest, a photograph of a good camera.
MOST_BYTES = 32
LARGEST_SIDE = 64


def read_folder(folder: Path, resize: int | None) -> Found | None:
    """Read `train/cat/*.png` with or without `test/…`, or `cat/*.png`; None where there are no pictures.

    Raises DatasetError.
    """
    parts = {path.name.casefold(): path for path in _folders(folder)}
    training = next((parts[name] for name in TRAINING if name in parts), None)
    test = next((parts[name] for name in TEST if name in parts), None) if training else None
    classes = _classes(training or folder)
    if not classes:
        return None
    names = tuple(classes)
    tested = _classes(test) if test else {}
    if extra := [name for name in tested if name not in classes]:
        raise DatasetError(
            f"Expected the same classes in both parts, found “{extra[0][:40]}” in {test.name if test else ''} alone: "
            "rename or remove that folder."
        )
    size = resize or _side(next(iter(classes.values()))[0])
    read = [_part(names, files, size) for files in (classes, tested) if files]
    note = (
        (f"The pictures were scaled to {resize} × {resize} pixels, with their margins filled.",)
        if resize
        else ()
    )
    return Found(
        "a folder of pictures for each class", read[0], read[1] if len(read) > 1 else None, note, names
    )


def _folders(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))
    )


def _classes(folder: Path) -> dict[str, list[Path]]:
    """Return the pictures of each class; folders that are numbers stand in the order of the numbers."""
    found = {path.name: _pictures(path) for path in _folders(folder)}
    filled = {name: files for name, files in found.items() if files}
    if all(re.fullmatch(r"\d{1,9}", name) for name in filled):
        return dict(sorted(filled.items(), key=lambda each: int(each[0])))
    return filled


def _pictures(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir() if path.suffix.casefold() in ENDS and not path.name.startswith(".")
    )


def _side(path: Path) -> tuple[int, int]:
    """Return height and width of a picture.  Raises DatasetError where it is too large to be shown."""
    with warnings.catch_warnings(action="ignore"):
        height, width = _opened(path).shape[:2]
    if max(height, width) > LARGEST_SIDE:
        raise DatasetError(
            f"Expected pictures of at most {LARGEST_SIDE} pixels a side, found {height} × {width} in {path.name}: "
            "scale them with --resize, such as --resize 28."
        )
    return height, width


def _part(names: tuple[str, ...], classes: dict[str, list[Path]], size: int | tuple[int, int]) -> Part:
    pairs = [(path, label) for label, name in enumerate(names) for path in classes.get(name, ())]
    height, width = (size, size) if isinstance(size, int) else size
    content.refuse_size("the pictures", (len(pairs), height, width, 3))
    images = np.empty((len(pairs), height, width, 3), np.uint8)
    for place, (path, _) in enumerate(pairs):
        images[place] = _fitted(path, size)
    return Part(images, np.array([label for _, label in pairs], np.int64))


def _fitted(path: Path, size: int | tuple[int, int]) -> NDArray[np.uint8]:
    found = _opened(path)
    if isinstance(size, int):
        return scaled(found, size)
    if found.shape[:2] != size:
        raise DatasetError(
            f"Expected pictures of one size, {size[0]} × {size[1]}, found {found.shape[0]} × {found.shape[1]} in "
            f"{path.name}: scale them with --resize, such as --resize 28."
        )
    return found


@contextmanager
def whole() -> Iterator[None]:
    """Refuse pictures that are cut short: WeasyPrint, once imported, has Pillow fill them with grey in silence."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _opened(path: Path) -> NDArray[np.uint8]:
    """Return a picture as uint8 (h, w, 3), transparent parts as white paper.  Raises DatasetError."""
    try:
        with warnings.catch_warnings(action="ignore"), whole(), Image.open(path) as picture:
            content.refuse_size(path.name, (picture.height, picture.width, MOST_BYTES))
            upright = ImageOps.exif_transpose(picture)
            if upright.mode.startswith("I"):  # 16 bits, which Pillow would cut off at 255
                wide = np.asarray(upright, np.float64)
                upright = Image.fromarray(
                    (wide / (257 if wide.max() > 255 else 1)).clip(0, 255).astype(np.uint8)
                )
            if upright.has_transparency_data:
                paper = Image.new("RGBA", upright.size, "white")
                upright = Image.alpha_composite(paper, upright.convert("RGBA"))
            return np.asarray(upright.convert("RGB"))
    except DatasetError:
        raise
    except Exception as error:  # decoders raise whatever a damaged picture leads them to
        if isinstance(error, OSError) and error.errno:
            raise
        raise DatasetError(
            f"Expected a picture in {path.name}, found it damaged or of another kind: remove or replace it."
        ) from error


def scaled(image: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Scale uint8 (h, w) or (h, w, 3) into a square; what is missing on two sides has the colour of the margin."""
    flat = image if image.ndim == 3 else image[..., None]
    margin = np.concatenate([flat[0], flat[-1], flat[:, 0], flat[:, -1]])
    colour = tuple(int(value) for value in np.median(margin, axis=0))
    padded = ImageOps.pad(
        Image.fromarray(image),
        (side, side),
        Image.Resampling.LANCZOS if max(image.shape[:2]) > side else Image.Resampling.BILINEAR,
        color=colour if image.ndim == 3 else colour[0],
    )
    return np.asarray(padded)


def resized(parts: Sequence[NDArray[np.uint8]], side: int) -> list[NDArray[np.uint8]]:
    """Scale the images of each part, uint8 (n, h, w) or (n, h, w, 3), to squares."""
    if all(part.shape[1:3] == (side, side) for part in parts):
        return list(parts)
    return [np.stack([scaled(image, side) for image in part]) if len(part) else part for part in parts]
