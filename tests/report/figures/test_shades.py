"""What a figure shows of a confusion matrix: how many pairs, and in which shades."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from analysis.bundle.confusion import ConfusionFindings, Pair
from report.figures.confused_pairs import first_pairs
from report.figures.shades import shade_of, shades_of
from tests.pretended import pretended


@pytest.mark.parametrize(
    ("falling", "shown"),
    [
        ([5, 4, 3], 3),
        ([9] + [3] * 11 + [1] * 30, 12),
        ([9] * 3 + [2] * 12 + [1] * 30, 15),
        ([1] * 45, 12),
        ([2] * 14 + [1], 15),
        ([1], 1),
    ],
)
def test_a_figure_cuts_no_tie(falling: list[int], shown: int) -> None:
    """It shows all of a tie, unless that is too long for a figure."""
    pairs = tuple(pretended(Pair, errors=errors) for errors in falling)

    assert first_pairs(pretended(ConfusionFindings, pairs=pairs)) == shown


def found(*errors: int) -> ConfusionFindings:
    """Counts of errors, row by row beside a diagonal of 9s."""
    k = 1 + next(k for k in range(1, 100) if k * (k + 1) >= len(errors))
    left = iter(errors)
    counts = tuple(
        tuple(9 if label == predicted else next(left, 0) for predicted in range(k)) for label in range(k)
    )
    return pretended(ConfusionFindings, counts=counts)


@pytest.mark.parametrize("fullest", [1, 49, 50, 499, 500, 70_000])
@pytest.mark.parametrize("others", [(), (1, 1, 2, 3)])
def test_shades_follow_each_other_without_a_gap(fullest: int, others: tuple[int, ...]) -> None:
    """Four steps from 1 on; the fullest cell of fifty or more is in the last one."""
    shades = shades_of(found(fullest, *others))

    assert shades[0].low == 1
    assert [shade.high for shade in shades[:-1]] == [following.low - 1 for following in shades[1:]]
    assert shades[-1].high is None
    assert fullest < 50 or not others or fullest >= shades[-1].low
    assert [shade_of(shade.low, shades) for shade in shades] == [1, 2, 3, 4]


@pytest.mark.parametrize("images", [20, 100, 1000])
def test_a_network_that_guesses_is_no_red_block(images: int) -> None:
    """Where all cells hold about as many errors, each shade is that of a sixth of them at least, and of half at most."""
    counts = np.random.default_rng(images).poisson(images, 90).tolist()
    shades = shades_of(found(*counts))
    many = Counter(shade_of(count, shades) for count in counts)

    assert set(many) == {1, 2, 3, 4}
    assert min(many.values()) >= 15
    assert max(many.values()) <= 45


def test_usual_counts_keep_their_steps() -> None:
    """Of a network that is seldom wrong a few cells are deep red, and most are pale."""
    assert list(map(str, shades_of(found(4, 3, 2, 2, *[1] * 17)))) == ["1", "2", "3 to 4", "5 and more"]
