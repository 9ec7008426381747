"""A folder that cannot be exchanged is filled: where a disk is mounted, and where somebody stands."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.system.files import LISTING, Owned, new_folder, read, try_folder

WRITE = """
import sys
from pathlib import Path
from analysis.system.files import new_folder, read, try_folder
owner = lambda folder: read(folder) or {}
place = Path(sys.argv[1])
for page in sys.argv[2:]:
    try_folder(place, owner)
    with new_folder(place, owner) as folder:
        (folder / page).write_text(page)
print(*sorted(path.name for path in place.iterdir()), sorted(path.name for path in place.parent.iterdir()))
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from analysis.system.files import new_folder, read
replace, left = Path.replace, int(sys.argv[1])
def killed_before(path, target):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    replace(path, target)
Path.replace = killed_before
with new_folder(Path(), read) as folder:
    for page in ("a.html", "b.html"):
        (folder / page).write_text(f"new {page}")
"""


def _can_mount() -> bool:
    command = ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


mounting = pytest.mark.skipif(not _can_mount(), reason="no right to mount a disk")


def owner(folder: Path) -> Owned:
    """Return what the list says."""
    return read(folder) or {}


def write(place: Path, *pages: str) -> None:
    """Write pages that hold their names."""
    with new_folder(place, owner) as folder:
        for page in pages:
            (folder / page).write_text(page)


@mounting
@pytest.mark.parametrize("kind", ["-t tmpfs none", "--bind behind"])
@pytest.mark.parametrize("around", ["", "mount -o remount,bind,ro .;"])
def test_a_mount_point_is_filled(tmp_path: Path, kind: str, around: str) -> None:
    """A container's volume, also in a folder that cannot be written: new pages and foreign files, nothing else."""
    for name in ("site", "behind"):
        (tmp_path / name).mkdir()
    (tmp_path / "write.py").write_text(WRITE)
    script = (
        f"mount --bind . .; cd $PWD; mount {kind} site; touch site/CNAME; {around}"
        f"{sys.executable} write.py $PWD/site old.html new.html"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = ["unshare", "-m", "sh", "-ec", script]
    found = subprocess.run(
        command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True
    )

    assert found.stderr == ""
    assert found.stdout.strip() == f"CNAME {LISTING} new.html ['behind', 'site', 'write.py']"


def test_the_folder_in_which_one_stands_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shell is not left in a deleted folder; what is not ours stays."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "CNAME").touch()
    write(Path(), "old.html")
    number = tmp_path.stat().st_ino
    try_folder(Path(), owner)
    write(Path(), "new.html")

    assert {path.name for path in Path().iterdir()} == {"CNAME", "new.html", LISTING}
    assert tmp_path.stat().st_ino == number


@pytest.mark.parametrize("moment", range(6))
def test_after_a_kill_the_next_time_finishes(
    tmp_path: Path, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each step the list names all that is ours, so that nothing of it is taken for somebody's, or left."""
    monkeypatch.chdir(tmp_path)
    write(Path(), "a.html", "old.html")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", KILLED, str(moment)]
    killed = subprocess.run(command, env=environment, check=False)
    assert killed.returncode == (-signal.SIGKILL if moment < 4 else 0)
    write(Path(), "c.html")

    assert {path.name for path in Path().iterdir()} == {"c.html", LISTING}
