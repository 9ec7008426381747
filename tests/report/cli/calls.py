"""A command as a user gives it, and the one sentence in which it fails."""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner, Result

from report.cli.app import app

TRACEBACK = "Traceback"
# What is said as a stage begins, and how long it took.
STAGE = re.compile(r"\S.* …|\S.* \d[\d.]* s(  .*)?")


def call(*arguments: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def one_sentence(found: Result, code: int = 1) -> str:
    """Return what was said, after a look that it is one line, without traceback, with its code; before it, stages alone."""
    assert found.exit_code == code
    assert [line for line in found.stdout.splitlines() if not STAGE.fullmatch(line)] == []
    assert TRACEBACK not in found.stderr
    assert found.stderr.count("\n") == 1
    return found.stderr
