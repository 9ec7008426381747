"""Make wrong edits in what readers see, one at a time, and tell which of them no test catches.

    python -m benchmarks.mutations --count 96

Works on a copy; needs Linux, since a process with the libraries loaded is forked for each edit.  See README.md beside
this file.  (`reliability/mutations.py` damages bundles; this damages the code.)
"""

from __future__ import annotations

import argparse
import compileall
import importlib
import os
import py_compile
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

import pytest

from benchmarks.wrong_edits.choice import KINDS, ROOMS, SEEN, chosen, found_in, room_of
from benchmarks.wrong_edits.edit import Edit
from benchmarks.wrong_edits.python import is_another_program

HERE = Path(__file__).resolve().parents[1]
# What all tests import before they come to the edited code.  TensorFlow is not among it: a fork does not survive it.
LIBRARIES = (
    "numpy", "scipy.stats", "pydantic", "jinja2", "matplotlib.pyplot", "matplotlib.backends.backend_svg", "sklearn.linear_model",
    "sklearn.datasets", "sklearn.metrics", "PIL.Image", "weasyprint", "tinyhtml5", "tinycss2", "hypothesis", "pytest",
    "threadpoolctl", "analysis.bundle.storage", "analysis.studies",
)  # fmt: skip
GOLDEN = "tests/golden"
# A site that equals its committed copy says nothing about which of the two is wrong.
NOT_COUNTED = ("tests/report/test_published.py",)


class Stage(NamedTuple):
    """Tests that are asked together, and seconds until they are given up."""

    name: str
    tests: tuple[str, ...]
    limit: float = 3600


STAGES = (Stage("golden", (GOLDEN,)), Stage("report", ("tests/report",)))
PATIENCE = 5
"""How much longer than without an edit tests may take; machines may be busy."""
ELSEWHERE = (
    "tests/report/browser",
    "tests/report/cli",
    "tests/report/notebook",
    "tests/report/output/test_parallel.py",  # ends each process that another one started, such as ours
    *NOT_COUNTED,
)
"""Of `tests/report`, what is not asked: other ways in, what needs a browser, and what only compares bytes."""
BROWSER = Stage("browser", ("tests/report/browser",))
"""Asked about scripts and style sheets, with `--browser`."""
AGAIN = ("tests/report/browser/test_kinds.py",)
"""Minutes of the same looks at reports of other kinds: not asked, which can only let more edits pass."""
NEAR = {room: Stage(f"tests of {room}", (f"tests/report/{room}",)) for room in SEEN}
"""By the room of an edit, the tests of that room: asked before all of `report`, since they take seconds, not minutes."""


@dataclass(frozen=True)
class Verdict:
    """What became of an edit."""

    test: str
    """The first test that failed; empty where none did."""
    broke: bool
    """True where the program failed, not the test: anybody would have seen it at once."""
    seconds: float


class _Recorder:
    """A plugin of pytest that keeps the first failure."""

    def __init__(self, tree: Path) -> None:
        self.tree, self.test, self.broke = tree, "", False

    def pytest_exception_interact(self, node: Any, call: Any) -> None:  # noqa: ANN401  # pytest's own types
        """Keep which test failed, and whether it was the test that said so."""
        if self.test:
            return
        self.test = node.nodeid
        ours = [
            Path(entry.path) for entry in call.excinfo.traceback if str(entry.path).startswith(str(self.tree))
        ]
        self.broke = bool(ours) and "tests" not in ours[-1].relative_to(self.tree).parts
        if call.excinfo.errisinstance(AssertionError):
            self.broke = False


def ask(tree: Path, stage: Stage, *, keep: bool = False) -> Verdict:
    """Run the tests of a stage on a tree in a fork of this process, until the first failure.

    With `keep`, the bundles that they make are kept for those who ask later; no edit touches what makes bundles.
    """
    begin = time.monotonic()
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(tree, stage, keep, theirs))
    process.start()
    theirs.close()
    if ours.poll(stage.limit):
        try:
            test, broke = ours.recv()
        except EOFError:
            test, broke = "the death of the process", True
    else:
        test, broke = "the time limit", False
        os.killpg(process.pid or 0, signal.SIGKILL)
    process.join()
    return Verdict(test, broke, time.monotonic() - begin)


