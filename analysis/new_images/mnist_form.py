"""A photograph of one digit, brought into the form of MNIST's images.

Their digits were scaled into a box of 20 × 20 pixels, the aspect ratio kept, and placed in 28 × 28 by their centre of
mass (LeCun et al. 1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Grey = NDArray[np.float64]
Mask = NDArray[np.bool_]
Box = tuple[slice, ...]
Number = TypeVar("Number", np.float64, np.int32)

SIDE, BOX = 28, 20
# A side of the picture while background and digit are told apart, with the paper that is laid around it: ink at the edge
# would spoil the fit of the background.
WORKED_AT, FRAME = 240, 40
FRAMED = WORKED_AT - 2 * FRAME
# How often the background is fitted anew without what stands out of it, in its own standard deviations.
ROUNDS, OUTSIDE = 6, 2.0
# Every fourth pixel either way is enough for a surface.
STEP = 4
# No stroke is as wide, in those pixels, and most shadows and pages are wider; few are as wide as two thirds of it, but
# pages, which fill most of their box.
WIDEST, FILLED = 61, 0.7
# Of the largest stroke: smaller spots are dirt.
SPOT = 0.04
# What counts as ink has at least this contrast, of 255, and this many times the noise.
CONTRAST, NOISE = 24, 4
# The longer side of the smallest digit, in those pixels.
SMALLEST = FRAMED // 10
# What is half as high as the highest, and away from it by this share of its height, is another digit.
HIGH, APART = 0.5, 0.25
# MNIST's strokes are two to three pixels wide.
STROKE = 2.0


class NotOneDigitError(ValueError):
    """What was found in a picture instead of a digit, and what to do about it."""


def in_form(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return uint8 (28, 28), 0 = paper, from grey values (h, w), dark on light or light on dark.

    Raises NotOneDigitError.
    """
    ink, mask = _found(picture)
    if mask is None:
        raise NotOneDigitError("an even surface: take the picture closer, or with more light")
    if (count := _digits(mask)) > 1:
        raise NotOneDigitError(f"{count} digits that stand apart: crop the picture to one of them")
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return _centred(_boxed(_levels(ink, mask)[box], mask[box]))


def _found(picture: NDArray[np.uint8]) -> tuple[Grey, Mask | None]:
    """Return how far each pixel is on the side of the ink, which is dark or light, and where the digit is."""
    grey = _framed(_worked_at(picture, FRAMED))
    rest = grey - _background(grey)
    found = [(ink, _mask(ink)) for ink in (-rest, rest)]
    ink, mask = max(found, key=lambda each: 0 if each[1] is None else np.square(each[0][each[1]]).sum())
    if mask is None or _is_page(mask):  # no even paper
        narrow, inside = _narrow(_worked_at(picture, WORKED_AT))
        return (ink, mask) if inside is None else (narrow, inside)
    return ink, mask


def _worked_at(picture: NDArray[np.uint8], side: int) -> Grey:
    """Reduce a large picture, and enlarge a small one, whose pixels would be as large as its strokes."""
    height, width = picture.shape
    scale = side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    how = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(picture).resize(size, how), dtype=np.float64)


def _framed(grey: Grey) -> Grey:
    """Lay paper around the picture, whose shade goes on from that of its margin."""
    terms, edge = _terms(grey.shape), _edge(grey)
    margin = np.ones(grey.shape, np.bool_)
    margin[edge:-edge, edge:-edge] = False
    surface = terms @ _fitted(terms[margin], grey[margin], grey[margin])
    framed = np.pad(surface, FRAME, mode="edge")
    framed[FRAME:-FRAME, FRAME:-FRAME] = grey
    return np.asarray(framed)


def _background(grey: Grey) -> Grey:
    """Fit a surface to what does not stand out, beginning with what is like the margin."""
    every = slice(None, None, STEP)
    values = grey[every, every].ravel()
    terms = _terms(grey.shape)
    some = terms[every, every].reshape(len(values), -1)
    return np.asarray(terms @ _fitted(some, values, _margin(grey)))


def _fitted(terms: Grey, values: Grey, like: Grey) -> Grey:
    """Return the factors (6,) of the surface of second degree through values, but for those that stand out of it."""
    rest = values - np.median(like)
    used = np.abs(rest) <= np.clip(OUTSIDE * like.std(), 40, 80)
    surface = np.zeros(terms.shape[1])
    for _ in range(ROUNDS):
        if used.sum() < terms.shape[1] * 10:
            break
        some = terms[used]  # six unknowns: the normal equations, kept solvable where all rows are alike
        surface = np.linalg.solve(some.T @ some + 1e-6 * np.eye(some.shape[1]), some.T @ values[used])
        rest = values - terms @ surface
        used = np.abs(rest) <= max(6, OUTSIDE * rest[used].std())
    return surface


