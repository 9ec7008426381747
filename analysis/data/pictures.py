"""Pictures, read with Pillow: those of a set alike, however many bits they have, and whatever ink lies on no ground; and resizing."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps

from analysis.data import content, pixels
from analysis.system.errors import DatasetError

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")
ENDS = frozenset(
    [
        *(".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".gif", ".tif", ".tiff"),
        *(".webp", ".pgm", ".ppm", ".pbm", ".pnm"),
    ]
)
# Of the work on a pixel: a picture of 67 million is the largest, a photograph of a good camera.
MOST_BYTES = 32
LARGEST_SIDE = 64
# White in pictures of 10, 12, 14 and 16 bits, all of which are kept in 16.
WIDE = (1_023, 4_095, 16_383, 65_535)
# What white paper shows of light ink, at least.
PALE, CONTRAST = 240, 16


class Picture(NamedTuple):
    """A picture in a file or in another one's cell."""

    name: str
    opened: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Rendering:
    """How pictures of a set become 8 bits and opaque."""

    black: float = 0
    white: float = WIDE[-1]
    ground: str = "white"


@dataclass
class Seen:
    """What pictures turned out to be, while they were read."""

    low: float = 0
    high: float = 0
    fractions: bool = False
    transparent: int = 0
    light: int = 0
    """Transparent ones of which white paper shows nothing."""

    def rendering(self) -> tuple[Rendering, tuple[str, ...]]:
        """Return how such pictures are to be read, and say so where it is not as usual.  Raises DatasetError."""
        black, white = self._ends()
        ground = "black" if 2 * self.light > self.transparent else "white"
        said = {
            f"The pictures have more than 8 bits, with values up to {self.high:,.6g}: {white:,g} was read as white.": (
                self.high and white != WIDE[-1]
            ),
            "The pictures are light ink on a transparent ground, which was read as black.": ground == "black",
        }
        return Rendering(black, white, ground), tuple(text for text, is_so in said.items() if is_so)

    def _ends(self) -> tuple[float, float]:
        if not self.high and not self.low:
            return 0, WIDE[-1]
        ends = pixels.ends_of(self.low, self.high)
        wide = (
            None if self.fractions or self.low < 0 else next((end for end in WIDE if self.high <= end), None)
        )
        if ends is None and wide is None:
            raise DatasetError(
                f"Expected pictures with values from 0 to 65,535, or from 0 to 1, found {self.low:,.6g} to {self.high:,.6g}: "
                "save them as PNG of 8 bits."
            )
        return ends or (0, wide or 0)


def in_file(path: Path) -> Picture:
    """Return the picture in a file."""
    return Picture(path.name, partial(content.opened, path))


def in_bytes(name: str, stored: bytes) -> Picture:
    """Return a picture that something else holds."""
    return Picture(name, partial(io.BytesIO, stored))


def read(
    parts: Sequence[Sequence[Picture]], resize: int | None
) -> tuple[list[NDArray[np.uint8]], tuple[str, ...]]:
    """Return uint8 (n, h, w, 3) of each part, and sentences on what was done to them.

    All are read alike: what is white, and what lies under transparent ink, follows from all of them.  Raises DatasetError
    where one is damaged, or their sizes differ and they are not to be resized.
    """
    size = resize or _side(next(picture for part in parts for picture in part))
    seen, usual = Seen(), Rendering()
    images = [_images(part, size, usual, seen) for part in parts]
    rendering, notes = seen.rendering()
    if rendering != usual:
        images = [_images(part, size, rendering, Seen()) for part in parts]
    if resize:
        notes = (
            f"The pictures were scaled to {resize} × {resize} pixels, with their margins filled.",
            *notes,
        )
    return images, notes


def _side(picture: Picture) -> tuple[int, int]:
    """Return height and width of a picture.  Raises DatasetError where it is too large to be shown."""
    height, width = _pixels(picture, Rendering(), Seen()).shape[:2]
    if max(height, width) > LARGEST_SIDE:
        raise DatasetError(
            f"Expected pictures of at most {LARGEST_SIDE} pixels a side, found {height} × {width} in {picture.name}: "
            "scale them with --resize, such as --resize 28."
        )
    return height, width


def _images(
    pictures: Sequence[Picture], size: int | tuple[int, int], rendering: Rendering, seen: Seen
) -> NDArray[np.uint8]:
    height, width = (size, size) if isinstance(size, int) else size
    content.refuse_size("the pictures", (len(pictures), height, width, 3))
    images = np.empty((len(pictures), height, width, 3), np.uint8)
    for place, picture in enumerate(pictures):
        images[place] = _fitted(picture.name, _pixels(picture, rendering, seen), size)
    return images


def _fitted(name: str, found: NDArray[np.uint8], size: int | tuple[int, int]) -> NDArray[np.uint8]:
    if isinstance(size, int):
        return scaled(found, size)
    if found.shape[:2] != size:
        raise DatasetError(
            f"Expected pictures of one size, {size[0]} × {size[1]}, found {found.shape[0]} × {found.shape[1]} in "
            f"{name}: scale them with --resize, such as --resize 28."
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


def _pixels(picture: Picture, rendering: Rendering, seen: Seen) -> NDArray[np.uint8]:
    """Return a picture as uint8 (h, w, 3), and note what it is.  Raises DatasetError."""
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            whole(),
            picture.opened() as file,
            Image.open(file, formats=FORMATS) as image,
        ):
            content.refuse_size(picture.name, (image.height, image.width, MOST_BYTES))
            _refuse_frames(image, picture.name)
            return _rendered(ImageOps.exif_transpose(image), rendering, seen)
    except DatasetError:
        raise
    except Exception as error:  # decoders raise whatever a damaged picture leads them to
        if isinstance(error, OSError) and error.errno:
            raise
        raise DatasetError(
            f"Expected a picture in {picture.name}, found it damaged or of another kind: remove or replace it."
        ) from error


def _refuse_frames(image: Image.Image, name: str) -> None:
    frames = 1 if image.format in {"JPEG", "MPO"} else getattr(image, "n_frames", 1)
    if frames > 1:
        raise DatasetError(
            f"Expected one picture in {name}, found {frames:,} in a row: save each of them as a picture."
        )


def _rendered(image: Image.Image, rendering: Rendering, seen: Seen) -> NDArray[np.uint8]:
    if image.mode.startswith(("I", "F")):  # Pillow would cut off at 255
        wide = np.asarray(image, np.float64)
        seen.low, seen.high = min(seen.low, float(wide.min())), max(seen.high, float(wide.max()))
        seen.fractions = seen.fractions or bool((wide != np.rint(wide)).any())
        shares = (wide - rendering.black) / (rendering.white - rendering.black)
        image = Image.fromarray(np.rint(255 * shares.clip(0, 1)).astype(np.uint8))
    if image.has_transparency_data:
        inked = image.convert("RGBA")
        on_white = _on(inked, "white")
        least, most = inked.getchannel("A").getextrema()
        seen.transparent += 1
        seen.light += int(np.min(on_white) >= PALE and float(most) - float(least) >= CONTRAST)  # type: ignore[arg-type]
        return on_white if rendering.ground == "white" else _on(inked, "black")
    return np.asarray(image.convert("RGB"))


def _on(inked: Image.Image, ground: str) -> NDArray[np.uint8]:
    return np.asarray(Image.alpha_composite(Image.new("RGBA", inked.size, ground), inked).convert("RGB"))


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
