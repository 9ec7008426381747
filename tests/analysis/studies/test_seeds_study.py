"""Several trainings of one recipe."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.bundle.seeds import PAIRS_KEPT
from analysis.statistics.probabilities import Probabilities
from analysis.statistics.replicates import mean_squares, new_images, these_images
from analysis.studies.seeds import Replicate, summarise, with_named

TOY = np.array([[1, 1, 1, 0], [1, 1, 0, 0], [1, 1, 1, 1]], bool)


def replicate(seed: int, labels: np.ndarray, classes: int = 10) -> Replicate:
    """Make a network up that is right in most cases."""
    draw = np.random.default_rng(seed)
    logits = draw.normal(size=(len(labels), classes)) + 4 * np.eye(classes)[labels]
    probabilities = Probabilities(labels, logits)
    return Replicate(seed, validation=probabilities, test=probabilities)


def answering(seed: int, labels: np.ndarray, predicted: np.ndarray, classes: int) -> Replicate:
    """Make a network up that predicts these classes."""
    probabilities = Probabilities(labels, 5.0 * np.eye(classes)[predicted])
    return Replicate(seed, validation=probabilities, test=probabilities)


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
    assert found.run_count == 3
    assert found.accuracy.value == pytest.approx(np.mean(accuracies), abs=1e-6)
    assert found.accuracy_sd == pytest.approx(np.std(accuracies, ddof=1), rel=1e-3)
    assert found.log_loss.low <= found.log_loss.value <= found.log_loss.high
    assert all(run.scaled_log_loss <= run.log_loss for run in found.runs)
    assert all(run.errors == run.accuracy.total - run.accuracy.count for run in found.runs)
    assert found.errors_total == sum(run.errors for run in found.runs)


@pytest.mark.parametrize("classes", [3, 10, 12])
def test_errors_are_added_over_the_runs(classes: int) -> None:
    """The pairs come most errors first, ten of them and the named ones; with few classes, all, and all errors."""
    labels = np.arange(20 * classes) % classes
    runs = [replicate(seed, labels, classes) for seed in (1, 2)]
    named = ((0, 1), (classes - 2, classes - 1))
    found = with_named(summarise("quick", runs), named).pairs
    confusion = np.sum([run.test.predictions.confusion for run in runs], axis=0)

    assert [pair.errors for pair in found] == sorted((pair.errors for pair in found), reverse=True)
    assert {pair.classes for pair in found if pair.named} == set(named)
    assert sum(not pair.named for pair in found) <= PAIRS_KEPT <= len(found) or classes == 3
    for pair in found:
        a, b = pair.classes
        assert pair.errors == confusion[a, b] + confusion[b, a]
        assert pair.runs_significant <= pair.runs_with_errors <= len(runs)


def test_a_pair_is_significant_in_the_runs_where_it_dominates() -> None:
    """Thirty errors of one pair, and one of each other pair: significant in that run, not in an even one."""
    labels = np.repeat(np.arange(4), 100)
    dominated, even = labels.copy(), labels.copy()
    dominated[:30], even[:5] = 1, 1
    for run in (dominated, even):
        run[100:105], run[200:205], run[300:305] = 2, 3, 0
    found = summarise("quick", [answering(0, labels, dominated, 4), answering(1, labels, even, 4)]).pairs

    assert found[0].classes == (0, 1)
    assert (found[0].errors, found[0].runs_with_errors, found[0].runs_significant) == (35, 2, 1)
    assert all(pair.runs_significant == 0 for pair in found[1:])


def test_runs_without_errors() -> None:
    """No pair is significant where nothing was misclassified."""
    labels = np.repeat(np.arange(3), 10)
    found = summarise("quick", [answering(seed, labels, labels, 3) for seed in (0, 1)]).pairs

    assert [(pair.errors, pair.runs_with_errors, pair.runs_significant) for pair in found] == [(0, 0, 0)] * 3
