"""The confusion matrix and its pairs."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.evidence import Evidence
from analysis.statistics.selection import ERRORS
from analysis.studies.confusion import _pairs_shown, _shades, study
from tests.evidences import evidence_of, renamed


def confused(cells: dict[tuple[int, int], int], per_digit: int = 1000) -> Evidence:
    """Predictions with the given errors, {(label, read): how many}, `per_digit` images of each digit."""
    labels = np.repeat(np.arange(10), per_digit).astype(np.uint8)
    read = labels.astype(np.intp)
    for (label, wrong), count in cells.items():
        free = np.flatnonzero((labels == label) & (read == label))
        read[free[:count]] = wrong
    certainty = np.random.default_rng(9).uniform(3, 9, len(labels))
    return evidence_of(labels, certainty[:, None] * np.eye(10)[read])


def test_rows_sum_to_the_images_of_each_digit_and_pairs_to_the_errors() -> None:
    """Each image is in one cell, each error in one pair, each image in nine pairs."""
    found = study(confused({(3, 5): 4, (5, 3): 2, (9, 4): 3, (0, 6): 1}))

    assert [sum(row) for row in found.counts] == [1000] * 10
    assert [sum(row) for row in found.row_shares] == pytest.approx([1] * 10)
    assert (
        sum(pair.errors for pair in found.pairs)
        == found.errors_total
        == found.errors_shown
        == len(found.errors)
        == 10
    )
    assert sum(pair.rate.total for pair in found.pairs) == 9 * 10_000
    assert found.cells == 4


def test_pairs_come_most_errors_first_with_both_directions() -> None:
    """A pair counts both ways to confuse it, and the named pairs are marked wherever they rank."""
    found = study(confused({(3, 5): 4, (5, 3): 2, (9, 4): 3}))

    assert [(p.classes, p.errors) for p in found.pairs[:3]] == [((3, 5), 6), ((4, 9), 3), ((0, 1), 0)]
    assert (found.pairs[0].first_as_second, found.pairs[0].second_as_first) == (4, 2)
    assert {p.classes for p in found.pairs if p.named} == {(3, 5), (8, 9)}
    assert len({p.classes for p in found.pairs}) == 45


def test_a_clear_leader_is_verified_and_stands_out() -> None:
    """20 against 8: first beyond chance.  11 against 6: not."""
    clear, unclear = (
        study(confused({(4, 9): 20, (3, 5): 8})),
        study(confused({(4, 9): 11, (3, 5): 6})),
    )

    assert (clear.verified_ranks >= 1, clear.pairs[0].classes) == (True, (4, 9))
    assert clear.pairs[0].significant
    assert (clear.pairs[2].significant, clear.pairs[2].errors) == (False, 0)
    assert unclear.verified_ranks == 0


def test_without_errors_nothing_is_said() -> None:
    """No share, no p, no rank; an upper bound remains for every pair."""
    found = study(confused({}))

    assert (found.uniformity_p, found.named_pairs, found.errors, found.largest_cell) == (None, None, (), None)
    assert (found.verified_ranks, found.significant_count, found.uniform) == (0, 0, True)
    assert {(p.share, p.adjusted_p, p.verdict) for p in found.pairs} == {(None, None, "not supported")}
    assert {(p.rank_low, p.rank_high) for p in found.pairs} == {(1, 45)}
    assert all(p.rate.high > 0 for p in found.pairs)


def test_look_alikes_are_the_main_errors_only_when_the_interval_says_so() -> None:
    """60 of 80 errors are mainly theirs; 11 of 57 are not, though beyond an even spread of 2 in 45."""
    others = {(a, (a + 1) % 10): 5 for a in range(4)}
    mainly = study(confused({(3, 5): 30, (9, 8): 30, **others})).named_pairs
    spread = {(a, b): 1 for a in range(10) for b in range(10) if a < b and (a, b) not in {(3, 5), (8, 9)}}
    some = study(confused({(3, 5): 7, (8, 9): 4, **spread, (0, 1): 4})).named_pairs

    assert mainly is not None
    assert some is not None
    assert mainly.majority
    assert (some.share.count, some.share.total, some.majority) == (11, 57, False)
    assert some.uniform_share == pytest.approx(2 / 45)
    assert some.uniform_p < 0.001


def test_a_digit_prone_to_every_error_explains_its_pairs() -> None:
    """Where only 5 is misclassified, and as every other digit alike, 3/5 takes the share of its row, a ninth."""
    found = study(confused({(5, other): 10 for other in range(10) if other != 5})).named_pairs

    assert found is not None
    assert found.quasi_independence_share == pytest.approx(1 / 9)
    assert found.quasi_independence_p > 0.5
    assert found.uniform_p < 0.01


def test_renaming_the_digits_renames_the_pairs() -> None:
    """Counts and rates move with the names."""
    evidence = confused({(3, 5): 4, (5, 3): 2, (9, 4): 3, (0, 6): 1})
    names = np.random.default_rng(3).permutation(10)

    def by_pair(found: Evidence, names: np.ndarray) -> dict[frozenset[int], tuple[int, int, int]]:
        return {
            frozenset(int(names[label]) for label in p.classes): (p.errors, p.rank_low, p.rank_high)
            for p in study(found).pairs
        }

    assert by_pair(evidence, names) == by_pair(renamed(evidence, names), np.arange(10))


def test_errors_come_largest_cell_first_and_the_most_confident_first_within() -> None:
    """The order in which they are looked at."""
    found = study(confused({(3, 5): 4, (5, 3): 2, (9, 4): 6}))
    cells = [(m.label, m.predicted) for m in found.errors]

    assert cells == [(9, 4)] * 6 + [(3, 5)] * 4 + [(5, 3)] * 2
    first = [m.confidence or 0 for m in found.errors[:6]]
    assert first == sorted(first, reverse=True)
    assert len(set(first)) == 6


def test_too_many_errors_leave_some_of_every_cell() -> None:
    """No cell is empty because another is large."""
    found = study(
        confused({(a, b): 5 + 90 * (a == 4) * (b == 9) for a in range(10) for b in range(10) if a != b})
    )

    assert found.errors_total > ERRORS >= len(found.errors)
    assert len({(m.label, m.predicted) for m in found.errors}) == found.cells == 90


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
    assert _pairs_shown(falling) == shown


@pytest.mark.parametrize("fullest", [1, 49, 50, 499, 500, 70_000])
def test_shades_follow_each_other_without_a_gap(fullest: int) -> None:
    """Four steps from 1 on; the fullest cell of fifty or more is in the last one."""
    shades = _shades(fullest)

    assert shades[0].low == 1
    assert [shade.high for shade in shades[:-1]] == [following.low - 1 for following in shades[1:]]
    assert shades[-1].high is None
    assert fullest < 50 or fullest >= shades[-1].low


def test_verdicts_fall_with_the_rate() -> None:
    """Among pairs that are not significant, none is judged better than one with a higher rate."""
    order = ("supported", "partly supported", "not supported")
    found = study(confused({(3, 5): 14, (5, 1): 2, (9, 4): 3, (0, 6): 1}))
    rest = sorted((pair for pair in found.pairs if not pair.significant), key=lambda pair: -pair.rate.value)
    judged = [order.index(pair.verdict) for pair in rest]

    assert judged == sorted(judged)
    assert [pair.verdict for pair in found.pairs if pair.significant] == [
        "supported"
    ] * found.significant_count
