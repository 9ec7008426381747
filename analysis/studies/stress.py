"""How fast do accuracy and confidence fall when images get worse, and what is said of images that show none of the classes?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.bundle.record import Omitted, Packed
from analysis.bundle.stress import (
    FEWEST,
    NonMember,
    NonMembers,
    StressedFamily,
    StressFindings,
    StressPoint,
    separated,
    stressed,
)
from analysis.data.letters import letters, usual_box
from analysis.data.pixels import luminance
from analysis.evidence import LEFT_OUT, AskedNetwork, Evidence, Images
from analysis.statistics.corruptions import corrupted
from analysis.statistics.probabilities import Probabilities
from analysis.statistics.severities import SEVERITIES, Family, amount, families

OTHERS, EXAMPLES = 500, 6
SAME = 0.999
"""Of the sample, how many predictions the network has to repeat: near ties may depend on the batch."""
GREY = 128


def undecided(evidence: Evidence) -> str | None:
    """Say that there is no network to ask, that it shall not be asked, or that there are too few images."""
    if evidence.network is None:
        return evidence.no_network
    if not evidence.extras:
        return LEFT_OUT
    if len(evidence.predictions) < FEWEST:
        return f"there are fewer than {FEWEST} test images"
    if not isinstance(evidence.view, Probabilities):
        return "there are too many scores to keep them"
    return None


def study(evidence: Evidence) -> StressFindings | Omitted:
    """Ask the network about a sample of the test images, made worse in steps, and about images of none of the classes."""
    network, view, shown = evidence.network, evidence.view, evidence.images
    assert network is not None  # noqa: S101  # `undecided` says so
    assert isinstance(view, Probabilities)  # noqa: S101
    assert shown is not None  # noqa: S101  # STUDIES names what is needed
    rows = stressed(view.labels, shown.images[0].size)
    sample, images = Probabilities(view.labels[rows], view.logits[rows]), network.test[rows]
    if (network.logits(images).argmax(axis=1) == sample.predicted).mean() < SAME:
        return Omitted(reason="the network, asked again, does not give the predictions")
    photographs, example = shown.polarity == "photograph", len(rows) // 2
    steps = [
        _family(network, sample, images, name, example, photographs=photographs)
        for name in families(photographs=photographs)
    ]
    return StressFindings(
        images=len(rows),
        families=tuple(found for found, _ in steps),
        example=int(rows[example]),
        examples=Packed.of(np.stack([pictures for _, pictures in steps])),
        others=tuple(
            _said(network, sample, kind, each) for kind, each in _others(evidence, images) if len(each)
        ),
    )


def _family(  # noqa: PLR0913  # who is asked about what
    network: AskedNetwork,
    sample: Probabilities,
    images: Images,
    name: Family,
    example: int,
    *,
    photographs: bool,
) -> tuple[StressedFamily, Images]:
    """Ask about each severity but the first, whose answers are known; return the example at each, too: (·, h, w)."""
    side, points, pictures = min(images.shape[1:3]), [], []
    for severity in SEVERITIES:
        worse = corrupted(images, name, severity, photographs=photographs)
        view = Probabilities(sample.labels, network.logits(worse)) if severity else sample
        points.append(StressPoint.of(amount(name, severity, side), view, sample.correct))
        pictures.append(_grey(worse[example : example + 1]))
    return StressedFamily(name=name, points=tuple(points)), np.concatenate(pictures)


def _others(evidence: Evidence, sample: Images) -> Iterator[tuple[NonMember, Images]]:
    """Yield images of none of the classes, in the form of the sample: (m, h, w) or (m, h, w, 3)."""
    assert evidence.images is not None  # noqa: S101  # `study` says so
    form = sample.shape[1:]
    ink = evidence.images.polarity == "ink"
    rng = np.random.default_rng(OTHERS)
    yield "blank", np.full((1, *form), 0 if ink else GREY, np.uint8)
    yield "noise", rng.integers(0, 256, (OTHERS, *form), np.uint8)
    some = np.linspace(0, len(sample) - 1, min(OTHERS, len(sample))).round().astype(np.intp)
    yield "inverted", 255 - sample[some]
    if ink and evidence.classes.are_digits and len(form) == 2:
        yield "letters", letters((form[0], form[1]), usual_box(sample))


def _said(network: AskedNetwork, sample: Probabilities, kind: NonMember, images: Images) -> NonMembers:
    found = Probabilities(np.zeros(len(images), np.intp), network.logits(images))
    log_odds = found.log_odds.astype(np.float32)
    some = np.linspace(0, len(images) - 1, min(EXAMPLES, len(images))).round().astype(np.intp)
    return NonMembers(
        kind=kind,
        log_odds=Packed.of(log_odds),
        predicted=Packed.of(found.predicted.astype(np.uint16)),
        area=separated(sample, log_odds),
        examples=Packed.of(_grey(images[some])),
    )


def _grey(images: Images) -> Images:
    return images if images.ndim == 3 else luminance(images)
