"""How a given network was used: the ways that were tried, on how many images, and the words of the one that was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.bundle.checks.agreement import COUNT, Between, agree, demand
from analysis.bundle.record import given

if TYPE_CHECKING:
    from analysis.bundle import Bundle
    from analysis.bundle.checks.table import Table
    from analysis.bundle.network_use import NetworkUse

FIELD = "findings.network_use"
MOST_WAYS = 100
SIDE = Between(1, 1e4)


def check(bundle: Bundle, table: Table) -> None:
    """Hold the use to its own words, and the ways that were tried to the images on which they were."""
    del table
    found = given(bundle.findings.network_use)
    if found is None:
        return
    demand(FIELD, bundle.provenance.model_source == "file", "a use of a network that was given as a file")
    agree(FIELD, found, {"height": SIDE, "width": SIDE, "file_megabytes": Between(0, 1e5)})
    demand(f"{FIELD}.channels", found.channels in {1, 3}, "1 or 3 channels")
    demand(f"{FIELD}.name", found.name == _words(found), f"“{_words(found)}”, as the other fields say")
    known = found.outputs in {"logits", "log-probabilities"}
    demand(f"{FIELD}.floor", (found.floor is None) == known, "a floor of probabilities alone")
    _check_candidates(found)


def _words(found: NetworkUse) -> str:
    turned = [word for word in ("inverted", "transposed") if getattr(found, word)]
    return ", ".join([found.values, *turned, *([found.size] if found.size != "unchanged" else [])])


def _check_candidates(found: NetworkUse) -> None:
    field = f"{FIELD}.candidates"
    demand(field, len(found.candidates) <= MOST_WAYS, f"{MOST_WAYS} ways at most")
    demand(field, bool(found.candidates) == (found.decided_by != "option"), "ways where no option decided")
    agree(f"{FIELD}.images", found.images, COUNT if found.candidates else 0)
    for place, one in enumerate(found.candidates):
        share = one.right.count / max(one.right.total, 1)
        agree(f"{field}.{place}.right", one.right, {"total": found.images, "value": share})
        demand(f"{field}.{place}.right", 0 <= one.right.count <= one.right.total, "a part of all images")
    demand(
        field, not found.candidates or found.candidates[0].name == found.name, "the way that was taken first"
    )
