"""Render bundles as large as a bundle may be: each in 10 s on two processors, and in 1 GB, or it breaks the law.

.venv/bin/python -m benchmarks.reliability.limits

Takes some minutes: a million predictions with their confidences, and a hundred classes of images of 64 × 64 pixels.
Needs Linux.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.bundle import Bundle, storage
from analysis.bundle.classes import MAX_SIDE, Classes
from analysis.bundle.limits import MAX_CLASSES, MAX_TEST_IMAGES
from analysis.evidence import Evidence
from analysis.statistics.probabilities import Probabilities
from analysis.studies import study
from tests import many_classes
from tests.made_up import predictions_alone

SECONDS, PROCESSORS, MEGABYTES = 10, 2, 1_000
MOST_SCORED = 750_000
"""Images of ten classes whose scores are kept: 40 MB."""
EACH = 30
"""Test images of each of a hundred classes: as many as may be shown."""


class Cost(NamedTuple):
    """What a command took with all its processes: wall and CPU seconds, and the most memory at one time, in MB."""

    wall: float
    cpu: float
    peak: float

    def __str__(self) -> str:
        """Write it in a line."""
        return f"{self.wall:.1f} s, {self.cpu:.1f} CPU s, {self.peak:.0f} MB"

    @property
    def is_within(self) -> bool:
        """Whether two processors that do nothing else need no longer than they may."""
        return self.cpu <= SECONDS * PROCESSORS and self.peak <= MEGABYTES


def rendered(bundle: Path, out: Path, *options: str) -> Cost:
    """Render in a process of its own.  Raises CalledProcessError where it fails."""
    command = [sys.executable, "-m", "report", "render", str(bundle), "--out", str(out), "--quiet", *options]
    begun, before, peak = time.perf_counter(), _cpu(), 0.0
    with subprocess.Popen(command, start_new_session=True) as process:  # noqa: S603 – our own command
        while process.poll() is None:
            peak = max(peak, sum(map(_megabytes, _processes(process.pid))))
            time.sleep(0.05)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(time.perf_counter() - begun, _cpu() - before, peak)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _processes(session: int) -> Iterator[Path]:
    """Yield the processes of a session, as folders of /proc."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            if os.getsid(int(folder.name)) == session:
                yield folder


def _megabytes(process: Path) -> float:
    """Return its memory, with its part of what it shares with others."""
    with suppress(OSError):
        for line in (process / "smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def many(images: int = MAX_TEST_IMAGES, k: int = 10) -> Evidence:
    """Return predictions of which most are right; of a million, the scores are too many to be kept."""
    rng = np.random.default_rng(1)
    labels = np.arange(images) % k
    logits = rng.normal(size=(len(labels), k))
    logits[np.arange(len(labels)), labels] += 4
    found, some = Probabilities(labels, logits), slice(0, 5_000)
    return Evidence(
        classes=Classes(names=tuple(map(str, range(k))), noun="digit", nouns="digits"),
        predictions=found.predictions,
        seed=1,
        probabilities=found,
        validation=Probabilities(labels[some], logits[some]),
    )


def _with_probabilities(evidence: Evidence) -> Bundle:
    bundle = predictions_alone(evidence)
    findings = bundle.findings.model_copy(update=study(evidence))
    return bundle.model_copy(update={"findings": findings})


def main() -> int:
    """Return 1 where a limit is broken."""
    bundles = {
        f"{MAX_TEST_IMAGES:,} predictions": _with_probabilities(many()),
        f"{MOST_SCORED:,} predictions with scores": _with_probabilities(many(MOST_SCORED)),
        f"{MAX_CLASSES} classes, {MAX_SIDE} × {MAX_SIDE}": many_classes.bundle(
            MAX_CLASSES, each=EACH, side=MAX_SIDE
        ),
    }
    costs = []
    for name, bundle in bundles.items():
        with tempfile.TemporaryDirectory() as place:
            results = Path(place) / "results.json"
            storage.write(bundle, results)
            size = results.stat().st_size / 2**20
            # The names of the hundred classes are in more scripts than most machines have fonts for.
            for options in (("--no-pdf",), ())[: 1 + (len(bundle.classes.names) < MAX_CLASSES)]:
                costs.append(rendered(results, Path(place) / "site", *options))
                print(f"{name}, {size:.1f} MB, {' '.join(options) or 'with PDF'}: {costs[-1]}", flush=True)
    return not all(cost.is_within for cost in costs)


if __name__ == "__main__":
    sys.exit(main())
