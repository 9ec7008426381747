"""How WeasyPrint is made to do its work once, without pauses, and to even out columns in one step.

Each reaches into one process-wide thing and puts it back.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Any, Protocol
from xml.etree.ElementTree import Element

DIGIT = re.compile("[0-9]")
ROUNDING = 0.5
"""Pixels."""
HOLE = 45
"""Pixels that a page may leave empty before a figure."""
EMPTY = 0.36
"""Share of a page from which on a figure may leave its chapter."""


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
def without_idle_passes(guess: int) -> Iterator[None]:
    """Lay out again only the pages on which something moves once the pages of what is further on are known.

    WeasyPrint's collector of references does not see where `attr(data-to)` points.  It takes each reference for one to
    the page that it stands on, and each such page for changed when the number of all pages is known: two more passes
    over half the pages.  Here it is told the target, and not the total, which no reference prints.  Until a page is
    known, its number is the guess; where the right one is as wide, it takes the place of the guess, and nothing moves.
    """
    from weasyprint import layout
    from weasyprint.css.targets import TargetCollector

    note, collect = TargetCollector.cache_target_page_counters, TargetCollector.collect_missing_counters
    anchor, make = TargetCollector.collect_anchor, layout.make_all_pages

    def guess_page(collector: Any, name: str) -> None:  # noqa: ANN401  # as WeasyPrint
        anchor(collector, name)
        if item := collector.target_lookup_items.get(name):
            item.cached_page_counter_values = {"page": [guess]}

    def note_page(collector: object, name: str, counters: Mapping[str, Any], *place: object) -> None:
        note(collector, name, {"page": counters["page"]}, *place)

    def collect_target(collector: object, box: Box, token: str, *found: Any) -> None:  # noqa: ANN401  # as WeasyPrint
        again, own, targets = found
        if list(targets) == [None]:
            own, targets = [], {box.element.attrib["data-to"].removeprefix("#"): targets[None]}
        collect(collector, box, token, again, own, targets)

    def make_pages(context: Any, *given: Any) -> list[Any]:  # noqa: ANN401  # as WeasyPrint
        pages = list(make(context, *given))
        for page, (*_, state) in zip(pages, context.page_maker, strict=False):
            if state["content_changed"]:
                state["content_changed"] = not _corrected(context, page)
        return pages

    TargetCollector.collect_anchor = guess_page
    TargetCollector.cache_target_page_counters = note_page
    TargetCollector.collect_missing_counters = collect_target
    layout.make_all_pages = make_pages
    try:
        yield
    finally:
        TargetCollector.collect_anchor = anchor
        TargetCollector.cache_target_page_counters = note
        TargetCollector.collect_missing_counters = collect
        layout.make_all_pages = make


def _corrected(context: Any, page: Any) -> bool:  # noqa: ANN401  # as WeasyPrint
    """Write the numbers that are known now into a page that is laid out; say whether all of them are as wide as before."""
    from weasyprint.formatting_structure.boxes import TextBox
    from weasyprint.text.line_break import split_first_line

    def texts(box: Any) -> list[Any]:  # noqa: ANN401  # as WeasyPrint
        return [each for each in box.descendants() if isinstance(each, TextBox)]

    def measured(box: Any, text: str) -> Any:  # noqa: ANN401  # as WeasyPrint
        return split_first_line(text, box.style, context, None, box.justification_spacing)

    right = []
    for box in page.descendants(placeholders=True):
        if (box.missing_link, "content") not in context.target_collector.counter_lookup_items:
            continue
        written, printed = texts(box.missing_link), texts(box)
        if len(written) != 1 or len(printed) != 1:
            return False
        text, old = written[0].text, printed[0]
        text = text if old.text.startswith(" ") else text.lstrip(" ")  # none is left where a line begins
        if DIGIT.sub("0", text) != DIGIT.sub("0", old.text):
            return False
        before, after = measured(old, old.text), measured(old, text)
        if before[1:] != after[1:]:
            return False
        right.append((old, text, after[0]))
    for box, text, line in right:
        box.text, box.pango_layout = text, line
    return True


@contextmanager
def with_lines_set_once() -> Iterator[None]:
    """Draw each line as it was set when it was laid out, and measure nothing in a table twice.

    WeasyPrint throws its lines away, to save memory, and sets each again to draw it; only those of justified text have to
    be.  In a table it measures each cell with and without breaks: what cannot be broken is as wide both times.  And it
    describes the font of each line, where all elements of a kind share their style.
    """
    from weasyprint.layout import preferred
    from weasyprint.text import line_break

    split, describe, line = preferred.split_first_line, line_break.get_font_description, line_break.Layout
    drop, revive = line.deactivate, line.reactivate
    fonts: dict[int, tuple[Any, Any]] = {}
    widths: dict[object, tuple[Any, ...]] = {}

    def font_of(style: Any) -> Any:  # noqa: ANN401  # as WeasyPrint
        if id(style) not in fonts:
            fonts[id(style)] = describe(style), style  # which lives as long, so that no other gets its number
        return fonts[id(style)][0]

    def width_of(text: str, style: Any, context: Any, room: float | None, *how: Any, **more: Any) -> Any:  # noqa: ANN401
        font_of(style)
        key = (id(style), text, how, *more.items())
        if key in widths:
            return widths[key]
        _, _, rest, width, *_ = split(text, style, context, room, *how, **more)
        found = None, None, rest, width, None, None
        if rest is None and room is not None:
            widths[key] = found
        return found

    def revived(one: Any, style: Any) -> None:  # noqa: ANN401  # as WeasyPrint
        if one.justification_spacing:
            drop(one)
            revive(one, style)

    preferred.split_first_line, line_break.get_font_description = width_of, font_of
    line.deactivate, line.reactivate = (lambda _: None), revived
    try:
        yield
    finally:
        preferred.split_first_line, line_break.get_font_description = split, describe
        line.deactivate, line.reactivate = drop, revive


@contextmanager
def with_figures_afloat() -> Iterator[None]:
    """Let a figure that a page has no room for float to the next, and what follows it in its chapter come before it.

    WeasyPrint would leave the rest of the page empty.  Where that is much, also the beginning of the next chapter comes
    before it.  Children are moved in the boxes that all pages are made from: an earlier page holds none of them, a later
    one is laid out after.
    """
    from weasyprint.layout import block

    lay_out = block.block_container_layout

    def afloat(context: Any, box: Any, *given: Any, **named: Any) -> Any:  # noqa: ANN401  # as WeasyPrint
        if not _is(box, "body"):
            return lay_out(context, box, *given, **named)
        low, skip, empty, absolute, fixed, margins, *others = given
        place = box.position_x, box.position_y

        def laid_out() -> Any:  # noqa: ANN401
            box.position_x, box.position_y = place
            return lay_out(context, box, low, skip, empty, absolute, fixed, [*(margins or ())], *others)

        found = laid_out()
        while found[0] and found[1]:
            end = _lowest(found[0])
            hole = context.page_bottom - low - end
            far = hole > EMPTY * (context.page_bottom - place[1])
            before = _let_float(box, found[1], far=far) if hole >= HOLE else []
            if not before:
                break
            block.remove_placeholders(context, [found[0]], absolute, fixed)
            found = laid_out()
            if not found[0] or _lowest(found[0]) <= end:  # what came first has no room either
                for parent, children in before:
                    parent.children = children
                if found[0]:
                    block.remove_placeholders(context, [found[0]], absolute, fixed)
                return laid_out()
        return found

    block.block_container_layout = afloat
    try:
        yield
    finally:
        block.block_container_layout = lay_out


def _is(box: Any, *tags: str) -> bool:  # noqa: ANN401
    """Say whether a box is that of an element with one of these tags."""
    return box.element is not None and box.element.tag in tags


def _floats(box: Any) -> bool:  # noqa: ANN401
    """Say whether a box is a figure, or holds the numbers behind one."""
    return _is(box, "figure") or (_is(box, "div") and box.element.get("class") == "numbers")


def _lowest(box: Any) -> float:  # noqa: ANN401
    """Return the lower edge of the lowest thing that can be seen; what is torn reaches down to the page's end."""
    seen = (each for each in box.descendants() if not each.children and each.is_in_normal_flow())
    return float(max((each.position_y + each.margin_height() for each in seen), default=box.position_y))


