"""The figures of the report: what was found → pictures as SVG.

Each is a function that draws the findings on a sheet, cut to the place where it will be read.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

import matplotlib as mpl

from report.figures import (
    accuracy,
    calibration,
    confidence,
    confusion,
    mean_digits,
    projection,
    svg,
    training,
)
from report.figures.canvas import Sheet
from report.images.theme import PAPER_RC, RC
from report.output.parallel import spread

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.bundle import Bundle, Findings

Place = Literal["text", "half", "wide"]
Medium = Literal["web", "paper"]

# CSS pixels on a screen; on a phone each figure is 358 wide.  On paper 118, 80 and 166 mm.
WIDTHS: dict[Place, int] = {"text": 616, "half": 434, "wide": 896}
NARROW = 358
PAPER_WIDTHS: dict[Place, int] = {"text": 446, "half": 302, "wide": 627}


def always(_: Findings) -> bool:
    """Say that a figure can be drawn from any bundle."""
    return True


def with_training(findings: Findings) -> bool:
    """Say whether the network was trained here."""
    return findings.training is not None


def with_sweep(findings: Findings) -> bool:
    """Say whether several seeds were trained."""
    return findings.sweep is not None


def with_mistakes(findings: Findings) -> bool:
    """Say whether any test image was misread."""
    return findings.accuracy.mistakes.count > 0


class Drawing(NamedTuple):
    """One figure: what it shows, where it stands, how tall it is in CSS pixels, what it needs."""

    draw: Callable[[Sheet, Findings], None]
    shows: str
    place: Place
    height: int
    narrow: int
    paper: int
    needs: Callable[[Findings], bool] = always


FIGURES: dict[str, Drawing] = {
    "training-error": Drawing(training.training_error, "share misread per epoch", "half", 300, 280, 220, with_training),
    "training-loss": Drawing(training.training_loss, "loss per epoch", "half", 300, 280, 220, with_training),
    "recalls": Drawing(accuracy.recalls, "recall of each digit, with intervals", "text", 350, 350, 300),
    "seeds": Drawing(accuracy.seeds, "accuracy of each training run", "text", 206, 206, 206, with_sweep),
    "pairs": Drawing(confusion.pairs, "the most confused pairs and the claimed ones", "text", 410, 410, 360, with_mistakes),
    "means": Drawing(mean_digits.means, "mean and spread of the images of each digit", "wide", 214, 300, 158),
    "distances": Drawing(mean_digits.distances, "distance of the means against mistakes", "text", 400, 360, 300, with_mistakes),
    "confidence": Drawing(confidence.confidence, "confidence, right answers and wrong ones", "text", 400, 400, 330),
    "confidence-digits": Drawing(confidence.confidence_digits, "confidence for each true digit", "text", 350, 350, 300),
    "reliability": Drawing(calibration.reliability, "claimed against observed accuracy", "text", 420, 400, 340),
    "risk-coverage": Drawing(calibration.risk_coverage, "what remains wrong when the least sure are refused", "text", 330, 320, 250, with_mistakes),
    "pca-pixels": Drawing(projection.pca_pixels, "plane of two components of the pixels", "half", 434, 358, 302),
    "pca-features": Drawing(projection.pca_features, "plane of two components of the features", "half", 434, 358, 302),
    "explained": Drawing(projection.explained, "share of the variance in each component", "text", 300, 290, 240),
}  # fmt: skip


def is_drawn(name: str, findings: Findings) -> bool:
    """Say whether the figure can be drawn from these findings; where not, a sentence takes its place."""
    return FIGURES[name].needs(findings)


def figure_size(name: str, medium: Medium = "web") -> tuple[int, int]:
    """Return width and height in CSS pixels; `name` may end in `-narrow`, the drawing for the phone."""
    plain = name.removesuffix("-narrow")
    figure = FIGURES[plain]
    if medium == "paper":
        return PAPER_WIDTHS[figure.place], figure.paper
    return (WIDTHS[figure.place], figure.height) if name == plain else (NARROW, figure.narrow)


def draw(name: str, findings: Findings, medium: Medium = "web") -> Sheet:
    """Draw one figure, by its name or its name and `-narrow`; the style must be set."""
    sheet = Sheet(*figure_size(name, medium), paper=medium == "paper")
    FIGURES[name.removesuffix("-narrow")].draw(sheet, findings)
    return sheet


def draw_all(bundle: Bundle, medium: Medium) -> dict[str, bytes]:
    """Return the SVG of every figure that this bundle has something for; for the web each also `-narrow`."""
    names = [name for name in FIGURES if is_drawn(name, bundle.findings)]
    if medium == "web":
        names = [name + ending for name in names for ending in ("", "-narrow")]
    with mpl.rc_context(PAPER_RC if medium == "paper" else RC):
        return dict(zip(names, spread(partial(_svg, bundle.findings, medium), names), strict=True))


def _svg(findings: Findings, medium: Medium, name: str) -> bytes:
    write = svg.for_paper if medium == "paper" else svg.for_screen
    return write(draw(name, findings, medium).figure)
