"""A second set of fonts: what a page promises holds for whichever the reader's browser takes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.tools import program

WIDE = ("DejaVu Sans", "DejaVu Sans Mono", "DejaVu Serif", "Latin Modern Math")
"""The widest that is common: text of a bare Linux, formulas of TeX, which browsers take before all others."""
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include>{machine}</include>
  <selectfont>
    <acceptfont>{accepted}</acceptfont>
    <rejectfont>{all}</rejectfont>
  </selectfont>
</fontconfig>
"""
ALL = "".join(
    f'<pattern><patelt name="scalable"><bool>{either}</bool></patelt></pattern>'
    for either in ("true", "false")
)


def configuration(families: tuple[str, ...], folder: Path) -> Path:
    """Write the file for FONTCONFIG_FILE with which a program sees these fonts alone.

    Skip the test where one is not installed, or where fontconfig does not find fonts.
    """
    found = subprocess.run([program("fc-list"), ":", "family"], check=True, capture_output=True, text=True)
    installed = {name for line in found.stdout.splitlines() for name in line.split(",")}
    if missing := [name for name in families if name not in installed]:
        pytest.skip(f"{missing[0]} is not installed")
    accepted = "".join(
        f'<pattern><patelt name="family"><string>{escape(name)}</string></patelt></pattern>'
        for name in families
    )
    machine = os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    path = folder / "fonts.conf"
    path.write_text(CONFIGURATION.format(machine=escape(machine), accepted=accepted, all=ALL))
    return path