def _run(tree: Path, stage: Stage, keep: bool, connection: Connection) -> None:
    """Be the process that runs the tests: in a group of its own, and silent."""
    os.setsid()
    os.chdir(tree)
    sys.path[:] = [str(tree), *(place for place in sys.path if place and Path(place) != HERE)]
    log = os.open(tree.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    recorder, kept = _Recorder(tree), tree.parent / "bundles"
    kept.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=tree.parent) as own:
        shared = Path(own) / "shared"
        shutil.copytree(kept, shared)
        os.environ["PYTEST_XDIST_WORKER"] = "gw0"  # for tests/sharing.py to look there
        status = pytest.main([*_options(stage, tree), f"--basetemp={own}/gw0"], plugins=[recorder])
        if keep:
            shutil.copytree(shared, kept, dirs_exist_ok=True, ignore=_no_bundles)
    failed = status not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    unknown = failed and not recorder.test
    connection.send(("the end of pytest" if unknown else recorder.test, recorder.broke or unknown))
    connection.close()


def _no_bundles(folder: str, names: list[str]) -> list[str]:
    """Return what the edited code made: papers and sites."""
    return [name for name in names if "paper" in name or (Path(folder) / name).is_dir()]


def _options(stage: Stage, tree: Path) -> list[str]:
    ignored = [f"--ignore={path}" for path in (*ELSEWHERE, *AGAIN) if path not in stage.tests]
    already = "-Wignore:Module already imported"  # before pytest could rewrite its assertions: a library's
    tests = [test for test in stage.tests if (tree / test).exists()]
    return [already, "-x", "-v", "-p", "no:cacheprovider", *ignored, *tests]


def copied(tree: Path) -> Path:
    """Copy what git knows or would add, link what lies beside it, and compile all; return the copy's folder."""
    listed = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    names = subprocess.run(listed, cwd=HERE, check=True, capture_output=True, text=True).stdout.split("\0")  # noqa: S603
    for name in filter(None, names):
        if (HERE / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HERE / name, tree / name)
    for name in (".venv", "node_modules", ".validators"):
        if (HERE / name).exists() and not (tree / name).exists():
            (tree / name).symlink_to(HERE / name)
    # Compiled files that know what they were compiled from: an edit may come within the same second.
    checked = py_compile.PycInvalidationMode.CHECKED_HASH
    for folder in ("analysis", "report", "tests"):
        compileall.compile_dir(tree / folder, quiet=1, invalidation_mode=checked)
    return tree


def judged(edits: Sequence[Edit], trees: Sequence[Path], stage: Stage) -> Iterator[tuple[Edit, Verdict]]:
    """Yield what a stage says of each edit, in their order; as many at a time as there are trees."""
    free: SimpleQueue[Path] = SimpleQueue()
    for tree in trees:
        free.put(tree)

    def judge(edit: Edit) -> Verdict:
        tree = free.get()
        file = tree / edit.path
        whole = file.read_text(encoding="utf-8")
        try:
            file.write_text(edit.applied(whole), encoding="utf-8")
            return ask(tree, stage)
        finally:
            file.write_text(whole, encoding="utf-8")
            free.put(tree)

    with ThreadPoolExecutor(len(trees)) as pool:
        yield from zip(edits, pool.map(judge, edits), strict=True)


