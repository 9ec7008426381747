"""Digits as pictures: arrays of bytes → PNG.

On a screen ink is black with the grey value as opacity, so that one file lies on any ground; a dark
theme inverts it.  On paper it is grey on white, and enlarged: viewers of PDF blur small pictures.
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np

from report.images.theme import SEQUENTIAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The two ends of cividis, moved inwards until they can be seen on black and on white.
MORE, LESS = (38, 84, 160), (214, 158, 20)
FULL_OPACITY = 0.6  # of full ink

# PNG colour types, by the number of channels.
GREY, PALETTE, GREY_ALPHA, RGB, RGBA = 0, 3, 4, 2, 6
KINDS = {1: GREY, 2: GREY_ALPHA, 3: RGB, 4: RGBA}


def sheet(images: NDArray[np.uint8], columns: int) -> NDArray[np.uint8]:
    """Lay images (n, h, w) on one sheet, row by row; what remains of the last row is empty."""
    count, height, width = images.shape
    rows = -(-count // columns)
    full = np.zeros((rows * columns, height, width), images.dtype)
    full[:count] = images
    return full.reshape(rows, columns, height, width).swapaxes(1, 2).reshape(rows * height, columns * width)


def enlarged(pixels: NDArray[np.uint8], times: int) -> NDArray[np.uint8]:
    """Repeat each pixel of (h, w) or (h, w, channels) in both directions, so that it stays a square."""
    return pixels.repeat(times, axis=0).repeat(times, axis=1)


def ink(pixels: NDArray[np.uint8]) -> bytes:
    """Draw (h, w), 255 = ink, in black that lets the ground through."""
    return png(np.dstack([np.zeros_like(pixels), pixels]))


def ink_on_white(pixels: NDArray[np.uint8], times: int) -> bytes:
    """Draw (h, w), 255 = ink, for paper."""
    return png(enlarged(255 - pixels, times))


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
    return png(enlarged(pixels, times), mpl.colormaps[SEQUENTIAL](np.arange(256), bytes=True))


def data_uri(picture: bytes) -> str:
    """Return the address that holds the picture itself."""
    return "data:image/png;base64," + b64encode(picture).decode()


def png(pixels: NDArray[np.uint8], palette: NDArray[np.uint8] | None = None) -> bytes:
    """Encode uint8 (h, w), or (h, w, 2 | 3 | 4) with the last channel of 2 and 4 as opacity.

    With a palette, uint8 (up to 256, 4), the pixels (h, w) are indices into it.
    """
    height, width = pixels.shape[:2]
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    kind = KINDS[channels] if palette is None else PALETTE
    rows = np.zeros((height, 1 + width * channels), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = pixels.reshape(height, -1)
    parts = [
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)),
        b"" if palette is None else _colours(palette),
        _chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)),
        _chunk(b"IEND", b""),
    ]
    return b"".join(parts)


def _tinted(signed: NDArray[np.int8]) -> NDArray[np.uint8]:
    amount = np.abs(signed.astype(float)) / 127
    opacity = 255 * np.clip(amount / FULL_OPACITY, 0, 1)
    colour = np.where(signed[..., None] > 0, MORE, LESS)
    return np.dstack([colour, opacity.round()]).astype(np.uint8)


def _colours(palette: NDArray[np.uint8]) -> bytes:
    opaque = bool((palette[:, 3] == 255).all())
    opacity = b"" if opaque else _chunk(b"tRNS", palette[:, 3].tobytes())
    return _chunk(b"PLTE", palette[:, :3].tobytes()) + opacity


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
