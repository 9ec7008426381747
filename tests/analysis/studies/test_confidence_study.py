"""Distributions of confidence, and what refusal gains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.predictions import Predictions
from analysis.studies.confidence import errors_by_certainty, risk, weigh

if TYPE_CHECKING:
    from analysis.bundle.confidence import ConfidenceFindings
    from analysis.evidence import Evidence

runs = st.lists(st.tuples(st.integers(-20, 20), st.booleans()), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def found(tiny_evidence: Evidence) -> ConfidenceFindings:
    """Findings for the small network."""
    return weigh(tiny_evidence.predictions, tiny_evidence.validation, np.random.default_rng(0))


def aurc(certainty: list[float], wrong: list[int]) -> float:
    return float(risk(errors_by_certainty(np.array(certainty, float), ~np.array(wrong, bool))).mean())


def test_four_answers_give_the_area_computed_by_hand() -> None:
    """Errors 0, 1, 0, 0 in order of confidence: 13/48; with the first two tied 19/48; at best 1/16."""
    assert aurc([4, 3, 2, 1], [0, 1, 0, 0]) == pytest.approx(13 / 48)
    assert aurc([4, 4, 2, 1], [0, 1, 0, 0]) == pytest.approx(19 / 48)
    assert aurc([4, 3, 2, 1], [0, 0, 0, 1]) == pytest.approx(1 / 16)


@given(runs)
def test_risk_depends_on_the_order_alone_and_ends_at_the_error_rate(answers: list[tuple[int, bool]]) -> None:
    """Any increasing transform of the certainty leaves the curve; so does the order of equals."""
    certainty, right = np.array([a for a, _ in answers], float), np.array([b for _, b in answers])
    curve = risk(errors_by_certainty(certainty, right))

    assert curve == pytest.approx(risk(errors_by_certainty(np.exp(certainty / 4), right)))
    assert curve == pytest.approx(risk(errors_by_certainty(certainty[::-1], right[::-1])))
    assert curve[-1] == pytest.approx(1 - right.mean())
    assert risk(np.sort(~right)).mean() <= curve.mean() + 1e-12


def test_histograms_hold_every_prediction_once(found: ConfidenceFindings, tiny_evidence: Evidence) -> None:
    """Right and wrong answers add up, by bin and by digit."""
    both = np.array(found.correct_histogram) + found.wrong_histogram

    assert both.sum() == len(tiny_evidence.predictions)
    assert np.sum([digit.histogram for digit in found.digits], axis=0).tolist() == both.tolist()
    assert [d.correct.count + d.wrong.count for d in found.digits] == list(tiny_evidence.test.per_digit())
    assert (found.edges[0], found.edges[-1], len(found.edges)) == (0, 1, len(both) + 1)


def test_mistakes_are_split_at_nine_tenths(found: ConfidenceFindings) -> None:
    """Those below 0.9 are the same in the histogram, the spread and the share."""
    at = found.edges.index(0.9)

    assert found.wrong_below_90 is not None
    assert found.wrong_below_90.count == found.wrong.below_90 == sum(found.wrong_histogram[:at])
    assert found.wrong_below_90.total == found.wrong.count


def test_refusal_and_the_risk_curve_say_the_same(found: ConfidenceFindings) -> None:
    """At each coverage the error rate is that of the curve; nothing refused leaves all mistakes."""
    assert found.refusal[0].errors.count == found.wrong.count
    assert len(found.risk) == 101
    for refused in found.refusal:
        assert refused.errors.value == pytest.approx(found.risk[round(100 * refused.coverage)])
    assert found.aurc_perfect <= found.aurc


def test_temperature_lowers_the_loss_where_it_was_fitted(
    tiny_evidence: Evidence, found: ConfidenceFindings
) -> None:
    """On the validation part no other temperature does better; the test answers stay."""
    losses = [
        Predictions(tiny_evidence.validation.labels, tiny_evidence.validation.logits / t).losses.mean()
        for t in (found.temperature, 0.9 * found.temperature, 1.1 * found.temperature)
    ]

    assert losses[0] == min(losses)


def test_examples_are_the_extremes(found: ConfidenceFindings, tiny_evidence: Evidence) -> None:
    """No mistake is surer than the first shown, no hit less sure."""
    predictions = tiny_evidence.predictions
    wrong, right = predictions.confidence[~predictions.correct], predictions.confidence[predictions.correct]

    assert found.surest_mistakes[0].confidence == wrong.max()
    assert found.least_sure_hits[0].confidence == right.min()
    assert all(image.label != image.predicted for image in found.surest_mistakes)
    assert all(image.label == image.predicted for image in found.least_sure_hits)


def test_without_mistakes_there_is_nothing_to_describe() -> None:
    """Empty groups have no median and no share; the area is 0."""
    labels = np.repeat(np.arange(10), 4).astype(np.uint8)
    perfect = Predictions(labels, 5 * np.eye(10)[labels])
    found = weigh(perfect, perfect, np.random.default_rng(0))

    assert (found.wrong.count, found.wrong.median, found.wrong_below_90) == (0, None, None)
    assert found.aurc == found.aurc_perfect == 0
    assert found.surest_mistakes == ()
