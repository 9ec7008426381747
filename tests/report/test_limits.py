"""A bundle as large as one may be is rendered within the limits that are promised for any bundle."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from analysis.bundle import storage
from benchmarks.reliability.limits import many, rendered
from tests.made_up import predictions_alone


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_a_million_predictions_are_rendered_in_ten_seconds_and_a_gigabyte(tmp_path: Path) -> None:
    """In a process of its own, on two processors, all its helpers included; `benchmarks` tries the other limits."""
    storage.write(predictions_alone(many()), tmp_path / "results.json")
    cost = rendered(tmp_path / "results.json", tmp_path / "site", "--no-pdf")

    assert cost.is_within, str(cost)
    assert (tmp_path / "site" / "index.html").is_file()
