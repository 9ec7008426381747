"""Whatever a user's settings, folders and name are: the same bytes, nothing on standard error, nothing left."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from analysis.bundle import Bundle, storage
from tests.report.cli.calls import call, one_sentence

CHECKOUT = Path(__file__).resolve().parents[3]
RENDER = (sys.executable, "-m", "report", "render", "results.json", "--no-pdf", "--quiet", "--out", "site")
# A user without a name or a home, who may read what the user that runs the tests may read.
NOBODY = ("unshare", "--user", "--map-user=12345", "--map-group=12345")
SETTINGS = """
savefig.bbox: tight
text.usetex: True
backend: nonsense
svg.fonttype: path
font.family: Nonsense
axes.formatter.use_locale: True
image.lut: 7
figure.dpi: 300
no setting at all
"""
HOSTILE = {
    "MPLBACKEND": "nonsense",
    "MATPLOTLIBRC": "elsewhere",
    "MPLCONFIGDIR": "/proc/nowhere",
    "XDG_CACHE_HOME": "/proc/nowhere",
    "XDG_CONFIG_HOME": "/proc/nowhere",
    "TMPDIR": "/proc/nowhere",
    "TZ": "Pacific/Auckland",
    "LC_ALL": "tr_TR.UTF-8",
    "PYTHONHASHSEED": "7",
    "COLUMNS": "wide",
    "TERM": "nonsense",
    "SOURCE_DATE_EPOCH": "nonsense",
    "KERAS_HOME": "~nonsense/keras",
    "KERAS_MAX_EPOCHS": "nonsense",
}


def render(folder: Path, environment: Mapping[str, str], *before: str) -> dict[str, bytes]:
    """Render in a process of its own, which says nothing; return all files of the folder."""
    command = (*before, *RENDER)
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PYTHONPATH": str(CHECKOUT), **environment},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_hostile_machine_changes_nothing(tmp_path: Path, tiny_bundle: Bundle) -> None:
    """No home, no name, no place for temporary files, settings that spoil figures: the same site, and nothing else."""
    plain, hostile = tmp_path / "plain", tmp_path / "hostile"
    for folder in (plain, hostile):
        folder.mkdir()
        storage.write(tiny_bundle, folder / "results.json")
    settings = {"matplotlibrc": SETTINGS.encode(), "elsewhere": b"\xff\xfe"}
    for name, content in settings.items():
        (hostile / name).write_bytes(content)
    temporary = set(Path("/tmp").iterdir()) if Path("/tmp").is_dir() else set()  # noqa: S108 – what is left there
    unknown = NOBODY if shutil.which("unshare") and _works(*NOBODY, "true") else ()

    expected = render(plain, {"HOME": os.environ.get("HOME", "/"), "PATH": os.environ["PATH"]})
    assert render(hostile, HOSTILE, *unknown) == expected | settings
    left = {path.name for path in set(Path("/tmp").iterdir()) - temporary}  # noqa: S108
    assert not [name for name in left if name.startswith(("digits-report", "matplotlib"))]


@pytest.mark.parametrize("command", ["build", "train", "analyze", "sweep"])
def test_the_clock_is_looked_at_before_the_training(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What SOURCE_DATE_EPOCH may not be is refused in a sentence, with nothing done."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "-1")

    assert "found '-1': correct or unset it." in one_sentence(call(command, "--dataset", "digits"))
    assert not list(tmp_path.iterdir())


def _works(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_full_place_for_temporary_files_is_passed_over(tmp_path: Path) -> None:
    """Another place is taken, and left as it was; tried on a disk of 64 kB."""
    inside = (
        f"mount -t tmpfs -o size=64k full {tmp_path}/full && cat /dev/zero > {tmp_path}/full/it 2>/dev/null; "
        f"cd {tmp_path}/work && {sys.executable} -m report init && ls -A . {tmp_path}/full"
    )
    (tmp_path / "full").mkdir()
    (tmp_path / "work").mkdir()
    if not _works("unshare", "-m", "mount", "-t", "tmpfs", "none", str(tmp_path / "full")):
        pytest.skip("mounting is not allowed here")
    variables = {"PYTHONPATH": str(CHECKOUT), "TMPDIR": str(tmp_path / "full"), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        ("unshare", "-m", "sh", "-c", inside), env=variables, capture_output=True, text=True, check=True
    )

    said, full = done.stdout.split("\n\n")
    assert said.startswith("Wrote digits-report.toml: fill in the authors.")
    assert said.endswith("\n.:\ndigits-report.toml")
    assert full == f"{tmp_path}/full:\nit\n"


@pytest.mark.parametrize("reader", ["/dev/full", "nobody"])
def test_a_reader_who_leaves_costs_nothing(reader: str, tmp_path: Path) -> None:
    """What is said to a full disk, or to a pipe that nobody reads, is lost; the work is done."""
    out = os.open(reader, os.O_WRONLY) if reader != "nobody" else _broken_pipe()
    command = (sys.executable, "-m", "report", "init")
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=out,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(out)

    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "digits-report.toml").is_file()


def _broken_pipe() -> int:
    reading, writing = os.pipe()
    os.close(reading)
    return writing
