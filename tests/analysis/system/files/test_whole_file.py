"""One file is complete or as it was, and what is no file is not made one."""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.system.errors import OutputError
from analysis.system.files import neighbouring_paths, try_file, write_file

WRITE = "import sys; from pathlib import Path; from analysis.system.files import write_file; "
HOLD = "import fcntl, os, sys; fcntl.flock(os.open(sys.argv[1], 0), fcntl.LOCK_EX); print(); sys.stdin.read()"


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Let another process hold the folder."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        yield process
        process.kill()


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o751])
def test_the_mode_of_what_is_replaced_is_kept(tmp_path: Path, mode: int) -> None:
    """Whoever could read or run the old file can do so with the new one, and nobody else."""
    (tmp_path / "file").write_text("old")
    (tmp_path / "file").chmod(mode)
    write_file(tmp_path / "file", b"new")

    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == mode
    assert (tmp_path / "file").read_text() == "new"


def test_a_link_leads_to_the_file_that_is_replaced(tmp_path: Path) -> None:
    """The link stays one, also where nothing was behind it."""
    for name in ("there", "absent"):
        (tmp_path / "elsewhere").mkdir(exist_ok=True)
        (tmp_path / name).symlink_to(tmp_path / "elsewhere" / name)
    (tmp_path / "elsewhere" / "there").write_text("old")
    for name in ("there", "absent"):
        write_file(tmp_path / name, b"new")
        assert (tmp_path / name).is_symlink()
        assert (tmp_path / "elsewhere" / name).read_text() == "new"


def test_a_planted_link_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where somebody guessed the name that is used beside the place, what the link leads to stays as it is."""
    monkeypatch.setattr("secrets.token_hex", lambda _: "planted?")
    (tmp_path / "precious").write_text("years of work")
    (tmp_path / ".file.digits-report-planted?.new").symlink_to(tmp_path / "precious")
    with pytest.raises(OutputError):
        write_file(tmp_path / "file", b"new")

    assert (tmp_path / "precious").read_text() == "years of work"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    """Its reader gets every byte, and it stays a pipe."""
    os.mkfifo(tmp_path / "pipe")
    found = []
    reader = threading.Thread(target=lambda: found.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_file(tmp_path / "pipe", b"x" * 200_000)
    reader.join(10)

    assert found == [b"x" * 200_000]
    assert (tmp_path / "pipe").is_fifo()


def test_standard_output_is_written_to(tmp_path: Path) -> None:
    """Into a pipe and into a file that the shell opened, behind what that holds."""
    command = [sys.executable, "-c", f"{WRITE} write_file(Path('/dev/stdout'), b'content')"]
    assert subprocess.run(command, check=True, capture_output=True).stdout == b"content"
    with (tmp_path / "file").open("wb") as file:
        file.write(b"before ")
        file.flush()
        subprocess.run(command, check=True, stdout=file)

    assert (tmp_path / "file").read_bytes() == b"before content"
    assert Path("/dev/stdout").is_symlink()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_device_is_named() -> None:
    """One sentence with the place and the remedy."""
    with pytest.raises(OutputError, match="Cannot write /dev/full: expected room on the disk, found none"):
        write_file(Path("/dev/full"), b"content")


def test_places_that_cannot_be_are_refused_before(tmp_path: Path) -> None:
    """Whatever `write_file` would complain of, `try_file` does, in the same words, and leaves nothing."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for name in ("folder", "file/file", "file/more/file", "circle", "NUL\0", "x" * 300):
        said = []
        for write in (try_file, lambda path: write_file(path, b"")):
            with pytest.raises(OutputError) as caught:
                write(tmp_path / name)
            said.append(str(caught.value))
        assert said[0] == said[1]
    try_file(tmp_path / "new")

    assert {path.name for path in tmp_path.iterdir()} == {"folder", "file", "circle"}


def test_one_writer_waits_for_the_other(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    """As soon as the other has ended, also by a kill, the file is written."""
    threading.Timer(0.2, lambda: os.kill(holder.pid, signal.SIGKILL)).start()
    write_file(tmp_path / "file", b"new")

    assert holder.wait(5) == -signal.SIGKILL
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_who_writes_there_is_named(
    tmp_path: Path, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some patience one sentence says which process it is; nothing is written."""
    monkeypatch.setattr(neighbouring_paths, "PATIENCE", 0.1)
    with pytest.raises(OutputError, match=f"found process {holder.pid} writing there"):
        write_file(tmp_path / "file", b"new")

    assert list(tmp_path.iterdir()) == []


def test_many_writers_at_one_place(tmp_path: Path) -> None:
    """Each time somebody looks there is one whole file, and in the end nothing else."""
    script = f"{WRITE} [write_file(Path(sys.argv[1]), sys.argv[2].encode() * 100_000) for _ in range(40)]"
    place = tmp_path / "file"
    write_file(place, b"0" * 100_000)
    writers = [subprocess.Popen([sys.executable, "-c", script, place, digit]) for digit in "123"]
    while any(writer.poll() is None for writer in writers):
        found = place.read_bytes()
        assert found == found[:1] * 100_000

    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert list(tmp_path.iterdir()) == [place]


def test_a_lock_ends_with_the_writing(tmp_path: Path) -> None:
    """Afterwards the folder is free."""
    write_file(tmp_path / "file", b"")
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(handle)
