"""`--single-file`: the site as one page, where the user wants it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.bundle import Bundle, storage
from report.output import site
from tests.report.cli.calls import call, one_sentence


@pytest.fixture(autouse=True)
def _bundle(folder: Path, bare_bundle: Bundle) -> None:
    storage.write(bare_bundle, folder / "results.json")


def test_it_is_written_beside_the_site(folder: Path) -> None:
    """One page with every chapter of the site; what is said names it."""
    found = call("render", "results.json", "--out", "site", "--no-pdf", "--single-file", "report.html")
    assert found.exit_code == 0
    assert "report.html" in found.output
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert all(f'id="chapter-{file.stem}"' in page for file in folder.glob("site/[!i]*.html"))


@pytest.mark.parametrize(
    ("place", "words"),
    [("results.json", "ends in .html"), ("site/index.html", "outside the site")],
)
def test_a_place_that_it_may_not_take_is_refused_before_anything_is_written(
    folder: Path, place: str, words: str
) -> None:
    """The bundle, a page of the site, a folder that is not there: one sentence, and nothing has changed."""
    before = (folder / "results.json").read_bytes()
    found = call("render", "results.json", "--out", "site", "--no-pdf", "--single-file", place)
    assert words in one_sentence(found)
    assert (folder / "results.json").read_bytes() == before
    assert not site.is_site(folder / "site")


@pytest.mark.parametrize("address", ["example.org", 'https://example.org/"><script>', "https://a\tb"])
def test_an_address_that_is_none_is_refused(folder: Path, address: str) -> None:
    """`--site-url` wants the whole address of the site."""
    found = call("render", "results.json", "--no-pdf", "--site-url", address)
    assert "https://" in one_sentence(found)
    assert not (folder / "site").exists()
