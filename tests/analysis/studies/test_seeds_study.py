"""Several trainings of one recipe."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.predictions import Predictions
from analysis.studies.seeds import Replicate, mean_squares, new_images, summarise, these_images

TOY = np.array([[1, 1, 1, 0], [1, 1, 0, 0], [1, 1, 1, 1]], bool)


def replicate(seed: int, labels: np.ndarray) -> Replicate:
    draw = np.random.default_rng(seed)
    predictions = Predictions(labels, draw.normal(size=(len(labels), 10)) + 4 * np.eye(10)[labels])
    return Replicate(seed, validation=predictions, test=predictions)


def test_three_runs_have_the_mean_squares_computed_by_hand() -> None:
    """1110 / 1100 / 1111: mean squares 0.25, 0.3055556 and 0.1388889; s²/S is the first over Sn."""
    accuracy = TOY.mean(axis=1)

    assert mean_squares(TOY) == pytest.approx((0.25, 0.3055556, 0.1388889), abs=1e-7)
    assert (
        accuracy.var(ddof=1) / 3
        == pytest.approx(mean_squares(TOY)[0] / 12)
        == pytest.approx(0.0208333, abs=1e-7)
    )


def test_new_images_widen_the_interval() -> None:
    """Thirty seeds settle what these images say, not what others would."""
    correct = np.random.default_rng(0).random((30, 400)) < np.random.default_rng(1).beta(20, 1, 400)
    these, new = these_images(correct.mean(axis=1), (0, 1)), new_images(correct)

    assert new.value == pytest.approx(these.value)
    assert new.low < these.low


def test_identical_runs_leave_only_the_choice_of_images() -> None:
    """The variance is then that of the image means over n."""
    once = np.random.default_rng(0).random(500) < 0.8
    found = new_images(np.array([once] * 4))

    assert found.high - found.value == pytest.approx(1.96 * once.std(ddof=1) / 500**0.5, rel=0.01)


def test_order_of_runs_and_of_images_changes_nothing() -> None:
    """Permuting either leaves the intervals."""
    draw = np.random.default_rng(0)
    correct = draw.random((4, 50)) < 0.9
    shuffled = correct[draw.permutation(4)][:, draw.permutation(50)]

    assert new_images(shuffled).low == pytest.approx(new_images(correct).low)


def test_perfect_runs_have_no_width() -> None:
    """Every image right in every run: 1, not an error."""
    found = new_images(np.ones((3, 20), bool))

    assert (found.low, found.value, found.high) == (1, 1, 1)


def test_a_summary_holds_every_run() -> None:
    """Mean and standard deviation are those of the runs; a temperature fitted on these images lowers their loss."""
    labels = np.random.default_rng(0).integers(0, 10, 300).astype(np.uint8)
    found = summarise("quick", [replicate(seed, labels) for seed in (1, 2, 3)])
    accuracies = [run.accuracy.value for run in found.runs]

    assert [run.seed for run in found.runs] == [1, 2, 3]
    assert found.accuracy.value == pytest.approx(np.mean(accuracies))
    assert found.accuracy_sd == pytest.approx(np.std(accuracies, ddof=1))
    assert found.log_loss.low <= found.log_loss.value <= found.log_loss.high
    assert all(run.calibrated_log_loss <= run.log_loss for run in found.runs)
