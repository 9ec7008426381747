"""The confusion matrix and its pairs."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.predictions import Predictions
from analysis.studies.confusion import MISTAKES_KEPT, rank


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def read_as(cells: dict[tuple[int, int], int], per_digit: int = 1000) -> Predictions:
    """Predictions with the given mistakes, {(label, read): how many}, `per_digit` images of each digit."""
    labels = np.repeat(np.arange(10), per_digit).astype(np.uint8)
    read = labels.astype(np.intp)
    for (label, wrong), count in cells.items():
        free = np.flatnonzero((labels == label) & (read == label))
        read[free[:count]] = wrong
    certainty = np.random.default_rng(9).uniform(3, 9, len(labels))
    return Predictions(labels, certainty[:, None] * np.eye(10)[read])


def test_rows_sum_to_the_images_of_each_digit_and_pairs_to_the_mistakes() -> None:
    """Each image is in one cell, each mistake in one pair, each image in nine pairs."""
    found = rank(read_as({(3, 5): 4, (5, 3): 2, (9, 4): 3, (0, 6): 1}), rng())

    assert [sum(row) for row in found.counts] == [1000] * 10
    assert [sum(row) for row in found.row_shares] == pytest.approx([1] * 10)
    assert sum(pair.mistakes for pair in found.pairs) == found.mistakes_total == len(found.mistakes) == 10
    assert sum(pair.rate.total for pair in found.pairs) == 9 * 10_000
    assert found.cells == 4


def test_pairs_come_most_mistakes_first_with_both_directions() -> None:
    """A pair counts both ways to confuse it, and the claimed pairs are marked wherever they rank."""
    found = rank(read_as({(3, 5): 4, (5, 3): 2, (9, 4): 3}), rng())

    assert [(p.digits, p.mistakes) for p in found.pairs[:3]] == [((3, 5), 6), ((4, 9), 3), ((0, 1), 0)]
    assert (found.pairs[0].first_as_second, found.pairs[0].second_as_first) == (4, 2)
    assert {p.digits for p in found.pairs if p.claimed} == {(3, 5), (8, 9)}
    assert len({p.digits for p in found.pairs}) == 45


def test_a_clear_leader_is_verified_and_stands_out() -> None:
    """20 against 8: first beyond chance.  11 against 6: not."""
    clear, unclear = (
        rank(read_as({(4, 9): 20, (3, 5): 8}), rng()),
        rank(read_as({(4, 9): 11, (3, 5): 6}), rng()),
    )

    assert clear.verified_order[0] == (4, 9)
    assert clear.pairs[0].tier == "stands out"
    assert clear.pairs[2].tier == "never seen"
    assert unclear.verified_order == ()


def test_without_mistakes_nothing_is_said() -> None:
    """No share, no p, no rank; an upper bound remains for every pair."""
    found = rank(read_as({}), rng())

    assert (found.even_spread_p, found.look_alikes, found.mistakes, found.verified_order) == (
        None,
        None,
        (),
        (),
    )
    assert {(p.share, p.adjusted_p, p.tier) for p in found.pairs} == {(None, None, "never seen")}
    assert {(p.rank_low, p.rank_high) for p in found.pairs} == {(1, 45)}
    assert all(p.rate.high > 0 for p in found.pairs)


def test_look_alikes_are_the_main_mistakes_only_when_the_interval_says_so() -> None:
    """60 of 80 mistakes are mainly theirs; 11 of 57 are not, though beyond an even spread of 2 in 45."""
    others = {(a, (a + 1) % 10): 5 for a in range(4)}
    mainly = rank(read_as({(3, 5): 30, (9, 8): 30, **others}), rng()).look_alikes
    spread = {(a, b): 1 for a in range(10) for b in range(10) if a < b and (a, b) not in {(3, 5), (8, 9)}}
    some = rank(read_as({(3, 5): 7, (8, 9): 4, **spread, (0, 1): 4}), rng()).look_alikes

    assert mainly is not None
    assert some is not None
    assert mainly.mainly
    assert (some.share.count, some.share.total, some.mainly) == (11, 57, False)
    assert some.even_share == pytest.approx(2 / 45)
    assert some.even_p < 0.001


def test_a_digit_prone_to_every_mistake_explains_its_pairs() -> None:
    """Where only 5 is misread, and as every other digit alike, 3/5 takes its margin's share, a ninth."""
    found = rank(read_as({(5, other): 10 for other in range(10) if other != 5}), rng()).look_alikes

    assert found is not None
    assert found.margins_share == pytest.approx(1 / 9)
    assert found.margins_p > 0.5
    assert found.even_p < 0.01


def test_renaming_the_digits_renames_the_pairs() -> None:
    """Counts and rates move with the names."""
    predictions = read_as({(3, 5): 4, (5, 3): 2, (9, 4): 3, (0, 6): 1})
    names = np.random.default_rng(3).permutation(10)
    renamed = Predictions(
        names[predictions.labels].astype(np.uint8), predictions.logits[:, np.argsort(names)]
    )

    def by_pair(found: Predictions, names: np.ndarray) -> dict[frozenset[int], tuple[int, int, int]]:
        return {
            frozenset(int(names[digit]) for digit in p.digits): (p.mistakes, p.rank_low, p.rank_high)
            for p in rank(found, rng()).pairs
        }

    assert by_pair(predictions, names) == by_pair(renamed, np.arange(10))


def test_mistakes_come_largest_cell_first_and_the_surest_first_within() -> None:
    """The order in which they are looked at."""
    found = rank(read_as({(3, 5): 4, (5, 3): 2, (9, 4): 6}), rng())
    cells = [(m.label, m.predicted) for m in found.mistakes]

    assert cells == [(9, 4)] * 6 + [(3, 5)] * 4 + [(5, 3)] * 2
    first = [m.confidence for m in found.mistakes[:6]]
    assert first == sorted(first, reverse=True)


def test_too_many_mistakes_leave_some_of_every_cell() -> None:
    """No cell is empty because another is large."""
    found = rank(
        read_as({(a, b): 5 + 90 * (a == 4) * (b == 9) for a in range(10) for b in range(10) if a != b}), rng()
    )

    assert found.mistakes_total > MISTAKES_KEPT >= len(found.mistakes)
    assert len({(m.label, m.predicted) for m in found.mistakes}) == found.cells == 90
