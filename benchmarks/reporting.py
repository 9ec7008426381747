"""Time everything in `build` that comes after the training, at several numbers of test images.

    python benchmarks/reporting.py --model site/model.keras --sizes 10000 100000 1000000

Needs MNIST and Linux.  See README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from analysis.data.images import ImageSet
from analysis.run import provenance
from analysis.system.cache import NOWHERE, Kept
from analysis.system.progress import NullProgress

HERE = Path(__file__).resolve()
PDF_ALONE = """
import sys; from pathlib import Path; from analysis.bundle import storage; from report.output import pdf
pdf.write(storage.read(Path(sys.argv[1])), Path(sys.argv[2]))
"""


class Cost(NamedTuple):
    """What one stage or one command took; the peak is of all memory of its process, libraries included."""

    name: str
    wall: float
    cpu: float
    peak_mb: float


class Stages:
    """Measures stages of this process, each with its own peak."""

    def __init__(self) -> None:
        """Begin without a stage."""
        self.costs: list[Cost] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what happens inside; no other stage may."""
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets the peak so far
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        self.costs.append(Cost(name, wall, cpu, _peak_mb()))
        print(f"{name}: {cpu:.1f} CPU s", file=sys.stderr, flush=True)

    def watch(self, module: ModuleType, function: str, name: str) -> None:
        """Measure every call of a function from now on."""
        setattr(module, function, self.measured(getattr(module, function), name))

    def measured(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        """Return the function, with every call measured."""

        @wraps(function)
        def call(*arguments: object, **named: object) -> object:
            with self.stage(name):
                return function(*arguments, **named)

        return call


def _peak_mb() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM"))


class Resampled:
    """Images drawn with replacement, looked up when they are asked for: a million would fill 784 MB."""

    def __init__(self, images: NDArray[np.uint8], rows: NDArray[np.intp]) -> None:
        """Stand for `images[rows]`, (n, h, w)."""
        self._images, self._rows = images, rows
        self.shape, self.dtype, self.ndim = (len(rows), *images.shape[1:]), images.dtype, images.ndim

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self._rows)

    def __getitem__(self, key: slice | NDArray[np.integer]) -> NDArray[np.uint8]:
        """Copy some of them."""
        return self._images[self._rows[key]]


def resampled(original: ImageSet, size: int) -> ImageSet:
    """Draw `size` images with replacement, the same ones every time."""
    rows = np.random.default_rng(0).integers(0, len(original), size)
    images = cast("NDArray[np.uint8]", Resampled(original.images, rows))
    return replace(original, images=images, labels=original.labels[rows])


def measure_stages(model: Path, size: int, folder: Path) -> list[Cost]:
    """Go from a finished network to site and PDF in this process, with `size` test images."""
    from analysis import studies  # noqa: PLC0415  # the process that only prints stays small
    from analysis.bundle import storage  # noqa: PLC0415
    from analysis.data import sources  # noqa: PLC0415
    from analysis.run import pipeline  # noqa: PLC0415  # the process that only prints stays small
    from analysis.run.settings import Settings  # noqa: PLC0415
    from report.output import pdf, site  # noqa: PLC0415

    stages, results, settings = Stages(), folder / site.RESULTS, Settings(dataset="mnist", model=model)
    data = sources.load("mnist", NullProgress())
    data = replace(data, test=resampled(data.test, size))
    watch = provenance.Stopwatch(NullProgress())
    with stages.stage("starting TensorFlow"):
        chosen = pipeline.network(settings, data, watch)
    stages.watch(pipeline, "_gather", "predicting")
    measured = [
        each._replace(study=stages.measured(each.study, f"study: {each.field}")) for each in studies.STUDIES
    ]
    studies.STUDIES = cast("Any", tuple(measured))
    studies.store = lambda: Kept(NOWHERE, 0)  # what an earlier run kept costs nothing
    stages.watch(pipeline, "describe", "describing the data")
    bundle = pipeline.analyze(settings, data, chosen, watch)
    with stages.stage("writing results.json"):
        storage.write(bundle, results)
    with stages.stage("reading results.json"):
        content, bundle = storage.load(results)
    with stages.stage("typesetting the PDF"):
        paper = pdf.typeset(bundle)
    with stages.stage("writing the site"):
        site.write(bundle, folder / "site", results=content, model=model.read_bytes(), pdf=paper)
    return stages.costs


