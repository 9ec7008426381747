"""What is drawn is what was found: class means and planes of two components, number by number."""

from __future__ import annotations

import io

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from analysis.bundle.classes import DIGITS, ImageFormat
from analysis.bundle.predictions import PredictionTable
from report.figures import class_means, projection
from report.figures.picture import Picture
from report.images.theme import PAPER_RC, RC, RED
from tests.report.figures import records
from tests.report.figures.image_records import means, plane, projected
from tests.report.figures.marks import dots, drawn, said, ys

MADE = records.predicted(10, "ordinary")
IMAGES = ImageFormat(height=28, width=28, channels=1, polarity="ink")


def test_means() -> None:
    """The mean of each class as ink, in the order of the labels; its standard deviation below it, at the same place."""
    found = means(MADE, IMAGES)
    height = class_means.means_height(896, DIGITS, IMAGES)
    canvas = drawn(lambda canvas: class_means.means(canvas, found, DIGITS, IMAGES), (896, height))
    *pictures, _ = canvas.figure.findobj(Picture)
    inks = [picture for picture in pictures if "ink" in picture.kind]
    heats = [picture for picture in pictures if "ink" not in picture.kind]

    for mean, ink in zip(found.means.array(), inks, strict=True):
        np.testing.assert_array_equal(mean, np.asarray(Image.open(io.BytesIO(ink.png)))[..., 1])
    assert [(ink.box.left, ink.box.right) for ink in inks] == [
        (heat.box.left, heat.box.right) for heat in heats
    ]
    assert [ink.box.left for ink in inks] == sorted(ink.box.left for ink in inks)


@pytest.mark.parametrize("images", [(8, 8), (28, 28), (20, 50), (64, 48)])
@pytest.mark.parametrize("count", [3, 10, 12, 20])
@pytest.mark.parametrize("width", [358, 627, 896])
def test_means_of_any_shape_lie_apart_on_the_canvas(images: tuple[int, int], count: int, width: int) -> None:
    """Pictures do not cover each other, stay on the canvas, and keep their proportions."""
    form = ImageFormat(height=images[0], width=images[1], channels=1, polarity="ink")
    classes = records.CLASSES[count]
    found = means(records.predicted(count, "ordinary", 200), form)
    height = class_means.means_height(width, classes, form)
    canvas = drawn(lambda canvas: class_means.means(canvas, found, classes, form), (width, height))
    boxes = np.array([picture.box for picture in canvas.figure.findobj(Picture)])
    ends = np.minimum(boxes[:, None, 2:], boxes[:, 2:]) - np.maximum(boxes[:, None, :2], boxes[:, :2])

    assert len(boxes) == 2 * count + 1
    assert (np.clip(ends, 0, None).prod(axis=2) > 0.01).sum() == len(boxes)
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, 2:] <= (width + 1e-6, height)).all()
    wide, tall = (boxes[:-1, 2:] - boxes[:-1, :2]).T
    np.testing.assert_allclose(tall / wide, images[0] / images[1])


@pytest.mark.parametrize("width", [358, 627, 896])
def test_the_height_of_means_does_not_depend_on_the_style(width: int) -> None:
    """Pages ask for it when no style is set; the figure is drawn later, in the font of its medium."""
    heights = {class_means.means_height(width, records.CLASSES[20], IMAGES, paper=True)}
    for style in (RC, PAPER_RC):
        with mpl.rc_context(style):
            heights.add(class_means.means_height(width, records.CLASSES[20], IMAGES, paper=True))

    assert len(heights) == 1


def test_distances() -> None:
    """One dot per pair: distance against errors; the pair with most errors is red, the named ones are diamonds."""
    found = means(MADE, IMAGES)
    canvas = drawn(lambda canvas: class_means.distances(canvas, found, DIGITS))
    axes = canvas.figure.axes[0]
    most = max(pair.errors for pair in found.ranked)
    top = [(pair.distance, pair.errors) for pair in found.ranked if pair.errors == most]

    wanted = sorted((pair.errors, pair.distance) for pair in found.ranked)
    np.testing.assert_allclose(wanted, dots(axes)[:, ::-1])
    np.testing.assert_allclose(sorted(top), sorted(map(tuple, dots(axes, RED))))
    assert len(dots(axes, marker="D")) == 2
    names = {"/".join(map(str, pair.classes)) for pair in found.ranked if pair.errors == most}
    assert names <= said(canvas)


def test_plane() -> None:
    """Every test image lies on the canvas; one unit is as long to the right as upwards; every class is named."""
    found = plane(MADE)
    places = projection.in_pixels(found, 434, 384)
    low, high = np.array(found.span).T
    units = found.points.array() / 65535 * (high - low)

    assert (places > 0).all()
    assert (places < (434, 384)).all()
    scale = np.ptp(places, axis=0) / np.ptp(units, axis=0)
    assert scale[0] == pytest.approx(scale[1])
    right, down = np.corrcoef(np.hstack([units, places]).T)[[0, 1], [2, 3]]
    assert pytest.approx((right, down)) == (1, -1)
    table = PredictionTable(
        labels=tuple(MADE.labels.tolist()),
        predicted=tuple(MADE.predicted.tolist()),
        second=None,
        confidence=None,
    )
    canvas = drawn(lambda canvas: projection.plane(canvas, found, table, DIGITS), (434, 434))
    assert set(DIGITS.names) <= said(canvas)
    assert [picture.kind for picture in canvas.figure.findobj(Picture)] == ["dots", "ink"]


@pytest.mark.parametrize("features", [True, False])
def test_explained(features: bool) -> None:
    """The share of each component: two curves, or only that of the pixels where no features were given."""
    found = projected(MADE, features=features)
    canvas = drawn(lambda canvas: projection.explained(canvas, found))
    curves = [ys(line) for line in canvas.figure.axes[0].lines if line.get_marker() == "o"]

    np.testing.assert_allclose(np.array(found.pixels.explained), curves[0])
    assert len(curves) == 1 + features
    assert ("Features" in said(canvas)) is features
