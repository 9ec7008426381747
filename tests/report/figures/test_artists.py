"""What is drawn is what was found: accuracy, pairs of classes, and the history of training, number by number."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from analysis.bundle.classes import DIGITS
from report.figures import accuracy, artists, confused_pairs, training
from report.figures.canvas import Canvas, width_of
from report.images.theme import INK, RED
from tests.pretended import changed
from tests.report.figures import records
from tests.report.figures.marks import broken, dots, drawn, intervals, said, xs, ys
from tests.report.figures.training_records import seeded, trained

MADE = records.predicted(10, "ordinary")


@pytest.mark.parametrize("measure", ["error_rate", "loss"])
def test_history(measure: str) -> None:
    """Each epoch has its point; training is dashed as long as images were augmented."""
    found = trained(6)
    draw = training.training_loss if measure == "loss" else training.training_error
    axes = drawn(lambda canvas: draw(canvas, found)).figure.axes[0]
    dashed, plain, validation = axes.lines[:3]
    augmented = [epoch.number for epoch in found.epochs if epoch.augmented]
    values = [getattr(epoch, f"training_{measure}") for epoch in found.epochs]

    np.testing.assert_allclose(
        [getattr(epoch, f"validation_{measure}") for epoch in found.epochs], ys(validation)
    )
    assert augmented == list(xs(dashed))
    np.testing.assert_allclose(values[len(augmented) :], ys(plain)[1:])


def test_no_error_at_all_is_called_zero() -> None:
    """A logarithmic scale has no 0; the lowest place stands for it, and says so."""
    found = trained(3)
    epochs = tuple(epoch.model_copy(update={"validation_error_rate": 0.0}) for epoch in found.epochs)
    changed = found.model_copy(update={"epochs": epochs})
    axes = drawn(lambda canvas: training.training_error(canvas, changed)).figure.axes[0]

    assert axes.get_yticklabels()[0].get_text() == "0%"
    assert {axes.get_yticks()[0]} == set(ys(axes.lines[2]))


def test_recalls() -> None:
    """One dot per class from the top down, each on its interval, with its count."""
    found = records.scores(MADE)
    canvas = drawn(lambda canvas: accuracy.recalls(canvas, found, DIGITS))
    recalls = [score.recall for score in found.classes]

    axes = canvas.figure.axes[0]
    np.testing.assert_allclose([recall.value for recall in recalls], dots(axes)[:, 0])
    ends = np.concatenate([intervals(line) for line in broken(axes)])
    assert {(recall.low, recall.high) for recall in recalls} == set(map(tuple, ends))
    counts = {f"{recall.total - recall.count:,} of {recall.total:,}" for recall in recalls}
    assert {*DIGITS.names, *counts} <= said(canvas)


def test_a_class_is_singled_out_only_by_a_test() -> None:
    """The lowest recall is full only where it is significantly the lowest."""
    found = records.scores(MADE)
    chance = changed(found, lowest_recall_significant=False)

    assert len(dots(drawn(lambda canvas: accuracy.recalls(canvas, found, DIGITS)).figure.axes[0], INK)) == 1
    with pytest.raises(ValueError, match="at least one"):
        dots(drawn(lambda canvas: accuracy.recalls(canvas, chance, DIGITS)).figure.axes[0], INK)


def test_pairs() -> None:
    """The first pairs by rank and the named ones; the significant ones are red and bold, the named ones diamonds."""
    found = records.confused(MADE)
    shown = confused_pairs.shown_pairs(found)
    canvas = drawn(lambda canvas: confused_pairs.pairs(canvas, found, DIGITS))
    axes = canvas.figure.axes[0]

    def rates(some: list[bool]) -> list[float]:
        return [1000 * pair.rate.value for pair, this in zip(shown, some, strict=True) if this]

    assert [
        pair for k, pair in enumerate(found.pairs) if k < confused_pairs.first_pairs(found) or pair.named
    ] == shown
    np.testing.assert_allclose(rates([True] * len(shown)), dots(axes)[:, 0])
    np.testing.assert_allclose(rates([pair.significant for pair in shown]), dots(axes, RED)[:, 0])
    np.testing.assert_allclose(rates([pair.named for pair in shown]), dots(axes, marker="D")[:, 0])
    bold = {text.get_text() for text in canvas.figure.texts if text.get_fontweight() == 700}
    names = {" and ".join(DIGITS.names[k] for k in pair.classes) for pair in shown if pair.significant}
    assert names <= bold
    assert len(bold) == 2 * len(names)


def test_pairs_that_are_left_out_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the last pair the figure says how many more pairs have errors; where all are drawn, nothing."""
    found = records.confused(MADE)
    drawn_pairs = {pair.classes for pair in confused_pairs.shown_pairs(found)}
    left = [pair for pair in found.pairs if pair.errors and pair.classes not in drawn_pairs]
    draw = partial(confused_pairs.pairs, found=found, classes=DIGITS)
    cut = said(drawn(draw))
    monkeypatch.setattr(confused_pairs, "PAIRS_SHOWN", found.pair_count)
    whole = said(drawn(draw))

    assert any(words.startswith(f"… and {len(left)} more") for words in cut)
    assert not any(words.startswith("…") for words in whole)


def test_seeds() -> None:
    """One dot per run, that of this report full, and the mean twice, on its two intervals."""
    found = seeded(5)
    axes = drawn(lambda canvas: accuracy.seeds(canvas, found, 2), (616, 206)).figure.axes[0]

    values = [run.accuracy.value for run in found.runs]
    wanted = [*values, values[2], found.accuracy.value, found.accuracy.value]
    np.testing.assert_allclose(sorted(wanted), sorted(dots(axes)[:, 0]))
    ends = [intervals(line)[0] for line in broken(axes)]
    assert [(mean.low, mean.high) for mean in (found.accuracy, found.new_images)] == [*map(tuple, ends)]


@pytest.mark.parametrize("width", [358, 616])
def test_long_names_leave_room_for_intervals(width: int) -> None:
    """A name of thirty letters is cut; on a phone, too, there is room for the interval beside it."""
    canvas = Canvas(width, 300)
    (short, long) = artists.fitting(canvas, ["a", "W" * 30], ["10 of 12"], "Misclassified")
    axes = artists.row_axes(canvas, [(short, "10 of 12"), (long, "10 of 12")], "Misclassified")
    room = canvas.room(axes)

    assert short == "a"
    assert room.right - room.left >= artists.PLOT - 1
    assert long.startswith("WW")
    assert long.endswith("…")


def test_letters_that_the_font_lacks_take_room() -> None:
    """Matplotlib's font has no Telugu and no kanji: they count as wide letters, without a warning."""
    assert width_of("ఆ日本") == pytest.approx(width_of("WWW"))


def test_a_high_stack_of_runs_makes_the_figure_taller() -> None:
    """Fifty equal accuracies stand above each other; of five different ones the height is the usual one."""
    assert accuracy.seeds_height(seeded(5), 616) == accuracy.SEEDS_HEIGHT
    many = changed(seeded(5), runs=seeded(5).runs[:1] * 50)
    assert accuracy.seeds_height(many, 616) >= accuracy.SEEDS_HEIGHT + 400
