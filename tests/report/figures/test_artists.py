"""What is drawn is what was found: the marks of each figure, number by number."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from report.figures import calibration, confidence, draw, projection
from report.figures.canvas import Picture
from report.images.theme import INK, RC, RED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from analysis.bundle import Bundle, Findings
    from report.figures.canvas import Sheet

    Drawer = Callable[[str], Sheet]


@pytest.fixture(scope="module")
def findings(swept_bundle: Bundle) -> Findings:
    """A run with mistakes, a history and a sweep."""
    return swept_bundle.findings


@pytest.fixture
def drawn(findings: Findings) -> Iterator[Drawer]:
    """A function that draws one figure of it."""
    with mpl.rc_context(RC):
        yield lambda name: draw(name, findings)


def said(sheet: Sheet) -> set[str]:
    """Return all words of a figure."""
    return {text.get_text() for text in sheet.figure.findobj(Text)}


def dots(axes: Axes, colour: str | None = None) -> np.ndarray:
    """Return the places (n, 2) of all dots, or of those of a colour, from the top left to the bottom right."""
    lines = [line for line in axes.lines if line.get_marker() == "o" and colour in {None, line.get_color()}]
    places = [line.get_xydata() for line in lines]
    return np.array(sorted(map(tuple, np.concatenate(places)), key=lambda place: place[::-1]))


def intervals(line: Line2D) -> np.ndarray:
    """Return the ends (n, 2) of intervals drawn as one broken line, along the axis on which they differ."""
    ends = line.get_xydata().reshape(-1, 3, 2)[:, :2]
    along = 0 if np.ptp(ends[:, :, 0], axis=1).sum() > np.ptp(ends[:, :, 1], axis=1).sum() else 1
    return ends[:, :, along]


def broken(axes: Axes) -> list[Line2D]:
    """Return the lines that are intervals."""
    return [line for line in axes.lines if len(line.get_xdata()) and np.isnan(line.get_ydata()[-1])]


@pytest.mark.parametrize("measure", ["error", "loss"])
def test_history(drawn: Drawer, findings: Findings, measure: str) -> None:
    """Each epoch has its point; training is dashed as long as images were distorted."""
    epochs = findings.training.epochs
    wanted = {
        "error": [(1 - epoch.training_accuracy, 1 - epoch.validation_accuracy) for epoch in epochs],
        "loss": [(epoch.training_loss, epoch.validation_loss) for epoch in epochs],
    }[measure]
    axes = drawn(f"training-{measure}").figure.axes[0]
    dashed, plain, validation = axes.lines[:3]
    distorted = [epoch.number for epoch in epochs if epoch.distorted]

    np.testing.assert_allclose([v for _, v in wanted], validation.get_ydata())
    assert distorted == list(dashed.get_xdata())
    np.testing.assert_allclose([t for t, _ in wanted[len(distorted) :]], plain.get_ydata()[1:])


def test_no_mistake_at_all_is_called_zero(findings: Findings) -> None:
    """A logarithmic scale has no 0; the lowest place stands for it, and says so."""
    epochs = [epoch.model_copy(update={"validation_accuracy": 1.0}) for epoch in findings.training.epochs]
    training = findings.training.model_copy(update={"epochs": tuple(epochs)})
    with mpl.rc_context(RC):
        axes = draw("training-error", findings.model_copy(update={"training": training})).figure.axes[0]

    lowest = axes.get_yticks()[0]
    assert axes.get_yticklabels()[0].get_text() == "0%"
    assert {lowest} == set(axes.lines[2].get_ydata())


def test_recalls(drawn: Drawer, findings: Findings) -> None:
    """Ten dots from 0 down to 9, each on its interval, with its count."""
    sheet = drawn("recalls")
    scores = findings.accuracy.digits
    recalls = [score.recall for score in scores]

    axes = sheet.figure.axes[0]
    np.testing.assert_allclose([recall.value for recall in recalls], dots(axes)[:, 0])
    ends = np.concatenate([intervals(line) for line in broken(axes)])
    assert {(recall.low, recall.high) for recall in recalls} == set(map(tuple, ends))
    counts = {f"{recall.total - recall.count:,} of {recall.total:,}" for recall in recalls}
    assert {str(score.digit) for score in scores} | counts <= said(sheet)


def test_pairs(drawn: Drawer, findings: Findings) -> None:
    """Twelve pairs by rank, and the claimed ones wherever they rank, in red and bold."""
    pairs = findings.confusion.pairs
    shown = [pair for rank, pair in enumerate(pairs) if rank < 12 or pair.claimed]
    claimed = [pair for pair in shown if pair.claimed]
    sheet = drawn("pairs")

    axes = sheet.figure.axes[0]
    np.testing.assert_allclose([1000 * pair.rate.value for pair in shown], dots(axes)[:, 0])
    np.testing.assert_allclose([1000 * pair.rate.value for pair in claimed], dots(axes, RED)[:, 0])
    bold = {text.get_text() for text in sheet.figure.texts if text.get_weight() == 700}
    names = {f"{first} and {second}" for first, second in (pair.digits for pair in claimed)}
    assert names <= bold
    assert len(bold) == 2 * len(claimed)


def test_seeds(drawn: Drawer, findings: Findings) -> None:
    """One dot per run, that of this report full, and the mean twice, on its two intervals."""
    sheet = drawn("seeds")
    sweep = findings.sweep
    axes = sheet.figure.axes[0]
    mine = [run.accuracy.value for run in sweep.runs if run.seed == findings.training.seed]

    values = [run.accuracy.value for run in sweep.runs] + mine + 2 * [sweep.accuracy.value]
    np.testing.assert_allclose(sorted(values), sorted(dots(axes)[:, 0]))
    ends = [intervals(line)[0] for line in broken(axes)]
    assert [(mean.low, mean.high) for mean in (sweep.accuracy, sweep.new_images)] == [*map(tuple, ends)]


def test_means(drawn: Drawer, findings: Findings) -> None:
    """The ten means as ink, from 0 to 9; the ten spreads below."""
    first, second, _ = drawn("means").figure.findobj(Picture)
    ink = np.asarray(Image.open(io.BytesIO(first.png)))[..., 1]

    np.testing.assert_array_equal(np.hstack(findings.mean_digits.means.array()), ink)
    assert Image.open(io.BytesIO(second.png)).size == (280, 28)


def test_distances(drawn: Drawer, findings: Findings) -> None:
    """45 dots: distance against mistakes; the claimed pairs are red, and named."""
    sheet = drawn("distances")
    ranked = findings.mean_digits.ranked
    wanted = sorted((pair.mistakes, pair.distance) for pair in ranked)

    np.testing.assert_allclose(wanted, dots(sheet.figure.axes[0])[:, ::-1])
    assert len(dots(sheet.figure.axes[0], RED)) == 2
    assert {"3/5", "8/9"} <= said(sheet)


def test_confidence(drawn: Drawer, findings: Findings) -> None:
    """Bars end at their counts; each mistake has one mark, in its bin."""
    found = findings.confidence
    above, below = drawn("confidence").figure.axes
    tops = [bar.get_y() + bar.get_height() for bar in above.patches]
    counted = np.array(found.correct_histogram)

    np.testing.assert_allclose(np.maximum(counted, confidence.FLOOR), tops)
    per_bin = np.bincount(dots(below, RED)[:, 0].astype(int), minlength=len(counted))
    np.testing.assert_array_equal(found.wrong_histogram, per_bin)


def test_many_mistakes_are_bars(findings: Findings) -> None:
    """Where marks would not fit, mistakes hang as bars on a scale of their own."""
    many = tuple(100 * count for count in findings.confidence.wrong_histogram)
    spread = findings.confidence.wrong.model_copy(update={"count": sum(many)})
    changed = findings.confidence.model_copy(update={"wrong_histogram": many, "wrong": spread})
    with mpl.rc_context(RC):
        below = draw("confidence", findings.model_copy(update={"confidence": changed})).figure.axes[1]

    tops = [bar.get_y() + bar.get_height() for bar in below.patches]
    np.testing.assert_allclose(np.maximum(many, confidence.FLOOR), tops)


def test_confidence_of_each_digit(drawn: Drawer, findings: Findings) -> None:
    """A median per digit in ink, a mark per mistake in red, each in its digit's row."""
    found = findings.confidence
    axes = drawn("confidence-digits").figure.axes[0]
    medians = [digit.correct.median for digit in found.digits]

    np.testing.assert_allclose(confidence.step_of(medians, found.edges), dots(axes, INK)[:, 0])
    rows = np.bincount(dots(axes, RED)[:, 1].astype(int), minlength=10)
    np.testing.assert_array_equal([digit.wrong.count for digit in found.digits], rows)


