"""Tools that are no Python packages, with which pages are checked: each test that needs an absent one skips, and says which."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = Path(os.environ.get("DIGITS_REPORT_NODE_MODULES", ROOT / "node_modules"))
"""What `npm ci` gives, by package.json."""
CHROMIUM = Path(
    os.environ.get("DIGITS_REPORT_CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("google-chrome")
    or "chromium"
)
AXE = MODULES / "axe-core" / "axe.min.js"

needs_axe = pytest.mark.skipif(not AXE.exists(), reason="no axe-core: run `npm ci`")


def program(name: str) -> str:
    """Return where a program lies; skip the test where it is not installed."""
    found = shutil.which(name)
    return found or pytest.skip(f"{name} is not installed")


def node(package: str, script: str) -> list[str]:
    """Return how to start the script of an npm package; skip the test where Node.js or the package is absent."""
    path, runner = MODULES / package / script, program("node")
    if not path.exists():
        pytest.skip(f"no {package}: run `npm ci`")
    version = subprocess.run([runner, "--version"], check=True, capture_output=True, text=True).stdout
    if int(version.removeprefix("v").split(".")[0]) < 20:
        pytest.skip(f"{package} needs Node.js 20, and this is {version.strip()}")
    return [runner, str(path)]
