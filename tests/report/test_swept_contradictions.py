"""Sums over several runs are held to the reported run, which is one of them."""

from __future__ import annotations

import pytest

from analysis.bundle import Bundle
from analysis.bundle.checks import seeds
from analysis.bundle.checks.agreement import ContradictionError
from analysis.bundle.checks.table import table_of
from analysis.bundle.record import present
from analysis.bundle.seeds import PairOverRuns


def with_pairs(bundle: Bundle, pairs: list[PairOverRuns]) -> Bundle:
    """Return the bundle with these pairs over the runs."""
    found = present(bundle.findings.seeds)
    assert found
    changed = found.model_copy(
        update={"pairs": tuple(sorted(pairs, key=lambda pair: (-pair.errors, pair.classes)))}
    )
    return bundle.model_copy(update={"findings": bundle.findings.model_copy(update={"seeds": changed})})


def test_a_pair_has_no_fewer_errors_than_in_the_reported_run(swept_bundle: Bundle) -> None:
    """Nor is one left out that has more there than the tenth has in all runs."""
    table, found = table_of(swept_bundle), present(swept_bundle.findings.seeds)
    assert found
    pairs = list(found.pairs)
    seeds.check(swept_bundle, table)

    few = [
        pair.model_copy(update={"errors": 1, "runs_with_errors": 1, "runs_significant": 0}) for pair in pairs
    ]
    with pytest.raises(ContradictionError, match=r"seeds\.pairs\.\d+\.errors"):
        seeds.check(with_pairs(swept_bundle, few), table)

    rare = [pair for pair in table.pairs if not table.confused[pair]][:10]
    others = [few[0].model_copy(update={"classes": pair, "named": False}) for pair in rare]
    confusion = swept_bundle.findings.confusion
    unnamed = confusion.model_copy(
        update={"pairs": tuple(pair.model_copy(update={"named": False}) for pair in confusion.pairs)}
    )
    findings = swept_bundle.findings.model_copy(update={"confusion": unnamed})
    with pytest.raises(ContradictionError, match="every pair with as many errors in the reported run"):
        seeds.check(with_pairs(swept_bundle.model_copy(update={"findings": findings}), others), table)
