"""Where a report goes: places of the user's own, places that cannot be, and bundles that come through a pipe."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from analysis.bundle import Bundle, storage
from analysis.system.files import LISTING
from report.output import site
from tests.report.cli.calls import call, one_sentence

PAGES = {"index.html", "results.json", ".nojekyll", LISTING}


@pytest.fixture(autouse=True)
def bundle(folder: Path, tiny_bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a bundle; let one page stand for a site."""

    def contents(bundle: Bundle, offered: frozenset[str]) -> dict[str, bytes]:
        return {
            "index.html": f"{bundle.cover} {sorted(offered)}".encode(),
            site.MARK: site.MARK_TEXT.encode(),
        }

    monkeypatch.setattr(site, "contents", contents)
    storage.write(tiny_bundle, folder / "results.json")
    return folder / "results.json"


def render(*arguments: str | Path) -> None:
    """Render without PDF."""
    found = call("render", "--no-pdf", *arguments)
    assert found.exit_code == 0, found.output


def names(folder: Path) -> set[str]:
    """Return what is in a folder."""
    return {path.name for path in folder.iterdir()}


def no_training(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test fail that gets as far as to the data."""

    def never(*_: object) -> None:
        raise AssertionError("the data are read")

    monkeypatch.setattr("analysis.data.sources.load", never)


def test_a_site_in_the_working_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside a site its bundle is rendered where it is, by any name of that place; what is not ours stays."""
    render("results.json", "--out", "site")
    (folder / "site" / "CNAME").touch()
    monkeypatch.chdir(folder / "site")
    for arguments in (
        ["results.json"],
        ["results.json", "--out", "."],
        ["../results.json", "--out", "../site"],
    ):
        Path("index.html").unlink()
        render(*arguments)
        assert Path("index.html").is_file()

    assert names(folder / "site") == names(Path()) == PAGES | {"CNAME"}


def test_a_link_leads_to_the_site(folder: Path) -> None:
    """It stays a link, and what is behind it is new."""
    (folder / "behind").mkdir()
    (folder / "link").symlink_to("behind")
    (folder / "nowhere").symlink_to("not-yet")
    for link in ("link", "nowhere"):
        render("results.json", "--out", link)
        assert (folder / link).is_symlink()

    assert names(folder / "behind") == names(folder / "not-yet") == PAGES


def test_a_name_that_is_taken_is_refused_before_the_training(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of the user's own with the name of one of ours is named; nothing is changed."""
    render("results.json", "--out", "site")
    (folder / "site" / "glossary.html").write_text("mine")
    before = (folder / "site" / "index.html").stat()
    no_training(monkeypatch)
    for command in (["build", "--dataset", "digits"], ["render", "results.json"]):
        found = one_sentence(call(*command, "--quiet", "--out", "site"))
        assert "site/glossary.html to be absent or written by digits-report" in found

    assert (folder / "site" / "glossary.html").read_text() == "mine"
    assert (folder / "site" / "index.html").stat() == before


def test_a_site_without_a_list_is_taken_over(folder: Path) -> None:
    """Names that the first edition gave are ours, pictures where a page shows them; the rest stays."""
    old = folder / "site"
    for path in ("figures/shown.svg", "figures/mine.svg", "images/00001.png", "CNAME", "methodology.html"):
        (old / path).parent.mkdir(parents=True, exist_ok=True)
        (old / path).touch()
    (old / "index.html").write_text('<img src="figures/shown.svg"><link href="images/00001.png">')
    (old / site.MARK).write_text(site.MARK_TEXT)
    render("results.json", "--out", "site")

    assert names(old) == PAGES | {"figures", "CNAME"}
    assert names(old / "figures") == {"mine.svg"}


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"Written by somebody"])
def test_a_mark_of_somebody_else_is_none(folder: Path, content: bytes) -> None:
    """Whatever bytes it has."""
    (folder / "mine").mkdir()
    (folder / "mine" / site.MARK).write_bytes(content)

    assert "found something else there" in one_sentence(call("render", "results.json", "--out", "mine"))


@pytest.mark.parametrize("place", [".", "runs", "runs/r.json", "x" * 300, "results.json/r"])
def test_where_no_bundle_can_be_is_said_before_the_training(
    folder: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """One sentence, before even the data are read, and nothing is left."""
    no_training(monkeypatch)
    one_sentence(call("analyze", "--dataset", "digits", "--quiet", "--out", place))

    assert names(folder) == {"results.json"}


@pytest.mark.parametrize(
    "place", ["results.json/site", ".", "..", "/", "runs", "runs/s", "x" * 300, "results.json"]
)
def test_where_no_site_can_be_is_said_before_the_training(
    folder: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """One sentence from each command that writes one, before even the data are read, and nothing is left."""
    no_training(monkeypatch)
    for command in (["build", "--dataset", "digits"], ["render", "results.json"]):
        one_sentence(call(*command, "--quiet", "--out", place))

    assert names(folder) == {"results.json"}


@pytest.mark.parametrize("command", ["train", "sweep"])
def test_a_store_that_cannot_be_is_said_before_the_training(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """A file in its place is named."""
    (folder / "runs").touch()
    no_training(monkeypatch)

    assert "Cannot write runs" in one_sentence(call(command, "--dataset", "digits", "--quiet"))


def test_a_pipe_is_as_good_as_a_file(folder: Path, bundle: Path) -> None:
    """It is read once, and the download is byte for byte what came through it."""
    os.mkfifo(folder / "pipe")
    writer = threading.Thread(target=lambda: (folder / "pipe").write_bytes(bundle.read_bytes()))
    writer.start()
    render("pipe", "--out", "site")
    writer.join(10)

    assert (folder / "site" / "results.json").read_bytes() == bundle.read_bytes()


def test_standard_input_is_a_pipe(folder: Path) -> None:
    """A dash stands for it, as usual."""
    command = [sys.executable, "-m", "report", "render", "-", "--out", "site"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    found = subprocess.run(command, input=b"{}", env=environment, check=False, capture_output=True)

    assert found.returncode == 1
    assert found.stderr.startswith(
        b"Expected a results bundle of version 3 at /dev/stdin, found version None"
    )
    assert names(folder) == {"results.json"}


def test_a_crash_between_two_renames_is_healed(folder: Path) -> None:
    """`render` without a word finds its bundle again, where the folder was left under its other name."""
    render("results.json", "--out", "site")
    (folder / "site").rename(folder / ".site.digits-report-0123abcd.old")
    render()

    assert names(folder / "site") == PAGES
    assert names(folder) == {"results.json", "site"}
