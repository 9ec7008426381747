"""How WeasyPrint is made to do its work once, without pauses, and to even out columns in one step.

Each reaches into one process-wide thing and puts it back.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol
from xml.etree.ElementTree import Element

ROUNDING = 0.5
"""Pixels."""


class Box(Protocol):
    """What WeasyPrint makes of an element."""

    element: Element
    style: Mapping[str, Any]
    children: Sequence[Box]

    def margin_height(self) -> float:
        """Return its height with its margins."""


@contextmanager
def without_pauses() -> Iterator[None]:
    """Do not search for garbage meanwhile: a sixth of the time goes into finding next to none.

    Boxes and styles live until the PDF is written; memory grows by a few megabytes.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


@contextmanager
def without_idle_passes() -> Iterator[None]:
    """Lay out again only the pages that print the page of something further on.

    WeasyPrint's collector of references does not see where `attr(data-to)` points.  It takes each reference for one to
    the page that it stands on, and each such page for changed when the number of all pages is known: two more passes
    over half the pages.  Here it is told the target, and not the total, which no reference prints.
    """
    from weasyprint.css.targets import TargetCollector

    note, collect = TargetCollector.cache_target_page_counters, TargetCollector.collect_missing_counters

    def note_page(collector: object, name: str, counters: Mapping[str, Any], *place: object) -> None:
        note(collector, name, {key: value for key, value in counters.items() if key != "pages"}, *place)

    def collect_target(collector: object, box: Box, token: str, *found: Any) -> None:  # noqa: ANN401  # as WeasyPrint
        again, own, targets = found
        if list(targets) == [None]:
            own, targets = [], {box.element.attrib["data-to"].removeprefix("#"): targets[None]}
        collect(collector, box, token, again, own, targets)

    TargetCollector.cache_target_page_counters = note_page
    TargetCollector.collect_missing_counters = collect_target
    try:
        yield
    finally:
        TargetCollector.cache_target_page_counters = note
        TargetCollector.collect_missing_counters = collect


@contextmanager
def with_even_columns() -> Iterator[None]:
    """Fill columns one after the other, and where they end make them equally high.

    WeasyPrint's own balance starts from half the height and adds little by little, each time with a layout of all
    columns.  What has been laid out once has known heights, from which that of the most even columns follows.
    """
    from weasyprint.layout import block

    fill = block.columns_layout

    def even(context: Any, box: Box, bottom_space: float, *rest: Any) -> tuple[Any, ...]:  # noqa: ANN401  # as WeasyPrint
        found: tuple[Any, ...] = fill(context, box, bottom_space, *rest)
        filled, resume_at = found[:2]
        if filled is None or resume_at or not filled.children:
            return found
        spare = context.page_bottom - filled.content_box_y() - even_height(filled.children) - ROUNDING
        again: tuple[Any, ...] = fill(context, box, max(bottom_space, spare), *rest)
        return found if again[1] else again

    block.columns_layout = even
    try:
        yield
    finally:
        block.columns_layout = fill


def even_height(columns: Sequence[Box]) -> float:
    """Return the least height of two columns that hold the same boxes, each of which stays with what it must not leave."""
    boxes = [box for column in columns for box in column.children]
    heights = [box.margin_height() for box in boxes]
    cuts = (cut for cut in range(1, len(boxes) + 1) if boxes[cut - 1].style["break_after"] != "avoid")
    return min(max(sum(heights[:cut]), sum(heights[cut:])) for cut in cuts)
