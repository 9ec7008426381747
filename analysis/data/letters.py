"""Letters in the form of images of digits, drawn with the fonts that Matplotlib ships: what such a network never saw."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

FACES = (
    "DejaVuSans",
    "DejaVuSans-Bold",
    "DejaVuSans-Oblique",
    "DejaVuSansMono",
    "DejaVuSerif",
    "DejaVuSerif-Bold",
)
LETTERS = "ACDEFGHJKLMNPQRTUVWXYacdefhijkmnprtuvwxy"
"""Without those that look like a digit: B, I, O, S, Z, b, g, l, o, q, s and z."""
DRAWN_AT = 160


def fonts() -> list[Path]:
    """Return where Matplotlib, which is not imported for it, keeps its faces of DejaVu: none without it."""
    found = find_spec("matplotlib")
    folder = Path(found.origin or "").parent / "mpl-data" / "fonts" / "ttf" if found else Path()
    return [path for path in (folder / f"{face}.ttf" for face in FACES) if path.is_file()]


def letters(shape: tuple[int, int], box: int) -> NDArray[np.uint8]:
    """Draw each letter in each face: uint8 (m, h, w), 0 for paper; m is 0 without a font.

    The longer side of a letter has `box` pixels, and its centre of mass is in the middle of the image, as far as it
    stays inside (as in MNIST, with 20 of 28: LeCun et al. 1998).
    """
    drawn = [
        _placed(_letter(letter, ImageFont.truetype(str(font), DRAWN_AT)), shape, box)
        for font in fonts()
        for letter in LETTERS
    ]
    return np.array(drawn, np.uint8).reshape(-1, *shape)


def usual_box(images: NDArray[np.uint8]) -> int:
    """Return the pixels of the longer side of what is drawn in images of ink, (n, h, w): the median; at least 1."""
    sides = [
        np.where(line.any(axis=1), line.shape[1] - line[:, ::-1].argmax(axis=1) - line.argmax(axis=1), 0)
        for line in (np.asarray(images.any(axis=axis)) for axis in (1, 2))
    ]
    return max(1, round(float(np.median(np.maximum(*sides)))))


def _letter(letter: str, font: ImageFont.FreeTypeFont) -> Image.Image:
    """Draw one letter, without paper around it."""
    left, top, right, bottom = font.getbbox(letter)
    sheet = Image.new("L", (round(right - left), round(bottom - top)))
    ImageDraw.Draw(sheet).text((-left, -top), letter, fill=255, font=font)
    return sheet.crop(sheet.getbbox())


def _placed(letter: Image.Image, shape: tuple[int, int], box: int) -> NDArray[np.uint8]:
    scale = min(
        box / max(letter.size), *(side / own for side, own in zip(shape[::-1], letter.size, strict=True))
    )
    width, height = (max(1, round(scale * side)) for side in letter.size)
    ink = np.asarray(letter.resize((width, height), Image.Resampling.BOX))
    placed = np.zeros(shape, np.uint8)
    top, left = (
        int(np.clip(round(side / 2 - (middle + 0.5)), 0, side - own))
        for side, middle, own in zip(shape, ndimage.center_of_mass(ink), ink.shape, strict=True)
    )
    placed[top : top + height, left : left + width] = ink
    return placed
