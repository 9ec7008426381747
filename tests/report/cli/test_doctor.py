"""Doctor says what is missing."""

from __future__ import annotations

import re
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from typer.testing import CliRunner

from report.cli import doctor, start_of_tensorflow
from report.cli.app import app
from tests.analysis.data.made_data import mirrors


def test_doctor_names_every_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line per thing, and code 1 where a build cannot succeed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIGITS_REPORT_DATA", str(tmp_path / "nowhere"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    mirrors(monkeypatch)
    monkeypatch.setattr(start_of_tensorflow, "CODE", "import a_processor_without_avx")

    found = CliRunner().invoke(app, ["doctor"])

    assert found.exit_code == 1
    assert [line[0] for line in found.stdout.splitlines()] == list("L✓✓✓!!!!✓✓✗")
    assert (
        "TensorFlow does not start (ModuleNotFoundError: No module named 'a_processor_without_avx')"
        in found.stdout
    )
    assert "No MNIST from the folder in DIGITS_REPORT_DATA: Expected a folder" in found.stdout


@pytest.mark.parametrize(("encoding", "said"), [("utf-8", "✗"), ("ascii", "needed:"), ("cp1252", "needed:")])
def test_signs_become_words_where_they_cannot_be_shown(
    encoding: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal without ✓ and ✗ is told in words what is fine and what is needed."""
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(BytesIO(), encoding=encoding))
    assert doctor._sign("needed") == said  # noqa: SLF001


@pytest.mark.parametrize(
    ("settings", "state", "said"),
    [
        ('authors = "Ada"', "fine", "Fonts, from Matplotlib"),
        ('authors = "Ada \U0010fff0"', "can be done without", "No font has .*U.10FFF0.: install Noto Sans"),
        ("date = 0", "needed", "Expected `date` in digits-report.toml"),
    ],
)
def test_the_words_of_the_settings_are_looked_at(
    settings: str, state: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Doctor finds settings that cannot be used, and words that no font here can show."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "digits-report.toml").write_text(settings, encoding="utf-8")
    if doctor._printing().state != "fine":  # noqa: SLF001
        pytest.skip("Pango is missing")

    found = doctor._fonts()  # noqa: SLF001

    assert found.state == state
    assert re.match(said, found.text)
