"""Machines unlike this one: no memory to share, and temporary files on another file system, in a folder with a long name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import ROOT

UNLIKE = """
mount -t tmpfs -o ro none /dev/shm && mount -t tmpfs none "$1" || exit 99
export TMPDIR="$1/temporary files – of somebody who likes names that say more than they have to"
mkdir "$TMPDIR"
shift
exec "$@"
"""
NOTEBOOK = (
    "import report; report.build(predictions=[0, 1, 1] * 30, y_test=[0, 1, 0] * 30, pdf=False, quiet=True)"
)


def unlike(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python in such a place; skip the test where nothing may be mounted."""
    (folder / "elsewhere").mkdir()
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHONW"))
    }
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", UNLIKE, "sh", str(folder / "elsewhere"), sys.executable, *command],
        cwd=folder,
        env={**variables, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    if done.returncode == 99 or "unshare:" in done.stderr:
        pytest.skip("mounting is not allowed here")
    return done


def test_a_command_says_nothing_of_memory_that_cannot_be_shared(tmp_path: Path) -> None:
    """A report from predictions is written, and no library complains."""
    rows = "\n".join(f"{number % 3},{number // 7 % 3}" for number in range(90))
    (tmp_path / "p.csv").write_text(f"true,predicted\n{rows}\n")
    done = unlike(tmp_path, "-m", "report", "build", "--predictions", "p.csv", "--no-pdf", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "site" / "index.html").exists()


def test_a_notebook_says_nothing_of_it_either(tmp_path: Path) -> None:
    """Nor does the function that notebooks call."""
    done = unlike(tmp_path, "-c", NOTEBOOK)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "site" / "index.html").exists()


def test_the_tests_run_there(tmp_path: Path) -> None:
    """With a process of pytest-xdist, which would be replaced for ever if it could not start."""
    wanted = "tests/report/text/test_grammar.py"
    options = (
        "-q",
        "--numprocesses=1",
        "-p",
        "no:cacheprovider",
        f"--rootdir={ROOT}",
        f"-c={ROOT}/pyproject.toml",
    )
    done = unlike(tmp_path, "-m", "pytest", *options, str(ROOT / wanted))
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
