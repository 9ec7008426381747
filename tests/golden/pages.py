"""HTML → lines that a person reads in a diff: a sentence or a row of a table each, with all that a reader gets.

Links stand as `[words](target)`, other marks as `‹name words›`, cells with the head of their column.  Every attribute is
told but those that only say how something is loaded, and what terms mean, which stands in the glossary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

VOID = {"base", "meta", "link", "img", "br", "source", "input", "hr", "wbr"}
UNTOLD = {
    "aria-hidden", "charset", "data-meaning", "data-term", "defer", "display", "loading", "stroke", "stroke-linecap", "stroke-width", "tabindex", "viewbox",
    "xmlns",
}  # fmt: skip
INLINE = {
    "a", "abbr", "b", "button", "br", "circle", "cite", "code", "em", "i", "img", "kbd", "label", "line", "math", "option",
    "path", "rect", "select", "small", "source", "picture", "span", "strong", "sub", "sup", "svg", "time", "wbr",
}  # fmt: skip
# Of bars and intervals, which lie flat.
LEVELS = {"cy", "height", "r", "y", "y1", "y2"}
# Whatever is inside these is told as it is nested.
NESTED = {"math", "svg"}
SENTENCE = re.compile(r"(?<=[.!?]) (?=[^a-z0-9 ])")
PLAIN = {
    "td.num.wide-only",
    "td.num.wide-only.short",
    "td",
    "td.num",
    "td.num.short",
    "td.short",
    "th scope=row",
    "th.short scope=row",
}
GROUND = "background-image: url('report:"  # how paper shows a small picture
AGAIN = re.compile(r"(‹[^‹›]*›|[●○] )(?:\1){4,}")  # dots that are counted
LONG = 60  # letters of a path: beyond, it is a picture that no reader of a diff reads


class _Tree(HTMLParser):
    """Builds a tree, and refuses what is not closed: our own HTML closes all but void elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder, self.open = TreeBuilder(), ["#"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        opened = self.open.pop()
        if opened != tag:
            raise ValueError(f"</{tag}> ends <{opened}> at line {self.getpos()[0]}")
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def tree(source: str) -> Element:
    """Read HTML; raises ValueError where an element is closed by another's tag."""
    reader = _Tree()
    reader.builder.start("document", {})
    reader.feed(source)
    reader.close()
    reader.builder.end("document")
    return reader.builder.close()


class Pages:
    """Pages of one report: what each of them has alike, such as the list of chapters, is told with the first."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._told: set[str] = set()

    def lines(self, source: str) -> list[str]:
        """Return a page as lines."""
        root = tree(source)
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "footer" or child.get("class") in {"chapters", "theme"}:
                    self._shorten(child)
        head = root.find("html/head")
        if head is not None:
            self._shorten_head(head)
        return list(lines(root))

    def _shorten(self, element: Element) -> None:
        """Leave of an element that was told before what is special here: the link to this page, and its sections."""
        here = [link for link in element.iter("a") if link.attrib.pop("aria-current", "")]
        sections = [(item, each) for item in element.iter("li") for each in item.findall("ol")]
        for item, each in sections:
            item.remove(each)
        words = "\n".join(lines(element))
        if words in self._told:
            del element[:]
            element.text = "as before"
        self._told.add(words)
        element.extend(each for _, each in sections)
        if here:
            element.set("current", here[0].get("href", ""))

    def _shorten_head(self, head: Element) -> None:
        """Take from the head the styles, scripts and colours that were told before."""
        for child in list(head):
            words = _name(child)
            if child.tag in {"link", "script", "meta"} and words in self._told:
                head.remove(child)
            self._told.add(words)


def lines(element: Element, depth: int = 0) -> Iterator[str]:
    """Yield an element as lines; what it holds is indented, where it says something of itself."""
    if element.tag in {"script", "style"} and element.text:
        yield f"{' ' * depth}<{_name(element)}> {flat(element.text)}"
    elif element.tag == "table":
        yield from (" " * depth + line for line in _table(element))
    elif not _blocks(element):
        words = "".join(_inner(element))
        yield from _sentences(f"<{_name(element)}> ", words, depth)
    else:
        if element.tag not in {"document", "html", "body"} or element.attrib:
            yield f"{' ' * depth}<{_name(element)}>"
            depth += 1
        yield from _mixed(element, depth)


def _mixed(element: Element, depth: int) -> Iterator[str]:
    """Yield blocks, and the words between them, in their order."""
    words = element.text or ""
    for child in element:
        if child.tag in INLINE:
            words += "".join(_inline(child)) + (child.tail or "")
            continue
        yield from _sentences("", words, depth)
        yield from lines(child, depth)
        words = child.tail or ""
    yield from _sentences("", words, depth)


def _sentences(mark: str, words: str, depth: int) -> Iterator[str]:
    line = flat(words)
    if line or mark:
        first, *others = SENTENCE.split(line)
        yield f"{' ' * depth}{mark}{first}".rstrip()
        yield from (f"{' ' * (depth + 1)}{one}" for one in others)


def _blocks(element: Element) -> bool:
    """Say whether something inside is a block."""
    return any(each.tag not in INLINE for each in _not_nested(element))


def _not_nested(element: Element) -> Iterator[Element]:
    for child in element:
        yield child
        if child.tag not in NESTED:
            yield from _not_nested(child)


def flat(words: str) -> str:
    """Put words on one line; a space that does not break is shown as `~`."""
    line = " ".join(words.replace("\N{NO-BREAK SPACE}", "~").split())
    return AGAIN.sub(lambda run: f"{len(run[0]) // len(run[1])} × {run[1]}", line)


def _name(element: Element, *, without: frozenset[str] = frozenset()) -> str:
    """Write tag and attributes: `p.claim#fig-recalls title=…`."""
    left_out = UNTOLD | without | (LEVELS if element.tag in {"rect", "line", "circle"} else set())
    told = {
        name: value for name, value in element.attrib.items() if name not in left_out or _moves(name, value)
    }
    classes = "".join(f".{each}" for each in told.pop("class", "").split())
    place = f"#{told.pop('id')}" if "id" in told else ""
    more = (f" {name}={_short(value)}" if value else f" {name}" for name, value in told.items())
    return element.tag + classes + place + "".join(more)


def _moves(name: str, value: str) -> bool:
    """Say whether an attribute brings an element before all others for who walks by keyboard."""
    return name == "tabindex" and value not in {"0", "-1"}


def _short(value: str) -> str:
    """Write the value of an attribute on one line; a long path by its begin and its length."""
    line = flat(value)
    if line.startswith(GROUND):
        return line.removeprefix(GROUND).removesuffix("')")
    is_path = re.match(r"[Mm]\s*-?[\d.]", line) and len(line) > LONG
    return f"{line[:20]}…{len(line)}" if is_path else f"“{line}”" if " " in line else line


def _inner(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from _inline(child)
        yield child.tail or ""


def _inline(element: Element) -> Iterator[str]:
    words = "".join(_inner(element))
    if element.tag == "a":
        more = _name(element, without=frozenset({"href"}))[1:]
        yield f"[{_trimmed(words)}]({element.get('href')}{' ' + more.strip() if more else ''})"
    elif not element.attrib and element.tag in {"span", "picture"}:
        yield words
    elif element.tag == "b" and not element.attrib:
        yield f"**{_trimmed(words)}**"
    elif words.strip():
        yield f"‹{_name(element).removeprefix('span')}: {_trimmed(words)}›"
    else:
        yield f"‹{_name(element)}›"


def _trimmed(words: str) -> str:
    return " ".join(words.split(" ")).strip(" \n")


def _table(table: Element) -> Iterator[str]:
    """Yield a line for each row, each cell with the head of its column; a head over several columns stands before them."""
    yield f"<{_name(table)}>"
    for caption in table.findall("caption"):
        yield f" <{_name(caption)}> {flat(''.join(_inner(caption)))}"
    heads: list[str] = []
    for row in table.iterfind("thead/tr"):
        heads = list(_spread(row))
        yield f" head{_name(row)[2:]}: " + " | ".join(_head(cell) for cell in row)
    for part in table:
        if part.tag in {"tbody", "tfoot"}:
            if _name(part) != "tbody":
                yield f" <{_name(part)}>"
            for row in part:
                cells = zip(_spread_cells(row), heads or [""] * 99, strict=False)
                told = " | ".join(f"{head}: {_cell(cell)}" if head else _cell(cell) for cell, head in cells)
                yield f" row{_name(row)[2:]} {told}"


def _head(cell: Element) -> str:
    """Write a cell of the head with its attributes."""
    words = flat("".join(_inner(cell)))
    return words if _name(cell) == "th scope=col" else f"{words} ‹{_name(cell)}›"


def _spread(row: Element) -> Iterator[str]:
    for cell in _spread_cells(row):
        yield flat("".join(cell.itertext()))


def _spread_cells(row: Element) -> Iterator[Element]:
    for cell in row:
        yield from [cell] * int(cell.get("colspan", "1"))


def _cell(cell: Element) -> str:
    """Write a cell; its class where it is no plain number or word."""
    mark = "" if _name(cell) in PLAIN else f"‹{_name(cell).removeprefix('td')}› "
    return (mark + flat("".join(_inner(cell)))).strip()
