"""Options win over the file, the file over the defaults, and every mistake is named."""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from enum import StrEnum
from pathlib import Path

import pytest

from analysis.models.recipes import PRESETS
from analysis.run import settings
from analysis.run.settings import Settings
from analysis.system.errors import OutputError, SettingsError
from benchmarks.reliability.settings import attack


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

    assert set(values) == set(settings.in_file())
    file.write_text(uncommented, encoding="utf-8")
    assert settings.load(file, {})


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


@pytest.mark.parametrize("preset", PRESETS)
def test_every_recipe_is_a_preset(preset: str) -> None:
    """The settings allow each recipe, as a plain string or as a choice of the command line."""
    choice = StrEnum("choice", {"CHOSEN": preset})
    for given in (preset, choice("" + preset)):
        found = settings.load(None, {"preset": given}).preset
        assert (type(found), found) == (str, preset)


def test_the_file_of_this_repository() -> None:
    """The report of the repository is made with the file that `init` writes, but for what its authors changed."""
    text = (Path(__file__).parents[3] / settings.FILE).read_text(encoding="utf-8")

    assert [line for line in text.splitlines() if line.startswith("#")] == [
        line for line in settings.commented().splitlines() if line.startswith("#")
    ]
    assert settings.load(Path(__file__).parents[3] / settings.FILE, {})


def test_what_editors_and_people_write(file: Path) -> None:
    """A byte order mark is skipped, and one author needs no list."""
    file.write_text('authors = "Ada"\n', encoding="utf-8-sig")

    assert settings.load(file, {}).authors == ("Ada",)


@pytest.mark.parametrize("name", settings.declared())
def test_every_setting_explains_itself(name: str) -> None:
    """Each has a comment or cannot be set in the file, help where a command takes it, and an example or a default."""
    said = settings.declared()[name]

    assert said.comment or said.takers
    assert bool(said.help) == bool(set(said.takers) - {settings.NOTEBOOK})
    assert not said.comment or said.example or said.default is not None


@pytest.mark.parametrize("name", settings.declared())
def test_every_default_is_valid(name: str) -> None:
    """A default is what its setting may be, as the program uses it; so is an example."""
    said = settings.declared()[name]

    assert said.default is None or said.kind.read(said.default) == said.default
    assert said.example is None or said.kind.read(said.example)


@pytest.mark.parametrize("name", ["retrain", "config", "single_file"])
def test_what_concerns_one_call_is_no_setting_of_the_file(name: str, file: Path) -> None:
    """The file may not hold them, and its message does not offer them."""
    file.write_text(f"{name} = true")

    with pytest.raises(SettingsError, match=f"found `{name}`: ") as caught:
        settings.load(file, {})
    assert name not in str(caught.value).partition(f"`{name}`")[2]


class Somewhere:
    """A path of somebody else's kind."""

    def __fspath__(self) -> str:
        """Return it as a text."""
        return "some/where"


def test_any_path_will_do() -> None:
    """A path may be a text or whatever Python takes for a path, but a text that can be printed."""
    for given in ("some/where", Path("some/where"), Somewhere()):
        assert settings.load(None, {"out": given}).out == Path("some/where")
    for wrong in ("\ud800", b"some", 3, ["some"]):
        with pytest.raises(SettingsError, match="`out` in the options to be a path, found "):
            settings.load(None, {"out": wrong})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("seed = x", "valid TOML in .*line 1"),
        ("sede = 1", "found `sede`: did you mean `seed`"),
        ("zzz = 1", "found `zzz`: known are title, authors"),
        (
            'model = "C:\\Users"',
            "valid TOML in .*line 1, column 14 .*: write a path with backslashes in single quotation marks",
        ),
        ('preset = "fast"', "`preset` in .* one of quick, standard, thorough, found 'fast'"),
        ('seed = "1"', "`seed` in .* a whole number from 0 to 2147483647, found '1'"),
        ("seed = -1", "`seed` in .* a whole number from 0 to 2147483647, found -1"),
        ("seed = 2147483648", "`seed` in .* a whole number from 0 to 2147483647, found 2147483648"),
        ('pdf = "no"', "`pdf` in .* true or false, found 'no'"),
        ("authors = [1]", "`authors` in .* a list of names .at most 100, none of them empty., found 1"),
        ('date = "soon"', "`date` in .* a date such as 2026-11-30 .from 1900 to 2100., found 'soon'"),
        ("date = 0", "`date` in .*, found 0: change it"),
        ("date = 2026-11-30T10:00:00", "`date` in .*, found 2026-11-30T10:00:00: "),
        ('authors = ["Ada", " "]', "`authors` in .* none of them empty., found ' '"),
        ("seed = true", "`seed` in .*, found true"),
        ('title = "a\\nb"', "`title` in .* a text of one line .*, found 'a"),
        ('title = "\\u0000"', "`title` in .*, found '.x00'"),
        (f"title = '{'x' * 301}'", r"`title` in .* at most 300 characters, found 'x{60}'… .301 characters"),
        (
            'out = "C:\\temp"',
            "`out` in .* a path, found 'C:.temp': write a path .* in single quotation marks",
        ),
        ("model = {}", "`model` in .* a path, found a table: "),
        ("out = ''", "`out` in .* a path, found '': "),
        ("a = " + 5000 * "[", "brackets or a number without end"),
        ("seed = " + 5000 * "9", "brackets or a number without end"),
        ("# " + 2**20 * "x", "found one above 1 MB"),
        ('dataset = ""', "`dataset` in .* or a path, found ''"),
    ],
)
def test_mistakes_are_named(content: str, said: str, file: Path) -> None:
    """A sentence names file, setting, what was found and what is allowed."""
    file.write_text(content)

    with pytest.raises(SettingsError, match=said) as caught:
        settings.load(file, {})
    assert file.name in str(caught.value)
    assert not re.search("Input |<class|Invalid|codec|pydantic", str(caught.value))


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-16", "not UTF-8: save it as UTF-8"), ("latin-1", "not UTF-8")]
)
def test_other_encodings_are_named(encoding: str, said: str, file: Path) -> None:
    """A file in another encoding than UTF-8 is refused as such."""
    file.write_text('title = "Größe"\n', encoding=encoding)

    with pytest.raises(SettingsError, match=said):
        settings.load(file, {})


def test_what_is_no_file(file: Path) -> None:
    """A folder, a pipe without a writer, a device and an impossible name are refused at once."""
    os.mkfifo(file)

    for path in (file, file.parent, Path("/dev/zero"), Path("a\0b"), Path("x" * 5000)):
        with pytest.raises(SettingsError, match=r"^Expected [^\n\0]*\.$"):
            settings.load(path, {})


def test_hostile_settings_are_taken_or_refused() -> None:
    """Sixty damaged or hostile files end in settings that print or in one sentence in our own words."""
    outcomes = attack(60, seed=0)

    assert [one.fault for one in outcomes if one.fault] == []
    assert {one.taken for one in outcomes} == {True, False}


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
