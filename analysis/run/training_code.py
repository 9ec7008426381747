"""A checksum of the code that decides the weights: the same wherever that code stands and however it is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parents[1]
# The recipe counts by its values.  Inference only measures, once an epoch, and the rest of models/ comes after the training.
DECIDES = (
    "data/split.py",
    "models/augmentation.py",
    "models/backend.py",
    "models/elastic.py",
    "models/network.py",
    "models/optimizer.py",
    "models/preprocessing.py",
    "models/training.py",
)


def checksum(files: Iterable[Path] | None = None) -> str:
    """Return the SHA-256, in hexadecimal, of the definitions in some files, by default of those that decide the weights.

    Imports, docstrings, annotations and comments do not count, nor do the names and the order of files and definitions.
    """
    chosen = [HERE / file for file in DECIDES] if files is None else files
    found = [each for file in chosen for each in _definitions(ast.parse(file.read_text("utf-8")))]
    return sha256("\n\n".join(sorted(map(ast.unparse, _used(found)))).encode()).hexdigest()


def _used(found: list[ast.stmt]) -> list[ast.stmt]:
    """Leave out what only annotations name, such as `Array = NDArray[…]`: without these, nothing reads it."""
    kept = [each for each in found if _named(each) is None]
    while True:
        names = (node for each in kept for node in ast.walk(each) if isinstance(node, ast.Name))
        read = {name.id for name in names if isinstance(name.ctx, ast.Load)}
        more = [each for each in found if each not in kept and _named(each) in read]
        if not more:
            return kept
        kept += more


def _definitions(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield what a file defines, bare."""
    bare = _Bare(tree)
    for statement in tree.body:
        kept = bare.visit(statement)
        if kept is not None:
            yield ast.fix_missing_locations(kept)


def _named(statement: ast.stmt) -> str | None:
    """Return the name that an assignment to one name binds."""
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return None


class _Bare(ast.NodeTransformer):
    """Takes away what tells where code stands and what it is for, and leaves what it does."""

    def __init__(self, tree: ast.Module) -> None:
        """Learn under which names this file knows our own modules, and what is in them."""
        self._modules: set[str] = set()
        self._names: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
                for alias in node.names:
                    self._learn(f"{node.module}.{alias.name}", alias)

    def _learn(self, whole: str, alias: ast.alias) -> None:
        place = HERE.parent / whole.replace(".", "/")
        if place.with_suffix(".py").is_file() or place.is_dir():
            self._modules.add(alias.asname or alias.name)
        else:
            self._names[alias.asname or alias.name] = alias.name

    def visit_Import(self, _: ast.Import) -> None:  # the names are those of the nodes
        """Drop it."""

    def visit_ImportFrom(self, _: ast.ImportFrom) -> None:
        """Drop it."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        """Drop the imports for types alone."""
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else self._filled(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        """Drop docstrings, those of attributes included."""
        docstring = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if docstring else self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """Keep name and value."""
        target = self.visit(node.target)
        if node.value is None:
            return ast.Expr(target)
        return ast.Assign([target], self.visit(node.value))

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """Drop the annotation."""
        return ast.arg(node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Drop the annotation of what it returns."""
        node.returns = None
        return self._filled(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """Look inside."""
        return self._filled(node)

    def visit_With(self, node: ast.With) -> ast.AST:
        """Look inside: a body may hold nothing but imports."""
        return self._filled(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Write `inference.compiled` as `compiled`."""
        if isinstance(node.value, ast.Name) and node.value.id in self._modules:
            return ast.Name(node.attr, node.ctx)
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Write what was imported under another name as it is called where it is defined."""
        return ast.Name(self._names.get(node.id, node.id), node.ctx)

    def _filled(self, node: ast.If | ast.FunctionDef | ast.ClassDef | ast.With) -> ast.AST:
        self.generic_visit(node)
        node.body = node.body or [ast.Pass()]
        return node
