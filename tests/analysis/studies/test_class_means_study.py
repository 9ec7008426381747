"""Mean images, their distances, and what they explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.neighbors import NearestCentroid

from analysis.data.images import DigitSet
from analysis.statistics.pairs import PAIRS
from analysis.studies.class_means import average, link, mean_and_spread, nearest_mean

if TYPE_CHECKING:
    from analysis.bundle.class_means import MeanFindings

NO_MISTAKES = np.diag(np.full(10, 5))


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.fixture(scope="module")
def found(digits: DigitSet) -> MeanFindings:
    """Findings for the small digits, 4 and 9 exchanged three times."""
    confusion = NO_MISTAKES.copy()
    confusion[4, 9] = 3
    return average(digits, digits, confusion, rng())


def test_mean_and_spread_are_numpys(digits: DigitSet) -> None:
    """Sums over parts give the mean and the standard deviation, ddof 1, of all images."""
    mean, spread = mean_and_spread(digits.images)
    pixels = digits.images.reshape(-1, 784) / 255

    assert mean == pytest.approx(pixels.mean(axis=0))
    assert spread == pytest.approx(pixels.std(axis=0, ddof=1), abs=1e-7)


def test_distances_are_a_metric(found: MeanFindings) -> None:
    """Symmetric, 0 to itself, no detour is shorter; the list is their upper half, closest first."""
    d = np.array(found.distances)

    assert (d == d.T).all()
    assert (d.diagonal() == 0).all()
    assert (d[:, None] <= d[:, :, None] + d[None] + 1e-12).all()
    assert [pair.distance for pair in found.ranked] == sorted(d[a, b] for a, b in PAIRS)


def test_more_ink_everywhere_moves_no_mean_closer(digits: DigitSet) -> None:
    """A constant added to every pixel leaves distances and standard errors."""
    dark = DigitSet(digits.images // 2, digits.labels)
    darker = DigitSet(digits.images // 2 + 100, digits.labels)
    one, other = (average(part, part, NO_MISTAKES, rng()).ranked for part in (dark, darker))

    assert [p.distance for p in one] == pytest.approx([p.distance for p in other])
    assert [p.standard_error for p in one] == pytest.approx([p.standard_error for p in other])


def test_a_standard_error_is_what_resampling_shows(found: MeanFindings, digits: DigitSet) -> None:
    """The delta method agrees with a bootstrap of the images of the two digits."""
    draw, pixels = rng(), digits.images.reshape(-1, 784) / 255
    a, b = (pixels[digits.labels == digit] for digit in (4, 9))
    means = [
        a[draw.integers(0, len(a), len(a))].mean(0) - b[draw.integers(0, len(b), len(b))].mean(0)
        for _ in range(200)
    ]
    error = next(p.standard_error for p in found.ranked if p.digits == (4, 9))

    assert error == pytest.approx(np.linalg.norm(means, axis=1).std(), rel=0.2)


def test_differences_show_the_claimed_the_closest_and_the_most_confused(found: MeanFindings) -> None:
    """Signed, so that their sum is the difference in ink."""
    shown = {difference.digits: difference for difference in found.differences}

    assert set(shown) == {(3, 5), (8, 9), (4, 9), found.ranked[0].digits}
    for (a, b), difference in shown.items():
        assert difference.ink == pytest.approx(found.mean_ink[a] - found.mean_ink[b])
        assert difference.claimed == ((a, b) in {(3, 5), (8, 9)})
        assert np.abs(difference.difference.array()).max() == round(127 * difference.largest)


def test_the_nearest_mean_is_scikit_learns_and_knows_no_scale(digits: DigitSet) -> None:
    """As many right as `NearestCentroid`; half the ink, the same answers; the means name themselves."""
    flat = digits.images.reshape(-1, 784) / 255
    means = np.array([flat[digits.labels == digit].mean(axis=0) for digit in range(10)])
    known = NearestCentroid().fit(flat[:, means.std(axis=0) > 0], digits.labels)
    themselves = DigitSet(
        np.rint(255 * means).astype(np.uint8).reshape(10, 28, 28), np.arange(10, dtype=np.uint8)
    )

    assert nearest_mean(means, digits).value == known.score(flat[:, means.std(axis=0) > 0], digits.labels)
    assert nearest_mean(means, themselves).count == 10


def test_mistakes_that_follow_the_distances_are_linked() -> None:
    """ρ is −1 where every closer pair has more mistakes, 0-ish and unremarkable where they are dealt at random."""
    distances = rng().permutation(45).astype(float)
    rho, p = link(distances, np.argsort(np.argsort(-distances)), rng())
    _, random_p = link(distances, rng().permutation(45), rng())

    assert rho == pytest.approx(-1)
    assert p is not None
    assert random_p is not None
    assert p < 0.001
    assert random_p > 0.01


def test_nothing_is_linked_to_no_mistakes() -> None:
    """Spearman's ρ of constant counts does not exist."""
    assert link(np.arange(45.0), np.zeros(45, int), rng()) == (None, None)
