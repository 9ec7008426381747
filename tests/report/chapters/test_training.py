"""Laws of what is said of the images before the network, and of the training."""

from __future__ import annotations

import pytest

from analysis.bundle.record import Estimate, Omitted
from report.chapters.method import preparation, training
from report.chapters.model import AnyTable
from tests.report.chapters.bundles import augmentation, data, epoch, history

# --- images ---------------------------------------------------------------------------------------------------


def test_a_row_of_pixels_is_written_out_before_and_after() -> None:
    """Each column of the bundle once, each value after below the one before."""
    found = data(3, name="folder").preprocessing
    assert not isinstance(found, Omitted)
    table = preparation.pixel_row(found)
    check_rows(table)
    assert [column.name for column in table.columns] == ["Column", "2", "3", "4"]
    assert [row.cells[2] for row in table.rows] == ["51", "0.20"]


@pytest.mark.parametrize("elastic", [0, 1.5])
def test_only_the_transforms_of_the_recipe_are_described(elastic: float) -> None:
    """Elastic displacements are described where there are any."""
    found = augmentation(elastic)
    assert ("1.5 pixels" in preparation.elastic(found)) == bool(elastic)
    assert "15°" in preparation.transforms(found)
    check_rows(preparation.augmented(found))


@pytest.mark.parametrize(
    ("plain", "said"),
    [(0, "In each epoch"), (1, "In each epoch but the last"), (2, "In each epoch but the last two")],
)
def test_the_epochs_with_augmentation_are_named(plain: int, said: str) -> None:
    """All, or all but the last ones."""
    assert preparation.when_augmented(history(unaugmented_epochs=plain)) == said


# --- training -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("overfitting", "interval", "said"),
    [
        ("detected", (0.002, 0.02), "overfitting is detected"),
        ("not detected", (-0.01, 0.03), "no overfitting is detected"),
        ("reversed", (-0.03, -0.01), "no overfitting is detected"),
    ],
)
def test_overfitting_is_judged_by_the_interval_of_the_difference(
    overfitting: str, interval: tuple[float, float], said: str
) -> None:
    """The sentence follows the bundle’s decision and gives the interval: overlap is no test (S10)."""
    low, high = interval
    gap = Estimate(value=(low + high) / 2, low=low, high=high)
    text = training.gap(history(overfitting=overfitting, generalisation_gap=gap))
    assert said in text
    assert ("no overfitting" in text) == (overfitting != "detected")
    assert "95% interval" in text
    assert "overlap" not in text


def test_the_curves_claim_what_they_show() -> None:
    """Error rate after the first epoch and at the end, with the count; no direction is claimed."""
    worse = history(epochs=(epoch(1, augmented=False),))
    for found in (history(), worse):
        claim = training.learned(found)
        assert "20.0% after the first epoch" in claim
        assert "2.00% for the final model (6 of 300 images)" in claim
        assert "falls" not in claim
    assert len(training.curves(history()).drawings) == 2


def test_every_epoch_has_its_row() -> None:
    """With the learning rate, and whether its images were augmented."""
    table = training.history(history())
    check_rows(table)
    assert [row.cells[-1] for row in table.rows] == ["augmented", "augmented", "original"]


def test_settings_hold_the_recipe() -> None:
    """Each setting once; without a moving average, none is claimed."""
    found = history(averaging=None, averaging_steps=None)
    rows = dict(training.recipe(found, data(10, name="digits")))
    assert rows["Moving average of the weights"] == "none"
    assert rows["Peak learning rate"] == "0.00225"
    assert rows["Training images"] == "3,000"
    assert "over about 100 steps" in dict(training.recipe(history(), data(10, name="digits"))).values()


def check_rows(table: AnyTable) -> None:
    """Each row has as many cells as the table has columns."""
    rows = [*table.rows, *([table.footer] if table.footer else [])]
    assert {len(row.cells) for row in rows} == {len(table.columns)}
