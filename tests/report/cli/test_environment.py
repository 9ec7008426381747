"""Whatever stands in the environment: one sentence before the training, or it makes no difference."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from report.cli.surroundings import SWITCHES

CHECKOUT = Path(__file__).resolve().parents[3]
# What functions of other libraries read.
BEHIND = {"gettempdir": "TMPDIR", "user_cache_path": "XDG_CACHE_HOME", "expanduser": "HOME", "home": "HOME"}
PLACES = ("nowhere", "~nobody-has-this-name/x", "/dev/null", "/dev/null/x", "a\nb", "x" * 5000, "")
LOCALES = ("nonsense", "xx_YY", "de_DE.nonsense", "")
NONSENSE = {
    "DIGITS_REPORT_DATA": PLACES,
    "SOURCE_DATE_EPOCH": ("nonsense", "-1", "1e3", "9" * 30, "١٢", " 7"),
    "KERAS_HOME": PLACES,
    "XDG_CACHE_HOME": PLACES,
    "TMPDIR": PLACES,
    "HOME": PLACES,
    "MPLBACKEND": ("nonsense",),
    **dict.fromkeys(("LC_ALL", "LC_PAPER", "LANG"), LOCALES),
}
TRY = """
import json, os, sys
from dataclasses import replace
from unittest.mock import patch
from analysis.data.remotes import REMOTES
from report.cli.surroundings import Surroundings
from tests.report.cli.calls import call
REMOTES["mnist"] = replace(REMOTES["mnist"], mirrors=())
found = {}
for name, value in json.load(sys.stdin):
    with patch.dict(os.environ, {name: value}):
        around = Surroundings()
        around.prepare()
        done = call("analyze", "--dataset", "mnist", "--quiet")
        around.clean()
    found[f"{name}={value[:40]}"] = done.exit_code, done.stdout, done.stderr
print(json.dumps(found))
"""


def read_in(path: Path) -> Iterator[str]:
    """Yield the variables that a file of ours reads, `?` for one whose name is not a constant there."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case (
                ast.Subscript(ast.Attribute(attr="environ"), key, ast.Load())
                | ast.Call(ast.Attribute(ast.Attribute(attr="environ"), "get" | "pop"), [key, *_])
                | ast.Call(ast.Attribute(attr="getenv"), [key, *_])
            ):
                found = constants.get(key.id, key) if isinstance(key, ast.Name) else key
                yield str(found.value) if isinstance(found, ast.Constant) else "?"
            case ast.Attribute(attr=name) if name in BEHIND:
                yield BEHIND[name]


def test_every_variable_is_tried() -> None:
    """Who reads another one says here what nonsense it may hold."""
    sources = (path for folder in ("analysis", "report") for path in (CHECKOUT / folder).rglob("*.py"))
    read = {name for path in sources for name in read_in(path)}

    assert read == set(NONSENSE)


def test_nonsense_is_answered_before_the_training(tmp_path: Path) -> None:
    """Here no source has MNIST: one sentence says so, or names the variable; nothing is written anywhere."""
    pairs = [(name, value) for name, values in NONSENSE.items() for value in values]
    done = subprocess.run(
        [sys.executable, "-c", TRY],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "HOME": str(tmp_path)},
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = json.loads(done.stdout)

    assert len(found) == len(pairs)
    for tried, (code, out, said) in found.items():
        name = tried.split("=")[0]
        assert (code, out, said.count("\n")) == (1, "", 1), (tried, said)
        assert said.startswith("Expected MNIST, no source has it (") or f"in {name}, " in said, said
    assert not done.stderr
    assert [path.name for path in tmp_path.iterdir()] in ([], [".cache"])


@pytest.mark.parametrize(
    "name", ["KERAS_MAX_EPOCHS", "KERAS_BACKEND", "SKLEARN_WORKING_MEMORY", "SCIPY_ARRAY_API", "TF_XLA_FLAGS"]
)
def test_switches_for_other_work_are_not_heard_of(name: str) -> None:
    """They change what is trained, or end the process; folders are kept."""
    assert SWITCHES.fullmatch(name)
    assert not SWITCHES.fullmatch("KERAS_HOME")
