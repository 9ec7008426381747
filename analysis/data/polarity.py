"""Ink on paper, light on dark, or a photograph: told from the margins of the images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.data import pixels
from analysis.data.found import Found
from analysis.data.options import DataOptions, Polarity

Words = Literal["dark on light", "light on dark", "photographs"]
WORDS: dict[Polarity, Words] = {"ink": "dark on light", "light": "light on dark", "photograph": "photographs"}
# Images that are looked at, spread over the part.
LOOKED_AT = 5_000
DARK, BRIGHT = 64, 191
# Nearly every image has such a margin, and few of all its pixels lie between.
CLEAR, BETWEEN = 0.9, 0.25


def settle(found: Found, options: DataOptions) -> tuple[Found, Polarity, tuple[Polarity, ...]]:
    """Bring both parts to 0 = paper, unless they are photographs; return the polarity, and that of each part.

    A part whose margins are not clear follows the other one.
    """
    each = tuple(of_margins(part.images) for part in found.parts)
    chosen = _chosen(found, options)
    if chosen:
        each = (chosen,) * len(each)
    elif set(each) == {"ink", "light"}:
        pass  # each part is brought to the same in its own way
    elif len(set(each)) > 1:
        return _turned(found, each[:1] * len(each)), each[0], each
    return _turned(found, each), each[0], each


def _chosen(found: Found, options: DataOptions) -> Polarity | None:
    """Return what the user says, or the authors of a set say of colours and pictures."""
    if options.polarity != "auto":
        return options.polarity
    if any(part.images.ndim == 4 for part in found.parts):
        return "photograph"
    return "photograph" if found.known and found.known.polarity == "photograph" else None


def _turned(found: Found, each: Sequence[Polarity]) -> Found:
    pairs = zip(found.parts, each, strict=True)
    return found.with_images(*(255 - part.images if how == "ink" else part.images for part, how in pairs))


def of_margins(images: NDArray[np.uint8]) -> Polarity:
    """Look at the outermost pixels of uint8 (n, h, w) or (n, h, w, 3)."""
    some = pixels.luminance(images[:: max(1, len(images) // LOOKED_AT)])
    margin = np.concatenate([some[:, 0], some[:, -1], some[:, :, 0], some[:, :, -1]], axis=1)
    middle = np.median(margin, axis=1)
    if not len(some) or ((margin > DARK) & (margin < BRIGHT)).mean() > BETWEEN:
        return "photograph"
    if (middle <= DARK).mean() >= CLEAR:
        return "light"
    return "ink" if (middle >= BRIGHT).mean() >= CLEAR else "photograph"
