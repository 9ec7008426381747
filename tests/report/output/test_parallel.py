"""Work that is shared out comes back whole."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import pytest

from report.output import parallel

# Other tests may have started TensorFlow's threads; what is forked here does not need them.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def no_tensorflow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests may have imported it."""
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def doubled(number: int) -> tuple[int, int]:
    return 2 * number, os.getpid()


def reciprocal(number: int) -> int:
    return 1 // number


def workers(found: Iterable[tuple[int, int]]) -> set[int]:
    return {process for _, process in found}


@pytest.mark.usefixtures("no_tensorflow")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")
def test_other_processes_do_the_work_and_order_is_kept() -> None:
    """What they cannot be sent, such as a function without a name, they have from the fork."""
    twice_here: Callable[[int], tuple[int, int]] = lambda number: (2 * number, os.getpid())  # noqa: E731
    found = parallel.map_ordered(twice_here, range(20))

    assert [twice for twice, _ in found] == list(range(0, 40, 2))
    assert os.getpid() not in workers(found)


@pytest.mark.usefixtures("no_tensorflow")
def test_beside_tensorflow_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its threads would be missing in a fork."""
    monkeypatch.setitem(sys.modules, "tensorflow", ModuleType("tensorflow"))
    found = parallel.map_ordered(doubled, range(3))

    assert found == [(0, os.getpid()), (2, os.getpid()), (4, os.getpid())]


@pytest.mark.usefixtures("no_tensorflow")
def test_an_error_in_a_process_arrives() -> None:
    """As it was raised."""
    with pytest.raises(ZeroDivisionError):
        parallel.map_ordered(reciprocal, range(3))


@pytest.mark.usefixtures("no_tensorflow")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")
def test_the_work_goes_on_while_its_results_are_not_asked_for(tmp_path: Path) -> None:
    """All is done before anybody waits for it."""
    with parallel.begun(lambda number: (tmp_path / str(number)).write_text("done"), range(9)) as finished:
        until = time.monotonic() + SECONDS
        while len(list(tmp_path.iterdir())) < 9 and time.monotonic() < until:
            time.sleep(0.01)
        assert len(list(tmp_path.iterdir())) == 9
        assert finished() == [4] * 9


@pytest.mark.usefixtures("no_tensorflow")
def test_who_fails_meanwhile_does_not_wait_for_the_rest() -> None:
    """The error comes through at once, and no process is left."""
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt), parallel.begun(time.sleep, [SECONDS] * 4):
        raise KeyboardInterrupt
    assert time.monotonic() - begin < SECONDS / 2
    assert not multiprocessing.active_children()


def dies_elsewhere(number: int) -> tuple[int, int]:
    """End the process, as the system does where memory is short, unless it is the first one."""
    if number == 3 and multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(number)


@pytest.mark.usefixtures("no_tensorflow")
def test_what_a_process_that_dies_had_in_hand_is_done_here() -> None:
    """The work comes back whole, in its order."""
    found = parallel.map_ordered(dies_elsewhere, range(9))

    assert [twice for twice, _ in found] == list(range(0, 18, 2))
    assert found[3][1] == os.getpid()


def hangs_elsewhere(number: int) -> tuple[int, int]:
    """Never come back, as a fork that waits for what a thread had locked, but in the first process."""
    if number == 3 and multiprocessing.parent_process():
        time.sleep(60)
    return doubled(number)


@pytest.mark.usefixtures("no_tensorflow")
def test_what_a_process_that_hangs_had_in_hand_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is waited for without end."""
    monkeypatch.setattr(parallel, "PATIENCE", 0.3)
    found = parallel.map_ordered(hangs_elsewhere, range(9))

    assert [twice for twice, _ in found] == list(range(0, 18, 2))
    assert found[3][1] == os.getpid()


# The first call shows that there are other processes, and loads what the second needs.
WITHOUT_HELP = """
import faulthandler, multiprocessing, os, resource
faulthandler.dump_traceback_later({seconds}, exit=True)
from analysis.run import workers
from report.output import parallel

def work(given, seed):
    return os.getpid()

def main():
    os.cpu_count = lambda: 2
    def elsewhere():
        seeds = [pid for _, pid in workers.on_this_machine(work, None, range(2), jobs=2)]
        forks = parallel.map_ordered(lambda _: os.getpid(), range(2))
        return [pid != os.getpid() for pid in forks + seeds]
    print(elsewhere())
    {limit}
    print(elsewhere())

if __name__ == "__main__":
    main()
"""
SECONDS = 60  # until the program above says where it hangs, and ends
NO_PROCESS = "os.getuid() or os.setuid(65534); resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))"
NO_MEMORY_TO_SHARE = """
    try: multiprocessing.Lock()
    except OSError: print("no lock")
"""


def without_help(folder: Path, limit: str, *before: str) -> list[str]:
    """Return what the program above prints."""
    (folder / "work.py").write_text(WITHOUT_HELP.format(limit=limit, seconds=SECONDS))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])}
    command = (*before, sys.executable, str(folder / "work.py"))
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, timeout=2 * SECONDS
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")
def test_where_no_process_can_be_had_the_work_is_done_here(tmp_path: Path) -> None:
    """A user who may start no further process gets figures and trainings all the same."""
    assert without_help(tmp_path, NO_PROCESS) == ["[True, True, True, True]", "[False, False, False, False]"]


def test_shared_memory_is_not_needed(tmp_path: Path) -> None:
    """Without /dev/shm, where locks between processes cannot be made, there are other processes all the same."""
    hidden = 'mount -t tmpfs -o ro none /dev/shm && exec "$@"'
    before = ("unshare", "-m", "sh", "-c", hidden, "sh")
    if subprocess.run((*before, "true"), capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")

    assert without_help(tmp_path, NO_MEMORY_TO_SHARE, *before) == [
        "[True, True, True, True]",
        "no lock",
        "[True, True, True, True]",
    ]
