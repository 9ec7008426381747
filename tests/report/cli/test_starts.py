"""Commands speak before anything slow is imported, start TensorFlow only where it is needed, and leave at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).parents[3]
SLOW = ("tensorflow", "keras", "sklearn", "matplotlib", "weasyprint", "scipy", "numpy")
# Says which slow libraries were there at the first word of a command, and which in the end.
WATCHED = """
import json, sys
from report.cli.app import app

class Stream:
    first = None
    def __getattr__(self, name):
        return getattr(sys.__stdout__, name)
    def write(self, text):
        Stream.first = Stream.first or (text, loaded())
        return len(text)

def loaded():
    return [name for name in {slow} if name in sys.modules]

sys.stdout = Stream()
try:
    app({arguments})
except SystemExit as end:
    said, then = Stream.first
    print(json.dumps([said, then, loaded(), end.code]), file=sys.__stdout__)
"""
# A command in a process that has started TensorFlow, or has not, and a farewell that takes too long.
LEAVING = """
import atexit, sys, types
if {started}:
    sys.modules["tensorflow"] = types.ModuleType("tensorflow")
atexit.register(print, "farewell")
sys.argv = ["digits-report", "init"]
from report.cli import app
app.main()
"""


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with temporary files beside it."""
    (folder / "temporary").mkdir(exist_ok=True)
    (folder / "work").mkdir(exist_ok=True)
    around = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "temporary")}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder / "work",
        env=around,
        capture_output=True,
        text=True,
        check=False,
    )


def watched(folder: Path, *arguments: object) -> tuple[str, list[str], list[str], int]:
    """Return the first words of a command, what was loaded then and in the end, and its code."""
    done = run(folder, WATCHED.format(slow=SLOW, arguments=[str(each) for each in arguments]))
    said, then, ended, code = json.loads(done.stdout)
    return said, then, ended, code


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--model", "missing.keras"),
        ("train", "--dataset", "missing"),
        ("analyze", "--dataset", "missing"),
        ("sweep", "--dataset", "missing"),
        ("render", "missing.json"),
        ("predict", "missing.png"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_says_first_what_it_does(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """The first line names the command, and comes before any library that takes its time."""
    said, then, ended, code = watched(tmp_path, *arguments)

    assert said == f"Getting ready to {arguments[0]} …\n"
    assert then == []
    assert "numpy" in ended
    assert code == 1


def test_predict_needs_no_tensorflow(tmp_path: Path) -> None:
    """The published network names a picture by NumPy alone."""
    Image.fromarray(np.pad(np.full((18, 4), 255, np.uint8), ((5, 5), (12, 12)))).save(tmp_path / "one.png")

    _, _, ended, code = watched(
        tmp_path, "predict", tmp_path / "one.png", "--model", ROOT / "site" / "model.keras"
    )

    assert code == 0
    assert not {"tensorflow", "keras", "sklearn", "matplotlib"} & set(ended)


@pytest.mark.parametrize("started", [True, False])
def test_a_command_leaves_at_once(started: bool, tmp_path: Path) -> None:
    """After TensorFlow without farewells, but with all that it said, its code, and nothing left; else as usual."""
    for code, said, complaints in (0, "Wrote digits-report.toml", ""), (1, "", "Expected"):
        done = run(tmp_path, LEAVING.format(started=started))

        assert done.returncode == code
        assert done.stdout.startswith(said)
        assert done.stderr.startswith(complaints)
        assert ("farewell" in done.stdout) != started
        assert not list((tmp_path / "temporary").iterdir())
