"""Change bundles at random: what contradicts itself is refused in one sentence, what is accepted is rendered.

.venv/bin/python -m benchmarks.reliability.bundles site/results.json --count 1000 --seed 736
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from analysis.bundle import Bundle, storage
from analysis.system.errors import BundleError
from benchmarks.reliability.free_fields import is_free
from benchmarks.reliability.mutations import Mutation, Mutations
from report.output.drawings import draw_all
from report.output.render import Renderer

OUTCOMES = ("refused", "rendered", "violations")


@dataclass
class Tally:
    """Outcomes by kind of mutation, and the sentences of what should not have been."""

    outcomes: dict[str, Counter[str]] = field(default_factory=lambda: {each: Counter() for each in OUTCOMES})
    violations: list[str] = field(default_factory=list)
    slowest: float = 0

    def add(self, mutation: Mutation, original: Bundle, *, figures: bool) -> None:
        """Try one mutation of a bundle."""
        begun = time.perf_counter()
        try:
            outcome = "rendered" if _accepted(mutation, original, figures=figures) else "refused"
        except Exception as error:  # noqa: BLE001 – any exception is what is looked for
            outcome = "violations"
            self.violations.append(
                f"{mutation.field}, {mutation.kind}: {type(error).__name__}: {error}"[:300]
            )
        self.slowest = max(self.slowest, time.perf_counter() - begun)
        self.outcomes[outcome][mutation.kind] += 1

    def print(self) -> None:
        """Print a table by kind, and the violations."""
        kinds = sorted(set().union(*self.outcomes.values()))
        print(f"{'mutation':<18}" + "".join(f"{each:>12}" for each in OUTCOMES))
        for kind in kinds:
            print(f"{kind:<18}" + "".join(f"{self.outcomes[each][kind]:>12}" for each in OUTCOMES))
        print(f"{'all':<18}" + "".join(f"{self.outcomes[each].total():>12}" for each in OUTCOMES))
        print(f"slowest: {self.slowest:.1f} s")
        print(*self.violations, sep="\n")


class NotHeldError(Exception):
    """The border let something pass, or refused it in other words than one sentence."""


def _accepted(mutation: Mutation, original: Bundle, *, figures: bool) -> bool:
    """Whether the mutated bundle is taken; then its pages are made.  Raises where the law is broken.

    A derived value that is left out is computed: the bundle is then the original.
    """
    content = json.dumps(mutation.content, ensure_ascii=False).encode()
    try:
        bundle = storage.parse(content, "results.json")
    except BundleError as error:
        if "\n" in str(error) or not str(error).endswith("."):
            raise NotHeldError(f"not one sentence: {error}") from error
        return False
    if bundle != original and not is_free(mutation.field, mutation.kind):
        raise NotHeldError("accepted, though other values of the file say otherwise")
    _render(bundle, figures=figures)
    return True


def _render(bundle: Bundle, *, figures: bool) -> None:
    renderer = Renderer(bundle, "web")
    renderer.pages()
    if figures:
        draw_all(renderer.chapters, "web")


def main() -> int:
    """Return 1 where the law was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=1000, help="mutations of each bundle")
    parser.add_argument("--seed", type=int, default=736)
    parser.add_argument("--figures", action="store_true", help="draw the figures of what is accepted, too")
    options, tally = parser.parse_args(), Tally()
    for path in options.bundle:
        original = storage.read(path)
        _render(original, figures=False)  # what is refused as it is would hide everything
        content = json.loads(path.read_bytes())
        for mutation in islice(Mutations(content, options.seed), options.count):
            tally.add(mutation, original, figures=options.figures)
    tally.print()
    return bool(tally.violations)


if __name__ == "__main__":
    sys.exit(main())
