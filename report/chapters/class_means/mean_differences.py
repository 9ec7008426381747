"""Where the means of two classes differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.bundle.class_means import ClassMeanFindings, MeanDifference
from analysis.bundle.classes import ImageFormat
from report.chapters.face_offs import FaceOff, downloads, face_off
from report.chapters.model import Figure
from report.text.formats import count, fixed, listed
from report.text.grammar import ordinal, plural
from report.text.naming import Naming


@dataclass(frozen=True)
class ShownDifference:
    """Two means, their difference, and its numbers in words."""

    faces: FaceOff
    heading: str
    evidence: str


def sentences(found: ClassMeanFindings, images: ImageFormat, naming: Naming) -> dict[str, Any]:
    """Return what the template prints about the differences, by name."""
    return {
        "differences": [shown_difference(each, images, naming) for each in found.differences],
        "chosen": chosen(found, naming),
    }


def figure(found: ClassMeanFindings, naming: Naming) -> Figure:
    """Set means and differences side by side."""
    return Figure(
        claim=most_alike(found, naming),
        measure="First mean, first minus second, second mean; full colour from a difference of 0.6, where 1 is the largest "
        "possible",
        **downloads(found.differences, naming),
        wide=True,
    )


def most_alike(found: ClassMeanFindings, naming: Naming) -> str:
    """Name the pairs whose means differ in the fewest pixels."""
    if len(found.differences) == 1:
        fewest = found.differences[0].pixels_beyond_tenth
        return f"The two means differ by more than a tenth in {count(fewest)} {plural(fewest, 'pixel')}."
    pairs = naming.pairs(found.differences_named_alike)
    return f"Of these pairs, the means of {pairs} differ in the fewest pixels."


def chosen(found: ClassMeanFindings, naming: Naming) -> str:
    """Say why each pair is shown; nothing of the only one."""
    if len(found.ranked) == 1:
        return ""
    named = [naming.slashed(each.classes) for each in found.differences if each.named]
    others = [
        f"{naming.slashed(each.classes)} ({_reason(each)})" for each in found.differences if not each.named
    ]
    before = [f"{listed(named)} (prespecified)"] if named else []
    return f"Shown: {'; '.join(before + others)}."


def _reason(each: MeanDifference) -> str:
    near = "the closest means" if each.closest else f"{ordinal(each.distance.rank)} closest means"
    return f"{near}, the most errors" if each.most_errors else near


def shown_difference(each: MeanDifference, images: ImageFormat, naming: Naming) -> ShownDifference:
    """Put one difference into words."""
    fewest, distance = each.pixels_beyond_tenth, each.distance
    return ShownDifference(
        faces=face_off(each, naming),
        heading=f"The means of {naming.pair(each.classes)} differ by more than a tenth in {count(fewest)} of "
        f"{count(images.pixels)} pixels.",
        evidence=f"The largest difference of a pixel is {fixed(each.largest, 2)}. {more_ink(each, images, naming)} The "
        f"distance of the two means is {fixed(distance.distance, 2)} (standard error {fixed(distance.standard_error, 2)}).",
    )


def more_ink(each: MeanDifference, images: ImageFormat, naming: Naming) -> str:
    """Say which of two means has the larger sum of pixels."""
    ink = images.polarity == "ink"
    if each.more_ink is None:
        return "Both means have equally much ink." if ink else "Both means are equally bright."
    first, second = sorted(each.classes, key=lambda label: label != each.more_ink)
    more, unit = ("has more ink", "full pixels") if ink else ("is brighter", "white pixels")
    return (
        f"The mean of {naming.quoted(first)} {more} than the mean of {naming.quoted(second)}, by "
        f"{fixed(each.ink_difference, 1)} {unit}."
    )