def _terms(shape: tuple[int, ...]) -> Grey:
    """Return 1, x, y, xy, x², y² at each pixel, (h, w, 6)."""
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    return np.stack([np.ones_like(x), x, y, x * y, x**2, y**2], axis=-1)


def _edge(grey: NDArray[Number]) -> int:
    """Return how wide the margin is."""
    return max(1, int(min(grey.shape)) // 20)


def _margin(grey: NDArray[Number]) -> NDArray[Number]:
    edge = _edge(grey)
    ends = grey[:edge], grey[-edge:], grey[:, :edge], grey[:, -edge:]
    return np.concatenate([end.ravel() for end in ends])


def _narrow(grey: Grey) -> tuple[Grey, Mask | None]:
    """Return what is narrow and dark, or narrow and light, and where it is inside the picture, whatever the paper is like.

    Edges of a page or of a shadow stay with the background, squares are fainter than the digit.  Around dark strokes
    the paper is a narrow light, too, but wider than these.
    """
    smooth = ndimage.gaussian_filter(grey, 1)
    dark = ndimage.grey_closing(smooth, WIDEST) - smooth
    light = smooth - ndimage.grey_opening(smooth, WIDEST)
    found = [(ink, _mask(ink, inside=True)) for ink in (dark - np.median(dark), light - np.median(light))]
    return min(found, key=lambda each: np.inf if each[1] is None else each[1].sum())


def _mask(ink: Grey, *, inside: bool = False) -> Mask | None:
    """Return where the digit is: above Otsu's threshold, without small spots; None where nothing stands out.

    What touches the edge is left out where the digit is `inside`, a picture without its frame; else what shows a desk.
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
    left_out = set(np.unique(_margin(labels))) if inside else _beside_the_paper(labels)
    sizes[[label - 1 for label in left_out if label]] = 0
    if not sizes.any():
        return None
    kept = np.flatnonzero(sizes >= SPOT * sizes.max()) + 1
    return np.asarray(np.isin(labels, kept))


def _beside_the_paper(labels: NDArray[np.int32]) -> set[int]:
    """Return what shows a desk: a strip along a whole side; or what fills a corner, where something else may be the digit."""
    picture = labels[FRAME:-FRAME, FRAME:-FRAME]
    boxes = dict(enumerate(ndimage.find_objects(picture), 1))
    strips = {
        label
        for axis, sides in ((0, (picture[0], picture[-1])), (1, (picture[:, 0], picture[:, -1])))
        for side in sides
        for label in np.unique(side[side > 0])
        if (side == label).mean() > 0.9 and _extent(boxes[label], axis) < picture.shape[axis] / 2
    }
    corners = {*picture[[0, 0, -1, -1], [0, -1, 0, -1]]} - {0} - strips
    others = boxes.keys() - corners - strips
    is_digit = any(
        boxes[each] and max(_extent(boxes[each], axis) for axis in (0, 1)) >= SMALLEST for each in others
    )
    return strips | corners if is_digit else strips


def _digits(mask: Mask) -> int:
    """Count what stands apart, side by side or one above the other, and is about as high as the highest."""
    boxes = ndimage.find_objects(ndimage.label(mask, np.ones((3, 3)))[0])
    highest = max(_extent(box, 0) for box in boxes)
    high = [box for box in boxes if _extent(box, 0) >= HIGH * highest]
    return max(_groups(high, axis, APART * highest) for axis in (0, 1))


def _groups(boxes: Sequence[Box], axis: int, gap: float) -> int:
    """Count groups of boxes between which there is at least a gap, along an axis."""
    ends = sorted((box[axis].start, box[axis].stop) for box in boxes)
    reached = accumulate((stop for _, stop in ends), max)
    return 1 + sum(bool(start - before >= gap) for (start, _), before in zip(ends[1:], reached, strict=False))


def _extent(box: Box, axis: int) -> int:
    return int(box[axis].stop - box[axis].start)


def _is_page(mask: Mask) -> bool:
    """Say whether this is a page or a shadow: wider than a stroke of a digit that fills its sheet."""
    width = 2 * ndimage.distance_transform_edt(mask).max()
    (box,) = ndimage.find_objects(mask.astype(np.int8))
    return bool(width > WIDEST or (width > WIDEST * 2 / 3 and mask[box].mean() > FILLED))


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


def _levels(ink: Grey, mask: Mask) -> Grey:
    """Scale ink to 0 … 1 where the digit is and at its edge, and nothing elsewhere."""
    full = np.percentile(ink[mask], 75)
    near = ndimage.binary_dilation(mask, iterations=2)
    return np.where(near, np.clip(ink / full, 0, 1), 0)


def _boxed(levels: Grey, mask: Mask) -> Grey:
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
