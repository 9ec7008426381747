"""How fast do accuracy and confidence fall when images get worse, and what is said of images that show none of the classes?"""

from __future__ import annotations

from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveInt, model_validator

from analysis.bundle.record import Estimate, Packed, PairedComparison, Proportion, Record, derived
from analysis.statistics.intervals import mean_interval
from analysis.statistics.probabilities import Probabilities
from analysis.statistics.roc import area
from analysis.statistics.severities import SEVERITIES, Family, spread_over_classes

SAMPLE, FEWEST = 2_000, 100
MOST_PIXELS = 16_000_000
"""Of the sample: 2,000 images of 89 × 89."""
NonMember = Literal["blank", "noise", "inverted", "letters"]


class StressPoint(Record):
    """What is predicted for the sample at one severity."""

    amount: NonNegativeFloat
    """In the unit of the family; 0 for the images as they are."""
    accuracy: Proportion
    against_clean: PairedComparison
    """The images as they are (first), and as they are here (second)."""
    confidence: Estimate
    """Mean over the images."""
    overconfidence: Estimate
    """Mean confidence minus accuracy."""

    @classmethod
    def of(cls, amount: float, view: Probabilities, clean: NDArray[np.bool_]) -> Self:
        """Describe the predictions for the sample; `clean`, (n,), are the images predicted correctly as they are."""
        return cls(
            amount=amount,
            accuracy=Proportion.of(view.correct.sum(), len(view)),
            against_clean=PairedComparison.of(clean, view.correct),
            confidence=Estimate.of(mean_interval(view.confidence)),
            overconfidence=Estimate.of(mean_interval(view.confidence - view.correct)),
        )


class StressedFamily(Record):
    """One way in which images get worse."""

    name: Family
    points: tuple[StressPoint, ...] = Field(min_length=len(SEVERITIES), max_length=len(SEVERITIES))
    """By rising severity, the first of the images as they are."""

    @model_validator(mode="after")
    def _speaks_of_the_same_images(self) -> Self:
        clean = self.points[0].accuracy
        for point in self.points:
            lost = point.against_clean.first_only - point.against_clean.second_only
            images = {point.accuracy.total, point.against_clean.images}
            if images != {clean.total} or point.accuracy.count != clean.count - lost:
                msg = f"accuracies of the same {clean.total:,} images"
                raise ValueError(msg)
        return self

    @derived
    def falls(self) -> bool:
        """True where accuracy at the greatest severity is lower, by the paired 95% interval."""
        return self.points[-1].against_clean.difference.low > 0

    @derived
    def overconfident(self) -> bool:
        """True where mean confidence exceeds accuracy at the greatest severity, by the 95% interval."""
        return self.points[-1].overconfidence.low > 0


class NonMembers(Record):
    """What the network says of images that show none of the classes."""

    kind: NonMember
    log_odds: Packed
    """float32 (m,): of the predicted class of each."""
    predicted: Packed
    """uint16 (m,)."""
    area: Estimate | None
    """Under the ROC curve: the probability that an image of the sample has a higher confidence; null for a single image."""
    examples: Packed
    """uint8 (·, h, w): some of them, at even distances."""

    @derived
    def images(self) -> int:
        """How many."""
        return len(self.log_odds.array())

    @derived
    def separated(self) -> bool:
        """True where the 95% interval of the area lies above one half."""
        return self.area is not None and self.area.low > 0.5

    @derived
    def confidence(self) -> Estimate:
        """Mean over the images."""
        odds = self.log_odds.array().astype(np.float64)
        return Estimate.of(mean_interval(np.exp(-np.logaddexp(0, -odds))))

    @derived
    def most_frequent(self) -> int:
        """Label that is predicted most often; of several, the smallest."""
        return int(np.bincount(self.predicted.array()).argmax())

    @derived
    def answers(self) -> Proportion:
        """Images for which it is predicted."""
        found = np.bincount(self.predicted.array())
        return Proportion.of(found.max(), found.sum())


class StressFindings(Record):
    """A sample of the test images, stratified and fixed, made worse; and images of none of the classes."""

    images: PositiveInt
    """Of the sample."""
    families: tuple[StressedFamily, ...] = Field(min_length=1)
    example: NonNegativeInt
    """Test image of the sample that is shown."""
    examples: Packed
    """uint8 [family][severity][row][column]: of that image."""
    others: tuple[NonMembers, ...] = Field(min_length=1)

    @derived
    def most_overconfident(self) -> Family | None:
        """Where mean confidence exceeds accuracy most, at the greatest severity; null where nowhere."""
        found = [each for each in self.families if each.overconfident]
        return max(found, key=lambda each: each.points[-1].overconfidence.value).name if found else None

    @derived
    def least_separated(self) -> NonMember | None:
        """The kind of images that confidence tells least from the sample; null where only a single image was tried."""
        known = [each for each in self.others if each.area]
        return min(known, key=lambda each: each.area.value if each.area else 1.0).kind if known else None


def stressed(labels: NDArray[np.integer], pixels: int) -> NDArray[np.intp]:
    """Choose the rows of the sample, of images of so many pixels: 2,000, or fewer of larger ones; ascending."""
    return spread_over_classes(labels, min(SAMPLE, max(FEWEST, MOST_PIXELS // pixels)))


def separated(sample: Probabilities, log_odds: NDArray[np.floating]) -> Estimate | None:
    """Return how well confidence tells the sample from other images, whose log-odds are (m,); None of a single one."""
    return Estimate.of(area(sample.log_odds, log_odds)) if len(log_odds) > 1 else None
