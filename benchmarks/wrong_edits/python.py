"""Wrong edits of a Python module, found in its syntax tree."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from pathlib import Path

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

Fields = dict[str, dict[str, str]]
"""Name → annotation, by class."""
Above = tuple[ast.AST, ...]
"""The nodes around one, from the module inwards."""

ONLY_MANY = re.compile(r"/(class_count|most_confused|confusion_map|raster)\b")
PICTURES = re.compile(r"report/(figures|images)/")
CODE = re.compile(r"[<\\]|http|\.jinja")  # a string that is no prose
HEX = re.compile(r"#[0-9a-f]{6}|#[0-9a-f]{3}")
ADDRESS = re.compile(r"#?[\w-]+\.(html|csv|svg|png|json|pdf|bib|tex)(#[\w-]+)?|#[\w-]+|https?://.*")
LINKING = {"Section", "see", "link", "ref", "term", "cite", "chapter_link"}
WRITING = re.compile(r"percent|fixed|between|estimate|points|round")
COLOURS = {"PAPER", "WASH", "INK", "INK2", "INK3", "RULE", "HAIR", "RED", "WHITE", "MORE", "LESS", "GREY"}
OTHER_CLASS = {
    one: other
    for pair in ("label predicted", "first_as_second second_as_first", "least_varied most_varied")
    for one, other in (pair.split(), pair.split()[::-1])
}
TURNED = {
    one: other
    for pair in ("ROTATE_90 ROTATE_270", "low high", "top bottom", "left right", "min max")
    for one, other in (pair.split(), pair.split()[::-1])
}


def fields_of(root: Path) -> Fields:
    """Return the fields and properties of every class in the program."""
    return {
        node.name: {name: ast.unparse(kind) for each in node.body for name, kind in _declared(each)}
        for folder in ("analysis", "report")
        for path in sorted((root / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }


def _declared(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id, node.annotation
    elif isinstance(node, ast.FunctionDef) and node.decorator_list and node.returns:
        yield node.name, node.returns


def is_another_program(edit: Edit, text: str) -> bool:
    """Say whether the module can be read after the edit, and is another one."""
    try:
        return ast.dump(ast.parse(edit.applied(text))) != ast.dump(ast.parse(text))
    except SyntaxError:
        return False


class Module:
    """A module whose nodes know where they stand, also within f-strings, where Python 3.11 does not tell."""

    def __init__(self, path: str, text: str, fields: Fields) -> None:
        """Read it."""
        self.path, self.text, self.fields = path, text, fields
        self.tree = ast.parse(text)
        self.spans: dict[ast.AST, tuple[int, int]] = {}
        self.words: dict[ast.AST, list[tuple[int, int]]] = {}
        """Of each f-string, where its fixed words stand."""
        self._place(self.tree, text, 0)
        self.used: dict[str, set[str]] = defaultdict(set)
        """The attributes that are asked of each expression."""
        self.colours: list[str] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute):
                self.used[ast.unparse(node.value)].add(node.attr)
            if isinstance(node, ast.Name) and node.id in COLOURS and node.id not in self.colours:
                self.colours.append(node.id)

    def edits(self) -> Iterator[Edit]:
        """Yield every edit."""
        for node, above in _running(self.tree, ()):
            for kind, operator in OPERATORS.items():
                for replacement in operator(self, node, above):
                    yield Edit.at(self.path, self.text, kind, replacement, self._reach(above))

    def _reach(self, above: Above) -> str:
        """Look at the conditions and the function around a node."""
        tests = [
            ast.unparse(each.test)
            for each, inner in pairwise((*above, None))
            if isinstance(each, ast.If | ast.IfExp) and inner is not each.test
        ]
        names = [each.name.replace("_", " ") for each in above if isinstance(each, ast.FunctionDef)]
        here = " ".join(tests + names)
        if MANY.search(here) or ONLY_MANY.search(self.path):
            return "many classes"
        return "paper" if PAPER.search(here) else ""

    def source(self, node: ast.AST) -> str:
        """Return the text of a node; empty where its place is not known."""
        return self.text[slice(*self.spans.get(node, (0, 0)))]

    def replaced(self, node: ast.AST, new: str) -> Iterator[Replacement]:
        """Put other text in the place of a node."""
        if node in self.spans:
            yield *self.spans[node], new

    def renamed(self, node: ast.Attribute, new: str) -> Iterator[Replacement]:
        """Ask for another attribute."""
        if node in self.spans:
            end = self.spans[node][1]
            yield end - len(node.attr), end, new

    def swapped(self, one: ast.AST, other: ast.AST) -> Iterator[Replacement]:
        """Exchange two expressions, the first before the second."""
        if one in self.spans and other in self.spans and self.source(one) != self.source(other):
            (first, end), (start, last) = self.spans[one], self.spans[other]
            yield first, last, self.source(other) + self.text[end:start] + self.source(one)

    def _place(self, tree: ast.AST, text: str, shift: int) -> None:
        """Note where each node stands; `text` was parsed, and begins `shift` characters from the module's begin."""
        lines = text.splitlines(keepends=True)
        begins = [0]
        for line in lines:
            begins.append(begins[-1] + len(line))

        def offset(line: int, column: int) -> int:  # Python counts bytes
            return shift + begins[line - 1] + len(lines[line - 1].encode()[:column].decode())

        waiting: list[ast.AST] = [tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.expr | ast.stmt | ast.keyword):
                self.spans[node] = (
                    offset(node.lineno, node.col_offset),
                    offset(node.end_lineno or 0, node.end_col_offset or 0),
                )
            if isinstance(node, ast.JoinedStr):
                self._place_within(node)
            else:
                waiting += ast.iter_child_nodes(node)

    def _place_within(self, joined: ast.JoinedStr) -> None:
        """Read the expressions in an f-string once more, each at its place; note the words between them."""
        start, end = self.spans[joined]
        words, holes = [], []
        for piece in PIECE.finditer(self.text, start, end):
            first, last = piece.start(2) + 1, piece.end(2) - 1
            inside = list(_holes(self.text, first, last)) if "f" in piece[1].lower() else []
            edges = [first, *chain.from_iterable((begin - 1, brace + 1) for begin, _, brace in inside), last]
            words += list(zip(edges[::2], edges[1::2], strict=True))
            holes += inside
        values = [value for value in joined.values if isinstance(value, ast.FormattedValue)]
        if len(values) != len(holes) or '"""' in self.source(joined):
            joined.values = []  # one that is written otherwise is left alone
            return
        self.words[joined] = words
        for value, (begin, stop, _) in zip(values, holes, strict=True):
            source = f"({self.text[begin:stop]})"
            value.value = ast.parse(source, mode="eval").body
            self._place(value.value, source, begin - 1)


