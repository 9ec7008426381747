"""What WeasyPrint needs of the system, Pango and a font: how to get it, and getting it where that asks for no password.

`python -m report.output.system_packages` is the last step of `make setup`; it never fails for what it cannot install.
"""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

MINUTES = 5


class Manager(NamedTuple):
    """A package manager: what it is told, once prepared, and the packages that hold Pango and a font."""

    install: str
    packages: str
    prepare: str = ""

    @property
    def command(self) -> str:
        """The command as an administrator types it."""
        return f"{self.install} {self.packages}"


LINUX = {
    "apt-get": Manager(
        "apt-get install -qy --no-install-recommends",
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core",
        prepare="apt-get update -q",
    ),
    "dnf": Manager("dnf install -qy", "pango dejavu-sans-fonts"),
    "apk": Manager("apk add -q", "pango harfbuzz-subset font-dejavu"),
}
HOMEBREW = Manager("brew install -q", "pango")
NOT_HOMEBREWS = "(for a Python that is not Homebrew’s: export DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib)"
WINDOWS = r"MSYS2 from msys2.org, in its shell: pacman -S mingw-w64-ucrt-x86_64-pango  (found in C:\msys64\ucrt64\bin)"
OTHER = "Pango 1.44 or newer, HarfBuzz with its subset library, and Fontconfig, from your system’s packages"


def without_libraries(problem: Exception) -> str:
    """Return three lines: what is missing, what to install on this system, and how to do without."""
    return "\n".join(
        (
            f"The PDF needs WeasyPrint and its system libraries; importing it failed: {_first_line(problem)}",
            f"Install: {install_hint()}",
            "Or leave the PDF out: --no-pdf",
        )
    )


def install_hint() -> str:
    """Return the command that installs Pango and what it brings on this operating system."""
    system = platform.system()
    if system == "Darwin":
        return f"{HOMEBREW.command}  {NOT_HOMEBREWS}"
    if system == "Windows":
        return WINDOWS
    manager = _of_linux()
    return f"sudo {manager.command}" if manager else OTHER


def install() -> str:
    """Install what is missing, and return a line that says so; empty where nothing was missing."""
    if _is_there():
        return ""
    manager = _without_password()
    if manager and _runs(manager):
        return f"Installed Pango and a font, for the PDF: {manager.command}"
    return (
        f"The PDF needs Pango, which is not here; the site is made without.  To have both: {install_hint()}"
    )


def _is_there() -> bool:
    """Ask a new process: libraries that this one looked for in vain, it would not find after all."""
    return _succeeds((sys.executable, "-c", "import weasyprint"))


def _without_password() -> Manager | None:
    """Return the package manager that this user may call as it is."""
    if platform.system() == "Darwin":
        return HOMEBREW if shutil.which("brew") else None
    return _of_linux() if platform.system() == "Linux" and os.geteuid() == 0 else None


def _of_linux() -> Manager | None:
    return next((manager for tool, manager in LINUX.items() if shutil.which(tool)), None)


def _runs(manager: Manager) -> bool:
    """Say whether the packages are there afterwards."""
    for command in filter(None, (manager.prepare, manager.command)):
        _succeeds(shlex.split(command))
    return _is_there()


def _succeeds(command: Sequence[str]) -> bool:
    """Run a command without a word; a mirror that hangs costs no more than `MINUTES`."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(  # noqa: S603 – fixed words
            command, capture_output=True, check=False, timeout=60 * MINUTES, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _first_line(problem: Exception) -> str:
    """Shorten `cannot load library 'x': x: cannot open …` to its first half."""
    return str(problem).partition("\n")[0].partition(": ")[0]


if __name__ == "__main__":
    line = install()
    if line:
        sys.stdout.write(f"{line}\n")
