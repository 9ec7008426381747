"""`digits-report compare`: its exit status, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.bundle import Bundle, storage
from tests.kinds import rival_of
from tests.report.cli.calls import call, one_sentence


@pytest.fixture(autouse=True)
def _bundles(folder: Path, kind: Callable[[str], Bundle]) -> None:
    ours = kind("flawless")
    (folder / "site").mkdir()
    storage.write(ours, folder / "site" / "results.json")
    storage.write(rival_of(ours), folder / "other.json")
    storage.write(kind("two-classes"), folder / "animals.json")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("site", "other.json"), 0),
        (("site", "other.json", "--fail-if-worse"), 1),
        (("other.json", "site", "--fail-if-worse"), 0),
        (("site", "site", "--fail-if-worse"), 0),
        (("other.json", "site", "site/results.json", "other.json", "--fail-if-worse"), 0),
        (("site", "site", "other.json", "--fail-if-worse"), 1),
    ],
)
def test_the_exit_status_says_whether_one_is_worse(
    folder: Path, arguments: tuple[str, ...], code: int
) -> None:
    """1 where that was asked and one of the others is less accurate beyond chance; the page is written all the same."""
    found = call("compare", *arguments)

    assert found.exit_code == code
    assert (folder / "compare.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_summary_says_what_the_page_says() -> None:
    """Accuracies with intervals, the paired difference with its test, log loss, classes, and where the page is."""
    found = call("compare", "other.json", "site", "--out", "both.html")

    for words in ("A (other): accuracy", "B (site): accuracy 100%", "confidence minus accuracy", "mid‑p < 0.001", "B fixes",
                  "The log loss of B minus that of A", "No change in the recall of any digit", "Wrote both.html"):  # fmt: skip
        assert words in found.output.replace("\N{NO-BREAK SPACE}", " "), words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("site", "animals.json"), "the same classes"),
        (("site",), "2 to 26 reports"),
        (("site", "nowhere"), "nowhere"),
        (("site", "other.json", "--out", "both.txt"), "ends in .html"),
        (("site", "other.json", "--out", "site/index.html"), "outside the site"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    """With exit status 2, and nothing is written."""
    before = sorted(folder.rglob("*"))

    assert words in one_sentence(call("compare", *arguments), code=2)
    assert sorted(folder.rglob("*")) == before
