"""Wrong edits of style sheets and scripts, found by patterns outside comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchmarks.wrong_edits.edit import Edit

COLOURS = {
    "paper", "wash", "ink", "ink2", "ink3", "rule", "hair", "red", "heat1", "heat2", "heat3", "heat4", "more", "less",
}  # fmt: skip
TURNED = {"left": "right", "right": "left"}
SCRIPT = {
    "===": ("condition", "!=="),
    "!==": ("condition", "==="),
    " < ": ("boundary", " <= "),
    " > ": ("boundary", " >= "),
    " <= ": ("boundary", " < "),
    " >= ": ("boundary", " > "),
    " && ": ("condition", " || "),
    "= false": ("condition", "= true"),
    "= true": ("condition", "= false"),
}


def of_styles(path: str, text: str) -> Iterator[Edit]:
    """Take another colour, align otherwise, count other children."""
    reach = "paper" if "print" in path else ""
    code = _without_comments(text, r"/\*.*?\*/")
    for match in re.finditer(r"(?<=var\(--)([a-z]+\d?)(?=\))", code):
        if match[0] in COLOURS:
            yield Edit.at(path, text, "colour", (*match.span(), "red" if match[0] != "red" else "ink"), reach)
    for match in re.finditer(r"(?<=: )#[0-9a-f]{3,6}(?=;)", code):
        new = "#2654a0" if match[0] != "#2654a0" else "#c3182b"
        yield Edit.at(path, text, "colour", (*match.span(), new), reach)
    for match in re.finditer(r"(?<=text-align: )(left|right)", code):
        yield Edit.at(path, text, "upside down", (*match.span(), TURNED[match[0]]), reach)
    for match in re.finditer(r"nth-(?:last-)?child\([^)\d]*(\d)", code):
        yield Edit.at(path, text, "off by one", (*match.span(1), str(int(match[1]) + 1)), reach)


def of_script(path: str, text: str) -> Iterator[Edit]:
    """Turn comparisons, constants, conditions and targets."""
    code = _without_comments(text, r"/\*.*?\*/|//[^\n]*")
    for match in re.finditer("|".join(map(re.escape, SCRIPT)), code):
        kind, new = SCRIPT[match[0]]
        yield Edit.at(path, text, kind, (*match.span(), new))
    for match in re.finditer(r"(?<=[\[(, ])\d(?=[\]),; ])", code):
        yield Edit.at(path, text, "off by one", (*match.span(), str(int(match[0]) + 1)))
    for match in re.finditer(r"(?<=[\"'`])[.#][a-z-]{3,}(?=[\"'` ])|(?<=\.)(?:href|hash|src)\b", code):
        yield Edit.at(path, text, "link", (*match.span(), f"{match[0]}s"))


def _without_comments(text: str, comment: str) -> str:
    """Return the text with space in the place of comments, so that places stay."""
    return re.sub(comment, lambda match: " " * len(match[0]), text, flags=re.DOTALL)