def main() -> None:
    """Make the edits and print what became of each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=96, help="of edits that leave a program that runs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", nargs="*", metavar="KIND/ROOM", help=f"some of: {', '.join((*KINDS, *ROOMS))}"
    )
    parser.add_argument("--list", action="store_true", help="print the edits, and make none")
    parser.add_argument("--golden", action="store_true", help="ask the golden texts alone")
    parser.add_argument("--near", action="store_true", help="ask them, and the tests of the room of the edit")
    parser.add_argument("--browser", action="store_true", help="ask a browser, too, about styles and scripts")
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    asked = parser.parse_args()
    found = [
        edit
        for edit in found_in(HERE)
        if not asked.only or {edit.stratum, room_of(edit.path)} & {*asked.only}
    ]
    edits = (edit for edit in chosen(found, asked.seed) if _changes(edit))
    if asked.list:
        print(*islice(edits, asked.count), sep="\n")
        return
    few = asked.golden or asked.near
    stages = [STAGES[0]] if few else [*STAGES]
    stages += [BROWSER] if asked.browser else []
    with tempfile.TemporaryDirectory(prefix="mutations") as folder:
        _measure(
            edits, asked.count, stages, {} if asked.golden else NEAR, _trees(Path(folder), asked.processes)
        )


def _changes(edit: Edit) -> bool:
    text = (HERE / edit.path).read_text(encoding="utf-8")
    return edit.new != edit.old and (not edit.path.endswith(".py") or is_another_program(edit, text))


def _trees(folder: Path, count: int) -> list[Path]:
    """Copy the tree, and load into this process what each fork of it will need: libraries, and bundles of every kind."""
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")  # for compiled templates
    sys.dont_write_bytecode = True
    trees = [copied(folder / f"tree{number}") for number in range(count)]
    sys.path.insert(0, str(trees[0]))
    for name in LIBRARIES:
        importlib.import_module(name)
    kinds: Any = importlib.import_module("tests.kinds")
    kinds.bundle_of = cache(kinds.bundle_of)
    for kind in kinds.KINDS:
        kinds.bundle_of(kind)
    if loaded := [name for name in sys.modules if name.partition(".")[0] == "report"]:
        sys.exit(f"Expected no edited code to be loaded before it is edited, but {loaded[0]} was.")
    return trees


def _measure(
    edits: Iterator[Edit],
    count: int,
    stages: Sequence[Stage],
    near: Mapping[str, Stage],
    trees: Sequence[Path],
) -> None:
    """Ask about edits until so many were counted; those that leave no program that runs count for nothing."""
    begin = time.monotonic()
    first, *others = (_timed(stage, trees[0]) for stage in stages)
    counted: dict[Edit, Verdict] = {}
    broken = 0
    while batch := list(islice(edits, count - len(counted))):
        for edit, verdict in judged(batch, trees, first):
            _tell(edit, verdict, first)
            broken += verdict.broke
            counted |= {} if verdict.broke else {edit: verdict}
    by_room = {room: _timed(stage, trees[0]) for room, stage in near.items()}
    for stage in (*by_room.values(), *others):
        left = [edit for edit, verdict in counted.items() if not verdict.test]
        if stage.name == BROWSER.name:  # what only a browser runs
            left = [edit for edit in left if room_of(edit.path) in {"styles", "scripts"}]
        elif stage in by_room.values():
            left = [edit for edit in left if by_room.get(room_of(edit.path)) == stage]
        for edit, verdict in judged(left, trees, stage):
            _tell(edit, verdict, stage)
            counted[edit] = verdict
    _summarise(counted, broken, time.monotonic() - begin)


def _timed(stage: Stage, tree: Path) -> Stage:
    """Return a stage that gives up later than it takes without an edit; leave the program where it fails without one."""
    verdict = ask(tree, stage, keep=True)
    if verdict.test:
        said = tree.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
        sys.exit(f"{said[-3000:]}\nExpected the tests to pass without an edit, but {verdict.test} failed.")
    print(f"{stage.name}: {verdict.seconds:.0f} s without an edit", flush=True)
    return stage._replace(limit=PATIENCE * verdict.seconds)


def _tell(edit: Edit, verdict: Verdict, stage: Stage) -> None:
    what = (
        "breaks the program" if verdict.broke else "caught" if verdict.test else f"NOT CAUGHT by {stage.name}"
    )
    by = f" by {verdict.test}" if verdict.test else ""
    print(f"{edit}\n    {what}{by} ({verdict.seconds:.1f} s)", flush=True)


def _summarise(results: Mapping[Edit, Verdict], broken: int, seconds: float) -> None:
    missed = [edit for edit, verdict in results.items() if not verdict.test]
    for key in (lambda edit: edit.stratum, lambda edit: room_of(edit.path)):
        total, lost = Counter(key(edit) for edit in results), Counter(map(key, missed))
        print("\nCaught of", ", ".join(f"{name}: {of - lost[name]}/{of}" for name, of in total.items()))
    print("\nNot caught:", *map(str, missed), sep="\n  ")
    print(f"\n{broken} more broke the program and are not counted; {seconds:.0f} s")
    print(f"{len(results) - len(missed)} caught, {len(missed)} not caught")


if __name__ == "__main__":
    main()
