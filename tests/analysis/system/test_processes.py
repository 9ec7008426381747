"""Laws of helper processes, whose other ends are tried with whole commands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

KILLED = """
import os, signal, sys
from analysis.system import processes

def wait(connection):
    connection.send("waiting")
    connection.recv()

if __name__ == "__main__":
    helpers = [processes.start(sys.argv[1], wait) for _ in range(4)]
    for helper in helpers:
        helper.connection.recv()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_who_waits_for_a_killed_process_says_nothing(method: str, tmp_path: Path) -> None:
    """Its connection breaks before it is told: no traceback of that."""
    (tmp_path / "killed.py").write_text(KILLED)
    environment = {"PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(
        [sys.executable, "killed.py", method],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (-9, "", "")
