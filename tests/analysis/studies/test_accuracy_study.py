"""The headline scores."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, log_loss, precision_recall_fscore_support

from analysis.bundle.record import Estimate
from analysis.bundle.scores import ScoreFindings
from analysis.evidence import Evidence
from analysis.studies import accuracy, scores
from tests.evidences import answers, evidence_of, renamed

TOY = np.log([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.2, 0.3, 0.5], [0.5, 0.4, 0.1]])


def noisy(seed: int, n: int = 300) -> Evidence:
    """Predictions of a middling network, every digit among the labels."""
    draw = np.random.default_rng(seed)
    labels = np.r_[np.arange(10), draw.integers(0, 10, n - 10)].astype(np.uint8)
    return evidence_of(labels, draw.normal(0, 1, (n, 10)) + 3 * np.eye(10)[labels])


def log_loss_of(found: ScoreFindings) -> Estimate:
    """Return the log loss, which is there."""
    assert isinstance(found.log_loss, Estimate)
    return found.log_loss


def toy() -> Evidence:
    """Four predictions among three digits, and one perfect one of each other each."""
    logits = np.full((11, 10), -1000.0)
    logits[:4, :3] = TOY
    logits[np.arange(4, 11), np.arange(3, 10)] = 0
    return evidence_of(np.array([0, 1, 2, 2, *range(3, 10)], np.uint8), logits)


def test_four_predictions_give_the_scores_computed_by_hand() -> None:
    """Log loss, Brier sum, F1 and top-2 of a toy: the seven perfect images add nothing to the losses."""
    found, of = accuracy.study(toy()), scores.study(toy())

    assert found.overall.count == of.top_2.count == 7 + 3
    assert log_loss_of(of).value * 11 == pytest.approx(4 * 0.8938877, abs=1e-6)
    assert of.brier.value * 11 == pytest.approx(4 * 0.45)
    assert found.macro_f1.value == pytest.approx((3 * 0.7777778 + 7) / 10, abs=1e-6)


def test_a_network_without_an_opinion_loses_ln_10_and_nine_tenths() -> None:
    """Uniform probabilities: log loss ln 10, Brier 0.9, and every image predicted as the first class."""
    evidence = evidence_of(np.arange(10), np.zeros((10, 10)))
    found, of = accuracy.study(evidence), scores.study(evidence)

    assert log_loss_of(of).value == pytest.approx(np.log(10)) == of.log_loss_uniform
    assert of.brier.value == pytest.approx(0.9) == of.brier_uniform
    assert [each.predicted for each in found.classes] == [10, *[0] * 9]
    assert [each.precision is None for each in found.classes] == [False, *[True] * 9]
    assert found.never_predicted == tuple(range(1, 10))
    assert found.largest_gap is None
    assert found.near_chance


@pytest.mark.parametrize("seed", [1, 2])
def test_scores_agree_with_scikit_learn(seed: int) -> None:
    """Precision, recall, F1, log loss and Brier score are the standard ones."""
    evidence = noisy(seed)
    predictions = evidence.probabilities
    assert predictions is not None
    found, of = accuracy.study(evidence), scores.study(evidence)
    precision, recall, f1, support = precision_recall_fscore_support(
        predictions.labels, predictions.predicted, labels=range(10), zero_division=np.nan
    )

    assert [each.precision and each.precision.value for each in found.classes] == pytest.approx(precision)
    assert [each.recall.value for each in found.classes] == pytest.approx(recall)
    assert [each.f1.value for each in found.classes] == pytest.approx(f1)
    assert [each.support for each in found.classes] == support.tolist()
    assert found.macro_f1.value == pytest.approx(f1.mean())
    assert log_loss_of(of).value == pytest.approx(log_loss(predictions.labels, predictions.probabilities))
    assert of.brier.value == pytest.approx(
        brier_score_loss(predictions.labels, predictions.probabilities, labels=range(10))
    )


def test_recalls_weighted_by_support_are_the_accuracy() -> None:
    """Σ supportₖ · recallₖ / n is the accuracy; two guesses are no worse than one."""
    found, of = accuracy.study(noisy(3)), scores.study(noisy(3))

    assert sum(d.support * d.recall.value for d in found.classes) / 300 == pytest.approx(found.overall.value)
    assert of.top_2.count >= found.overall.count
    assert of.top_2.count + of.top_2_errors == found.overall.count + found.errors.count == 300
    assert sum(each.errors for each in found.classes) == found.errors.count


def test_renaming_the_digits_renames_the_rows_and_nothing_else() -> None:
    """No score depends on what a digit is called."""
    evidence, names = noisy(4), np.random.default_rng(5).permutation(10)
    other = renamed(evidence, names)
    before, after = accuracy.study(evidence), accuracy.study(other)

    assert after.overall == before.overall
    assert log_loss_of(scores.study(other)).value == pytest.approx(log_loss_of(scores.study(evidence)).value)
    assert after.macro_f1.value == pytest.approx(before.macro_f1.value)
    assert after.lowest_recall == names[before.lowest_recall]
    for label in range(10):
        assert after.classes[names[label]].recall == before.classes[label].recall


def test_f1_maps_the_limits_of_the_shared_images() -> None:
    """880 hits, 12 false alarms, 9 misses: F1 0.988209 between 0.981998 and 0.992294."""
    labels = np.repeat([0, 1, *range(1, 10)], [889, 12, *[20] * 9]).astype(np.uint8)
    read = np.repeat([0, 1, 0, *range(1, 10)], [880, 9, 12, *[20] * 9])
    f1 = accuracy.study(answers(labels, read)).classes[0].f1

    assert (f1.value, f1.low, f1.high) == pytest.approx((0.988209, 0.981998, 0.992294), abs=5e-7)


def test_without_errors_no_limit_claims_perfection() -> None:
    """A bootstrap of perfect answers has no width; the lower limit of the accuracy stands in for it."""
    labels = np.repeat(np.arange(10), 36).astype(np.uint8)
    found = accuracy.study(answers(labels, labels))

    assert found.macro_f1.value == found.macro_f1.high == 1
    assert found.macro_f1.low == found.overall.low < 1
    assert found.recalls_equal_p == 1
    assert not found.lowest_recall_significant


def test_a_digit_that_takes_all_the_errors_is_verified_as_the_lowest() -> None:
    """30 errors among 100 sevens and none elsewhere are not chance; 3 are."""
    labels = np.repeat(np.arange(10), 100).astype(np.uint8)

    def with_errors(errors: int) -> Evidence:
        read = labels.copy()
        read[np.flatnonzero(labels == 7)[:errors]] = 1
        return answers(labels, read)

    many, few = (accuracy.study(with_errors(errors)) for errors in (30, 3))

    assert (many.lowest_recall, many.lowest_recall_significant) == (7, True)
    assert many.recalls_equal_p < 0.001
    assert (few.lowest_recall, few.lowest_recall_significant) == (7, False)
