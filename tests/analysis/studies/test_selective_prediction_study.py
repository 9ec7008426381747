"""What withholding the least confident predictions gains."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bundle.selective_prediction import SelectivePredictionFindings
from analysis.evidence import Evidence
from analysis.statistics.risk_coverage import errors_by_confidence, risk
from analysis.studies.selective_prediction import study

runs = st.lists(st.tuples(st.integers(-20, 20), st.booleans()), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def found(tiny_evidence: Evidence) -> SelectivePredictionFindings:
    """Findings for the small network."""
    return study(tiny_evidence)


def aurc(log_odds: list[float], wrong: list[int]) -> float:
    return float(risk(errors_by_confidence(np.array(log_odds, float), ~np.array(wrong, bool))).mean())


def test_four_predictions_give_the_area_computed_by_hand() -> None:
    """Errors 0, 1, 0, 0 in order of confidence: 13/48; with the first two tied 19/48; at best 1/16."""
    assert aurc([4, 3, 2, 1], [0, 1, 0, 0]) == pytest.approx(13 / 48)
    assert aurc([4, 4, 2, 1], [0, 1, 0, 0]) == pytest.approx(19 / 48)
    assert aurc([4, 3, 2, 1], [0, 0, 0, 1]) == pytest.approx(1 / 16)


@given(runs)
def test_risk_depends_on_the_order_alone_and_ends_at_the_error_rate(answers: list[tuple[int, bool]]) -> None:
    """Any increasing transform of the log-odds leaves the curve; so does the order of equals."""
    log_odds, right = np.array([a for a, _ in answers], float), np.array([b for _, b in answers])
    curve = risk(errors_by_confidence(log_odds, right))

    assert curve == pytest.approx(risk(errors_by_confidence(np.exp(log_odds / 4), right)))
    assert curve == pytest.approx(risk(errors_by_confidence(log_odds[::-1], right[::-1])))
    assert curve[-1] == pytest.approx(1 - right.mean())
    assert risk(np.sort(~right)).mean() <= curve.mean() + 1e-12


def test_points_and_curve_say_the_same(found: SelectivePredictionFindings, tiny_evidence: Evidence) -> None:
    """At each coverage the error rate is that of the curve; nothing withheld leaves all errors."""
    errors = int((~tiny_evidence.predictions.correct).sum())

    assert (found.points[0].errors.count, found.points[0].withheld) == (errors, 0)
    assert len(found.risk) == 101
    for point in found.points:
        assert point.errors.value == pytest.approx(found.risk[round(100 * point.coverage)])
        assert point.withheld + point.errors.total == len(tiny_evidence.predictions)
        assert point.withheld_share == pytest.approx(1 - point.coverage)
        assert point.errors_withheld is not None
        assert point.errors_withheld.count + point.errors.count == point.errors_withheld.total == errors


def test_no_order_is_better_than_the_perfect_one(found: SelectivePredictionFindings) -> None:
    """And a random one has the error rate as its area."""
    assert 0 < found.aurc_perfect <= found.aurc < found.aurc_random == found.points[0].errors.value
