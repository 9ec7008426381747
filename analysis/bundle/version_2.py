"""Bundles of version 2 (November 2026), brought to today's: what was drawn is counted, presentation dropped.

What follows from other fields is computed anew, so only what is primary today has to be found in the older file.
"""

from __future__ import annotations

from typing import Any

DRAWS, RESAMPLES = 20_000, 10_000
"""How many draws and resamples version 2 made, which it did not write."""


def upgraded(held: dict[str, Any]) -> dict[str, Any]:
    """Return the parsed JSON of a bundle of version 2 as one of version 3.

    Raises KeyError, TypeError, AttributeError or ValueError where it is none.
    """
    findings = dict(held["findings"])
    training = findings.get("training") or {}
    seed = training.get("seed")
    findings["accuracy"] = _accuracy(findings["accuracy"], seed)
    findings["confusion"] = _confusion(findings["confusion"], seed)
    return {**held, "schema_version": 3, "findings": findings}


def _accuracy(found: dict[str, Any], seed: int | None) -> dict[str, Any]:
    gap = found.get("validation_gap")
    return {
        **found,
        "macro_f1_limits": _limits(found["macro_f1"], RESAMPLES, seed),
        "recalls_equal": _test(found["recalls_equal_p"], seed),
        "validation": gap and gap["validation"],
    }


def _confusion(found: dict[str, Any], seed: int | None) -> dict[str, Any]:
    pairs = sorted(found["pairs"], key=lambda pair: pair["classes"])
    named = [pair["classes"] for pair in found["pairs"] if pair["named"]]
    tested = found["uniformity_p"] is not None
    return {
        **found,
        "named": found["named_pairs"]["pairs"] if found["named_pairs"] else sorted(named),
        "uniformity": {
            **_test(found["uniformity_p"], seed),
            "reached_by_pair": [_reached(pair["adjusted_p"]) for pair in pairs],
        }
        if tested
        else None,
    }


def _test(p: float, seed: int | None) -> dict[str, Any]:
    return {"seed": seed, "draws": DRAWS, "reached": _reached(p)}


def _limits(found: dict[str, float], draws: int, seed: int | None) -> dict[str, Any]:
    return {"seed": seed, "draws": draws, "low": found["low"], "high": found["high"]}


def _reached(p: float) -> int:
    """Return how many of the draws gave p = (1 + reached)/(1 + draws)."""
    return round(p * (1 + DRAWS)) - 1
