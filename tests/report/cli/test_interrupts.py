"""Signals end a command within seconds, with nothing left; real ones, to real processes."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from analysis.bundle import Bundle, storage
from benchmarks.reliability.interrupting import (
    COMMAND,
    LIMIT,
    SAID,
    Blow,
    Place,
    attack,
    gone,
    session,
    started,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

INT, TERM, HUP, KILL = signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL
RENDER = (*COMMAND, "render", "results.json", "--no-pdf", "--out", "site")


@pytest.fixture
def place(tmp_path: Path, tiny_bundle: Bundle) -> Place:
    """Return a folder with a bundle to render."""
    place = Place.below(tmp_path)
    storage.write(tiny_bundle, place.work / "results.json")
    return place


@pytest.mark.parametrize(
    "blows",
    [
        (Blow(INT, 0.05, to_all=True), Blow(INT, 0, to_all=True)),
        (Blow(TERM, 0.4),),
        (Blow(INT, 0.8, to_all=True), Blow(TERM, 0.05)),
        (Blow(HUP, 1.2, to_all=True),),
    ],
    ids=lambda blows: ", ".join(map(str, blows)),
)
def test_an_interrupted_render_leaves_nothing(place: Place, blows: tuple[Blow, ...]) -> None:
    """Once or twice, alone or with all its processes: gone in time, its code, one true line, no site or a whole one."""
    found = attack(RENDER, place, blows)

    assert found.faults == ()
    assert {path.name for path in place.work.iterdir()} <= {"results.json", "site"}
    assert (place.work / "site" / "index.html").is_file() == (place.work / "site").exists()


# Interrupts itself at one line of the preparation, its own or the library's, in a process for each line.
AT_EVERY_LINE = """
import os, signal, sys
from pathlib import Path
from analysis.system import interrupts
from report.cli import surroundings

def attempt(line):
    seen = 0
    def trace(frame, event, argument):
        nonlocal seen
        if frame.f_code.co_filename not in (surroundings.__file__, surroundings.tempfile.__file__):
            return None
        seen += event == "line"
        if seen == line:
            sys.settrace(None)
            signal.raise_signal(signal.SIGINT)
        return trace
    around = surroundings.Surroundings()
    with interrupts.heeded(around.clean):
        sys.settrace(trace)
        around.prepare()
        sys.settrace(None)

def ended(line):
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        attempt(line)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

line, code = 1, None
while code != 0:
    code = ended(line)
    left = [path.name for path in (*Path(os.environ["TMPDIR"]).iterdir(), *Path().glob(".*"))]
    print(line, code, *left)
    line += 1
"""


def test_an_interrupt_at_any_line_of_the_beginning_leaves_nothing(place: Place) -> None:
    """Also between the making of a file and its removal: Python tries a place for temporary files by writing there."""
    (place.work / "every.py").write_text(AT_EVERY_LINE)
    with started((sys.executable, "every.py"), place) as process:
        said, _ = process.communicate(timeout=60)
    *stopped, done = [line.split() for line in said.splitlines()]

    assert len(stopped) > 50
    assert {tuple(ends) for _, *ends in stopped} == {(str(128 + INT),)}
    assert done[1:] == ["0"]


# A command whose work is given below, in processes of its own and with a temporary folder.
BUSY = """
import ctypes, os, sys, tempfile, time
from analysis.run import workers
from analysis.system import interrupts
from report.cli.surroundings import Surroundings
from report.output import parallel

def sleep(given, seed):
    tempfile.mkdtemp()
    os.write(1, b"working\\n")  # print may write the line in two parts, between those of others
    time.sleep(60)

def deaf():
    try: time.sleep(60)
    except BaseException: pass

def main():
    around = Surroundings()
    with interrupts.heeded(around.clean):
        around.prepare()
        {work}

if __name__ == "__main__":
    main()
"""
FORKS = "parallel.map_ordered(lambda seed: sleep(None, seed), range(9))"
SEEDS = "list(workers.on_this_machine(sleep, None, range(9), jobs=2))"


def busy(place: Place, work: str) -> tuple[str, ...]:
    """Return the command that does the work."""
    (place.work / "busy.py").write_text(BUSY.format(work=work))
    return (sys.executable, "busy.py")


@pytest.mark.parametrize("work", [FORKS, SEEDS], ids=["forks", "seeds"])
@pytest.mark.parametrize("number", [TERM, KILL], ids=["terminated", "killed outright"])
def test_no_helper_outlives_its_command(place: Place, work: str, number: signal.Signals) -> None:
    """Those that draw and those that train end with the process that needs them, also where it cannot tell them."""
    with started(busy(place, work), place) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "working\n"
        helpers = set(session(process.pid)) - {process.pid}
        os.kill(process.pid, number)

        assert helpers
        assert gone(process.pid, time.monotonic() + LIMIT)
        if number == TERM:
            assert (process.wait(), process.stderr.read()) == (128 + TERM, SAID)
            assert place.left() == []


DEADLOCK = (
    "lock = ctypes.create_string_buffer(64); [ctypes.CDLL(None).pthread_mutex_lock(lock) for _ in 'ab']"
)
DEAF = "[deaf() for _ in iter(int, 1)]"


@pytest.mark.parametrize("work", [DEADLOCK, DEAF], ids=["stuck in C", "swallows the exception"])
def test_a_main_thread_that_does_not_listen_keeps_nothing(place: Place, work: str) -> None:
    """Where no handler can run, or its exception is caught, the process ends all the same, and cleans up."""
    work = f"interrupts.PATIENCE = 0.2; print('working', flush=True); {work}"
    with started(busy(place, work), place) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "working\n"
        os.kill(process.pid, TERM)

        assert gone(process.pid, time.monotonic() + LIMIT)
        assert (process.wait(), process.stderr.read()) == (128 + TERM, SAID)
        assert place.left() == []


IGNORING = """
import runpy, signal, sys
for number in (signal.SIGINT, signal.SIGHUP): signal.signal(number, signal.SIG_IGN)
sys.argv = ["digits-report", "init"]
runpy.run_module("report", run_name="__main__")
"""


def test_what_was_ignored_is_ignored(place: Place) -> None:
    """Under nohup, and in the background of a script, a command goes on to its end."""
    found = attack((sys.executable, "-c", IGNORING), place, (Blow(INT, 0), Blow(HUP, 0)))

    assert (found.code, found.faults) == (0, ())
    assert (place.work / "digits-report.toml").is_file()


def test_what_a_killed_command_left_is_swept_out_by_the_next(place: Place) -> None:
    """Killed outright, it leaves a temporary folder; the folder of one that lives stays."""
    with started(busy(place, FORKS), place) as living, started(busy(place, SEEDS), place) as dying:
        for process in (living, dying):
            assert process.stdout
            assert process.stdout.readline() == "working\n"
        dying.kill()
        assert gone(dying.pid, time.monotonic() + LIMIT)
        assert len(place.left()) == 2
        with started((*COMMAND, "init"), place) as following:
            assert following.wait() == 0
        assert len(place.left()) == 1
        living.terminate()
    assert place.left() == []
