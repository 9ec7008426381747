"""What a command finds around it, the same on every machine; and one folder for what it leaves there, gone in the end."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from analysis.system.interrupts import held

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

NAME = "digits-report-"
# Enough for the code that TensorFlow writes down before it translates it.
ROOM = 2**20
# Switches of libraries that change what is trained, or end the process without a word where they are not understood.
SWITCHES = re.compile("(?:KERAS|SKLEARN|SCIPY|NPY)_(?!HOME$).*|TF_XLA_FLAGS|TF_CONFIG|TF_USE_LEGACY_KERAS")


class Surroundings:
    """A temporary folder for all libraries, and a home where this user has none."""

    def __init__(self) -> None:
        """Make nothing yet."""
        self._folder: Path | None = None

    def prepare(self) -> None:
        """Make the folder, and lead the libraries there; without a place for it they keep theirs."""
        _forget()
        with held():  # to look for a place is to write a file there
            places = _places()
        for place, name in places:
            with held():
                self._folder = _made(place, name)
            if self._folder:
                _lead(self._folder)
                return

    def clean(self) -> None:
        """End the helper processes, and remove the folder with whatever a library has put there."""
        if "multiprocessing" in sys.modules:
            from analysis.system import processes  # noqa: PLC0415 – `--help` needs none

            processes.end_all()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def _places() -> list[tuple[str, str]]:
    """Return where the folder may be, and how its name begins: among temporary files, or here, where the site will be."""
    here = [(".", f".{NAME}")]
    try:
        return [(tempfile.gettempdir(), NAME), *here]
    except FileNotFoundError:
        return here


def _made(place: str, name: str) -> Path | None:
    """Return a new folder with some room, locked as long as this process lives; None where there is none."""
    folder = None
    try:
        _sweep(Path(place), name)
        folder = Path(tempfile.mkdtemp(prefix=name, dir=Path(place).absolute()))
        _lock(folder)
        (folder / "room").write_bytes(bytes(ROOM))
        (folder / "room").unlink()
    except OSError:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        return None
    return folder


def _sweep(place: Path, name: str) -> None:
    """Remove what a command that was killed outright has left: nobody holds its lock."""
    if not fcntl:
        return
    for folder in place.glob(f"{name}????????"):
        with suppress(OSError):
            lock = _lock(folder)
            try:
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)


def _lock(folder: Path) -> int:
    """Lock a folder of this user until this process ends, or closes what is returned.  Raises OSError where it is locked."""
    if not fcntl:
        return -1
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(lock).st_uid != os.getuid():
            raise PermissionError
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock


def _forget() -> None:
    """Let no library hear of switches that somebody has set for other work, or try what is not wanted."""
    for name in filter(SWITCHES.fullmatch, list(os.environ)):
        del os.environ[name]
    os.environ["JOBLIB_MULTIPROCESSING"] = (
        "0"  # scikit-learn's; not used here, it warns where /dev/shm is read-only
    )


def _lead(folder: Path) -> None:
    """Lead libraries into the folder: all with temporary files, all without a home, and two with their settings."""
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    try:
        Path.home()
    except RuntimeError:  # a user whom this machine does not know
        os.environ["HOME"] = str(folder)
    os.environ["MPLCONFIGDIR"] = str(_kept() or folder)
    _lead_keras(folder / "keras")


def _kept() -> Path | None:
    """Return where Matplotlib may keep its list of fonts, without the user's settings for it; None where it may not."""
    from analysis.system import cache  # noqa: PLC0415 – `--help` needs none

    kept = cache.place("matplotlib")
    with suppress(OSError):
        kept.mkdir(parents=True, exist_ok=True)
    return kept if os.access(kept, os.W_OK) else None


def _lead_keras(ours: Path) -> None:
    """Give Keras a folder without settings, that has the user's data sets."""
    user = Path(os.path.expanduser(os.environ.get("KERAS_HOME") or "~/.keras"))  # noqa: PTH111 – never raises
    with suppress(OSError):  # Windows lets few users make links
        ours.mkdir()
        (ours / "datasets").symlink_to((user / "datasets").absolute())
        os.environ["KERAS_HOME"] = str(ours)
