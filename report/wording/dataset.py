"""What the chapter on the dataset says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from report.text.formats import count, percent, sentence, words
from report.text.grammar import extremes

if TYPE_CHECKING:
    from analysis.bundle import Findings
    from analysis.bundle.dataset import DatasetFindings, Part


def total(found: DatasetFindings) -> int:
    """Count the images of all three parts."""
    return found.training.images + found.validation.images + found.test.images


def title(found: DatasetFindings) -> str:
    """Say how many images stand for ten digits."""
    return f"{sentence(words(total(found)))} images of ten digits"


def lead(found: Findings) -> str:
    """Open the chapter: the three parts, and what each is for."""
    data = found.dataset
    holds = f"{sentence(data.title)}: {count(total(data))} handwritten digits, each a grey picture of 28 × 28 pixels."
    validation, test = count(data.validation.images), count(data.test.images)
    if found.training is None:
        return (
            f"{holds} The network was given as a file. The averages and projections of this report come from "
            f"{count(data.training.images)} of the images, its temperature from {validation} more, and all its scores "
            f"from {test}."
        )
    return (
        f"{holds} The network learns from {count(data.training.images)} of them; {validation} more are held out, to "
        f"follow the training and to fit the temperature; the finished network reads the other {test} once, at the end."
    )


def balance(part: Part) -> str:
    """Caption of the table of classes: how uneven the digits are."""
    least, most = extremes(part.per_digit)
    if part.per_digit[least] == part.per_digit[most]:
        return "Every digit has equally many images."
    ratio = Decimal(part.per_digit[least]) / part.per_digit[most]
    uneven = f"the least frequent, {least}, has {percent(ratio)} as many images as the most frequent, {most}"
    return f"No digit is rare: {uneven}." if 4 * ratio >= 3 else f"The digits are uneven: {uneven}."


def verified(found: DatasetFindings) -> str:
    """Caption of the checksums: whether these are the digits that everybody means."""
    if found.name == "mnist":
        return "These are the digits that everybody calls MNIST: every checksum agrees."
    return "These are not MNIST’s checksums; they identify this copy."
