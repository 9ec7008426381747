"""What a reader gets of each kind of report is what the golden texts hold."""

from __future__ import annotations

import difflib
from collections.abc import Callable

import pytest

from analysis.bundle import Bundle
from tests.golden.texts import HERE, stored, texts_of_kind
from tests.kinds import KINDS

SHOWN = 40  # lines of a difference


@pytest.mark.parametrize("name", KINDS)
def test_a_reader_gets_what_the_golden_texts_hold(name: str, kind: Callable[[str], Bundle]) -> None:
    """Law: the same bundle gives the same pages, paper, drawings and files."""
    held, made = stored(name), texts_of_kind(name, kind)

    if changed := _changes(held, made, name):
        pytest.fail(
            f"The report of the kind “{name}” is another one. Where that is meant, `make golden` writes the texts anew: "
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
