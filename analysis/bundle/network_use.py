"""How a given network is used: what is done to an image before it, and what its scores are taken for."""

from __future__ import annotations

from itertools import pairwise, product
from math import log
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from analysis.bundle.record import Estimate, Packed, Proportion, Record, derived
from analysis.system.model_input_words import IN_COLOUR, OF_TRAINING_IMAGES, Size, Values, named

MAX_WAYS = 100
SLIP = 1e-5
"""Relative: what rounding to six digits adds to a number."""
FLOAT32_TINY = 1.17549e-38
"""Smallest normal number of float32, to six digits."""
MAX_OUTPUTS = 10_000
Share = Annotated[float, Field(ge=0, le=1)]
Output = Annotated[int, Field(ge=0, lt=MAX_OUTPUTS)]
Side = Annotated[int, Field(ge=1, le=10_000)]
Outputs = Literal["logits", "probabilities", "log-probabilities", "sigmoids"]
DecidedBy = Literal[
    "number right",
    "log loss",
    "batch normalisation",
    "same predictions",
    "hardly different",
    "nothing better than chance",
    "option",
    "only way",
]


class Candidate(Record):
    """One way of giving images to the network, tried on training images."""

    name: str
    """As `--model-input` reads it: `0-255, inverted`."""
    right: Proportion
    """Of the training images on which it was tried."""
    log_loss: Estimate | None
    """In nats; null where a score was not finite."""
    tempered: Estimate | None
    """Log loss at the temperature that suits it best, near 1 if it can, which makes ways on different scales comparable."""

    @model_validator(mode="after")
    def _has_possible_losses(self) -> Self:
        """Hold losses to each other: a temperature lowers them, and an interval reaches as far down as up, unless that is below 0."""
        if (self.log_loss is None) != (self.tempered is None):
            msg = "log_loss and tempered, or neither"
            raise ValueError(msg)
        for loss in (self.log_loss, self.tempered):
            if loss and abs(max(0.0, 2 * loss.value - loss.high) - loss.low) > 2 * SLIP * loss.high + 1e-12:
                msg = f"a loss of {loss.value:g} in the middle of its interval"
                raise ValueError(msg)
        if (
            self.log_loss
            and self.tempered
            and self.tempered.value > self.log_loss.value + 1e-3 * (1 + self.log_loss.value)
        ):
            msg = f"a tempered loss of at most {self.log_loss.value:g}"
            raise ValueError(msg)
        return self


def ways() -> set[str]:
    """Return all names that a way of giving images may have, as `--model-input` reads them."""
    turns = product((False, True), (False, True))
    return {
        named(values, size, inverted=inverted, transposed=transposed)
        for values, size, (inverted, transposed) in product(get_args(Values), get_args(Size), list(turns))
    }


