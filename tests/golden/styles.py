"""Style sheets → lines: what marks and words look like, by their selectors; lengths are left to the layout's own tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import tinycss2

LOOKS = (
    "color", "background", "border", "fill", "stroke", "outline", "box-shadow", "text-decoration", "text-align", "font-weight",
    "font-style", "content", "display", "visibility", "opacity", "rotate", "transform", "filter", "order", "direction", "--",
)  # fmt: skip


def looks(folder: Path) -> Iterator[str]:
    """Yield the rules of every style sheet in a folder that say what something looks like."""
    for path in sorted(folder.glob("*.css")):
        yield f"== {path.name}"
        yield from _rules(tinycss2.parse_stylesheet(path.read_text(encoding="utf-8"), True, True), "")


def _rules(rules: Sequence[Any], around: str) -> Iterator[str]:
    for rule in rules:
        name = " ".join(tinycss2.serialize(rule.prelude).split())
        if rule.type == "at-rule":
            inside = tinycss2.parse_rule_list(rule.content or [], True, True)
            nested = rule.at_keyword in {"media", "supports"}
            yield from _rules(inside, f"{around}@{rule.at_keyword} {name} ") if nested else ()
            continue
        for one in tinycss2.parse_declaration_list(rule.content, True, True):
            if one.type == "declaration" and one.name.startswith(LOOKS):
                yield f"{around}{name} | {one.name}: {' '.join(tinycss2.serialize(one.value).split())}"
