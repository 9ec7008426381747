"""Options win over the file, the file over the defaults, and every mistake is named."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import TYPE_CHECKING, get_args

import pytest

from analysis import settings
from analysis.errors import OutputError, SettingsError
from analysis.models.recipes import PRESETS
from analysis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the settings file goes."""
    return tmp_path / "digits-report.toml"


def test_the_written_file_holds_the_defaults(file: Path) -> None:
    """What `init` writes changes nothing until it is edited."""
    settings.write_commented(file)

    assert settings.load(file, {}) == Settings()


def test_the_written_file_names_every_setting(file: Path) -> None:
    """Each setting stands in the file, in use or commented out with a value that it may have."""
    settings.write_commented(file)
    text = file.read_text(encoding="utf-8")
    uncommented = "\n".join(
        line.removeprefix("# ") if " = " in line and line.startswith("# ") else line
        for line in text.splitlines()
    )
    values = tomllib.loads(uncommented)

    assert set(values) == set(Settings.model_fields)
    assert Settings.model_validate(values)


def test_options_win_over_the_file(file: Path) -> None:
    """An option that is given counts, one that is not (None) leaves the file's word."""
    file.write_text('preset = "quick"\nseed = 3\n')

    found = settings.load(file, {"seed": 5, "preset": None, "dataset": None})

    assert (found.seed, found.preset, found.dataset) == (5, "quick", "auto")


def test_the_file_of_the_working_folder_is_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --config digits-report.toml counts where there is one, and is not missed where there is none."""
    monkeypatch.chdir(file.parent)

    assert settings.load(None, {}) == Settings()
    file.write_text('authors = ["Ada"]\ndate = 2026-11-30\n')
    found = settings.load(None, {})
    assert (found.authors, found.date) == (("Ada",), dt.date(2026, 11, 30))


def test_presets_are_those_that_there_are() -> None:
    """The settings allow exactly the recipes."""
    assert set(get_args(Settings.model_fields["preset"].annotation)) == set(PRESETS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("seed = x", "valid TOML in .*line 1"),
        ("sede = 1", "found `sede`: did you mean `seed`"),
        ("zzz = 1", "found `zzz`: known are title, authors"),
        ('preset = "fast"', "`preset` in .* 'quick', 'standard' or 'thorough', found 'fast'"),
        ('seed = "1"', "`seed` in .* a valid integer, found '1'"),
        ("seed = -1", "`seed` in .* greater than or equal to 0, found -1"),
        ('pdf = "no"', "`pdf` in .* a valid boolean, found 'no'"),
        ("authors = [1]", "`authors` in .* a valid string, found 1"),
    ],
)
def test_mistakes_are_named(content: str, said: str, file: Path) -> None:
    """A sentence names file, setting, what was found and what is allowed."""
    file.write_text(content)

    with pytest.raises(SettingsError, match=said) as caught:
        settings.load(file, {})
    assert file.name in str(caught.value)


def test_a_missing_file_is_an_error_when_asked_for(file: Path) -> None:
    """--config names a file that must be there."""
    with pytest.raises(SettingsError, match="digits-report init"):
        settings.load(file, {})


def test_no_file_is_overwritten(file: Path) -> None:
    """`init` leaves a file that is there as it is."""
    file.write_text("seed = 7\n")

    with pytest.raises(OutputError, match="edit it, or remove it"):
        settings.write_commented(file)
    assert file.read_text() == "seed = 7\n"
