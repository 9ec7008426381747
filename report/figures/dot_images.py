"""Thousands of dots → one picture of few colours.

A dot has shades of opacity: full in its middle, fading at its rim.  Where dots overlap the more opaque shade
stays, so each keeps its rim, and the ground of the page, light or dark, shines through between them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from report.images.theme import channels

MOST_SHADES = 8  # of opacity, 0 = nothing
INDICES = 256  # of a palette
DISTINCT = 100  # colours, at most, so that each has two shades


def shades_for(colours: int) -> int:
    """Return how many shades each of so many colours can have in one palette; raises ValueError where that is 1."""
    shades = min(MOST_SHADES, INDICES // colours)
    if shades < 2:
        msg = f"Expected at most {INDICES // 2} colours, found {colours}: let several classes share one."
        raise ValueError(msg)
    return shades


def painted(
    places: NDArray[np.float64],
    classes: NDArray[np.intp],
    shape: tuple[int, int],
    radii: tuple[float, float],
    shades: int = MOST_SHADES,
) -> NDArray[np.uint8]:
    """Return palette indices (h, w) of rings, or of discs where the inner radius is 0, around places (n, 2).

    Radii are (inner, outer) and places (x, y), in pixels; an index is class × `shades` + shade.  Later places lie on top.
    """
    height, width = shape
    outer = radii[1]
    best = np.zeros(height * width, np.int64)
    corner = np.floor(places).astype(int)
    reach = int(np.ceil(outer + 1))
    offset = corner + 0.5 - places
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            squared = (offset[:, 0] + right) ** 2 + (offset[:, 1] + down) ** 2
            near = np.flatnonzero(squared < (outer + 0.5) ** 2)
            x, y = corner[near, 0] + right, corner[near, 1] + down
            shade = _shade(np.sqrt(squared[near]), radii, shades)
            seen = (shade > 0) & (x >= 0) & (x < width) & (y >= 0) & (y < height)
            rank = shade * (len(places) + 1) + near + 1  # the shade decides, then the place in the row
            np.maximum.at(best, (y * width + x)[seen], rank[seen])
    shade, place = np.divmod(best, len(places) + 1)
    index = np.concatenate([[0], classes])[place] * shades + shade
    return np.asarray(index.reshape(shape).astype(np.uint8))


def palette(colours: tuple[str, ...], opacity: float, shades: int = MOST_SHADES) -> NDArray[np.uint8]:
    """Return the colours of those indices, uint8 (classes × shades, 4)."""
    rgb = np.array([channels(colour) for colour in colours]).repeat(shades, axis=0)
    alpha = 255 * opacity * np.tile(np.arange(shades) / (shades - 1), len(colours))
    return np.column_stack([rgb, alpha.round()]).astype(np.uint8)


def on_white(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the colours that these are on white paper, opaque."""
    opacity = colours[:, 3:] / 255
    rgb = colours[:, :3] * opacity + 255 * (1 - opacity)
    return np.column_stack([rgb.round(), np.full(len(colours), 255)]).astype(np.uint8)


def _shade(distance: NDArray[np.float64], radii: tuple[float, float], shades: int) -> NDArray[np.int64]:
    inner, outer = radii
    cover = np.clip(outer + 0.5 - distance, 0, 1)
    if inner:
        cover = np.minimum(cover, np.clip(distance - inner + 0.5, 0, 1))
    return np.rint(cover * (shades - 1)).astype(np.int64)
