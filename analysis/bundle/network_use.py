"""How a given network is used: what is done to an image before it, and what its scores are taken for."""

from __future__ import annotations

from typing import Literal

from analysis.bundle.record import Estimate, Packed, Proportion, Record

Outputs = Literal["logits", "probabilities", "log-probabilities", "sigmoids"]
DecidedBy = Literal[
    "number right", "log loss", "same predictions", "nothing better than chance", "option", "only way"
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


class NetworkUse(Record):
    """The way in and the way out of a network that was given as a file."""

    file: Literal["Keras", "HDF5", "ONNX"]
    """Format of the file."""
    order: Literal["rows", "flat", "channels last", "channels first"]
    """Order of the axes of its input."""
    height: int
    """Of the image that the network receives."""
    width: int
    channels: int
    values: Literal["0-1", "0-255", "-1-1", "standardised", "standardised by pixel"]
    """Range of the grey values that it receives; standardised: by mean and standard deviation of the training images."""
    moments: Packed | None = None
    """float32 (2, h, w, c), or of all pixels (2, 1, 1, c): their mean and standard deviation, of grey values from 0 to 255 that are not inverted; null where values are not standardised, and in older bundles."""
    inverted: bool
    """255 minus the grey value."""
    transposed: bool
    """Rows and columns interchanged."""
    size: Literal["unchanged", "padded", "cropped", "resized"]
    """How images of another size are brought to that of the network."""
    name: str
    """All of this as `--model-input` reads it."""
    decided_by: DecidedBy
    """`log loss`: at the best temperature of each way, with a handicap for unusual ones.  `same predictions`: the plainest of several ways between which no prediction or hardly one changes."""
    classes_permuted: bool
    """The scores fit the labels only in another order of the classes; found on training images, and not mended."""
    images: int
    """Training images on which the candidates were tried; 0 where an option decided."""
    candidates: tuple[Candidate, ...]
    """The best first; empty where an option decided."""
    first_tried: int = 0
    """Ways that were tried before on fewer images, where some of them could not be told apart: those are the candidates; else 0."""
    outputs: Outputs
    """`sigmoids`: numbers between 0 and 1 whose sum is not 1."""
    softmax_removed: bool
    """A final softmax was taken off: as float32 it is exactly 1 for most images."""
    floor: float | None
    """Smallest probability that is told from 0; null where the scores are logits."""
    file_megabytes: float
    """Of the file that was given."""
    published: bool
    """Whether the network is offered for download; an ONNX file is not."""


class ChannelEnds(Record):
    """What stands for the grey values 0 and 255 in one colour channel."""

    zero: float
    full: float


class ArrayUse(Record):
    """The form of the arrays that a network was given in a notebook, from which that of new images follows."""

    shape: tuple[int, ...]
    """Of one image."""
    zero: float
    """What stands for a grey value of 0 in the pictures of this report."""
    full: float
    """What stands for one of 255."""
    channels: tuple[ChannelEnds, ...] = ()
    """Both for each colour channel where these differ, the first as above; else empty, as in older bundles."""
    outputs: Outputs
    """What the network gives as it was given; where a softmax is taken off its end, logits remain."""