PIECE = re.compile(r"""([a-zA-Z]*)("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')""")


def _holes(text: str, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Yield where each expression of an f-string begins and ends, and where its closing brace stands."""
    place = first
    while place < last:
        if text[place] != "{":
            place += 2 if text[place : place + 2] == "}}" else 1
        elif text[place + 1] == "{":
            place += 2
        else:
            stop, brace = _ends(text, place + 1)
            yield place + 1, stop, brace
            place = brace + 1


def _ends(text: str, place: int) -> tuple[int, int]:
    """Return where an expression ends, before a format if there is one, and where the brace after it stands."""
    depth, quote, stop = 0, "", 0
    while depth or quote or text[place] != "}":
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and not stop:
            quote = letter
        elif not depth and not stop and (letter == ":" or (letter == "!" and text[place + 1] != "=")):
            stop = place
        depth += (letter in "([{") - (letter in ")]}") if not quote else 0
        place += 1
    return stop or place, place


def _running(node: ast.AST, above: Above) -> Iterator[tuple[ast.AST, Above]]:
    """Yield each node that runs, with those around it: no docstring, no annotation, no error message."""
    yield node, above
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "format_spec"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.Raise | ast.Assert):
                continue
            docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            typing = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
            if not docstring and not typing:
                yield from _running(child, (*above, node))


def _called(node: ast.AST | None) -> str:
    """Return the last name of what a call calls."""
    return ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""


def _variable(module: Module, node: ast.AST, above: Above) -> Iterator[Replacement]:
    """Take a name for another of its kind, or exchange two numbers of a sentence that are written alike."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        function = next((each for each in reversed(above) if isinstance(each, ast.FunctionDef)), None)
        for group in _alike(function) if function else []:
            if node.id in group:
                yield from module.replaced(node, group[(group.index(node.id) + 1) % len(group)])
    if isinstance(node, ast.JoinedStr):
        holes = [value.value for value in node.values if isinstance(value, ast.FormattedValue)]
        for one, other in pairwise(hole for hole in holes if _called(hole)):
            if _called(one) == _called(other):
                yield from module.swapped(one, other)


def _alike(function: ast.FunctionDef) -> Iterator[list[str]]:
    """Yield names of a function that may be taken for each other: unpacked together, or of one type."""
    for node in ast.walk(function):
        if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Store):
            yield [each.id for each in node.elts if isinstance(each, ast.Name) and each.id != "_"]
    typed: dict[str, list[str]] = defaultdict(list)
    for argument in (*function.args.args, *function.args.kwonlyargs):
        if argument.annotation:
            typed[ast.unparse(argument.annotation)].append(argument.arg)
    yield from (group for group in typed.values() if len(group) > 1)