class NetworkUse(Record):
    """The way in and the way out of a network that was given as a file."""

    file: Literal["Keras", "HDF5", "ONNX"]
    """Format of the file."""
    order: Literal["rows", "flat", "channels last", "channels first"]
    """Order of the axes of its input."""
    height: Side
    """Of the image that the network receives."""
    width: Side
    channels: Literal[1, 3]
    values: Values
    """Range of the grey values that it receives; standardised: by mean and standard deviation of the training images, or of each image; of unit length: divided by the root of the sum of the squares; imagenet: by the mean and the standard deviation of its colours, or, in the order blue, green, red, less their mean."""
    moments: Packed | None = None
    """float32 (2, h, w, c), or of all pixels (2, 1, 1, c): their mean and standard deviation, of grey values from 0 to 255 that are not inverted; null where values are not standardised, and in older bundles."""
    inverted: bool
    """255 minus the grey value."""
    transposed: bool
    """Rows and columns interchanged."""
    size: Size
    """How images of another size are brought to that of the network."""
    decided_by: DecidedBy
    """`log loss`: at the best temperature of each way, with a handicap for unusual ones.  `same predictions`: the plainest of several ways between which no prediction or hardly one changes."""
    classes_permuted: bool
    """The scores fit the labels only in another order of the classes; found on training images, and not mended."""
    images: int = Field(ge=0)
    """Training images on which the candidates were tried; 0 where an option decided."""
    candidates: tuple[Candidate, ...] = Field(max_length=MAX_WAYS)
    """The best first; empty where an option decided."""
    first_tried: int = Field(default=0, ge=0, le=MAX_WAYS)
    """Ways that were tried before on fewer images, where some of them could not be told apart: those are the candidates; else 0."""
    outputs: Outputs
    """`sigmoids`: numbers between 0 and 1 whose sum is not 1."""
    softmax_removed: bool
    """A final softmax was taken off: as float32 it is exactly 1 for most images."""
    file_megabytes: float = Field(ge=0, le=1e5)
    """Of the file that was given."""
    classes: int = Field(default=0, ge=0)
    """Of the data; 0 in older bundles."""
    confidence: Share | None = None
    """Mean confidence of the training images in the way that was taken; null where an option decided, and in older bundles."""
    output_of: tuple[Output, ...] = Field(default=(), max_length=MAX_OUTPUTS)
    """The output that stands for each class, counted from 0, where the network has more of them than the data have classes; else empty."""
    left_out: tuple[Output, ...] = Field(default=(), max_length=MAX_OUTPUTS)
    """The other outputs, for which the data have no class; they are not looked at."""

    @derived
    def even_loss(self) -> float | None:
        """Log loss, in nats, where every answer had the share of right ones as its confidence, and the other classes shared the rest; null where all or none are right, or classes are not counted."""
        right = self.candidates[0].right.value if self.candidates else 0.0
        if not 0 < right < 1 or self.classes < 2:
            return None
        wrong = 1 - right
        return -right * log(right) - wrong * log(wrong / (self.classes - 1))

    @derived
    def nearest_only(self) -> bool:
        """Whether the way that was taken may be only the nearest of those tried: it is too sure of its answers on training images, so much that its log loss is above `even_loss`, as one that was trained otherwise is."""
        if self.even_loss is None or self.confidence is None or self.classes_permuted:
            return False
        first = self.candidates[0]
        return bool(
            first.log_loss and first.log_loss.low > self.even_loss and self.confidence > first.right.high
        )

    @derived
    def name(self) -> str:
        """All of this as `--model-input` reads it."""
        return named(self.values, self.size, inverted=self.inverted, transposed=self.transposed)

    @derived
    def floor(self) -> float | None:
        """Smallest probability that is told from 0; null where the scores are logits."""
        return FLOAT32_TINY if self.outputs in {"probabilities", "sigmoids"} else None

    @derived
    def published(self) -> bool:
        """Whether the network is offered for download; an ONNX file is not."""
        return self.file != "ONNX"

    @model_validator(mode="after")
    def _has_the_moments_it_needs(self) -> Self:
        if self.moments is None:
            return self
        single = self.values == "standardised"
        size = (1, 1) if single else (self.height, self.width)
        fits = self.moments.dtype == "float32" and self.moments.shape == (2, *size, self.channels)
        if not fits or self.values not in OF_TRAINING_IMAGES:
            msg = "moments of the pixels where values are standardised, else none"
            raise ValueError(msg)
        found = self.moments.array()
        if not ((found >= 0) & (found <= 255)).all():  # nor is NaN
            msg = "moments that are means and standard deviations of grey values"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _counts_each_output_once(self) -> Self:
        outputs = sorted((*self.output_of, *self.left_out))
        if outputs != list(range(len(outputs))) or bool(self.output_of) != bool(self.left_out):
            msg = "output_of and left_out with each output once, or neither"
            raise ValueError(msg)
        if self.output_of and len(self.output_of) != self.classes:
            msg = f"an output for each of {self.classes} classes"
            raise ValueError(msg)
        if self.values in IN_COLOUR and self.channels != 3:
            msg = "three channels with constants for three"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _chose_among_what_it_tried(self) -> Self:
        least, most = {"option": (0, 0), "only way": (1, 1)}.get(self.decided_by, (2, MAX_WAYS))
        names, tried = [one.name for one in self.candidates], len(self.candidates)
        if not least <= tried <= most or (self.images > 0) != (tried > 0):
            msg = f"candidates and images as many as `{self.decided_by}` decides between"
            raise ValueError(msg)
        if self.classes_permuted and self.decided_by in {"option", "only way", "nothing better than chance"}:
            msg = f"classes_permuted false with `{self.decided_by}`"
            raise ValueError(msg)
        if names and (names[0] != self.name or len(set(names)) < tried or not set(names) <= ways()):
            msg = "candidates with known names, each once, and first the one that was taken"
            raise ValueError(msg)
        if any(one.right.total != self.images for one in self.candidates):
            msg = f"right of {self.images:,} images"
            raise ValueError(msg)
        if self.first_tried and not tried < self.first_tried:
            msg = "first_tried 0, or more ways than were tried again"
            raise ValueError(msg)
        self._check_order()
        return self

    def _check_order(self) -> None:
        """Hold the others to fall by number right and log loss; of permuted classes, these are in another order."""
        if self.classes_permuted or not self.candidates:
            return
        first, *others = self.candidates
        for one, other in pairwise(others):
            loss, following = (each.log_loss.value if each.log_loss else 0.0 for each in (one, other))
            tied = one.right.count == other.right.count and loss <= following * (1 + SLIP) + 1e-9
            if not (one.right.count > other.right.count or tied):
                msg = "the other candidates by number right and log loss"
                raise ValueError(msg)
        if self.decided_by == "number right" and first.right.count <= max(one.right.count for one in others):
            msg = "decided_by something else: the number right is not the largest"
            raise ValueError(msg)


class ChannelEnds(Record):
    """What stands for the grey values 0 and 255 in one colour channel."""

    zero: float
    full: float

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if self.full == self.zero:
            msg = "full another value than zero"
            raise ValueError(msg)
        return self


class ArrayUse(Record):
    """The form of the arrays that a network was given in a notebook, from which that of new images follows."""

    shape: tuple[Annotated[int, Field(ge=1)], ...] = Field(min_length=1, max_length=3)
    """Of one image."""
    zero: float
    """What stands for a grey value of 0 in the pictures of this report."""
    full: float
    """What stands for one of 255."""
    channels: tuple[ChannelEnds, ...] = ()
    """Both for each colour channel where these differ, the first as above; else empty, as in older bundles."""
    outputs: Outputs
    """What the network gives as it was given; where a softmax is taken off its end, logits remain."""

    @model_validator(mode="after")
    def _has_two_ends(self) -> Self:
        if self.full == self.zero:
            msg = "full another value than zero"
            raise ValueError(msg)
        if not self.channels:
            return self
        coloured = len(self.shape) == 3 == len(self.channels) and 3 in {self.shape[0], self.shape[-1]}
        first = self.channels[0]
        if not coloured or (first.zero, first.full) != (self.zero, self.full):
            msg = "channels of a coloured image, the first as above, or none"
            raise ValueError(msg)
        return self
