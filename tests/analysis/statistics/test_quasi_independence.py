"""Errors that their totals alone explain."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.statistics.quasi_independence import quasi_independent


def test_the_fit_has_the_totals_of_the_errors_and_no_diagonal() -> None:
    """By row and by column."""
    counts = np.random.default_rng(0).integers(1, 9, (6, 6)) + 50 * np.eye(6, dtype=int)
    errors, fit = counts * ~np.eye(6, dtype=bool), quasi_independent(counts)

    assert fit.sum(axis=0) == pytest.approx(errors.sum(axis=0), rel=1e-6)
    assert fit.sum(axis=1) == pytest.approx(errors.sum(axis=1), rel=1e-6)
    assert (fit.diagonal() == 0).all()


def test_errors_that_are_products_are_fitted_exactly() -> None:
    """Where each error count is aᵢ·bⱼ, nothing is left to explain."""
    errors = np.outer([1, 2, 3, 4], [4, 1, 2, 1]) * ~np.eye(4, dtype=bool)

    assert quasi_independent(errors + 90 * np.eye(4, dtype=int)) == pytest.approx(errors, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_no_errors_are_explained_by_none(classes: int) -> None:
    """A perfect matrix leaves nothing."""
    assert quasi_independent(5 * np.eye(classes, dtype=int)).tolist() == np.zeros((classes, classes)).tolist()
