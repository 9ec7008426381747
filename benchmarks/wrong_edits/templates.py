"""Wrong edits of a Jinja template: expressions by its lexer's tokens, prose between the tags of HTML."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from jinja2 import Environment

from benchmarks.wrong_edits.edit import (
    CONTRARIES,
    EDGES,
    LENGTHS,
    MANY,
    MOST,
    PAPER,
    Edit,
    Replacement,
    contrary,
    other_number,
)

LINKING = {"see", "term", "cite", "chapter_link", "table", "figure", "exhibit", "ref", "link"}
LOOP = {"index": "index0", "index0": "index", "first": "last", "last": "first"}
LOOKS = {"red": "", "strong": "quiet", "quiet": "strong", "more": "less", "less": "more", "hollow": ""}
CONDITION = re.compile(r"\{%[-+]?\s*(if|for|elif|else|endif|endfor)\b(.*?)[-+]?%\}", re.DOTALL)
CELL = re.compile(r"<(t[dh]|dt|dd|span)\b[^>]*>((?:(?!</\1>|\{%|<).)+)</\1>", re.DOTALL)
LEXER = Environment(autoescape=True, keep_trailing_newline=True)


@dataclass(frozen=True)
class Token:
    """One token, and where it stands."""

    kind: str
    text: str
    start: int

    @property
    def span(self) -> tuple[int, int]:
        """First character, and the one after the last."""
        return self.start, self.start + len(self.text)


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a template but the space within tags."""
    found, place = [], 0
    for _, kind, value in LEXER.lex(text):
        place = text.index(value, place)  # the lexer drops space beside `{%-`
        if kind != "whitespace":
            found.append(Token(kind, value, place))
        place += len(value)
    return found


def links_of(templates: Iterable[str]) -> dict[str, list[str]]:
    """Return what each linking macro is called with in any of these templates."""
    found: dict[str, set[str]] = defaultdict(set)
    for text in templates:
        for macro, token in _linked(tokens_of(text)):
            found[macro].add(token.text)
    return {macro: sorted(targets) for macro, targets in found.items()}


def _linked(tokens: list[Token]) -> Iterator[tuple[str, Token]]:
    for macro, bracket, token in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if macro.text in LINKING and bracket.text == "(" and token.kind == "string":
            yield macro.text, token


