"""What lies where on the pages that WeasyPrint laid out, in CSS pixels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

import numpy as np
from weasyprint.formatting_structure import boxes
from weasyprint.images import SVGImage

HEADINGS = {"h1", "h2", "h3"}


@dataclass(frozen=True)
class Page:
    """One page; its boxes are those of the text and of the footnotes, without running heads."""

    box: Any

    @cached_property
    def parts(self) -> list[Any]:
        """The body, and the area of footnotes where there is one."""
        return [child for child in self.box.children if not isinstance(child, boxes.MarginBox)]

    @cached_property
    def boxes(self) -> list[Any]:
        """All boxes, in reading order."""
        return list(chain.from_iterable(part.descendants() for part in self.parts))

    @cached_property
    def inked(self) -> list[Any]:
        """Words and pictures, but words that are turned, whose boxes are not."""
        turned = {id(word) for box in self.boxes if box.style["transform"] for word in box.descendants()}
        return [box for box in self.boxes if id(box) not in turned and (is_word(box) or is_picture(box))]

    @cached_property
    def inked_ids(self) -> set[int]:
        """Tell these boxes from others."""
        return {id(box) for box in self.inked}

    @property
    def fill(self) -> float:
        """The share of its height that the page uses."""
        top = self.box.content_box_y()
        body = [box for box in self.parts[0].descendants() if id(box) in self.inked_ids]
        notes = sum(part.margin_height() for part in self.parts[1:] if part.children)
        return float((max(map(bottom, body), default=top) - top + notes) / self.box.height)

    @property
    def last_words(self) -> Any:  # noqa: ANN401 - WeasyPrint has no types
        """The last box with words before the footnotes, in reading order."""
        return [
            box for box in self.parts[0].descendants() if isinstance(box, boxes.TextBox) and box.text.strip()
        ][-1]

    def elements(self, tag: str) -> list[Any]:
        """Return the elements of a tag of which something lies on this page, each once."""
        found = [box.element for box in self.boxes if box.element is not None and box.element_tag == tag]
        return list({id(element): element for element in found}.values())

    @cached_property
    def lists_in_columns(self) -> list[Any]:
        """Return the elements that are set in columns."""
        return [box.element for box in self.boxes if box.style["column_count"] != "auto"]

    @cached_property
    def shown(self) -> set[Any]:
        """The elements whose own words or pictures are on this page."""
        return {box.element for box in self.inked}


def pages(document: Any) -> list[Page]:  # noqa: ANN401
    """Return the pages of a document."""
    return [Page(page._page_box) for page in document.pages]  # noqa: SLF001 - boxes are no public matter


def starts(document: Any) -> dict[str, int]:  # noqa: ANN401
    """Return the page, counted from 0, of each bookmark of the first level."""
    return {label: where[0] for label, where, *_ in document.make_bookmark_tree()}


def bottom(box: Any) -> float:  # noqa: ANN401
    """Return the lower edge."""
    return float(box.position_y + box.margin_height())


def is_picture(box: Any) -> bool:  # noqa: ANN401
    """Say whether a box shows a picture: an image, or a small one that is the background of its place."""
    if isinstance(box, boxes.ReplacedBox):
        return True
    classes = box.element.get("class", "").split() if box.element is not None else []
    return "image" in classes and box.element_tag == "span" and not isinstance(box, boxes.TextBox)


def is_drawn(box: Any) -> bool:  # noqa: ANN401
    """Say whether a box shows a drawing."""
    return isinstance(box, boxes.ReplacedBox) and isinstance(box.replacement, SVGImage)


def sizes_in(drawing: Any) -> Iterator[float]:  # noqa: ANN401
    """Yield the sizes of type in a drawing, in points: its unit."""
    for node in drawing.replacement._svg.tree._etree_node.iter():  # noqa: SLF001
        if found := re.search(r"font-size: ([\d.]+)px", node.get("style") or ""):
            yield float(found[1])


def intrinsic_width(drawing: Any) -> float:  # noqa: ANN401
    """Return the width that a drawing asks for."""
    return float(drawing.replacement.get_intrinsic_size(1, 10)[0])


def is_word(box: Any) -> bool:  # noqa: ANN401
    """Say whether a box holds something to read."""
    return isinstance(box, boxes.TextBox) and bool(box.text.strip())


def covered(first: Any, second: Any) -> float:  # noqa: ANN401
    """Return the area that two boxes share."""
    wide = min(first.position_x + first.margin_width(), second.position_x + second.margin_width())
    tall = min(bottom(first), bottom(second))
    width, height = (
        wide - max(first.position_x, second.position_x),
        tall - max(first.position_y, second.position_y),
    )
    return float(max(0.0, width) * max(0.0, height))


def crossing(page: Page) -> Iterator[tuple[str, str]]:
    """Yield words that share ground with others; of the height of a line its middle half counts, as lines are set close."""
    found = [box for box in page.inked if is_word(box)]
    lines = [(box.position_x, box.position_y + box.height / 4, box.width, box.height / 2) for box in found]
    left, top, width, height = np.array(lines).reshape(-1, 4).T
    across = np.minimum.outer(left + width, left + width) - np.maximum.outer(left, left)
    down = np.minimum.outer(top + height, top + height) - np.maximum.outer(top, top)
    for one, other in zip(*np.nonzero(np.triu((across > 1) & (down > 1), 1)), strict=True):
        yield found[one].text, found[other].text


def gaps(page: Page) -> Iterator[tuple[float, str]]:
    """Return the distance between the words of neighbouring cells of a row, with those words."""
    for row in page.boxes:
        if isinstance(row, boxes.TableRowBox):
            cells = [words for cell in row.children if (words := _words(cell, page))]
            for left, right in pairwise(cells):
                edge = max(word.position_x + word.width for word in left)
                yield min(word.position_x for word in right) - edge, f"{left[0].text} | {right[0].text}"


def _words(cell: Any, page: Page) -> list[Any]:  # noqa: ANN401
    return [box for box in cell.descendants() if is_word(box) and id(box) in page.inked_ids]
