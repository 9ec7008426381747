"""The digits in the plane of two principal components."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from report.figures import artists, dot_images, ticks
from report.figures.canvas import Box
from report.images import png
from report.images.theme import DIGITS, INK, INK3, LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from analysis.bundle import Findings
    from analysis.bundle.projection import Plane
    from report.figures.canvas import Sheet

HEAD, FOOT, AIR = 26, 24, 6  # pixels above and below the plane, and within its edge
NUMERAL = 24  # pixels between the middles of two numerals, at least


def pca_pixels(sheet: Sheet, findings: Findings) -> None:
    """Draw every test image in the plane of the pixels."""
    _plane(sheet, findings, findings.projection.pixels)


def pca_features(sheet: Sheet, findings: Findings) -> None:
    """Draw every test image in the plane of the features."""
    _plane(sheet, findings, findings.projection.features)


def _plane(sheet: Sheet, findings: Findings, plane: Plane) -> None:
    labels = np.array(list(findings.predictions.labels), int)
    wrong = labels != np.array(list(findings.predictions.predicted), int)
    places = in_pixels(plane, sheet.width, sheet.height - HEAD - FOOT)
    for picture, kind in _layers(sheet, places, labels, wrong):
        sheet.picture(picture, Box(0, HEAD, sheet.width, sheet.height - FOOT), kind)
    digits = np.unique(labels)
    middles = np.array([np.median(places[labels == digit], axis=0) for digit in digits])
    for digit, (x, y) in zip(digits, apart(middles, NUMERAL), strict=True):
        sheet.halo(sheet.words(x, y + HEAD, str(digit), ha="center", size=15, weight=LABEL, color=INK))
    sheet.words(0, 10, "↑ Second component")
    sheet.words(0, sheet.height - 10, "First component →")


def in_pixels(plane: Plane, width: float, height: float) -> NDArray[np.float64]:
    """Return the points (n, 2), right and down, on one scale for both components, as large as there is room."""
    low, high = np.array(plane.span).T
    units = plane.points.array() / 65535 * (high - low)
    scale = min((width - 2 * AIR) / (high - low)[0], (height - 2 * AIR) / (high - low)[1])
    x, y = (units * scale).T
    return np.column_stack([AIR + x, height / 2 + (high - low)[1] * scale / 2 - y])


def _layers(
    sheet: Sheet, places: NDArray[np.float64], labels: NDArray[np.int_], wrong: NDArray[np.bool_]
) -> Iterator[tuple[bytes, str]]:
    """Paint the dots in the colours of the digits; over them the mistakes as rings of ink."""
    fine = 3 if sheet.paper else 2  # pixels of the picture to one of the sheet
    shape = ((sheet.height - HEAD - FOOT) * fine, sheet.width * fine)
    radius = float(np.interp(len(places), [500, 5000], [2.4, 1.3]))
    ring = float(np.interp(wrong.sum(), [80, 400], [4.2, 3]))
    dots = dot_images.stamped(places * fine, labels, shape, radius * fine)
    rings = dot_images.stamped(
        places[wrong] * fine, np.zeros(wrong.sum(), int), shape, ring * fine, (ring - 1) * fine
    )
    if sheet.paper:
        colours = dot_images.on_white(dot_images.palette((*DIGITS, INK), 1))
        yield png.png(np.where(rings, rings + dot_images.SHADES * len(DIGITS), dots), colours), "dots"
    else:
        yield png.png(dots, dot_images.palette(DIGITS, 0.9)), "dots"
        yield png.png(rings, dot_images.palette((INK,), 1)), "ink"


def apart(middles: NDArray[np.float64], distance: float) -> NDArray[np.float64]:
    """Push places (n, 2) away from each other until none is closer than `distance` to another, or nearly so."""
    places = middles.copy()
    for _ in range(100):
        gap = places[:, None] - places
        far = np.hypot(gap[..., 0], gap[..., 1]) + 1e9 * np.eye(len(places))
        push = np.clip(distance - far, 0, None) / np.maximum(far, 1e-6)
        places += 0.25 * (push[..., None] * gap).sum(axis=1)
    return places


def explained(sheet: Sheet, findings: Findings) -> None:
    """Draw the share of the variance in each of the first ten components, of the pixels and of the features."""
    found = findings.projection
    axes = sheet.axes(left=44, top=34, right=82, bottom=46)
    curves = ((found.pixels, "Pixels", INK3), (found.features, "Features", INK))
    for plane, _, colour in curves:
        number = np.arange(1, len(plane.explained) + 1)
        axes.plot(number, plane.explained, color=colour, lw=1.3)
        if plane is found.features:
            artists.dots(axes, number, plane.explained)
        else:
            artists.rings(sheet, axes, number, plane.explained)
    most = max(max(plane.explained) for plane, _, _ in curves)
    longest = max(len(plane.explained) for plane, _, _ in curves)
    axes.set(xlim=(1, longest), ylim=(0, 1.06 * most))
    ticks.put(axes.yaxis, ticks.linear(0, 1.06 * most, 6), ticks.percent)
    ticks.put(axes.xaxis, range(1, longest + 1), ticks.count)
    artists.name_ends(sheet, axes, [(plane.explained[-1], name, colour) for plane, name, colour in curves])
    sheet.title_y(axes, "Share of the variance")
    sheet.title_x(axes, "Principal component")