def _field(module: Module, node: ast.AST, above: Above) -> Iterator[Replacement]:
    """Take another field of the same type, of the first class that has all that is asked of the expression."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
        return
    if isinstance(above[-1], ast.Call) and above[-1].func is node:
        return
    used = module.used[ast.unparse(node.value)]
    fields = next((fields for fields in module.fields.values() if used <= set(fields)), {})
    alike = [name for name, kind in fields.items() if kind == fields[node.attr]]
    if len(alike) > 1:
        yield from module.renamed(node, alike[(alike.index(node.attr) + 1) % len(alike)])


def _class(module: Module, node: ast.AST, above: Above) -> Iterator[Replacement]:
    """Take the second class for the first, or the last for the first."""
    del above
    if isinstance(node, ast.Attribute) and node.attr in OTHER_CLASS:
        yield from module.renamed(node, OTHER_CLASS[node.attr])
    if isinstance(node, ast.Attribute) and node.attr == "classes" and "pair" in ast.unparse(node.value):
        yield from module.replaced(node, f"{module.source(node)}[::-1]")
    if isinstance(node, ast.Subscript) and ast.unparse(node.slice) in {"0", "1", "-1"}:
        yield from module.replaced(node.slice, {"0": "1", "1": "0", "-1": "0"}[ast.unparse(node.slice)])
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
        targets = node.targets[0].elts
        if len(targets) == 2 and not isinstance(node.value, ast.Tuple):
            yield from module.swapped(*targets)


def _column(module: Module, node: ast.AST, above: Above) -> Iterator[Replacement]:
    """Exchange two neighbours in a list, such as cells or heads; of columns that know their cells, the heads."""
    if not isinstance(node, ast.List | ast.Tuple) or not isinstance(node.ctx, ast.Load) or len(node.elts) < 3:
        return
    if isinstance(above[-1], ast.Subscript):
        return
    for one, other in pairwise(node.elts):
        if isinstance(one, ast.Call) and isinstance(other, ast.Call):
            heads = _called(one) == _called(other) == "Column" and one.args and other.args
            yield from module.swapped(one.args[0], other.args[0]) if heads else module.swapped(one, other)
        elif type(one) is type(other) and not isinstance(one, ast.Name) and not _is_amount(one):
            yield from module.swapped(one, other)


def _is_amount(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not isinstance(node.value, str)


def _link(module: Module, node: ast.AST, above: Above) -> Iterator[Replacement]:
    """Misspell an address or an anchor."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or HEX.fullmatch(node.value):
        return
    call = above[-1]
    linking = _called(call) in LINKING and isinstance(call, ast.Call) and call.args[:1] == [node]
    if (linking or ADDRESS.fullmatch(node.value)) and len(node.value) > 2:
        wrong = re.sub(r"[a-z](?=[^a-z]*(\.\w+)?$)", lambda match: match[0] * 2, node.value, count=1)
        yield from module.replaced(node, f'"{wrong}"')


def _colour(module: Module, node: ast.AST, above: Above) -> Iterator[Replacement]:
    """Take another colour that the module knows; exchange two of a scale."""
    if isinstance(node, ast.Name) and node.id in module.colours and isinstance(node.ctx, ast.Load):
        others = module.colours
        yield from module.replaced(node, others[(others.index(node.id) + 1) % len(others)])
    if isinstance(node, ast.Tuple):
        for one, other in pairwise(each for each in node.elts if _is_hex(each)):
            yield from module.swapped(one, other)
    elif _is_hex(node) and not isinstance(above[-1], ast.Tuple):
        yield from module.replaced(node, '"#2654a0"' if "2654a0" not in module.source(node) else '"#c3182b"')


def _is_hex(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and HEX.fullmatch(str(node.value)) is not None


def _off_by_one(module: Module, node: ast.AST, above: Above) -> Iterator[Replacement]:
    """Forget a step of one; count one more, where no length is meant."""
    if (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Add | ast.Sub)
        and ast.unparse(node.right) == "1"
    ):
        length = LENGTHS.search(module.source(node))
        yield from () if length else module.replaced(node, module.source(node.left))
    if not isinstance(node, ast.Constant) or type(node.value) is not int:
        return
    around, drawn = above[-1], PICTURES.match(module.path)
    if drawn and node.value > MOST:
        return
    called = _called(around)
    counts = (
        isinstance(around, ast.Slice)
        or called in {"range", "enumerate"}
        or (isinstance(around, ast.Call) and WRITING.search(called) and node in around.args[1:])
        or (isinstance(around, ast.Compare) and not LENGTHS.search(ast.unparse(around)))
        or (isinstance(around, ast.Assign) and isinstance(above[-2], ast.Module) and not drawn)
    )
    if counts and not isinstance(above[-1], ast.UnaryOp):
        yield from module.replaced(node, str(node.value + 1))