def used(page: Any) -> float:  # noqa: ANN401
    """Return the share of its height that a laid-out page uses."""
    box = page._page_box  # noqa: SLF001 - boxes are no public matter
    return float((_lowest(box.children[0]) - box.content_box_y()) / box.height)


def _let_float(body: Any, resume_at: Any, *, far: bool) -> list[tuple[Any, Any]]:  # noqa: ANN401
    """Move what follows a figure before it, where a page ends before a figure; return whose children were which before.

    Only one that floats far leaves its chapter, a child of the body.
    """
    parents = [body]
    while True:
        ((number, resume_at),) = resume_at.items()
        if not resume_at:
            break
        parents.append(parents[-1].children[number])
    home, children = parents[-1], parents[-1].children
    figures = [*takewhile(_floats, children[number:])]
    after = children[number + len(figures) :]
    if not figures:
        return []
    if size := _together(after):
        home.children = [*children[:number], *after[:size], *figures, *after[size:]]
        return [(home, children)]
    above = parents[-2::-1] if far else parents[-2:0:-1]
    following = after[0] if after else _next(home, above)
    size = _together(following.children) if following is not None and _is(following, "section") else 0
    if not size:
        return []
    before = [(home, children), (following, following.children)]
    home.children = [*children[:number], *after]
    following.children = [*following.children[:size], *figures, *following.children[size:]]
    return before


