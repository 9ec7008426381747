"""Bundles of version 2 have no scores: what follows from them is computed from confidences of six decimals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.bundle import storage
from analysis.bundle.predictions import BEFORE_SCORES
from analysis.system.errors import BundleError

OLDER = Path(__file__).with_name("version_2.json")
"""Written by the program as it was before version 3: five made-up classes, with images, features and a validation split."""


@pytest.fixture
def older() -> Any:  # noqa: ANN401  # whatever JSON can hold
    """The parsed JSON of a bundle of version 2."""
    return json.loads(OLDER.read_text("utf-8"))


def read(content: Any) -> Any:  # noqa: ANN401
    return storage.parse(json.dumps(content).encode(), "results.json").findings


def test_what_was_drawn_is_counted(older: Any) -> None:  # noqa: ANN401
    """The p values are those of the file, and so are the figures that need all scores."""
    found, before = read(older), older["findings"]
    calibration = found.calibration
    scaling = calibration.temperature

    assert found.predictions.scores == found.validation == BEFORE_SCORES
    for each, said in zip(
        calibration.unscaled.errors, before["calibration"]["unscaled"]["errors"], strict=True
    ):
        assert (each.p, each.draws, each.bins) == (pytest.approx(said["p"], rel=1e-5), 2000, said["bins"])
        assert each.value == pytest.approx(said["value"], abs=1e-7)
    assert (
        scaling.temperature.model_dump(exclude={"draws"})
        == before["calibration"]["temperature"]["temperature"]
    )
    assert found.scores.log_loss.model_dump() == before["scores"]["log_loss"]
    assert found.selective_prediction.aurc == pytest.approx(before["selective_prediction"]["aurc"], rel=1e-4)
    assert list(found.confidence.correct_histogram) == before["confidence"]["correct_histogram"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("calibration", "unscaled", "errors", 1, "value"), 0.9),
        (("calibration", "unscaled", "errors", 1, "null_mean"), 0.1),
        (("calibration", "unscaled", "errors", 1, "p"), 1e-9),
        (("confidence", "correct_histogram", 0), 500),
        (("scores", "brier", "value"), 1.5),
        (("predictions", "labels", 0), 987654321),
        (("predictions", "confidence", 0), 1.5),
        (("predictions", "confidence", 0), None),
        (("confusion", "errors", 0, "index"), 10**9),
        (("calibration", "temperature", "scaled"), {}),
    ],
)
def test_what_an_older_file_forges_is_refused(older: Any, path: tuple[str | int, ...], value: Any) -> None:  # noqa: ANN401
    """In one sentence, without a traceback."""
    part = older["findings"]
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value

    with pytest.raises(BundleError):
        read(older)
