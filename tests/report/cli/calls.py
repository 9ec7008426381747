"""A command as a user gives it, and the one sentence in which it fails."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from report.cli.app import app

TRACEBACK = "Traceback"


def call(*arguments: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def one_sentence(found: Result, code: int = 1) -> str:
    """Return what was said, after a look that it is one line, without traceback, with its code, and that nothing is done."""
    assert found.exit_code == code
    assert "Wrote" not in found.stdout
    assert TRACEBACK not in found.stderr
    assert found.stderr.count("\n") == 1
    return found.stderr
