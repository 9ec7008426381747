"""Read damaged data files, and see that each is read rightly or refused in one sentence, within bounds of memory.

    python -m benchmarks.reliability.data --count 500 --seed 0

Prints a table by kind of damage; exits with 1 at a traceback, a wrong array, or more memory than allowed.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import tracemalloc
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

from analysis.data import folder
from analysis.system.errors import DatasetError
from benchmarks.reliability import damage, damage_of_others

MOST_MB = 100
KINDS = {**damage.KINDS, **damage_of_others.KINDS}
SENTENCE = re.compile(r"Expected [^\n]{10,500}[.)]$")
CHECKED = re.compile(r"(gzip|npz), (flips|cut|fields)")
"""Where a checksum stands beside the content, what is read must be what was written."""


class Outcome(NamedTuple):
    """What came of one damaged file; `fault` says what should not have happened."""

    kind: str
    read: bool
    peak_mb: float
    fault: str


def attack(count: int, seed: int) -> list[Outcome]:
    """Read so many damaged files, of all kinds in turn; equal seeds give equal files."""
    return [_once(kind, f"{seed} {number}") for number, kind in enumerate(islice(cycle(KINDS), count))]


def _once(kind: str, seed: str) -> Outcome:
    with tempfile.TemporaryDirectory() as place:
        path = KINDS[kind](Path(place), Random(seed))  # noqa: S311 – no secret
        tracemalloc.start()
        read, fault = _read(path, kind)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
    if peak > MOST_MB:
        fault = fault or f"{peak:.0f} MB"
    return Outcome(kind, read, peak, f"{fault} (seed {seed!r})" if fault else "")


def _read(path: Path, kind: str) -> tuple[bool, str]:
    """Return whether the file was read, and what is wrong with that."""
    try:
        training, test = folder.read(path)
    except DatasetError as error:
        said = str(error)
        return False, "" if SENTENCE.match(said) and str(path.parent) not in said else f"said “{said}”"
    except Exception as error:  # noqa: BLE001 – this is what is looked for
        return False, f"raised {error!r}"
    found = (training.images, training.labels, test.images, test.labels)
    same = all(map(np.array_equal, found, damage.digits().values()))
    return True, "" if same or not CHECKED.match(kind) else "read other images than were written"


def main() -> int:
    """Attack, print the table and the faults; return 1 if there was one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    outcomes = attack(chosen.count, chosen.seed)
    print(f"{'kind':26}{'read':>6}{'refused':>9}{'faults':>8}{'peak MB':>9}")
    for kind in KINDS:
        of_kind = [one for one in outcomes if one.kind == kind]
        read, faults = sum(one.read for one in of_kind), sum(bool(one.fault) for one in of_kind)
        peak = max((one.peak_mb for one in of_kind), default=0)
        print(f"{kind:26}{read:>6}{len(of_kind) - read:>9}{faults:>8}{peak:>9.1f}")
    faults_found = [f"{one.kind}: {one.fault}" for one in outcomes if one.fault]
    print("\n".join([f"{len(outcomes)} files, {len(faults_found)} faults", *faults_found]))
    return 1 if faults_found else 0


if __name__ == "__main__":
    sys.exit(main())
