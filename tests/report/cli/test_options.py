"""A setting is declared once: file, commands, help, notebook and what wins over what follow."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

import report
from analysis.run import setting_kinds as kinds
from analysis.run import settings
from analysis.run.settings import NOTEBOOK, Settings, setting, taken_by
from analysis.system.errors import SettingsError
from report.cli.app import app
from report.cli.options import Call, with_options  # read by `inspect.signature`

# What `report.build` takes besides settings: what is studied, its names, and whether to speak.
STUDIED = {
    "model",
    "x_test",
    "y_test",
    "predictions",
    "x_train",
    "y_train",
    "history",
    "classes",
    "noun",
    "quiet",
}


@dataclass(frozen=True)
class More(Settings):
    """Two more declarations, and nothing else."""

    ink: Literal["black", "blue"] = setting(
        "black",
        kinds.one_of(("black", "blue")),
        "Colour of the ink.",
        takers=("build", NOTEBOOK),
        help="In print.",
    )
    staples: bool = setting(True, kinds.TRUTH, "Put in staples.", takers=("build",), help="Leave loose.")


@pytest.fixture
def more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be these two settings more."""
    monkeypatch.setattr(settings, "Settings", More)


def build_with(*arguments: str) -> tuple[str, More | None]:
    """Return what a command of that name says, and the settings with which it is called."""
    called: list[More] = []

    def build(call: Call) -> None:
        found = call.settings()
        assert isinstance(found, More)
        called.append(found)

    program = typer.Typer(rich_markup_mode=None, add_completion=False)
    program.command()(with_options(build))
    result = CliRunner().invoke(program, arguments)
    assert result.exit_code == 0
    return " ".join(result.stdout.split()), next(iter(called), None)


@pytest.mark.usefixtures("more")
def test_the_file_has_what_is_declared() -> None:
    """With its comment and its default."""
    assert '# Colour of the ink.\nink = "black"\n' in settings.commented()
    assert "# Put in staples.\nstaples = true\n" in settings.commented()


@pytest.mark.usefixtures("more")
def test_the_help_has_what_is_declared() -> None:
    """With its choices and its default; what is true by default can be turned off."""
    said, _ = build_with("--help")

    assert (
        "--ink <black|blue> In print. [default: black]" in said
        or "--ink [black|blue] In print. [default: black]" in said
    )
    assert "--no-staples Leave loose." in said


@pytest.mark.usefixtures("more")
def test_options_win_over_the_file_and_the_file_over_defaults(folder: Path) -> None:
    """Each of three places has its say, and an option that is not given has none."""
    assert build_with()[1] == More()

    (folder / "digits-report.toml").write_text('ink = "blue"\nstaples = true\nseed = 7')
    assert build_with()[1] == More(ink="blue", seed=7)
    assert build_with("--ink", "black", "--no-staples", "--seed", "0")[1] == More(staples=False)
    assert build_with("--retrain")[1] == More(ink="blue", seed=7, retrain=True)


@pytest.mark.usefixtures("more")
def test_a_notebook_that_lacks_an_argument_is_found() -> None:
    """The test below sees a declaration that `report.build` does not follow."""
    assert set(taken_by(NOTEBOOK)) - set(inspect.signature(report.build).parameters) == {"ink"}


def test_the_notebook_takes_what_is_declared() -> None:
    """`report.build` has the settings that are declared for it, of which None is what was not said, and no other."""
    arguments = inspect.signature(report.build).parameters

    assert set(arguments) - STUDIED == set(taken_by(NOTEBOOK))
    assert {arguments[name].default for name in taken_by(NOTEBOOK)} == {None}


@pytest.mark.parametrize("name", taken_by(NOTEBOOK))
def test_what_the_notebook_says_arrives(name: str, folder: Path) -> None:
    """Each argument is read as its setting."""
    said: dict[str, object] = {name: object()}

    with pytest.raises(SettingsError, match=f"`{name}` in the options to be "):
        report.build(predictions=[0], y_test=[0], **said)  # type: ignore[arg-type]  # wrong on purpose
    assert not any(folder.iterdir())


def test_takers_are_commands() -> None:
    """No setting is declared for a command that is not there."""
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]  # a group, since there are several

    assert {taker for said in settings.declared().values() for taker in said.takers} <= commands | {NOTEBOOK}
