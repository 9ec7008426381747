"""Laws of the table of contents."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from report.figures import FIGURES, is_drawn
from report.pages import PAGES, absent, labels

if TYPE_CHECKING:
    from analysis.bundle import Bundle


def test_ten_chapters_are_numbered_as_digits() -> None:
    """Chapter k is the k-th of ten, and no two share a name, a slug or a file."""
    assert [page.number for page in PAGES] == list(range(10))
    for part in ("slug", "name", "file"):
        assert len({getattr(page, part) for page in PAGES}) == 10


def test_no_id_is_used_twice() -> None:
    """Figures and tables share one set of names, since both are referred to by it."""
    ids = [*chain.from_iterable((*page.figures, *page.tables) for page in PAGES)]
    assert len(ids) == len(set(ids))


def test_figures_and_tables_are_numbered_from_1_without_a_gap(bundle: Bundle) -> None:
    """Also where a bundle has nothing to show for some of them."""
    for kind in ("Figure", "Table"):
        numbers = [label.number for label in labels(bundle.findings).values() if label.kind == kind]
        assert numbers == list(range(1, len(numbers) + 1))


def test_what_cannot_be_drawn_is_not_numbered(bundle: Bundle) -> None:
    """A figure without data has no number to refer to."""
    undrawn = {name for name in FIGURES if not is_drawn(name, bundle.findings)}
    assert undrawn <= absent(bundle.findings)
    assert not absent(bundle.findings) & labels(bundle.findings).keys()
