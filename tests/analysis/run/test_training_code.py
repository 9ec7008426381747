"""The code in the key of a run: what it does counts, where it stands and what is said of it do not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from analysis.run import training_code
from analysis.run.training_code import DECIDES, HERE

WIDTH = "WIDTH = 20\n"
BUILD = "def build(depth):\n    return [WIDTH] * depth\n"
TRAIN = "def train(data):\n    return compiled(build(3), data)\n"


def checksum(folder: Path, **files: str) -> str:
    """Write files of these contents, and return the checksum of their code."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return training_code.checksum(folder / f"{name}.py" for name in files)


@pytest.fixture
def before(tmp_path: Path) -> str:
    """The checksum of two files."""
    return checksum(tmp_path, network=WIDTH + BUILD, training=TRAIN)


def test_a_function_may_move(tmp_path: Path, before: str) -> None:
    """Law: the same code in other files, in another order or under other file names is the same code."""
    assert checksum(tmp_path, network=WIDTH, training=TRAIN + BUILD) == before
    assert checksum(tmp_path, layers=BUILD + WIDTH, learning=TRAIN) == before


@pytest.mark.parametrize(
    "training",
    [
        f"from analysis.models.inference import compiled\n{TRAIN}",
        f"from analysis.models import inference\n{TRAIN}".replace("compiled(", "inference.compiled("),
        f"from analysis.models.inference import compiled as made\n{TRAIN}".replace("compiled(", "made("),
        f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from numpy.typing import NDArray\n{TRAIN}",
        f"from numpy.typing import NDArray\nNumber = int\nArray = NDArray[Number]\n{TRAIN}".replace(
            "data)", "data: Array) -> None", 1
        ),
        f'"""How."""\n{TRAIN}'.replace("    return", '    """Train."""  # at last\n    return'),
    ],
    ids=["import", "import of the module", "other name", "for types", "annotations", "words"],
)
def test_imports_annotations_and_words_do_not_count(tmp_path: Path, before: str, training: str) -> None:
    """Law: how code is imported, annotated and explained leaves the checksum."""
    assert checksum(tmp_path, network=WIDTH + BUILD, training=training) == before


@pytest.mark.parametrize(
    ("old", "new"), [("20", "21"), ("* depth", "+ [depth]"), ("depth):", "depth=2):"), ("WIDTH", "DEPTH")]
)
def test_other_code_counts(tmp_path: Path, before: str, old: str, new: str) -> None:
    """Law: another constant, operation, default or name is other code."""
    assert checksum(tmp_path, network=(WIDTH + BUILD).replace(old, new, 1), training=TRAIN) != before


def test_the_real_code_counts(tmp_path: Path) -> None:
    """Law: one changed constant in any of the files that decide changes the checksum."""
    now = training_code.checksum()
    for changed in DECIDES:
        texts = {file.replace("/", "_"): (HERE / file).read_text("utf-8") for file in DECIDES}
        texts = {name.removesuffix(".py"): text for name, text in texts.items()}
        assert checksum(tmp_path, **texts) == now
        name = changed.replace("/", "_").removesuffix(".py")
        assert checksum(tmp_path, **{**texts, name: _with_another_number(texts[name])}) != now, changed


def _with_another_number(text: str) -> str:
    """Write another number in place of one."""
    tree = ast.parse(text)
    numbers = [
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) in {int, float}
    ]
    numbers[-1].value = 12_345
    return ast.unparse(tree)


def test_no_file_that_decides_is_forgotten() -> None:
    """Law: what the training imports of models/ decides, too, but for the recipe and for what only measures."""
    imported = set()
    for file in DECIDES:
        for node in ast.walk(ast.parse((HERE / file).read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis.models"):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                imported |= {name.split(".")[2] for name in names}
    assert {f"models/{name}.py" for name in imported - {"inference", "recipes"}} <= set(DECIDES)
