"""Time our commands beside Evidently's report on the same predictions, in turn, on one machine.

    python -m benchmarks.beside_evidently --rounds 5

Makes an environment with Evidently by pip, once, in a folder of the cache.  See README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np

from analysis.system import cache

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = ROOT / "site" / "results.json"
PEER = ("evidently==0.7.23", "pandas<3")  # it does not import with pandas 3
# What its own documentation says for probabilities of several classes; the columns of a class are named as the class.
THEIRS = """
import sys
import pandas as pd
from evidently import DataDefinition, Dataset, MulticlassClassification, Report
from evidently.presets import ClassificationPreset

data = pd.read_csv(sys.argv[1], dtype={"label": str})
names = [name for name in data.columns if name != "label"]
kind = MulticlassClassification(target="label", prediction_labels=None, prediction_probas=names)
given = Dataset.from_pandas(data, DataDefinition(classification=[kind], categorical_columns=["label"]))
Report([ClassificationPreset()]).run(given, None).save_html(sys.argv[2])
"""


class Cost(NamedTuple):
    """What a whole process took: seconds, and CPU seconds with those of its own processes."""

    wall: float
    cpu: float


class Command(NamedTuple):
    """One command, and what is done before each of its runs."""

    name: str
    words: Sequence[str]
    before: Callable[[], object] = lambda: None


def peer(folder: Path) -> Path:
    """Return the Python of an environment with Evidently, made where it is not yet there; SystemExit where it cannot be."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (python.exists() and ended((str(python), "-c", "import evidently")).returncode == 0):
        venv.create(folder, with_pip=True)
        run((str(python), "-m", "pip", "install", "--quiet", *PEER))
    return python


def write_predictions(path: Path, images: int, classes: int) -> None:
    """Write probabilities of a made-up classifier, right nine times in ten, as a table that both read; a label first."""
    generator = np.random.default_rng(1)
    labels = generator.integers(classes, size=images)
    scores = generator.normal(size=(images, classes))
    scores[np.arange(images), labels] += 4
    shares = np.exp(scores)
    shares /= shares.sum(axis=1, keepdims=True)
    names = [f"c{number}" for number in range(classes)]
    rows = (
        f"{names[label]},{','.join(f'{share:.9g}' for share in row)}\n"
        for label, row in zip(labels, shares, strict=True)
    )
    path.write_text(f"label,{','.join(names)}\n{''.join(rows)}", encoding="utf-8")


def commands(folder: Path, python: Path, results: Path) -> list[Command]:
    """Return what is compared, the peer first; `results` is what is rendered."""
    table, out = folder / "predictions.csv", folder / "out"
    ours = (sys.executable, "-m", "report")
    render = (*ours, "render", str(results), "--out", str(out))
    kept = cache.place("drawings")

    def forget() -> None:
        for path in kept.glob("*"):
            path.unlink()

    build = (*ours, "build", "--predictions", str(table), "--out", str(folder / "site"))
    run((*build, "--no-pdf"))
    return [
        Command("Evidently's report", (str(python), "-c", THEIRS, str(table), str(folder / "theirs.html"))),
        Command("build --predictions --no-pdf", (*build, "--no-pdf"), forget),
        Command("render --no-pdf, first", (*render, "--no-pdf"), forget),
        Command("render --no-pdf, again", (*render, "--no-pdf")),
        Command("render, first", render, forget),
        Command("render, again", render),
    ]


def ended(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - they are our own


def run(words: Sequence[str]) -> Cost:
    """Run a command to its end and return what it took.  SystemExit, with what it says, where it fails."""
    before, begin = os.times(), time.perf_counter()
    done = ended(words)
    wall, after = time.perf_counter() - begin, os.times()
    if done.returncode:
        raise SystemExit(f"Expected {' '.join(words)} to end well, found:\n{done.stderr or done.stdout}")
    return Cost(wall, sum(after[2:4]) - sum(before[2:4]))


def compared(chosen: Sequence[Command], rounds: int) -> list[list[Cost]]:
    """Run all commands in turn, so that a machine that slows down slows all; the first round only warms up."""
    taken: list[list[Cost]] = []
    for number in range(rounds + 1):
        costs = []
        for command in chosen:
            command.before()
            costs.append(run(command.words))
        print(f"round {number} of {rounds}", file=sys.stderr, flush=True)
        taken.append(costs)
    return taken[1:]


def table(chosen: Sequence[Command], taken: Sequence[Sequence[Cost]]) -> str:
    """Return medians of seconds, and of the ratios to the peer within each round, as a table in Markdown."""
    lines = ["| command | wall s | CPU s | wall beside Evidently |", "| --- | ---: | ---: | ---: |"]
    for number, command in enumerate(chosen):
        wall, cpu = (median(values) for values in zip(*(costs[number] for costs in taken), strict=True))
        ratio = median(costs[number].wall / costs[0].wall for costs in taken)
        lines.append(f"| {command.name} | {wall:.2f} | {cpu:.2f} | {ratio:.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Print one table for each number of images and classes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="counted runs of each command (5)")
    parser.add_argument(
        "--images", type=int, nargs="+", default=[10_000], help="numbers of predictions (10000)"
    )
    parser.add_argument("--classes", type=int, nargs="+", default=[10], help="numbers of classes (10)")
    parser.add_argument("--environment", type=Path, default=cache.place("evidently"), help="where it is made")
    asked = parser.parse_args()
    python = peer(asked.environment)
    version = ended((str(python), "-c", "import evidently; print(evidently.__version__)")).stdout.strip()
    machine = {
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
    }
    print(json.dumps({**machine, "evidently": version}))
    for images in asked.images:
        for classes in asked.classes:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                write_predictions(folder / "predictions.csv", images, classes)
                published = (images, classes) == (10_000, 10)
                chosen = commands(
                    folder, python, PUBLISHED if published else folder / "site" / "results.json"
                )
                print(
                    f"\n{images:,} predictions, {classes} classes\n\n{table(chosen, compared(chosen, asked.rounds))}"
                )


if __name__ == "__main__":
    main()
