"""Images as pictures: arrays of bytes → PNG.

On a screen ink is black with the grey value as opacity, so that one file lies on any ground; a dark
theme inverts it.  On paper it is grey on white, and enlarged: viewers of PDF blur small pictures.
"""

from __future__ import annotations

import io
from base64 import b64decode, b64encode
from functools import lru_cache
from typing import Any
from zlib import decompress

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from report.images.theme import LESS, MORE, channels

FULL_OPACITY = 0.6  # of full ink

# The 256 colours of Matplotlib's cividis, which is not imported for them: the steps from one to the next, deflated.
CIVIDIS = (
    "eNqFklEOxCAIRGfsnmTvs/e/jVRQFLTNtsS8PAbsR/H9gQWgnloEyuApTzNkC6trz4daF3C1k9JOTdAKQg6mSVJ0lxsDzXSm"
    "zXbggrEky3cgJ+M5xigR5VqC8S7JMMKwcGxLki72G31nGMyX+pe/eGf541dLdn5ITpajK3l2C8jMlMMYZxl8YQ5Acl4Kp4nd"
    "o6VV3VcPd1OLQ2dQ7E/SH/gG+WtEHA=="
)

# Modes of Pillow, by the number of channels.
MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


def sheet(images: NDArray[np.uint8], columns: int) -> NDArray[np.uint8]:
    """Lay images (n, h, w) or (n, h, w, channels) on one sheet, row by row; what remains of the last row is empty."""
    count, height, width, *rest = images.shape
    rows = -(-count // columns)
    full = np.zeros((rows * columns, height, width, *rest), images.dtype)
    full[:count] = images
    grid = full.reshape(rows, columns, height, width, *rest).swapaxes(1, 2)
    return grid.reshape(rows * height, columns * width, *rest)


def enlarged(pixels: NDArray[np.uint8], times: int) -> NDArray[np.uint8]:
    """Repeat each pixel of (h, w) or (h, w, channels) in both directions, so that it stays a square."""
    return pixels.repeat(times, axis=0).repeat(times, axis=1)


def grey(pixels: NDArray[Any]) -> NDArray[Any]:
    """Average the channels of (h, w, 3), for what has one colour of its own: same type (h, w); (h, w) as it is."""
    if pixels.ndim == 2:
        return pixels
    return np.asarray(np.rint(np.mean(pixels, axis=2)).astype(pixels.dtype))


def ink(pixels: NDArray[np.uint8]) -> bytes:
    """Draw (h, w), 255 = ink, in black that lets the ground through."""
    return png(np.dstack([np.zeros_like(pixels), pixels]))


def ink_on_white(pixels: NDArray[np.uint8], times: int) -> bytes:
    """Draw (h, w), 255 = ink, for paper."""
    return png(enlarged(255 - pixels, times))


def photograph(pixels: NDArray[np.uint8], times: int = 1) -> bytes:
    """Draw (h, w) or (h, w, 3) as it is, or with an opacity as the last channel of 2 or 4."""
    return png(enlarged(pixels, times))


def opaque(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give images (n, h, w) or (n, h, w, 3) full opacity, so that what stays empty beside them lets the ground through."""
    channelled = images if images.ndim == 4 else images[..., None]
    full = np.full((*channelled.shape[:3], 1), 255, np.uint8)
    return np.concatenate([channelled, full], axis=-1)


def on_white(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lay (h, w, 2 | 4) on white by its opacity: (h, w, 1 | 3); other pixels as they are."""
    if pixels.ndim == 2 or pixels.shape[2] in {1, 3}:
        return pixels
    opacity = pixels[..., -1:] / 255
    return np.asarray((pixels[..., :-1] * opacity + 255 * (1 - opacity)).round().astype(np.uint8))


def difference(signed: NDArray[np.int8]) -> bytes:
    """Draw (h, w), 127 = full ink: blue where it is positive, yellow where negative, opacity the amount."""
    return png(_tinted(signed))


def difference_on_white(signed: NDArray[np.int8], times: int) -> bytes:
    """Draw the same for paper, without transparency."""
    tinted = _tinted(signed).astype(float)
    opacity = tinted[..., 3:] / 255
    flat = tinted[..., :3] * opacity + 255 * (1 - opacity)
    return png(enlarged(flat.round().astype(np.uint8), times))


def heat(pixels: NDArray[np.uint8], times: int = 1) -> bytes:
    """Draw a quantity (h, w) in cividis, 0 dark and 255 light."""
    return png(enlarged(pixels, times), cividis())


@lru_cache(1)
def cividis() -> NDArray[np.uint8]:
    """Return the colours from dark to light, uint8 (256, 4), all opaque."""
    steps = np.frombuffer(decompress(b64decode(CIVIDIS)), np.uint8).reshape(256, 3)
    return np.column_stack([steps.cumsum(axis=0, dtype=np.uint8), np.full(256, 255, np.uint8)])


def data_uri(content: bytes, kind: str = "image/png") -> str:
    """Return the address that holds a picture, or content of another media type, itself."""
    return f"data:{kind};base64,{b64encode(content).decode()}"


def png(pixels: NDArray[np.uint8], palette: NDArray[np.uint8] | None = None) -> bytes:
    """Encode uint8 (h, w), or (h, w, 2 | 3 | 4) with the last channel of 2 and 4 as opacity.

    With a palette, uint8 (up to 256, 4), the pixels (h, w) are indices into it.  Equal pixels give equal bytes.
    """
    height, width = pixels.shape[:2]
    mode = "P" if palette is not None else MODES[pixels.shape[2] if pixels.ndim == 3 else 1]
    picture = Image.frombytes(mode, (width, height), np.ascontiguousarray(pixels).tobytes())
    out = io.BytesIO()
    if palette is None:
        picture.save(out, "PNG")
    else:
        picture.putpalette(palette[:, :3].tobytes())
        opaque = bool((palette[:, 3] == 255).all())
        picture.save(out, "PNG", **({} if opaque else {"transparency": palette[:, 3].tobytes()}))
    return out.getvalue()


def _tinted(signed: NDArray[np.int8]) -> NDArray[np.uint8]:
    amount = np.abs(signed.astype(float)) / 127
    opacity = 255 * np.clip(amount / FULL_OPACITY, 0, 1)
    colour = np.where(signed[..., None] > 0, channels(MORE), channels(LESS))
    return np.dstack([colour, opacity.round()]).astype(np.uint8)
