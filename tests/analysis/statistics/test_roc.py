"""The area under the ROC curve and its interval."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from analysis.statistics.intervals import Z
from analysis.statistics.roc import area

scores = st.lists(st.integers(0, 12).map(float), min_size=2, max_size=30).map(np.array)


def test_the_worked_example_has_its_area_and_variance() -> None:
    """Scores .35 .8 against .1 .4: area 0.75, placements ½, 1 and 1, ½, standard error 0.35355 (DeLong et al. 1988)."""
    found = area(np.array([0.35, 0.8]), np.array([0.1, 0.4]))
    reach = Z * 0.125**0.5 / (0.75 * 0.25)

    assert found.value == 0.75
    assert np.log([found.low / (1 - found.low), found.high / (1 - found.high)]) == pytest.approx(
        [np.log(3) - reach, np.log(3) + reach]
    )


@given(higher=scores, lower=scores)
def test_it_is_mann_whitney_and_depends_on_order_alone(higher: np.ndarray, lower: np.ndarray) -> None:
    """U/(mn); swapped, one minus it; a monotone change leaves all of it; the interval holds it."""
    found, swapped = area(higher, lower), area(lower, higher)

    assert found.value == pytest.approx(mannwhitneyu(higher, lower).statistic / (len(higher) * len(lower)))
    assert tuple(swapped) == pytest.approx((1 - found.value, 1 - found.high, 1 - found.low), abs=1e-9)
    assert area(np.exp(higher), np.exp(lower)) == found
    assert 0 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize(
    ("higher", "lower", "value"), [([2, 3], [0, 1], 1.0), ([1, 1], [1, 1], 0.5), ([5], [1, 2], 1.0)]
)
def test_without_a_variance_the_interval_is_still_wide(
    higher: list[float], lower: list[float], value: float
) -> None:
    """Perfect separation or constant scores of a few images prove little: Newcombe's limits."""
    found = area(np.array(higher, float), np.array(lower, float))

    assert found.value == value
    assert found.high - found.low > 0.3
