"""What keeps the house easy to build on: short files, short functions, classes that are counted nowhere but once."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from tests.order import LONGEST

ROOT = Path(__file__).parents[1]
CODE = sorted(path for room in ("analysis", "report") for path in (ROOT / room).rglob("*.py"))
FILES = [*CODE, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
COUNTED = re.compile(
    r"range\(10\)|minlength=10\b|np\.eye\(10\)|\b(?:45|90|990) (?:pairs|ways|comparisons)|\b784\b"
)


def bodies(path: Path) -> Iterator[tuple[str, int]]:
    """Yield name and length in lines of each function's body, without its docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            yield node.name, (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def imported(path: Path) -> Iterator[str]:
    """Yield the names that a file imports, each with its package."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_functions_are_short() -> None:
    """No body is longer than 40 lines, and the median is at most six."""
    found = [(f"{path.relative_to(ROOT)}:{name}", lines) for path in CODE for name, lines in bodies(path)]
    assert [one for one in found if one[1] > 40] == []
    assert median(lines for _, lines in found) <= 6


@pytest.mark.parametrize("room", ["analysis", "report", "templates"])
def test_nothing_counts_to_ten(room: str) -> None:
    """Pairs, ways and pixels follow from the classes and the image format."""
    files = [path for path in (*CODE, *TEMPLATES) if path.is_relative_to(ROOT / room)]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if COUNTED.search(line)
    ]
    assert found == []


def test_no_name_hides_a_file() -> None:
    """What a chapter's `__init__.py` defines or imports is not called as a file beside it, unless it is that file."""
    hidden = []
    for path in (path for path in CODE if path.name == "__init__.py"):
        files = {one.stem for one in path.parent.iterdir()} - {"__init__"}
        package = ".".join(path.parent.relative_to(ROOT).parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                hidden += [f"{package}.{node.name}"] if node.name in files else []
            if isinstance(node, ast.ImportFrom) and node.module != package:
                names = {alias.asname or alias.name for alias in node.names}
                hidden += [f"{package}.{name}" for name in names & files]
    assert hidden == []


def cells_apart(tree: ast.AST) -> Iterator[int]:
    """Yield the lines where a cell may part from its head: rows that no column makes, and cells that go by place.

    A function without a name is compared with what its row is about only where mypy knows the type: in a list that is
    unpacked into the columns it does not.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.alias) and node.name == "Row":
            yield node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "AnyTable":
            yield node.lineno
        if isinstance(node, ast.Starred):
            yield from (cell.lineno for cell in cells(node) if isinstance(cell, ast.Lambda))
    for cell in cells(tree):
        goes_by_place = (
            isinstance(part, ast.Subscript)
            and isinstance(part.value, ast.Name)
            and isinstance(part.slice, ast.Constant)
            and isinstance(part.slice.value, int)
            for part in ast.walk(cell)
        )
        if any(goes_by_place) or (isinstance(cell, ast.Call) and "itemgetter" in ast.unparse(cell.func)):
            yield cell.lineno


def cells(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield how each column makes its cell."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Column":
            named = [keyword.value for keyword in node.keywords if keyword.arg == "cell"]
            yield from (*node.args[1:2], *named)


def test_columns_make_their_cells() -> None:
    """No chapter makes rows beside their heads: each column makes its cell from what the row is about."""
    files = [
        path for path in CODE if path.is_relative_to(ROOT / "report" / "chapters") and path.name != "model.py"
    ]
    trees = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in files}
    assert sum(1 for tree in trees.values() for _ in cells(tree)) > 100
    assert [f"{path}:{line}" for path, tree in trees.items() for line in cells_apart(tree)] == []


@pytest.mark.parametrize(
    "code",
    [
        "from report.chapters.model import Row",
        "AnyTable([4, 9], columns)",
        "Table([('4', 1)], [Column('Errors', lambda row: row[1], 'number')])",
        "Table([('4', 1)], [Column('Errors', cell=lambda row: count(row[1]))])",
        "Table([('4', 1)], [Column('Errors', itemgetter(1))])",
        "Table(pairs, [*([Column('Errors', lambda pair: pair.eror)] if errors else [])])",
    ],
)
def test_cells_that_may_part_from_their_heads_are_found(code: str) -> None:
    """Each way around columns is seen."""
    assert list(cells_apart(ast.parse(code))) == [1]


def test_no_chapter_knows_another() -> None:
    """What several chapters say or need stands beside their folders, and looks into none of them; the list alone does."""
    chapters = ROOT / "report" / "chapters"
    folders = {path.parent.name for path in chapters.glob("*/__init__.py")}
    files = [path for path in CODE if path.is_relative_to(chapters) and path != chapters / "__init__.py"]
    known = [
        (path.relative_to(chapters).parts[0], name.split(".")[2])
        for path in files
        for name in imported(path)
        if name.startswith("report.chapters.")
    ]
    assert {name for _, name in known} & folders
    assert [(own, name) for own, name in known if name in folders - {own}] == []


def test_course_and_instructor_are_written_once() -> None:
    """Those of this project's report stand in its settings file alone: no other report bears somebody else's name."""
    named = tuple(
        re.search(f'^{name} = "(.+)"$', (ROOT / "digits-report.toml").read_text("utf-8"), re.MULTILINE)
        for name in ("course", "instructor")
    )
    assert all(named)
    code = [path for path in (*CODE, *(ROOT / "templates").rglob("*.*")) if path.is_file()]
    texts = {path: path.read_text("utf-8") for path in code}
    assert [path for path, text in texts.items() if any(each and each[1] in text for each in named)] == []


def test_what_checks_come_with_is_pinned() -> None:
    """Actions by commit, uv by version, packages of npm by checksum; no file names a registry."""
    flows = [path.read_text("utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml")]
    used = [line for flow in flows for line in flow.splitlines() if "uses:" in line]
    pinned = re.compile(r"\s+(?:- )?uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert used
    assert [line for line in used if not pinned.fullmatch(line)] == []
    assert re.search(
        r"pip install .* uv==\$\(UV_VERSION\)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    _, *packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"].values()
    assert [each for each in packages if "integrity" not in each or "resolved" in each] == []


def test_files_that_begin_first_exist() -> None:
    """Each name in the order of the tests is that of a file."""
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []
