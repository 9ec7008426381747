"""Pictures from files as grey values: turned as the camera was held, without transparency, at most 1,000 pixels a side."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from analysis.data.pictures import ENDS, FORMATS, whole
from analysis.system.errors import PredictionsError
from analysis.system.user_text import short

# Of pixels: a camera's picture has 50 million, and unpacks to 200 MB.
LARGEST = 100_000_000
# A side; a digit that fills a tenth of it still has five times the pixels that a network sees.
SIDE = 1_000
MOST = 100_000


def found(paths: list[Path]) -> tuple[list[Path], tuple[str, ...]]:
    """Return all pictures among files and folders, those of a folder by name, and a sentence on what else is there.

    Raises PredictionsError.
    """
    pictures = [picture for path in paths for picture in _pictures(path)]
    if len(pictures) > MOST:
        raise PredictionsError(
            f"Expected at most {MOST:,} pictures, found {len(pictures):,}: give fewer at a time."
        )
    return pictures, tuple(filter(None, map(_passed_over, filter(Path.is_dir, paths))))


def _passed_over(folder: Path) -> str:
    """Say what else lies in a folder, but for what is hidden; nothing where there is nothing."""
    others = [
        each for each in folder.iterdir() if not (_is_picture(each) or each.name.startswith((".", "__")))
    ]
    folders = sum(map(Path.is_dir, others))
    endings = ", ".join(
        sorted({each.suffix.lower() for each in others if each.suffix and not each.is_dir()})[:5]
    )
    counted = (
        (folders, "folder", ""),
        (
            len(others) - folders,
            "file",
            f" that are no pictures by their names ({endings or 'without an ending'})",
        ),
    )
    said = [f"{count:,} {noun}{'s' * (count > 1)}{more}" for count, noun, more in counted if count]
    return f"In {folder}, {' and '.join(said)} were passed over." if said else ""


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in ENDS and path.is_file()


def _pictures(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    within = sorted(filter(_is_picture, path.iterdir()))
    if not within:
        raise PredictionsError(
            f"Expected pictures (.png, .jpg, .jpeg, …) in the folder {path}, found none: name the folder that "
            "holds them."
        )
    return within


def read(path: Path, *, colour: bool = False) -> NDArray[np.uint8]:
    """Return the grey values of a picture, uint8 (h, w), or its colours, (h, w, 3).  Raises PredictionsError."""
    name = short(str(path), 300)
    try:
        with warnings.catch_warnings(action="ignore"), whole(), Image.open(path, formats=FORMATS) as image:
            _check(image, name)
            mode = "RGB" if colour else "L"
            image.draft(mode, (SIDE, SIDE))  # of a JPEG, every second or fourth pixel is enough
            return _values(image, mode)
    except PredictionsError:
        raise
    except OSError as error:
        said = error.strerror or "no picture, or half of one"
        raise PredictionsError(
            f"Expected a picture in {name}, found “{said}”: give PNG, JPEG, BMP, GIF, TIFF or WebP."
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except Exception as error:  # damaged pictures raise whatever their bytes lead to
        raise PredictionsError(f"Expected a picture in {name}, found it damaged: save it again.") from error


def _check(image: Image.Image, name: str) -> None:
    if image.width * image.height > LARGEST:
        raise _too_large(name)
    frames = getattr(image, "n_frames", 1)
    if frames > 1:
        raise PredictionsError(
            f"Expected one picture in {name}, found {frames:,} in a row: save the one that is meant."
        )


def _too_large(name: str) -> PredictionsError:
    return PredictionsError(
        f"Expected a picture of at most {LARGEST:,} pixels in {name}, found a larger one: make it smaller."
    )


def _values(image: Image.Image, mode: str) -> NDArray[np.uint8]:
    upright = ImageOps.exif_transpose(image)
    if upright.mode in {"I", "F"} or upright.mode.startswith("I;16"):
        upright = _narrowed(upright)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        seen = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    plain = upright.convert(mode)
    plain.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    return np.array(plain)


def _narrowed(image: Image.Image) -> Image.Image:
    """Bring 16 bits or fractions to 8 bits: Pillow's own conversion cuts them off at 255."""
    values = np.asarray(image).astype(np.float64)
    high = 1 if values.max() <= 1 else 255 if values.max() <= 255 else max(65_535, values.max())
    return Image.fromarray(np.clip(values * (255 / high), 0, 255).round().astype(np.uint8))
