"""Calibration, temperature scaling and selective prediction: what is significant is said, and nothing else."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from analysis.bundle.calibration import (
    Calibration,
    CalibrationError,
    CalibrationFindings,
    LowConfidence,
    ReliabilityBin,
    TemperatureScaling,
)
from analysis.bundle.record import Estimate, Omitted, Proportion
from analysis.bundle.selective_prediction import CoveragePoint, SelectivePredictionFindings
from report.chapters import phrases
from report.chapters.confidence import selective_prediction, temperature_scaling
from tests.pretended import changed, pretended

Direction = Literal["over-confident", "under-confident", "not distinguishable"]


def share(count: int, total: int) -> Proportion:
    value = count / total
    return pretended(
        Proportion, count=count, total=total, value=value, low=max(0, value - 0.05), high=min(1, value + 0.05)
    )


def state(direction: Direction, *, significant: tuple[bool, bool] = (False, False)) -> Calibration:
    value, half = (
        {"over-confident": 0.02, "under-confident": -0.02, "not distinguishable": 0.002}[direction],
        0.01,
    )
    binnings: tuple[Literal["equal width", "equal mass"], ...] = ("equal width", "equal mass")
    return Calibration(
        gap=Estimate(value=value, low=value - half, high=value + half),
        log_loss=Estimate(value=0.3, low=0.2, high=0.4),
        errors=tuple(
            CalibrationError(
                binning=binning, bins=15, value=0.0123, null_mean=0.0089, null_high=0.0114 if beyond else 0.0145,
                seed=1, draws=999, reached=11 if beyond else 399,
            )
            for binning, beyond in zip(binnings, significant, strict=True)
        ),
    )  # fmt: skip


def scaled(
    direction: Literal["lowers confidence", "raises confidence", "not distinguishable"], change: float
) -> TemperatureScaling:
    return pretended(
        TemperatureScaling,
        temperature=Estimate(value=1.07, low=0.86, high=1.24),
        fitted_on=180,
        direction=direction,
        log_loss_change=Estimate(value=change, low=change - 0.001, high=change + 0.001),
        log_loss_improves=change < -0.001,
        log_loss_worsens=change > 0.001,
        scaled=state("not distinguishable"),
    )


def calibrated(unscaled: Calibration, *, detected: bool, **changes_: Any) -> CalibrationFindings:  # noqa: ANN401
    bins = (ReliabilityBin(low=0.9, high=1, confidence=0.95, accuracy=Proportion.of(8, 9)),)
    fields: dict[str, Any] = {
        "unscaled": unscaled,
        "bins": bins,
        "low_confidence": LowConfidence(confidence=0.727, accuracy=Proportion.of(30, 39)),
        "temperature": scaled("not distinguishable", 0.0002),
    }
    return changed(CalibrationFindings.model_construct(**{**fields, **changes_}), detected=detected)


def curve(caught: int, errors: int) -> SelectivePredictionFindings:
    def point(coverage: float, withheld: int, kept: int) -> CoveragePoint:
        lost = share(errors - kept, errors) if errors else None
        return CoveragePoint(
            coverage=coverage,
            withheld=withheld,
            errors=share(kept, 400 - withheld),
            errors_withheld=lost,
        )

    points = (point(1, 0, errors), point(0.99, 4, errors - caught), point(0.9, 40, 0))
    return pretended(
        SelectivePredictionFindings,
        points=points,
        risk=(0.0,) * 101,
        aurc=0.01,
        aurc_perfect=0.005,
        aurc_random=0.07,
    )


class TestCalibration:
    """Gap, detection, bins."""

    @pytest.mark.parametrize("direction", ["over-confident", "under-confident", "not distinguishable"])
    def test_a_direction_is_named_only_where_it_is_significant(self, direction: Direction) -> None:
        """The sentence and the caption name the study's direction, and print the size without a sign."""
        unscaled = state(direction)
        both = [
            phrases.confidence_gap(unscaled),
            phrases.calibration_verdict(calibrated(unscaled, detected=direction != "not distinguishable")),
        ]
        for text in both:
            assert ("over-confident" in text.lower()) == (direction == "over-confident")
            assert ("under-confident" in text.lower()) == (direction == "under-confident")
        assert ("not distinguishable" in both[0]) == (direction == "not distinguishable")
        assert "by −" not in both[0]

    def test_significant_binnings_are_named(self) -> None:
        """Each significant calibration error with its p, the others not."""
        loud = calibrated(state("not distinguishable", significant=(True, False)), detected=True)
        text = phrases.calibration_tests(loud)
        assert "equal width" in text
        assert "equal mass" not in text
        assert "No miscalibration" not in text + phrases.calibration_verdict(loud)

    def test_a_significant_gap_alone_is_a_detection(self) -> None:
        """The gap may be significant while no calibration error is."""
        text = phrases.calibration_tests(calibrated(state("under-confident"), detected=True))
        assert "No miscalibration" not in text

    @pytest.mark.parametrize(
        ("count", "said"), [(0, "No prediction has"), (1, "One prediction"), (39, "39 pred")]
    )
    def test_predictions_of_low_confidence_are_counted(self, count: int, said: str) -> None:
        """Their number, mean confidence and accuracy; none is a sentence of its own.  A mean is rounded, one is truncated."""
        low = LowConfidence(confidence=0.8946, accuracy=share(count, count)) if count else None
        text = phrases.low_confidence(low)
        assert text.startswith(said)
        assert ("89.5%" in text, "89.4%" in text) == (count > 1, count == 1)


