"""What a figure shows of a confusion matrix: how many pairs, and in which shades."""

from __future__ import annotations

import pytest

from analysis.bundle.confusion import Cell, ConfusionFindings, Pair
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


@pytest.mark.parametrize("fullest", [1, 49, 50, 499, 500, 70_000])
def test_shades_follow_each_other_without_a_gap(fullest: int) -> None:
    """Four steps from 1 on; the fullest cell of fifty or more is in the last one."""
    largest = pretended(Cell, count=fullest)
    shades = shades_of(pretended(ConfusionFindings, largest_cell=largest))

    assert shades[0].low == 1
    assert [shade.high for shade in shades[:-1]] == [following.low - 1 for following in shades[1:]]
    assert shades[-1].high is None
    assert fullest < 50 or fullest >= shades[-1].low
    assert [shade_of(shade.low, shades) for shade in shades] == [1, 2, 3, 4]