def test_reliability(drawn: Drawer, findings: Findings) -> None:
    """Each bin has its dot, its interval, and a bar as high as its count."""
    bins = findings.confidence.calibration.bins
    diagram, counts = drawn("reliability").figure.axes
    points = {(b.confidence, b.accuracy.value) for b in bins}

    assert points == set(map(tuple, dots(diagram)))
    ends = intervals(broken(diagram)[0])
    np.testing.assert_allclose([(b.accuracy.low, b.accuracy.high) for b in bins], ends)
    np.testing.assert_allclose([b.count for b in bins], [p.get_y() + p.get_height() for p in counts.patches])


def test_risk_coverage(drawn: Drawer, findings: Findings) -> None:
    """The curve ends at the error rate of all images, which is where the last dot lies."""
    axes = drawn("risk-coverage").figure.axes[0]
    risk = findings.confidence.risk
    curve = next(line for line in axes.lines if len(line.get_xdata()) > 10 and line.get_color() == INK)
    start = calibration.first_coverage(risk)

    np.testing.assert_allclose(risk[start:], curve.get_ydata())
    np.testing.assert_allclose(np.arange(start, 101) / 100, curve.get_xdata())
    assert (1, findings.accuracy.mistakes.value) == pytest.approx(tuple(dots(axes)[-1]))


