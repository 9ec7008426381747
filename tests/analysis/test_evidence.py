"""Seeds and samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.evidence import stratified

if TYPE_CHECKING:
    from analysis.evidence import Evidence


def test_each_study_has_chance_of_its_own(tiny_evidence: Evidence) -> None:
    """Same name, same numbers; another name, others."""
    first, again, other = (tiny_evidence.rng(name).random(3).tolist() for name in ("a", "a", "b"))

    assert first == again != other


@given(st.lists(st.integers(0, 9), min_size=1, max_size=200), st.integers(1, 250), st.integers(0, 9))
def test_a_stratified_sample_keeps_the_proportions(digits: list[int], size: int, seed: int) -> None:
    """Different rows, ascending, as many as asked for, each digit in its share to within one."""
    labels = np.array(digits, np.uint8)
    rows = stratified(labels, size, np.random.default_rng(seed))
    kept = np.bincount(labels[rows], minlength=10)
    wanted = np.bincount(labels, minlength=10) * len(rows) / len(labels)

    assert len(rows) == min(size, len(labels))
    assert (np.diff(rows) > 0).all()
    assert (np.abs(kept - wanted) <= 1).all()
