"""A photograph of one digit, brought into the form of MNIST's images.

Their digits were scaled into a box of 20 × 20 pixels, the aspect ratio kept, and placed in 28 × 28 by their centre of
mass (LeCun et al. 1998).
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Grey = NDArray[np.float64]
Number = TypeVar("Number", np.float64, np.int32)

SIDE, BOX = 28, 20
# A side of the picture while background and digit are told apart.
WORKED_AT = 240
# How often the background is fitted anew without what stands out of it, in its own standard deviations.
ROUNDS, OUTSIDE = 6, 2.0
# Every fourth pixel either way is enough for a surface.
STEP = 4
# No stroke is as wide, in those pixels, and most shadows and pages are wider.
WIDEST = 61
# Of the largest stroke: smaller spots are dirt.
SPOT = 0.04
# What counts as ink has at least this contrast, of 255, and this many times the noise.
CONTRAST, NOISE = 24, 4
# MNIST's strokes are two to three pixels wide.
STROKE = 2.0


def in_form(picture: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Return uint8 (28, 28), 0 = paper, from grey values (h, w), dark on light or light on dark; None without a digit."""
    grey = _worked_at(picture)
    ink = _ink(grey)
    mask = _mask(ink)
    if mask is None or ndimage.distance_transform_edt(mask).max() > WIDEST / 2:  # no even paper
        narrow, inside = _narrow(grey)
        ink, mask = (ink, mask) if inside is None else (narrow, inside)
    if mask is None:
        return None
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return _centred(_boxed(_levels(ink, mask)[box], mask[box]))


def _worked_at(picture: NDArray[np.uint8]) -> Grey:
    """Reduce a large picture, and enlarge a small one, whose pixels would be as large as its strokes."""
    height, width = picture.shape
    scale = WORKED_AT / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    how = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(picture).resize(size, how), dtype=np.float64)


def _ink(grey: Grey) -> Grey:
    """Subtract the background, and return how far each pixel is on the side of the ink."""
    rest = grey - _background(grey)
    dark, light = (np.square(np.clip(side * rest, 0, None)).sum() for side in (-1, 1))
    return np.asarray(-rest if dark >= light else rest)


def _background(grey: Grey) -> Grey:
    """Fit a surface of second degree to what does not stand out, beginning with what is like the margin."""
    every = slice(None, None, STEP)
    values = grey[every, every].ravel()
    terms = _terms(grey.shape)[every, every].reshape(len(values), -1)
    margin = _margin(grey)
    rest = values - np.median(margin)
    used = np.abs(rest) <= max(40, OUTSIDE * margin.std())
    surface = np.zeros(terms.shape[1])
    for _ in range(ROUNDS):
        if used.sum() < terms.shape[1] * 10:
            break
        some = terms[used]  # six unknowns: the normal equations, kept solvable where all rows are alike
        surface = np.linalg.solve(some.T @ some + 1e-6 * np.eye(some.shape[1]), some.T @ values[used])
        rest = values - terms @ surface
        used = np.abs(rest) <= max(6, OUTSIDE * rest[used].std())
    return np.asarray(_terms(grey.shape) @ surface)


def _terms(shape: tuple[int, ...]) -> Grey:
    """Return 1, x, y, xy, x², y² at each pixel, (h, w, 6)."""
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    return np.stack([np.ones_like(x), x, y, x * y, x**2, y**2], axis=-1)


def _margin(grey: NDArray[Number]) -> NDArray[Number]:
    edge = max(1, min(grey.shape) // 20)
    ends = grey[:edge], grey[-edge:], grey[:, :edge], grey[:, -edge:]
    return np.concatenate([end.ravel() for end in ends])


def _narrow(grey: Grey) -> tuple[Grey, NDArray[np.bool_] | None]:
    """Return what is narrow and dark, or narrow and light, and where it is inside the picture, whatever the paper is like.

    Edges of a page or of a shadow stay with the background, squares are fainter than the digit.  Around dark strokes
    the paper is a narrow light, too, but wider than these.
    """
    smooth = ndimage.gaussian_filter(grey, 1)
    dark = ndimage.grey_closing(smooth, WIDEST) - smooth
    light = smooth - ndimage.grey_opening(smooth, WIDEST)
    found = [(ink, _mask(ink, inside=True)) for ink in (dark - np.median(dark), light - np.median(light))]
    return min(found, key=lambda each: np.inf if each[1] is None else each[1].sum())


def _mask(ink: Grey, *, inside: bool = False) -> NDArray[np.bool_] | None:
    """Return where the digit is: above Otsu's threshold, without small spots; None where nothing stands out.

    What touches the edge of the picture is left out where the digit is `inside`.
    """
    smooth = ndimage.gaussian_filter(ink, 1)
    paper = smooth[smooth <= np.median(smooth)]
    noise = 1.4826 * np.median(np.abs(smooth - np.median(paper))) if len(paper) else 0
    threshold = _otsu(smooth)
    if smooth.max() < max(CONTRAST, NOISE * noise):
        return None
    labels, count = ndimage.label(smooth > max(threshold, CONTRAST / 2), np.ones((3, 3)))
    if not count:
        return None
    sizes = np.bincount(labels.ravel())[1:]
    if inside:
        touching = np.unique(_margin(labels))
        sizes[touching[touching > 0] - 1] = 0
        if not sizes.any():
            return None
    kept = np.flatnonzero(sizes >= SPOT * sizes.max()) + 1
    return np.asarray(np.isin(labels, kept))


def _otsu(values: Grey) -> float:
    """Return the threshold with the largest variance between what is below and above it (Otsu 1979)."""
    counts, edges = np.histogram(values, 256)
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * middles)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(middles[np.nan_to_num(between).argmax()])


def _levels(ink: Grey, mask: NDArray[np.bool_]) -> Grey:
    """Scale ink to 0 … 1 where the digit is and at its edge, and nothing elsewhere."""
    full = np.percentile(ink[mask], 75)
    near = ndimage.binary_dilation(mask, iterations=2)
    return np.where(near, np.clip(ink / full, 0, 1), 0)


def _boxed(levels: Grey, mask: NDArray[np.bool_]) -> Grey:
    """Scale into the box; strokes that would become too thin are widened first."""
    scale = BOX / max(levels.shape)
    width = 4 * float(
        ndimage.distance_transform_edt(np.pad(mask, 1))[1:-1, 1:-1][mask].mean()
    )  # of a bar, exactly
    lacking = STROKE / scale - width
    if lacking > 1:
        levels = ndimage.grey_dilation(np.pad(levels, round(lacking / 2)), size=(round(lacking),) * 2)
        scale = BOX / max(levels.shape)
    size = tuple(max(1, round(side * scale)) for side in reversed(levels.shape))
    image = Image.fromarray(levels.astype(np.float32))
    return np.asarray(image.resize((size[0], size[1]), Image.Resampling.BOX), dtype=np.float64)


def _centred(box: Grey) -> NDArray[np.uint8]:
    """Place the box so that its centre of mass is in the middle of the image, as far as it stays inside."""
    height, width = box.shape
    y, x = ndimage.center_of_mass(box)
    top = int(np.clip(round(SIDE / 2 - (y + 0.5)), 0, SIDE - height))
    left = int(np.clip(round(SIDE / 2 - (x + 0.5)), 0, SIDE - width))
    placed = np.zeros((SIDE, SIDE))
    placed[top : top + height, left : left + width] = box
    return np.asarray(np.clip(255 * placed / max(placed.max(), 1e-9), 0, 255).round().astype(np.uint8))
