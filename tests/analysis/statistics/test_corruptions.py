"""What making images worse leaves alone, and what it does to strokes of known form."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from analysis.data.letters import LETTERS, fonts, letters, usual_box
from analysis.statistics.corruptions import corrupted
from analysis.statistics.severities import SEVERITIES, Family, families, spread_over_classes

FAMILIES: tuple[Family, ...] = get_args(Family)
LAST = SEVERITIES[-1]


def some_images(*colours: int) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (7, 28, 28, *colours)).astype(np.uint8)


def bar(width: int = 4) -> np.ndarray:
    """Draw an upright bar in the middle: (1, 28, 28)."""
    drawn = np.zeros((1, 28, 28), np.uint8)
    drawn[:, 6:22, 14 - width // 2 : 14 + width // 2] = 255
    return drawn


@pytest.mark.parametrize("family", FAMILIES)
def test_severity_0_is_the_identity(family: Family) -> None:
    """Bit for bit; and the others are not."""
    images = some_images()
    assert (corrupted(images, family, 0) == images).all()
    assert all((corrupted(images, family, severity) != images).any() for severity in SEVERITIES[1:])


@pytest.mark.parametrize("photographs", [False, True])
@pytest.mark.parametrize("family", FAMILIES)
def test_an_image_gets_worse_alone_as_among_others(family: Family, photographs: bool) -> None:
    """Shape and type stay, with colours as without; the first images do not depend on those that follow."""
    for colours in ((), (3,) if family in families(photographs=True) else ()):
        images = some_images(*colours)
        before = images.copy()
        all_of_them = corrupted(images, family, LAST, photographs=photographs)
        assert (all_of_them.shape, all_of_them.dtype) == (images.shape, images.dtype)
        assert (corrupted(images[:2], family, LAST, photographs=photographs) == all_of_them[:2]).all()
        assert (images == before).all()


@pytest.mark.parametrize("family", ["shift", "rotation", "blur"])
def test_colours_move_together(family: Family) -> None:
    """Each of three equal channels becomes what the image without colour becomes."""
    grey = some_images()
    coloured = corrupted(np.repeat(grey[..., None], 3, axis=3), family, 3)
    assert (coloured == corrupted(grey, family, 3)[..., None]).all()


def test_chance_decides_once_and_severity_scales_it() -> None:
    """Noise is the same field at each severity, a shift goes on in its direction, a turn to its side."""
    grey = np.full((5, 28, 28), 128, np.uint8)
    weak, strong = (corrupted(grey, "noise", severity).astype(float) - 128 for severity in (1, 2))
    inside = np.abs(strong) < 120
    assert np.abs(strong - 2 * weak)[inside].max() <= 1.5  # but for rounding

    dots = np.zeros((6, 28, 28), np.uint8)
    dots[:, 13:15, 13:15] = 255
    places = np.array([centres(corrupted(dots, "shift", severity)) for severity in SEVERITIES])
    away = places - places[0]
    assert np.hypot(*away[LAST].T) == pytest.approx(5, abs=0.02)
    assert away[1] * LAST == pytest.approx(away[LAST], abs=0.1)

    leaning = [slants(corrupted(np.repeat(bar(), 6, axis=0), "rotation", severity)) for severity in (1, LAST)]
    assert (np.sign(leaning[0]) == np.sign(leaning[1])).all()
    assert np.abs(leaning[1]) == pytest.approx(np.full(6, np.tan(np.radians(30))), abs=0.02)
    assert len({*np.sign(leaning[1])}) == 2


def centres(images: np.ndarray) -> np.ndarray:
    """Return row and column of the centre of mass of each image, (n, 2)."""
    mass = images.sum(axis=(1, 2))
    return np.stack([(images.sum(axis=3 - axis) @ np.arange(28)) / mass for axis in (1, 2)], axis=1)


def slants(images: np.ndarray) -> np.ndarray:
    """Return how far the centre of each row moves with it: by least squares over the rows in the middle."""
    rows = images[:, 10:18].astype(float)
    middle = (rows @ np.arange(28)) / rows.sum(axis=2)
    return np.asarray(np.polyfit(np.arange(8), middle.T, 1)[0])


def test_beyond_the_edge_ink_ends_and_a_photograph_goes_on() -> None:
    """An even sheet stays even as a photograph; as ink it gets a margin of paper."""
    even = np.full((4, 28, 28), 200, np.uint8)
    for family in ("shift", "rotation", "blur"):
        assert (corrupted(even, family, LAST, photographs=True) == 200).all()
        assert corrupted(even, family, LAST)[:, [0, 0, -1, -1], [0, -1, 0, -1]].min() < 110


@pytest.mark.parametrize(("severity", "added"), [(1, 0.8), (3, 2.4), (5, 4.0)])
def test_a_bar_gets_as_much_wider_as_is_said(severity: int, added: float) -> None:
    """In its middle, measured by its ink."""
    across = corrupted(bar(), "thickness", severity)[0, 14].sum() / 255
    assert across == pytest.approx(4 + added, abs=0.01)


def test_a_sample_holds_each_class_in_its_proportion() -> None:
    """To within one, in rising order, over the whole length of each class."""
    labels = np.random.default_rng(0).choice(4, 1_000, p=[0.1, 0.2, 0.3, 0.4])
    rows = spread_over_classes(labels, 200)
    assert len(rows) == len({*rows.tolist()}) == 200
    assert (np.diff(rows) > 0).all()
    assert np.abs(np.bincount(labels[rows]) - np.bincount(labels) / 5).max() <= 1
    assert (spread_over_classes(labels, 5_000) == np.arange(1_000)).all()


def test_letters_have_the_form_of_the_digits() -> None:
    """Each letter in each face is as large as the box, its centre of mass in the middle, as far as there is room."""
    drawn = letters((28, 28), 20)
    assert len(drawn) == len(LETTERS) * len(fonts()) > 0
    assert usual_box(drawn) == 20
    assert all(usual_box(one[None]) == 20 for one in drawn)
    assert np.abs(centres(drawn) - 13.5).max() <= 3
    assert np.abs(centres(drawn) - 13.5).mean() < 0.5
    assert letters((9, 12), 40).max(axis=(1, 2)).min() > 100  # no larger than the image
