"""Doctor says what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from analysis.data import download
from report.cli import doctor
from report.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_doctor_names_every_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line per thing, and code 1 where a build cannot succeed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIGITS_REPORT_DATA", str(tmp_path / "nowhere"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(download, "MIRRORS", ())
    monkeypatch.setattr(
        doctor, "_tensorflow", lambda: doctor.Finding("needed", "TensorFlow is missing: install it")
    )

    found = CliRunner().invoke(app, ["doctor"])

    assert found.exit_code == 1
    assert [line[0] for line in found.stdout.splitlines()] == [
        "✓",
        "✗",
        "✓",
        "✓",
        "!",
        "!",
        "!",
        "!",
        "✓",
        "✓",
    ]
    assert "No MNIST from the folder in DIGITS_REPORT_DATA: Expected a folder" in found.stdout
