"""Words about the recipe, and about making the report again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.main import get_command

from analysis.statistics.intervals import proportion
from report.cli.app import app
from report.wording import methodology, reproducibility

if TYPE_CHECKING:
    from analysis.bundle import Bundle


@pytest.mark.parametrize(
    ("decay", "said"),
    [(0.99, "over about 100 steps"), (0.99971, "over about 3,448 steps"), (0.0, "none"), (None, "none")],
)
def test_the_average_is_told_by_its_length(decay: float | None, said: str, tiny_bundle: Bundle) -> None:
    """A decay of 0.99971 would be rounded to 1."""
    findings = tiny_bundle.findings
    training = findings.training.model_copy(update={"averaging": decay})

    assert dict(methodology.settings(training, findings.dataset))["Moving average of the weights"] == said


@pytest.mark.parametrize(
    ("distorted", "said"),
    [
        ([True, True, False], "in each epoch but the last"),
        ([True, False, False], "in each epoch but the last two"),
        ([True, True, True], "in each epoch"),
    ],
)
def test_clean_epochs_are_excepted(distorted: list[bool], said: str, tiny_bundle: Bundle) -> None:
    """Whoever repeats the recipe needs to know which epochs distort."""
    training = tiny_bundle.findings.training
    epochs = tuple(training.epochs[0].model_copy(update={"distorted": each}) for each in distorted)

    assert methodology.distorted_epochs(training.model_copy(update={"epochs": epochs})) == said


@pytest.mark.parametrize(
    ("known", "unknown", "said"),
    [
        (4_999, 4_980, "learned by heart, so"),
        (4_985, 4_980, "The intervals overlap"),
        (4_900, 4_990, "never seen are read better"),
    ],
)
def test_memory_is_claimed_only_beyond_chance(
    known: int, unknown: int, said: str, tiny_bundle: Bundle
) -> None:
    """Training images are read better than others by chance, too."""
    shares = {"training_sample": proportion(known, 5_000), "validation": proportion(unknown, 5_000)}

    assert said in methodology.memory(tiny_bundle.findings.training.model_copy(update=shares))


def test_the_commands_are_those_of_this_report(swept_bundle: Bundle) -> None:
    """A sweep that the report shows has to be run, too; options are those of the command line."""
    found = swept_bundle.findings
    told = reproducibility.commands(found.training, found.dataset.name, found.sweep, swept_bundle.provenance)

    commands = {line.split()[1]: line.split()[2:] for line in told if line.startswith("digits-report")}
    assert set(commands) == {"sweep", "build"}
    for name, words in commands.items():
        get_command(app).commands[name].make_context(name, words)


@pytest.mark.parametrize(
    ("commit", "first"), [("a" * 40, "git checkout aaaaaaaaaaaa"), ("a" * 40 + "+", "make setup")]
)
def test_a_commit_is_checked_out_only_if_it_holds_the_code(
    commit: str, first: str, tiny_bundle: Bundle
) -> None:
    """A `+` says that the program had changes that are in no commit."""
    made = tiny_bundle.provenance.model_copy(update={"git_commit": commit})
    told = reproducibility.commands(tiny_bundle.findings.training, "digits", None, made)

    assert told[0] == first
    assert reproducibility.changed(made) == commit.endswith("+")