def _boundary(module: Module, node: ast.AST, above: Above) -> Iterator[Replacement]:
    """Let the edge belong to the other side."""
    del above
    yield from _compared(module, node, EDGES)


def _condition(module: Module, node: ast.AST, above: Above) -> Iterator[Replacement]:
    """Ask for the contrary; say the one where the other is right."""
    del above
    yield from _compared(module, node, CONTRARIES)
    if isinstance(node, ast.IfExp) and not isinstance(node.test, ast.Compare):
        guards = ast.unparse(node.test) in ast.unparse(node.body)  # from asking what is not there
        yield from () if guards else module.swapped(node.body, node.orelse)


def _compared(module: Module, node: ast.AST, changes: Mapping[str, str]) -> Iterator[Replacement]:
    if not isinstance(node, ast.Compare) or LENGTHS.search(ast.unparse(node)):
        return
    for left, right in pairwise((node.left, *node.comparators)):
        if left in module.spans and right in module.spans:
            start, end = module.spans[left][1], module.spans[right][0]
            written = module.text[start:end].strip()
            if written in changes:
                yield start, end, f" {changes[written]} "


def _word(module: Module, node: ast.AST, above: Above) -> Iterator[Replacement]:
    for start, end in _prose(module, node, above):
        yield from contrary(module.text, start, end)


def _number(module: Module, node: ast.AST, above: Above) -> Iterator[Replacement]:
    for start, end in _prose(module, node, above):
        yield from other_number(module.text, start, end)


def _prose(module: Module, node: ast.AST, above: Above) -> list[tuple[int, int]]:
    """Return where fixed words stand."""
    if CODE.search(module.source(node)):
        return []
    if isinstance(node, ast.JoinedStr):
        return module.words.get(node, [])
    text = isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    return [module.spans[node]] if text and node in module.spans and _called(above[-1]) != "compile" else []


def _upside_down(module: Module, node: ast.AST, above: Above) -> Iterator[Replacement]:
    """Turn an axis, an order, a sign or a picture."""
    del above
    if isinstance(node, ast.Call):
        yield from _turned_call(module, node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        signed = not isinstance(node.operand, ast.Constant | ast.BinOp)  # -(-a // b) rounds up
        yield from module.replaced(node, module.source(node.operand)) if signed else ()
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield from module.replaced(node, module.source(node.value))
    elif isinstance(node, ast.Attribute) and node.attr in TURNED and PICTURES.match(module.path):
        yield from module.renamed(node, TURNED[node.attr])
    elif isinstance(node, ast.Subscript) and module.source(node.slice) == "::-1":
        yield from module.replaced(node, module.source(node.value))
    elif (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Sub)
        and module.source(node.left) in {"255", "1"}
    ):
        yield from module.replaced(node, module.source(node.right))


def _turned_call(module: Module, node: ast.Call) -> Iterator[Replacement]:
    name = _called(node)
    if name in {"set_xlim", "set_ylim", "linear", "position"} and len(node.args) > 1:
        yield from module.swapped(node.args[0], node.args[1])
    if name == "reversed":
        yield from module.replaced(node, module.source(node.args[0]))
    if name in {"min", "max"} and len(node.args) == 1:
        yield from module.replaced(node.func, TURNED[name])
    if name == "invert_yaxis":
        yield from module.replaced(node, "None")
    if name in {"sorted", "sort"} and node in module.spans:
        way = next((each.value for each in node.keywords if each.arg == "reverse"), None)
        end = module.spans[node][1]
        separate = ", " if node.args or node.keywords else ""
        yield from (
            module.replaced(way, f"not {module.source(way)}")
            if way
            else [(end - 1, end, f"{separate}reverse=True)")]
        )


OPERATORS = {
    "variable": _variable,
    "field": _field,
    "class": _class,
    "column": _column,
    "link": _link,
    "colour": _colour,
    "off by one": _off_by_one,
    "boundary": _boundary,
    "condition": _condition,
    "word": _word,
    "number in prose": _number,
    "upside down": _upside_down,
}
