"""Interrupt commands at random moments, and see that each is gone in time and has left nothing.

    python -m benchmarks.reliability.interrupts --count 60 --seed 0

Needs Linux.  Prints a line per command; exits with 1 where a process, a temporary folder or half a site is left, or
where anything else is said than that it was stopped.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.reliability.interrupting import COMMAND, HERE, Blow, Place, attack, started

RESULTS = HERE / "site" / "results.json"
QUICK = ("--dataset", "digits", "--preset", "quick")


class Case(NamedTuple):
    """A command to interrupt."""

    name: str
    arguments: tuple[str, ...]


CASES = (
    Case("render --no-pdf", ("render", str(RESULTS), "--no-pdf", "--out", "site")),
    Case("render", ("render", str(RESULTS), "--out", "site")),
    Case("build", ("build", *QUICK, "--out", "site")),
    Case("train", ("train", *QUICK)),
    Case("sweep", ("sweep", *QUICK, "--seeds", "3", "--jobs", "2")),
)
KINDS = (
    "Ctrl-C",
    "Ctrl-C twice",
    "terminated",
    "terminated after Ctrl-C",
    "terminal closed",
    "killed outright",
)


def main() -> int:
    """Attack, print, and count the faults."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    random, faulty = Random(options.seed), 0  # noqa: S311 – nothing secret
    with tempfile.TemporaryDirectory() as folder:
        old = _rendered(Place.below(Path(folder, "old")))
        used = {case: _seconds(case, Path(folder, case.name)) for case in CASES[: options.count]}
        for number in range(options.count):
            case, kind = CASES[number % len(CASES)], KINDS[number // len(CASES) % len(KINDS)]
            place = Place.below(Path(folder, str(number)))
            faulty += not _holds(case, _blows(kind, used[case], random), place, old)
    print(f"{options.count} commands interrupted, {faulty} with faults")
    return 1 if faulty else 0


def _seconds(case: Case, folder: Path) -> float:
    """Measure how long a command takes here that nobody interrupts: a blow after its end would hit nothing."""
    begun = time.monotonic()
    with started((*COMMAND, *case.arguments), Place.below(folder)) as process:
        process.communicate()
    return time.monotonic() - begun


def _blows(kind: str, seconds: float, random: Random) -> tuple[Blow, ...]:
    """Choose the moments."""
    first, then = (
        random.uniform(0, seconds),
        random.choice((0.0, random.uniform(0, 0.2), random.uniform(0, 2))),
    )
    interrupt = Blow(signal.SIGINT, first, to_all=True)
    return {
        "Ctrl-C": (interrupt,),
        "Ctrl-C twice": (interrupt, Blow(signal.SIGINT, then, to_all=True)),
        "terminated": (Blow(signal.SIGTERM, first),),
        "terminated after Ctrl-C": (interrupt, Blow(signal.SIGTERM, then)),
        "terminal closed": (Blow(signal.SIGHUP, first, to_all=True),),
        "killed outright": (Blow(signal.SIGKILL, first),),
    }[kind]


def _holds(case: Case, blows: tuple[Blow, ...], place: Place, old: Path) -> bool:
    """Interrupt a command that would replace a site; print what came of it, and say whether all is well."""
    shutil.copytree(old, place.work / "site", symlinks=True)
    found = attack((*COMMAND, *case.arguments), place, blows)
    faults = [*found.faults]
    if blows[-1].number == signal.SIGKILL:
        _next_command(place)
        faults += [f"the next command left {path}" for path in place.temporary.iterdir()]
    if differing := _neither(_files(place.work / "site"), _files(old)):
        faults.append(f"the site is neither the old one nor the new one: {differing}")
    moments = ", ".join(map(str, blows))
    print(
        f"{case.name:16} {moments:50} code {found.code:4} {found.seconds:4.1f} s  {'; '.join(faults) or 'fine'}"
    )
    sys.stdout.flush()
    return not faults


def _neither(now: dict[str, bytes], before: dict[str, bytes]) -> str:
    """Say in what a site differs from the old one, where it is not a complete new one; else nothing.

    Of a new site, look for what the old one, of another bundle or without PDF, shares with it.
    """
    if now == before or {"index.html", "results.json", "figures/pairs.svg"} <= now.keys():
        return ""
    changed = [name for name in now.keys() & before.keys() if now[name] != before[name]]
    return (
        f"{len(now)} files, without {sorted(before.keys() - now.keys())[:5]}, changed {sorted(changed)[:5]}"
    )


def _rendered(place: Place) -> Path:
    """Render a site without PDF."""
    with started((*COMMAND, *CASES[0].arguments), place) as process:
        process.communicate()
    return place.work / "site"


def _next_command(place: Place) -> None:
    with started((*COMMAND, "init", "next.toml"), place) as process:
        process.communicate()


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    sys.exit(main())
