"""What to install where WeasyPrint cannot start, for the system at hand."""

from __future__ import annotations

import platform
import shutil

LINUX = {
    "apt-get": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "sudo dnf install pango",
}
MACOS = "brew install pango  (for a Python that is not Homebrew’s: export DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib)"
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
        return MACOS
    if system == "Windows":
        return WINDOWS
    return next((command for tool, command in LINUX.items() if shutil.which(tool)), OTHER)


def _first_line(problem: Exception) -> str:
    """Shorten `cannot load library 'x': x: cannot open …` to its first half."""
    return str(problem).partition("\n")[0].partition(": ")[0]
