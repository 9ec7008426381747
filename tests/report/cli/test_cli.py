"""The command line: quick to answer, one sentence per error, and nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from analysis.data import download, idx
from analysis.data.remotes import Mirror
from tests.analysis.data.made_data import mirrors
from tests.report.cli.calls import TRACEBACK, call, one_sentence

HEAVY = {
    "tensorflow",
    "keras",
    "sklearn",
    "scipy",
    "numpy",
    "matplotlib",
    "weasyprint",
    "jinja2",
    "joblib",
    "rich",
}


@pytest.mark.parametrize("command", [(), ("build",), ("sweep",)])
def test_help_is_light(command: tuple[str, ...]) -> None:
    """`--help` of every kind imports nothing heavy."""
    code = f"import sys; sys.argv[1:] = {[*command, '--help']}\nfrom report.cli.app import main\n"
    ending = "try: main()\nfinally: print('\\nimported', *{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code + ending], capture_output=True, text=True, check=True)

    assert not HEAVY & set(done.stdout.rpartition("imported")[2].split())


def test_help_is_quick() -> None:
    """`--help` answers within half a second of processor time."""

    def seconds() -> float:
        before = os.times()
        subprocess.run([sys.executable, "-m", "report", "--help"], capture_output=True, check=True)
        return os.times().children_user - before.children_user

    assert min(seconds() for _ in range(3)) < 0.5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bild"], "found another: no such command 'bild'; did you mean 'build'"),
        (["build", "--sede", "1"], "found another: no such option: --sede"),
        (["build", "--seed"], "found another: option '--seed' requires an argument"),
        (["render", "a", "b"], "found another: got unexpected extra argument(s) (b)"),
        (["predict"], "found another: missing argument 'images'"),
        (["build", "--seed", "x"], "Expected --seed to be a whole number, found 'x': "),
        (["build", "--seed", "-1"], "Expected --seed to be a whole number of at least 0, found '-1': "),
        (["build", "--resize", "65"], "Expected --resize to be a whole number of at most 64, found '65': "),
        (["build", "--preset", "fast"], "Expected --preset to be one of quick, standard, thorough, found 'fast': "),
    ],
)  # fmt: skip
def test_a_wrong_call_is_answered_in_one_sentence(arguments: list[str], said: str) -> None:
    """A word that is no command or option, and a value that an option may not have; with an exit code of its own."""
    assert said in one_sentence(call(*arguments), code=2)


def write_digits(folder: Path, labels: np.ndarray | None = None, pixels: int = 28) -> Path:
    """Write 100 training and 100 test images as four IDX files."""
    folder.mkdir()
    labels = np.arange(100) % 10 if labels is None else labels
    images = np.random.default_rng(0).integers(0, 256, (100, pixels, pixels), np.uint8)
    for part in ("train", "t10k"):
        (folder / f"{part}-images-idx3-ubyte").write_bytes(idx.encode(images))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx.encode(labels.astype(np.uint8)))
    return folder


def truncated(folder: Path) -> None:
    """Cut a file short."""
    path = write_digits(folder) / "t10k-images-idx3-ubyte"
    path.write_bytes(path.read_bytes()[:-1])


def interchanged(folder: Path) -> None:
    """Take labels for images."""
    write_digits(folder)
    labels = (folder / "train-labels-idx1-ubyte").read_bytes()
    (folder / "train-images-idx3-ubyte").write_bytes(labels)


BROKEN_DATA: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda _: None, "found nothing there: check the spelling"),
    "empty": (Path.mkdir, "found none of these: name the folder"),
    "truncated": (truncated, "the file is damaged; fetch it again"),
    "magic": (interchanged, "magic number 2051"),
    "lengths": (lambda folder: write_digits(folder, np.arange(99) % 10), "100 images and 99 labels"),
    "labels": (
        lambda folder: write_digits(folder, np.arange(100) % 11),
        "at least 10 training images of every class, found 9 of the 1",
    ),
}


@pytest.mark.parametrize("case", BROKEN_DATA)
def test_broken_data(case: str, folder: Path) -> None:
    """Each way in which data can be broken ends in one sentence that names the path, before anything is written."""
    make, said = BROKEN_DATA[case]
    make(folder / "data")

    found = call("build", "--dataset", folder / "data")

    assert said in one_sentence(found)
    assert str(folder / "data") in found.stderr
    assert {path.name for path in folder.iterdir()} <= {"data"}


@pytest.mark.parametrize("variable", [None, "other digits"])
def test_no_mnist(variable: str | None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without network, and with other digits where MNIST should be, `mnist` says what each source lacks."""
    mirrors(monkeypatch, Mirror("here", "http://127.0.0.1:9/", {"x": "0"}))
    monkeypatch.setattr(download, "RETRIES", 0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(folder / "keras"))
    monkeypatch.setenv("DIGITS_REPORT_DATA", str(write_digits(folder / "data")) if variable else "")

    said = one_sentence(call("train", "--dataset", "mnist"))

    assert "a download: here: no connection" in said
    assert ("another SHA-256" if variable else "DIGITS_REPORT_DATA: not set") in said


@pytest.mark.parametrize(
    ("content", "said"),
    [("seed = ", "valid TOML"), ("sede = 1", "did you mean `seed`"), ("seed = -1", "found -1")],
)
def test_broken_settings(content: str, said: str, folder: Path) -> None:
    """A mistake in the settings is one sentence."""
    (folder / "digits-report.toml").write_text(content)

    assert said in one_sentence(call("build"))


def test_init_and_init_again(folder: Path) -> None:
    """`init` writes a file once; the second time it says so and leaves it."""
    assert call("init").exit_code == 0
    (folder / "digits-report.toml").write_text("seed = 7")

    assert "edit it, or remove it" in one_sentence(call("init"))
    assert (folder / "digits-report.toml").read_text() == "seed = 7"


def test_verbose_shows_where(folder: Path) -> None:
    """With --verbose the traceback comes before the sentence."""
    found = call("build", "--verbose", "--dataset", folder / "nowhere")

    assert TRACEBACK in found.stderr
    assert found.stderr.splitlines()[-1].startswith(str(folder / "nowhere"))


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "found none"), ("{", "the file is damaged"), ('{"schema_version": 99}', "found version 99")],
)
def test_a_broken_bundle(content: str | None, said: str, folder: Path) -> None:
    """A results.json that is missing, damaged or of another version is one sentence."""
    if content:
        (folder / "results.json").write_text(content)

    assert said in one_sentence(call("render", "results.json"))
