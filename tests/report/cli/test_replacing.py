"""A command that fails leaves what existed, and one that succeeds replaces only what it may."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from analysis.bundle import Bundle, storage
from analysis.bundle.dataset import MNIST_SHA256
from analysis.system.errors import PrintingError
from analysis.system.interrupts import Stopped
from report.output import pdf, site
from tests.analysis.data.made_data import mirrors
from tests.report.cli.calls import call, one_sentence


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
    (Stopped(signal.SIGINT), (130, "")),
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
    assert found.exit_code == code
    assert not said or said in one_sentence(found)
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
    mirrors(monkeypatch)
    mnist = {"name": "mnist", "fallback": False, "sha256": MNIST_SHA256}
    dataset = tiny_bundle.findings.dataset.model_copy(update=mnist)
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

    monkeypatch.setattr(pdf, "typeset", fail)

    found = call("render", "--out", "new")

    assert (found.exit_code, found.stderr.count("\n")) == (0, 3)
    assert "Install: pango" in found.stderr
    assert files(folder / "new") == old_site
