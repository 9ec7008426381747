"""A folder and its successor: whoever looks finds one of them, whatever happens meanwhile."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.system.errors import OutputError
from analysis.system.files import carry, exchange, folders, heal, new_folder

SWAPS = 2000
READER = """
import os, sys
from pathlib import Path
place, looks, missing, mixed = Path(sys.argv[1]), 0, 0, 0
while not (place.parent / "end").exists():
    looks += 1
    try:
        folder = os.open(place, os.O_RDONLY)
    except FileNotFoundError:
        missing += 1
        continue
    found = []
    for name in ("first", "last"):
        try:
            with open(os.open(name, os.O_RDONLY, dir_fd=folder)) as file:
                found.append(file.read())
        except FileNotFoundError:  # this folder has had a successor since, and is being removed
            break
    os.close(folder)
    mixed += len(found) == 2 and found[0] != found[1]
print(looks, missing, mixed)
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from analysis.system.files import exchange, new_folder
exchange.exchange = lambda *_: False
rename = Path.rename
def killed_after(path, target):
    rename(path, target)
    if target.suffix == sys.argv[2] or path.suffix == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
Path.rename = killed_after
with new_folder(Path(sys.argv[1])) as folder:
    (folder / "index").write_text("new")
    if sys.argv[2] == "filled":
        os.kill(os.getpid(), signal.SIGKILL)
"""
STOPPED = """
import os, signal, sys
from pathlib import Path
from analysis.system.files import folders
from analysis.system.interrupts import heeded
known = getattr(folders, sys.argv[2])
def stopped(*arguments):
    os.kill(os.getpid(), signal.SIGTERM)
    found = known(*arguments)
    os.kill(os.getpid(), signal.SIGTERM)
    return found
setattr(folders, sys.argv[2], stopped)
with heeded(lambda: None), folders.new_folder(Path(sys.argv[1])) as folder:
    (folder / "index").write_text("new")
"""


def fill(folder: Path, text: str) -> None:
    """Write two files that belong together."""
    folder.mkdir()
    for name in ("first", "last"):
        (folder / name).write_text(text)


def content(folder: Path) -> dict[str, str]:
    """Return every file of a folder by its name inside."""
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a folder with an old page."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index").write_text("old")
    return tmp_path / "site"


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="this system knows no exchange")
def test_a_reader_always_finds_one_whole_folder(tmp_path: Path) -> None:
    """In a loop during 2,000 swaps another process finds a folder each time, and its two files belong together."""
    place = tmp_path / "site"
    fill(place, "before")
    reader = subprocess.Popen([sys.executable, "-c", READER, place], stdout=subprocess.PIPE, text=True)
    for number in range(SWAPS):
        fill(tmp_path / "next", str(number))
        before = exchange.swap(tmp_path / "next", place)
        assert before
        for name in ("first", "last"):
            (before / name).unlink()
        before.rmdir()
    (tmp_path / "end").touch()
    looks, missing, mixed = map(int, reader.communicate(timeout=30)[0].split())

    assert looks > 100
    assert (missing, mixed) == (0, 0)


@pytest.mark.parametrize(("moment", "left"), [("filled", "old"), (".old", "old"), (".new", "new")])
def test_the_next_command_heals_what_a_kill_left(old: Path, moment: str, left: str) -> None:
    """Killed while filling, between two renames or after them: then there is one whole folder, and nothing beside it."""
    killed = subprocess.run([sys.executable, "-c", KILLED, old, moment], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(old.parent.iterdir())) == (1 if moment == ".old" else 2) or not old.exists()

    heal(old)

    assert content(old.parent) == {"site/index": left}


def test_an_interrupt_between_two_renames_puts_the_old_folder_back(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a system without exchange, too, Ctrl-C or an error leaves what was there."""
    rename = Path.rename
    monkeypatch.setattr(exchange, "exchange", lambda *_: False)

    def fails_on_the_new_one(path: Path, target: Path) -> Path:
        if path.suffix == ".new":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fails_on_the_new_one)
    with pytest.raises(OutputError, match="site"), new_folder(old):
        pass

    assert content(old.parent) == {"site/index": "old"}


def test_without_exchange_the_folder_is_replaced_all_the_same(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By two renames, of which nothing is left."""
    monkeypatch.setattr(exchange, "exchange", lambda *_: False)
    with new_folder(old) as folder:
        (folder / "index").write_text("new")

    assert content(old.parent) == {"site/index": "new"}


@pytest.mark.parametrize("moment", ["swap", "remove"])
def test_a_signal_waits_for_the_end_of_the_exchange(old: Path, moment: str) -> None:
    """It comes too late for the old folder, so the new one is complete, and nothing is left beside it."""
    stopped = subprocess.run(
        [sys.executable, "-c", STOPPED, old, moment], check=False, stderr=subprocess.PIPE
    )

    assert stopped.returncode == 128 + signal.SIGTERM, stopped.stderr
    assert content(old.parent) == {"site/index": "new"}
    assert [path.name for path in old.parent.iterdir()] == ["site"]


def test_a_folder_that_is_being_filled_is_not_swept(old: Path) -> None:
    """A second command at the same place takes nothing from the first; the later one to finish stays."""
    with new_folder(old) as first:
        (first / "index").write_text("first")
        with new_folder(old) as second:
            (second / "index").write_text("second")
        assert content(old) == {"index": "second"}

    assert content(old.parent) == {"site/index": "first"}


def test_on_disks_without_locks_only_old_leftovers_are_swept(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody can say who is at work, a leftover must be an hour old."""
    fresh = old.with_name(".site.digits-report-0123abcd.new")
    fresh.mkdir()

    def without(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", without)
    heal(old)
    assert fresh.exists()

    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 3601)
    heal(old)
    assert not fresh.exists()


@pytest.mark.parametrize("atomic", [True, False])
def test_what_cannot_be_taken_over_after_the_exchange_undoes_it(
    old: Path, monkeypatch: pytest.MonkeyPatch, atomic: bool
) -> None:
    """What came into the old folder meanwhile, and finds no room in the new one, is still where it was."""
    known, calls = carry.carry, []

    def fails_at_last(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "full")
        known(*arguments)  # type: ignore[arg-type]
        (old / "late").write_text("late")

    monkeypatch.setattr(folders, "carry", fails_at_last)
    if not atomic:
        monkeypatch.setattr(exchange, "exchange", lambda *_: False)
    with pytest.raises(OutputError, match="room on the disk"), new_folder(old, lambda _: {}) as folder:
        (folder / "page").write_text("new")

    assert content(old) == {"index": "old", "late": "late"}
    assert [path.name for path in old.parent.iterdir()] == ["site"]
