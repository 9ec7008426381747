"""Pictures for the report from whatever arrays a network was given: the rule follows from shape and values, and is said."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.data import pixels, polarity
from analysis.data.options import Polarity
from analysis.system.errors import DatasetError

Array = NDArray[np.generic]
Ends = tuple[float, ...]

# Pixels a side: the report shows no larger ones.
LARGEST = 64
# Images that are looked at to find the rule, and that are brought to bytes at a time.
SAMPLE = 5_000
# Images in which different values are counted, and how many grey values there are.
FEW, GREY_VALUES = 500, 256
AS_THEY_ARE = "with grey values from 0 to 255"
SAID: dict[tuple[float, float], str] = {
    (0, 1): "whose values from 0 to 1 were multiplied by 255 for the pictures",
    (0, 16): "whose values from 0 to 16 were scaled to 0 to 255 for the pictures",
    (0, 255): AS_THEY_ARE,
    (-1, 1): "whose values from −1 to 1 were scaled to 0 to 255 for the pictures",
}


class Rule(NamedTuple):
    """How numbers become bytes: (x − low) ⋅ 255 / (high − low), then turned around where ink is dark on light."""

    low: Ends
    """Of all channels, or of each."""
    high: Ends
    polarity: Polarity
    said: str
    """As a clause about the arrays: `whose values from 0 to 1 were multiplied by 255 for the pictures`."""

    @property
    def kind(self) -> Any:  # noqa: ANN401  # the literal of ImageSet.polarity
        """`ink` where 0 is paper in the pictures, else `photograph`."""
        return "photograph" if self.polarity == "photograph" else "ink"


def rule_for(arrays: Array, what: str = "x_test") -> Rule:
    """Find the rule from the values and the margins of some images.  Raises DatasetError."""
    images = _arranged(arrays[:SAMPLE], what)
    low, high, said = _range(images)
    found: Polarity = "photograph" if images.ndim == 4 else polarity.of_margins(_bytes(images, low, high))
    paper = "; light margins were taken for paper, and the pictures inverted" if found == "ink" else ""
    return Rule(low, high, found, said + paper)


def form_of(arrays: Array, rule: Rule) -> tuple[Ends, Ends] | str:
    """Return what stands for 0 and for 255 in the pictures; a clause that says why where no two values do.

    Values from 0 to 1, to 16 or to 255 and from −1 to 1 are taken for scaled grey values; others are where there are
    no more different ones than grey values, in all channels or in each: after standardising each pixel there are.
    """
    ends = (rule.high, rule.low) if rule.polarity == "ink" else (rule.low, rule.high)
    plain = (*rule.low, *rule.high) in pixels.ENDS
    if plain or len(rule.low) > 1 or _are_grey(arrays):
        return ends
    return (
        "the values of the arrays are not grey values on one scale, as after standardising each pixel, so pictures cannot be "
        "brought into their form"
    )


def shown(arrays: Array, rule: Rule, what: str = "x_test") -> NDArray[np.uint8]:
    """Return uint8 (n, h, w) or (n, h, w, 3), at most 64 pixels a side; values beyond the rule's ends are cut off."""
    parts = np.array_split(arrays, max(1, len(arrays) // SAMPLE))
    return np.concatenate([_shown(_arranged(part, what), rule) for part in parts])


def _shown(images: NDArray[np.float32], rule: Rule) -> NDArray[np.uint8]:
    values = _reduced(_bytes(images, rule.low, rule.high))
    return 255 - values if rule.polarity == "ink" else values


def _are_grey(values: Array) -> bool:
    return len(np.unique(values[:FEW])) <= GREY_VALUES


def _bytes(images: NDArray[np.float32], low: Ends, high: Ends) -> NDArray[np.uint8]:
    zero, full = np.asarray(low, np.float32), np.asarray(high, np.float32)
    return np.asarray(np.clip((images - zero) * (255 / (full - zero)), 0, 255).round().astype(np.uint8))


def _arranged(arrays: Array, what: str) -> NDArray[np.float32]:
    """Return float32 (n, h, w) or (n, h, w, 3).  Raises DatasetError."""
    if arrays.dtype.kind not in "biuf":
        raise DatasetError(f"Expected images as numbers in {what}, found {arrays.dtype}: convert them first.")
    images: Any = pixels.arranged(arrays, what)  # type: ignore[arg-type]  # it moves axes of any type
    if not images.size or not np.isfinite(images).all():
        raise DatasetError(
            f"Expected finite numbers in {what}, found none, or NaN or infinity: mend them first."
        )
    return np.asarray(images, dtype=np.float32)


def _range(images: NDArray[np.float32]) -> tuple[Ends, Ends, str]:
    """Return what becomes 0 and what becomes 255, and how that is said."""
    low, high = float(images.min()), float(images.max())
    if ends := pixels.ends_of(low, high):
        return (ends[0],), (ends[1],), SAID[ends]
    if low == high:
        return (low,), (low + 1,), "whose values are all equal"
    said = f"whose values, from {low:.3g} to {high:.3g}, were scaled to 0 to 255 for the pictures"
    if _differ_by_channel(images):
        lows, highs = (tuple(map(float, end(images, axis=(0, 1, 2)))) for end in (np.min, np.max))
        return lows, highs, f"{said}, each colour channel on its own"
    return (low,), (high,), said


def _differ_by_channel(images: NDArray[np.float32]) -> bool:
    """Say whether each channel has grey values on a scale of its own, as after (x − mean) / sd of each."""
    if images.ndim == 3 or _are_grey(images):
        return False
    channels = np.moveaxis(images, -1, 0)
    return all(_are_grey(each) and np.ptp(each) > 0 for each in channels)


def _reduced(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Average blocks of pixels where the images are larger than any that the report shows."""
    factor = -(-max(images.shape[1:3]) // LARGEST)
    if factor == 1:
        return images
    count, height, width, *rest = images.shape
    tall, wide = height // factor, width // factor
    blocks = images[:, : tall * factor, : wide * factor].reshape(count, tall, factor, wide, factor, *rest)
    return np.asarray(blocks.mean(axis=(2, 4)).round().astype(np.uint8))