@pytest.mark.parametrize("space", ["pixels", "features"])
def test_planes(drawn: Drawer, findings: Findings, space: str) -> None:
    """Every test image lies on the sheet; one unit is as long to the right as upwards; every digit is named."""
    plane = getattr(findings.projection, space)
    places = projection.in_pixels(plane, 434, 384)
    low, high = np.array(plane.span).T
    units = plane.points.array() / 65535 * (high - low)

    assert (places > 0).all()
    assert (places < (434, 384)).all()
    scale = np.ptp(places, axis=0) / np.ptp(units, axis=0)
    assert scale[0] == pytest.approx(scale[1])
    right, down = np.corrcoef(np.hstack([units, places]).T)[[0, 1], [2, 3]]
    assert pytest.approx((right, down)) == (1, -1)
    sheet = drawn(f"pca-{space}")
    assert {str(digit) for digit in range(10)} <= said(sheet)
    assert [picture.kind for picture in sheet.figure.findobj(Picture)] == ["dots", "ink"]


def test_explained(drawn: Drawer, findings: Findings) -> None:
    """Two curves of ten dots: the share of each component."""
    axes = drawn("explained").figure.axes[0]
    curves = [line.get_ydata() for line in axes.lines if line.get_marker() == "o"]

    for plane, curve in zip((findings.projection.pixels, findings.projection.features), curves, strict=True):
        np.testing.assert_allclose(plane.explained, curve)


@pytest.mark.parametrize("name", ["training-error", "seeds"])
def test_nothing_is_made_up(flawless_bundle: Bundle, name: str) -> None:
    """A figure without data is refused rather than drawn empty."""
    with pytest.raises(ValueError, match=r"to draw"):
        draw(name, flawless_bundle.findings)
