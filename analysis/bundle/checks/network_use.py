"""How a given network was used: the ways that were tried, on how many images, and the words of the one that was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.bundle.checks.agreement import COUNT, Between, agree, demand
from analysis.bundle.checks.packing import unpacked
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
    _check_arrays(bundle)
    found = given(bundle.findings.network_use)
    if found is None:
        return
    demand(FIELD, bundle.provenance.model_source == "file", "a use of a network that was given as a file")
    agree(FIELD, found, {"height": SIDE, "width": SIDE, "file_megabytes": Between(0, 1e5)})
    demand(f"{FIELD}.channels", found.channels in {1, 3}, "1 or 3 channels")
    demand(f"{FIELD}.name", found.name == _words(found), f"“{_words(found)}”, as the other fields say")
    known = found.outputs in {"logits", "log-probabilities"}
    demand(f"{FIELD}.floor", (found.floor is None) == known, "a floor of probabilities alone")
    _check_moments(found)
    _check_candidates(found)


def _check_arrays(bundle: Bundle) -> None:
    """Hold the form of a notebook's arrays to one image, and to two values that differ."""
    field, found = "findings.array_use", given(bundle.findings.array_use)
    if found is None:
        return
    demand(field, bundle.provenance.model_source == "notebook", "arrays of a network from a notebook")
    demand(f"{field}.shape", 1 <= len(found.shape) <= 3 and min(found.shape) >= 1, "the shape of an image")
    demand(f"{field}.full", found.full != found.zero, "another value than that of 0")


def _check_moments(found: NetworkUse) -> None:
    field = f"{FIELD}.moments"
    if found.moments is None:
        return
    demand(field, found.values.startswith("standardised"), "none where values are not standardised")
    single = found.values == "standardised"
    size = (1, 1) if single else (found.height, found.width)
    mean, deviation = unpacked(field, found.moments, "float32", (2, *size, found.channels))
    fit = bool(
        (mean >= 0).all() and (mean <= 255).all() and (deviation >= 0).all() and (deviation <= 255).all()
    )
    demand(field, fit, "means and standard deviations of grey values")


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
