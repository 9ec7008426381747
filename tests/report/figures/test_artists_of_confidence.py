"""What is drawn is what was found: confidence and calibration, number by number."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.bundle.classes import DIGITS
from report.figures import calibration, confidence
from report.images.theme import INK, RED
from tests.report.figures import records
from tests.report.figures.confidence_records import calibrated, confident, selective
from tests.report.figures.marks import broken, dots, drawn, intervals, tops, xs, ys

MADE = records.predicted(10, "ordinary")


def test_confidence() -> None:
    """Bars end at their counts; each error has one mark, in its bin."""
    found = confident(MADE)
    above, below = drawn(lambda canvas: confidence.confidence(canvas, found)).figure.axes
    counted = np.array(found.correct_histogram)

    np.testing.assert_allclose(np.maximum(counted, confidence.FLOOR), tops(above))
    per_bin = np.bincount(dots(below, RED)[:, 0].astype(int), minlength=len(counted))
    np.testing.assert_array_equal(found.incorrect_histogram, per_bin)


def test_many_errors_are_bars() -> None:
    """Where marks would not fit, errors hang as bars on a scale of their own."""
    found = confident(records.predicted(10, "hopeless"))
    below = drawn(lambda canvas: confidence.confidence(canvas, found)).figure.axes[1]

    np.testing.assert_allclose(np.maximum(found.incorrect_histogram, confidence.FLOOR), tops(below))


def test_confidence_of_each_class() -> None:
    """A median per class in ink, a mark per error in red, each in the row of its true label."""
    found, errors = confident(MADE), records.confused(MADE)
    axes = drawn(lambda canvas: confidence.class_confidence(canvas, found, errors, DIGITS)).figure.axes[0]
    medians = [each.correct.median or 0 for each in found.classes]

    np.testing.assert_array_equal(confidence.step_of(medians, found.edges), dots(axes, INK)[:, 0])
    rows = np.bincount(dots(axes, RED)[:, 1].astype(int), minlength=10)
    np.testing.assert_array_equal([each.incorrect.count for each in found.classes], rows)


def test_reliability() -> None:
    """Each bin has its dot, its interval, and a bar as high as its count."""
    found = calibrated(MADE)
    diagram, counts = drawn(lambda canvas: calibration.reliability(canvas, found)).figure.axes
    points = {(b.confidence, b.accuracy.value) for b in found.bins}

    assert points == set(map(tuple, dots(diagram)))
    ends = intervals(broken(diagram)[0])
    np.testing.assert_allclose([(b.accuracy.low, b.accuracy.high) for b in found.bins], ends)
    np.testing.assert_allclose([b.count for b in found.bins], tops(counts))


def test_risk_coverage() -> None:
    """The curve ends at the error rate of all images, which is where the last dot and the line of chance lie."""
    found = selective(MADE)
    axes = drawn(lambda canvas: calibration.risk_coverage(canvas, found)).figure.axes[0]
    curve = next(line for line in axes.lines if len(xs(line)) > 10 and line.get_color() == INK)
    start = calibration.first_coverage(found.risk)
    everything = float(np.mean(~MADE.correct))

    np.testing.assert_allclose(np.array(found.risk[start:]), ys(curve))
    np.testing.assert_allclose(np.arange(start, 101) / 100.0, xs(curve))
    assert (1, everything) == pytest.approx(tuple(dots(axes)[-1]))
    assert list(ys(axes.lines[0])) == pytest.approx([everything] * 2)
