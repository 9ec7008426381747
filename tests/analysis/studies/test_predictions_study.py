"""The table of the test images, and the scores beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.bundle import predictions
from analysis.bundle.predictions import PredictionTable, ValidationScores
from analysis.bundle.record import MAX_PACKED, Omitted, Packed
from analysis.evidence import Evidence
from analysis.statistics.probabilities import Confidences, Probabilities
from analysis.studies import study as study_all
from analysis.studies.predictions import study, validation
from tests.evidences import answers


def test_the_table_has_one_place_per_test_image(tiny_evidence: Evidence) -> None:
    """Label, prediction, second choice and confidence; the second differs from the first."""
    table, known = study(tiny_evidence), tiny_evidence.predictions
    assert tiny_evidence.probabilities
    assert table.second is not None

    assert list(table.labels) == known.labels.tolist()
    assert list(table.predicted) == known.predicted.tolist()
    assert all(first != second for first, second in zip(table.predicted, table.second, strict=True))
    assert table.confidence == pytest.approx(tiny_evidence.probabilities.confidence, abs=5.1e-7)


def test_the_scores_that_are_kept_are_those_that_were_studied(tiny_evidence: Evidence) -> None:
    """Bit by bit: who reads the table computes the same numbers."""
    view, found = study(tiny_evidence).view(10), tiny_evidence.probabilities
    assert isinstance(view, Probabilities)
    assert found

    assert np.array_equal(view.logits, found.logits)
    assert np.array_equal(view.losses, found.losses)
    assert np.array_equal(view.log_odds, found.log_odds)


def test_the_validation_split_is_kept_too(tiny_evidence: Evidence) -> None:
    """With its labels, so that the temperature can be fitted again."""
    kept, found = validation(tiny_evidence), tiny_evidence.validation
    assert isinstance(kept, ValidationScores)
    assert found

    assert np.array_equal(kept.view.labels, found.labels)
    assert np.array_equal(kept.view.logits, found.logits)


def test_too_many_scores_are_left_out_and_their_columns_studied(
    tiny_evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is told, and confidences are those that a reader finds: of six decimals."""
    monkeypatch.setattr(predictions, "MAX_PACKED", 1000)
    table = PredictionTable.of(tiny_evidence.predictions, tiny_evidence.probabilities)
    view, findings = table.view(10), study_all(replace(tiny_evidence))
    assert isinstance(view, Confidences)

    assert isinstance(table.scores, Omitted)
    assert "MB" in table.scores.reason
    assert isinstance(validation(tiny_evidence), Omitted)
    assert findings["confidence"].all.median == np.median(view.confidence)


def test_forty_megabytes_are_the_most() -> None:
    """Letters, of which four hold three bytes."""
    assert MAX_PACKED == 40_000_000
    few = PredictionTable.of(answers(np.arange(4) % 2, np.arange(4) % 2, k=2).predictions, None)
    assert isinstance(few.scores, Omitted)
    assert few.view(2) is None
    packed = Packed.of(np.zeros((9, 5), np.float32))
    assert len(packed.data) == -(-9 * 5 * 4 // 3) * 4