def measure_command(name: str, *command: object) -> Cost:
    """Run Python in a process of its own, and ask the kernel what it took."""
    wall = time.perf_counter()
    process = subprocess.Popen([sys.executable, *map(str, command)], stdout=subprocess.DEVNULL)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - wall
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, name)
    return Cost(name, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def measure_commands(model: Path, folder: Path) -> list[Cost]:
    """Run what users run, with the network given."""
    results, program, network = folder / "results.json", ("-m", "report"), ("--model", model)
    mnist, paper = ("--dataset", "mnist"), folder / "alone.pdf"
    return [
        measure_command("analyze --model", *program, "analyze", *mnist, *network, "--out", results),
        measure_command("render --no-pdf", *program, "render", results, "--no-pdf", "--out", folder / "a"),
        measure_command("the PDF alone", "-c", PDF_ALONE, results, paper),
        measure_command("render", *program, "render", results, "--out", folder / "b"),
        measure_command("build --model", *program, "build", *mnist, *network, "--out", folder / "c"),
    ]


def commands_table(costs: list[Cost]) -> str:
    """Lay out what the commands took, as Markdown."""
    head = "| command | wall s | CPU s | peak MB |\n|---|---|---|---|\n"
    rows = [f"| {cost.name} | {cost.wall:.1f} | {cost.cpu:.1f} | {cost.peak_mb:,.0f} |" for cost in costs]
    return head + "\n".join(rows)


def stages_table(costs: list[Cost], first: list[Cost]) -> str:
    """Lay out the stages at one size, with the ratios of their CPU time to that of the first size."""
    return "| stage | wall s | CPU s | ratio | peak MB |\n|---|---|---|---|---|\n" + "\n".join(
        f"| {cost.name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.cpu / before.cpu:.1f} | {cost.peak_mb:,.0f} |"
        for cost, before in zip((*costs, total(costs)), (*first, total(first)), strict=True)
    )


def total(costs: list[Cost]) -> Cost:
    """Add up the times; of the peaks the largest counts."""
    wall, cpu = sum(cost.wall for cost in costs), sum(cost.cpu for cost in costs)
    return Cost("**all**", wall, cpu, max(cost.peak_mb for cost in costs))


def sizes_line(folder: Path) -> str:
    """Say how large what was written is."""
    site = folder / "site"
    parts = {
        "results.json": [folder / "results.json"],
        "predictions.csv": [site / "predictions.csv"],
        "HTML": list(site.glob("*.html")),
        "figures": list(site.glob("figures/*")),
        "small pictures": list(site.glob("images/*")),
        "PDF": [site / "digits-report.pdf"],
    }
    bytes_of = {name: sum(path.stat().st_size for path in paths) for name, paths in parts.items()}
    return "Bytes: " + ", ".join(f"{name} {size:,}" for name, size in bytes_of.items()) + "."


def main() -> None:
    """Measure commands and stages, each size in a process of its own, and print tables."""
    options = _options()
    if options.one:
        size, folder = options.one
        print(json.dumps(measure_stages(options.model, int(size), Path(folder))))
        return
    machine = provenance.machine(None)
    versions = ", ".join(f"{name} {version}" for name, version in provenance.versions().items())
    print(f"{machine.processor}, {machine.cores} cores, {machine.system}; {versions}\n")
    with tempfile.TemporaryDirectory() as folder:
        print(commands_table(measure_commands(options.model, Path(folder))))
    first: list[Cost] = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            costs = _apart(options.model, size, Path(folder))
            first = first or costs
            print(
                f"\n{size:,} test images\n\n{stages_table(costs, first)}\n\n{sizes_line(Path(folder))}",
                flush=True,
            )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    usual = HERE.parents[1] / "site" / "model.keras"
    parser.add_argument("--model", type=Path, default=usual, help="the network [default: that of the site]")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def _apart(model: Path, size: int, folder: Path) -> list[Cost]:
    command = [sys.executable, str(HERE), "--model", str(model), "--one", str(size), str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own file
    return [Cost(*cost) for cost in json.loads(done.stdout.splitlines()[-1])]


if __name__ == "__main__":
    main()
