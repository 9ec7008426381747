"""The last step of the set-up: Pango comes where that asks for no password, and nothing fails for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
# WeasyPrint as it is on a bare machine, until somebody installs what it lacks.
BARE = """
from pathlib import Path
if not Path({there!r}).exists():
    raise OSError("cannot load library 'libpango-1.0-0'")
"""
MANAGER = '#!/bin/sh\necho "$@" >> {log}\n[ "$1" != install ] || {effect}\n'

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the package managers are those of Linux")


class Machine:
    """A machine with apt-get and without Pango."""

    def __init__(self, folder: Path, effect: str) -> None:
        """Let `apt-get install` have an effect: `true` for none, or `touch` of the file that stands for Pango."""
        self.there, self.log = folder / "pango", folder / "log"
        (folder / "weasyprint.py").write_text(BARE.format(there=str(self.there)))
        tool = folder / "apt-get"
        tool.write_text(MANAGER.format(log=self.log, effect=effect.format(there=self.there)))
        tool.chmod(0o755)
        self.environment = {"PATH": f"{folder}:/usr/bin:/bin", "PYTHONPATH": f"{folder}:{ROOT}"}

    def set_up(self, *command: str) -> str:
        """Run the step; return what it said."""
        command = command or (sys.executable, "-m", "report.output.system_packages")
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        ).stdout

    def asked(self) -> list[str]:
        """Return what apt-get was told."""
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.mark.skipif(os.geteuid() != 0, reason="only an administrator installs without a password")
def test_an_administrator_gets_pango(tmp_path: Path) -> None:
    """One line says what was installed; a second set-up finds it there and is silent."""
    machine = Machine(tmp_path, "touch {there}")

    assert machine.set_up().startswith("Installed Pango and a font, for the PDF: apt-get install")
    assert machine.there.exists()
    assert [line.split()[0] for line in machine.asked()] == ["update", "install"]
    assert machine.set_up() == ""


def test_what_cannot_be_installed_is_said(tmp_path: Path) -> None:
    """No network, or no right to install: one line with the command, and success."""
    said = Machine(tmp_path, "false").set_up()

    assert "the site is made without" in said
    assert "sudo apt-get install" in said
    assert said.count("\n") == 1


def test_the_system_can_be_left_alone() -> None:
    """`make setup SYSTEM=no` has all steps but this one."""
    steps = {
        word: subprocess.run(
            ["make", "--dry-run", "--always-make", "setup", f"SYSTEM={word}"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout
        for word in ("yes", "no")
    }  # fmt: skip
    assert "system_packages" in steps["yes"]
    assert "system_packages" not in steps["no"]
    assert "uv pip sync" in steps["no"].replace("/bin/uv", "uv")