class Template:
    """One template."""

    def __init__(self, path: str, text: str, links: dict[str, list[str]]) -> None:
        """Read it; `links` as `links_of` gives them."""
        self.path, self.text, self.links, self.tokens = path, text, links, tokens_of(text)

    def edits(self) -> Iterator[Edit]:
        """Yield every edit."""
        for operator in (
            self._members,
            self._targets,
            self._operators,
            self._numbers,
            self._words,
            self._markup,
        ):
            for kind, replacement in operator():
                yield Edit.at(self.path, self.text, kind, replacement, self._reach(replacement[0]))

    def _reach(self, place: int) -> str:
        """Look at the conditions that are open at a place."""
        if "/paper/" in self.path:
            return "paper"
        opened: list[str] = []
        for match in CONDITION.finditer(self.text, 0, place):
            if match[1] in {"if", "for"}:
                opened.append(match[2])
            elif match[1] in {"endif", "endfor"}:
                opened.pop()
            else:  # a matrix of numbers is printed of few classes only
                opened[-1] = match[2].strip() or opened[-1].replace("say.matrix", "are_many")
        if any(MANY.search(test) for test in opened):
            return "many classes"
        return "paper" if any(PAPER.search(test) for test in opened) else ""

    def _expressions(self) -> Iterator[tuple[Token, Token, Token]]:
        """Yield each token within `{{ }}` and `{% %}`, between its neighbours."""
        for before, token, after in zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False):
            if token.kind not in {"data", "comment", "comment_begin", "comment_end"}:
                yield before, token, after

    def _members(self) -> Iterator[tuple[str, Replacement]]:
        """Print another member of the same thing, which this template prints elsewhere."""
        printed: dict[str, list[Token]] = defaultdict(list)
        output = False
        for place, (owner, dot, member) in enumerate(
            zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False)
        ):
            output = (output or owner.kind == "variable_begin") and owner.kind != "variable_end"
            following = self.tokens[place + 3].text if place + 3 < len(self.tokens) else ""
            if dot.text == "." and owner.text == "loop" and member.text in LOOP:
                yield "off by one", (*member.span, LOOP[member.text])
            elif dot.text == "." and output and following not in {"(", "."} and owner.text != "part":
                printed[owner.text].append(member)
        for owner_name, members in printed.items():
            names = list(dict.fromkeys(member.text for member in members))
            for member in members if len(names) > 1 else []:
                other = names[(names.index(member.text) + 1) % len(names)]
                yield "variable" if owner_name == "say" else "field", (*member.span, other)

    def _targets(self) -> Iterator[tuple[str, Replacement]]:
        """Lead elsewhere."""
        for macro, token in _linked(self.tokens):
            targets = self.links[macro]
            if len(targets) > 1:
                yield "link", (*token.span, targets[(targets.index(token.text) + 1) % len(targets)])
        for match in re.finditer(r'(?:href|src)="[^"{}]*?(\w+)(?:\.\w+)?"', self.text):
            yield "link", (*match.span(1), f"{match[1]}s")

    def _operators(self) -> Iterator[tuple[str, Replacement]]:
        """Compare otherwise, ask for the contrary, look otherwise."""
        for before, token, after in self._expressions():
            bare = token.text.strip("\"' ")
            if token.kind == "operator" and token.text in EDGES:
                yield "boundary", (*token.span, EDGES[token.text])
            if token.kind == "operator" and token.text in CONTRARIES:
                yield "condition", (*token.span, CONTRARIES[token.text])
            if token.text == "not" and before.text == "if":
                yield "condition", (*token.span, "")
            elif token.text == "if":
                yield "condition", (after.start, after.start, "not " if after.text != "not" else "true or ")
            if token.text in {"true", "false"} and before.text != "=":
                yield "condition", (*token.span, "false" if token.text == "true" else "true")
            if token.kind == "string" and bare in LOOKS:
                yield "colour", (*token.span, token.text.replace(bare, LOOKS[bare]))

    def _numbers(self) -> Iterator[tuple[str, Replacement]]:
        """Take the second for the first, or one more."""
        for before, token, _ in self._expressions():
            length = LENGTHS.search(self.text[max(0, token.start - 25) : token.start])
            if token.kind == "integer" and before.text == "[" and token.text in {"0", "1"}:
                yield "class", (*token.span, str(1 - int(token.text)))
            elif token.kind == "integer" and int(token.text) <= MOST and not length:
                yield "off by one", (*token.span, str(int(token.text) + 1))

    def _words(self) -> Iterator[tuple[str, Replacement]]:
        """Turn a word or a number between tags."""
        within = False
        for token in self.tokens:
            place = token.start
            for part in re.split(r"([<>])", token.text) if token.kind == "data" else []:
                if not within:
                    yield from (("word", one) for one in contrary(self.text, place, place + len(part)))
                    yield from (
                        ("number in prose", one) for one in other_number(self.text, place, place + len(part))
                    )
                within = part == "<" or (within and part != ">")
                place += len(part)

    def _markup(self) -> Iterator[tuple[str, Replacement]]:
        """Exchange what neighbouring cells hold, turn a line, take the red from a mark."""
        for one, other in pairwise(CELL.finditer(self.text)):
            if not self.text[one.end() : other.start()].strip() and one[2] != other[2]:
                between = self.text[one.end(2) : other.start(2)]
                yield "column", (one.start(2), other.end(2), other[2] + between + one[2])
        for match in re.finditer(r"\b(x1|x2|y1|y2|cx|cy)=", self.text):
            yield "upside down", (*match.span(1), match[1].translate(str.maketrans("xy", "yx")))
        for match in re.finditer(
            r'class="[^"{]*?\b(red|strong|quiet|hollow|wrong|more|less|track)\b', self.text
        ):
            yield "colour", (*match.span(1), "ink")
