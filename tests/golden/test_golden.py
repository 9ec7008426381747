"""What a reader gets of each kind of report is what the golden texts hold."""

from __future__ import annotations

import difflib

import pytest

from tests.golden.texts import HERE, stored, texts_of_kind
from tests.kinds import KINDS, PUBLISHED

SHOWN = 40  # lines of a difference


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_gets_what_the_golden_texts_hold(kind: str) -> None:
    """Law: the same bundle gives the same pages, paper, drawings and files."""
    if kind == "published" and not PUBLISHED.exists():
        pytest.skip("site/ is not here: nothing is published")
    held, made = stored(kind), texts_of_kind(kind)

    if changed := _changes(held, made, kind):
        pytest.fail(
            f"The report of the kind “{kind}” is another one. Where that is meant, `make golden` writes the texts anew: "
            f"read their diff.\n{changed}",
            pytrace=False,
        )


def test_no_text_is_left_over() -> None:
    """Each folder of texts belongs to a kind."""
    assert {path.name for path in HERE.iterdir() if any(path.glob("*.txt"))} == set(KINDS)


def _changes(held: dict[str, str], made: dict[str, str], kind: str) -> str:
    """Return the first lines that differ, as `diff` shows them; empty where none does."""
    lines = [
        line
        for name in sorted(held.keys() | made.keys())
        if held.get(name) != made.get(name)
        for line in difflib.unified_diff(
            held.get(name, "").splitlines(),
            made.get(name, "").splitlines(),
            f"tests/golden/{kind}/{name}",
            "now",
            n=1,
            lineterm="",
        )
    ]
    more = [f"… and {len(lines) - SHOWN} lines more"] if len(lines) > SHOWN else []
    return "\n".join([line[:400] for line in lines[:SHOWN]] + more)
