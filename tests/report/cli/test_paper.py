"""Size and length of the PDF follow the options, else the bundle."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.bundle import Bundle, storage
from report.output import pdf, site
from report.output.edition import Edition, edition_of
from tests.report.cli.calls import call


@pytest.fixture
def asked(folder: Path, tiny_bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> list[Edition]:
    """The editions that are typeset, with a bundle that asks for the short one on A4."""
    cover = tiny_bundle.cover.model_copy(update={"paper": "a4", "length": "short"})
    storage.write(tiny_bundle.model_copy(update={"cover": cover}), folder / "results.json")
    found: list[Edition] = []

    def typeset(_: Bundle, edition: Edition, results: bytes) -> bytes:
        assert (
            results == (folder / "results.json").read_bytes()
        )  # what the PDF carries along is the file itself
        found.append(edition)
        return b"%PDF-1.7"

    monkeypatch.setattr(pdf, "typeset", typeset)
    monkeypatch.setattr(site, "contents", lambda *_: {"index.html": b"page"})
    return found


@pytest.mark.parametrize(
    ("options", "edition"),
    [
        ((), Edition("a4", "short")),
        (("--paper", "letter"), Edition("letter", "short")),
        (("--length", "full"), Edition("a4", "full")),
    ],
)
def test_an_option_wins_over_the_bundle(
    asked: list[Edition], options: tuple[str, ...], edition: Edition
) -> None:
    """`render` prints as the bundle asks, unless an option says otherwise."""
    assert call("render", "results.json", *options).exit_code == 0
    assert asked == [edition]


def test_older_bundles_are_printed_as_they_were(tiny_bundle: Bundle) -> None:
    """A cover that says nothing asks for all of it, on letter paper."""
    assert edition_of(tiny_bundle) == Edition("letter", "full")