class TestTemperature:
    """Temperature scaling."""

    @pytest.mark.parametrize("direction", ["lowers confidence", "raises confidence", "not distinguishable"])
    def test_a_temperature_is_above_or_below_1_only_beyond_its_interval(self, direction: Any) -> None:  # noqa: ANN401
        """The sentence follows the study's direction (S5)."""
        text = temperature_scaling.fitted(scaled(direction, 0))
        assert ("not distinguishable from 1" in text) == (direction == "not distinguishable")
        assert ("lowers the confidence" in text) == (direction == "lowers confidence")
        assert "0.860 to 1.240" in text

    @pytest.mark.parametrize("change", [-0.01, 0.0002, 0.01])
    def test_a_benefit_is_claimed_only_where_the_log_loss_improves(self, change: float) -> None:
        """Sentence and caption agree, and neither calls a change that includes 0 a benefit."""
        scaling = scaled("not distinguishable", change)
        said, claim = temperature_scaling.log_loss_change(scaling), temperature_scaling.scaling_claim(scaling)
        assert ("significant improvement" in said) == ("improves" in claim) == (change == -0.01)
        assert ("no benefit here" in said) == ("no significant effect" in claim) == (change == 0.0002)
        assert ("worse" in said) == ("worsens" in claim) == (change == 0.01)

    @pytest.mark.parametrize("with_scaling", [True, False])
    def test_the_table_has_a_column_for_each_state(self, with_scaling: bool) -> None:
        """Every row has as many cells as the table has columns, with and without a temperature."""
        missing = {} if with_scaling else {"temperature": Omitted(reason="no validation images were given")}
        each = calibrated(state("not distinguishable"), detected=False, **missing)
        table = temperature_scaling.tabulate(each).table
        assert {len(row.cells) for row in table.rows} == {len(table.columns)} == {3 if with_scaling else 2}


class TestSelectivePrediction:
    """Withheld predictions."""

    @pytest.mark.parametrize("caught", [0, 1, 12])
    def test_errors_are_removed_only_if_some_are_withheld(self, caught: int) -> None:
        """The caption says so, and the sentence counts them."""
        each = curve(caught, 29)
        assert ("removes no error" in selective_prediction.claim(each)) == (caught == 0)
        start = {
            0: "None of the 29 errors is",
            1: "One of the 29 errors is",
            12: "Twelve of the 29 errors are",
        }[caught]
        assert phrases.errors_withheld(each).startswith(start)
