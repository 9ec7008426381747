"""How WeasyPrint is made to do its work once, and without pauses.  Neither changes a byte of the PDF.

Both reach into one process-wide thing and put it back.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element


class Box(Protocol):
    """What WeasyPrint makes of an element."""

    element: Element


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
