"""The command line: quick to answer, one sentence per error, and nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from typer.testing import CliRunner

from analysis.bundle import storage
from analysis.data import download, idx
from analysis.errors import PrintingError
from report.cli.app import app
from report.output import pdf, site

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    from analysis.bundle import Bundle

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
TRACEBACK = "Traceback"


def call(*arguments: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


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


def test_usage_has_its_own_code() -> None:
    """A word that is no command or option, and a value that an option may not have, exit with 2."""
    wrong = (["bild"], ["build", "--sede", "1"], ["build", "--seed", "x"], ["build", "--preset", "fast"])

    assert [call(*arguments).exit_code for arguments in wrong] == [2] * 4


def write_digits(folder: Path, labels: np.ndarray | None = None, pixels: int = 28) -> Path:
    """Write 100 training and 100 test images as four IDX files."""
    folder.mkdir()
    labels = np.arange(100) % 10 if labels is None else labels
    for part in ("train", "t10k"):
        (folder / f"{part}-images-idx3-ubyte").write_bytes(
            idx.encode(np.zeros((100, pixels, pixels), np.uint8))
        )
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx.encode(labels.astype(np.uint8)))
    return folder


def truncated(folder: Path) -> None:
    """Cut a file short."""
    path = write_digits(folder) / "t10k-images-idx3-ubyte"
    path.write_bytes(path.read_bytes()[:-1])


def interchanged(folder: Path) -> None:
    """Take labels for images."""
    write_digits(folder)
    (folder / "train-labels-idx1-ubyte").rename(folder / "train-images-idx3-ubyte")


BROKEN_DATA: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda _: None, "found nothing there: check the spelling"),
    "empty": (Path.mkdir, "found neither: name the folder"),
    "truncated": (truncated, "the file is damaged; fetch it again"),
    "magic": (interchanged, "magic number 2051"),
    "lengths": (lambda folder: write_digits(folder, np.arange(99) % 10), "100 images and 99 labels"),
    "labels": (lambda folder: write_digits(folder, np.arange(100) % 11), "from 0 to 9, found 10"),
    "size": (lambda folder: write_digits(folder, pixels=14), "28 × 28"),
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


def one_sentence(found: Result, code: int = 1) -> str:
    """Return what was said, after a look that it is one line, without traceback, with its code."""
    assert found.exit_code == code
    assert found.stdout == ""
    assert TRACEBACK not in found.stderr
    assert found.stderr.count("\n") == 1
    return found.stderr


@pytest.mark.parametrize("variable", [None, "other digits"])
def test_no_mnist(variable: str | None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without network, and with other digits where MNIST should be, `mnist` says what each source lacks."""
    monkeypatch.setattr(download, "MIRRORS", (download.Mirror("here", "http://127.0.0.1:9/", ("x",)),))
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


@pytest.fixture
def _light_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one page stand for a site: what is tested here is how it gets to its place."""

    def contents(bundle: Bundle, offered: frozenset[str]) -> dict[str, bytes]:
        page = f"{bundle.cover} {sorted(offered)}".encode()
        return {"index.html": page, site.MARK: site.MARK_TEXT.encode()}

    monkeypatch.setattr(site, "contents", contents)


@pytest.fixture
def old_site(folder: Path, tiny_bundle: Bundle, _light_pages: None) -> dict[str, bytes]:
    """Render a site into `site`; return its files."""
    storage.write(tiny_bundle, folder / "results.json")
    assert call("render", "results.json", "--no-pdf", "--out", "site").exit_code == 0
    return files(folder / "site")


def files(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


FAILURES = (
    (OSError(28, "No space left on device", "x"), (1, "room on the disk")),
    (OSError(30, "Read-only file system", "x"), (1, "a read-only one")),
    (KeyboardInterrupt(), (130, "Stopped; what was there before is as it was.")),
)


@pytest.mark.parametrize(("problem", "answer"), FAILURES)
def test_a_failure_leaves_the_old_site(
    problem: BaseException,
    answer: tuple[int, str],
    old_site: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Full or read-only disk, Ctrl-C: a sentence, its code, the old site byte for byte, and no leftovers."""

    def fail(*_: object) -> None:
        raise problem

    with monkeypatch.context() as patch:
        patch.setattr(Path, "hardlink_to", fail)
        patch.setattr(Path, "write_bytes", fail)
        found = call("render", "--no-pdf", "--quiet")

    code, said = answer
    assert said in one_sentence(found, code)
    assert files(Path("site")) == old_site
    assert {path.name for path in Path().iterdir()} == {"site", "results.json"}


def test_rendering_again_changes_nothing(folder: Path, old_site: dict[str, bytes]) -> None:
    """`render` without a word takes the bundle of `site` and makes the same bytes."""
    assert call("render", "--no-pdf").exit_code == 0

    assert files(folder / "site") == old_site


def test_a_foreign_folder_is_not_replaced(folder: Path, old_site: dict[str, bytes]) -> None:
    """A folder that somebody else filled is refused by every command that writes a site."""
    (folder / "mine").mkdir()
    (folder / "mine" / "thesis.txt").write_text("…")

    for command in (["render"], ["build", "--dataset", "digits"]):
        found = call(*command, "--quiet", "--out", folder / "mine")
        assert "found something else there" in one_sentence(found)
    assert old_site
    assert (folder / "mine" / "thesis.txt").read_text() == "…"


@pytest.mark.usefixtures("_light_pages")
def test_a_sample_never_replaces_mnist(
    folder: Path, tiny_bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where MNIST is missing, `--out` may not name a site that was made from it."""
    monkeypatch.setenv("DIGITS_REPORT_DATA", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(folder / "keras"))
    monkeypatch.setattr(download, "MIRRORS", ())
    dataset = tiny_bundle.findings.dataset.model_copy(update={"name": "mnist", "fallback": False})
    findings = tiny_bundle.findings.model_copy(update={"dataset": dataset})
    storage.write(tiny_bundle.model_copy(update={"findings": findings}), folder / "results.json")
    assert call("render", "results.json", "--no-pdf", "--out", "site").exit_code == 0

    assert "made from it, found only the sample" in one_sentence(call("build", "--quiet", "--out", "site"))


def test_a_missing_library_costs_only_the_pdf(
    folder: Path, old_site: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Pango the site is written, the remedy is told, and the command succeeds."""

    def fail(*_: object) -> None:
        raise PrintingError("The PDF needs Pango.\nInstall: pango\nOr: --no-pdf")

    monkeypatch.setattr(pdf, "write", fail)

    found = call("render", "--out", "new")

    assert (found.exit_code, found.stderr.count("\n")) == (0, 3)
    assert "Install: pango" in found.stderr
    assert files(folder / "new") == old_site