def _next(box: Any, above: Sequence[Any]) -> Any:  # noqa: ANN401
    """Return what follows a box in its parent, or in the first of those above that does not end with it; None if nothing."""
    for parent in above:
        place = parent.children.index(box)
        if parent.children[place + 1 :]:
            return parent.children[place + 1]
        box = parent
    return None


def _together(boxes: Sequence[Any]) -> int:
    """Return how many of the first boxes a figure may follow: headings and the text below; 0 where that is no text."""
    for size, box in enumerate(boxes, 1):
        if box.style["break_after"] != "avoid":
            return size if _is(box, "p", "ol", "ul", "dl") else 0
    return 0


@contextmanager
def with_even_columns() -> Iterator[None]:
    """Fill columns one after the other, and where they end make them equally high; a last page has two entries at least.

    WeasyPrint's own balance starts from half the height and adds little by little, each time with a layout of all
    columns.  What has been laid out once has known heights, from which that of the most even columns follows.
    """
    from weasyprint.layout import block

    fill = block.columns_layout

    def even(context: Any, box: Box, bottom_space: float, *rest: Any) -> tuple[Any, ...]:  # noqa: ANN401  # as WeasyPrint
        found: tuple[Any, ...] = fill(context, box, bottom_space, *rest)
        filled, resume_at = found[:2]
        if filled is None or not filled.children:
            return found
        if resume_at:
            left = box.children[next(iter(resume_at)) :]
            if sum(_may_end(each) for each in left) > 1:
                return found
            end = filled.children[-1].children[-1]
            shorter = context.page_bottom - end.position_y - end.margin_height() + ROUNDING
            again = fill(context, box, max(bottom_space, shorter), *rest)
            return again if again[0] is not None and again[1] else found
        spare = context.page_bottom - filled.content_box_y() - even_height(filled.children) - ROUNDING
        again = fill(context, box, max(bottom_space, spare), *rest)
        return found if again[1] else again

    block.columns_layout = even
    try:
        yield
    finally:
        block.columns_layout = fill


def _may_end(box: Box) -> bool:
    """Say whether a column may end after a box: an entry does."""
    return bool(box.style["break_after"] != "avoid")


def even_height(columns: Sequence[Box]) -> float:
    """Return the least height of two columns that hold the same boxes, each of which stays with what it must not leave."""
    boxes = [box for column in columns for box in column.children]
    heights = [box.margin_height() for box in boxes]
    cuts = (cut for cut in range(1, len(boxes) + 1) if _may_end(boxes[cut - 1]))
    return min(max(sum(heights[:cut]), sum(heights[cut:])) for cut in cuts)
