"""Thousands of dots → one picture of few colours.

A dot is a stamp of shades: full in its middle, fading at its rim.  Where dots overlap the darker shade
stays, so each keeps its rim, and the ground of the page, light or dark, shines through between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHADES = 8  # of opacity, 0 = nothing


def stamped(
    places: NDArray[np.float64],
    classes: NDArray[np.intp],
    shape: tuple[int, int],
    outer: float,
    inner: float = 0,
) -> NDArray[np.uint8]:
    """Return palette indices (h, w) of discs, or of rings from `inner` to `outer`, around places (n, 2).

    Places are (x, y) in pixels; an index is class × SHADES + shade.  Later places lie on top.
    """
    height, width = shape
    best = np.zeros(height * width, np.int64)
    corner = np.floor(places).astype(int)
    reach = int(np.ceil(outer + 1))
    offset = corner + 0.5 - places
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            squared = (offset[:, 0] + right) ** 2 + (offset[:, 1] + down) ** 2
            near = np.flatnonzero(squared < (outer + 0.5) ** 2)
            x, y = corner[near, 0] + right, corner[near, 1] + down
            shade = _shade(np.sqrt(squared[near]), outer, inner)
            seen = (shade > 0) & (x >= 0) & (x < width) & (y >= 0) & (y < height)
            rank = shade * (len(places) + 1) + near + 1  # the shade decides, then the place in the row
            np.maximum.at(best, (y * width + x)[seen], rank[seen])
    shade, place = np.divmod(best, len(places) + 1)
    painted = np.concatenate([[0], classes])[place] * SHADES + shade
    return painted.reshape(shape).astype(np.uint8)


def palette(colours: tuple[str, ...], opacity: float) -> NDArray[np.uint8]:
    """Return the colours of those indices, uint8 (classes × SHADES, 4)."""
    rgb = np.array([[int(colour[k : k + 2], 16) for k in (1, 3, 5)] for colour in colours])
    shade = np.tile(np.arange(SHADES) / (SHADES - 1), len(colours))
    return np.column_stack([rgb.repeat(SHADES, axis=0), (255 * opacity * shade).round()]).astype(np.uint8)


def on_white(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the colours that these are on white paper, opaque."""
    opacity = colours[:, 3:] / 255
    rgb = colours[:, :3] * opacity + 255 * (1 - opacity)
    return np.column_stack([rgb.round(), np.full(len(colours), 255)]).astype(np.uint8)


def _shade(distance: NDArray[np.float64], outer: float, inner: float) -> NDArray[np.int64]:
    cover = np.clip(outer + 0.5 - distance, 0, 1)
    if inner:
        cover = np.minimum(cover, np.clip(distance - inner + 0.5, 0, 1))
    return np.rint(cover * (SHADES - 1)).astype(np.int64)
