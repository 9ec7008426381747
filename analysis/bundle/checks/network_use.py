"""How a given network was used: the ways that were tried, on how many images, and the words of the one that was taken."""

from __future__ import annotations

from itertools import pairwise, product
from math import prod
from typing import get_args

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import COUNT, ROUNDING, Between, agree, demand
from analysis.bundle.checks.formulas import normal
from analysis.bundle.checks.packing import unpacked
from analysis.bundle.checks.table import Table
from analysis.bundle.network_use import Candidate, NetworkUse
from analysis.bundle.record import present

FIELD = "findings.network_use"
CANDIDATES = f"{FIELD}.candidates"
MOST_WAYS = 100
SIDE = Between(1, 1e4)
FLOOR = 1.17549e-38
"""Smallest normal number of float32."""


def check(bundle: Bundle, table: Table) -> None:
    """Hold the use to its own words, to the images and the layers, and the ways to the images on which they were tried."""
    del table
    _check_arrays(bundle)
    found = present(bundle.findings.network_use)
    if found is None:
        return
    demand(FIELD, bundle.provenance.model_source == "file", "a use of a network that was given as a file")
    agree(FIELD, found, {"height": SIDE, "width": SIDE, "file_megabytes": Between(0, 1e5)})
    demand(f"{FIELD}.channels", found.channels in {1, 3}, "1 or 3 channels")
    demand(f"{FIELD}.name", found.name == _words(found), f"“{_words(found)}”, as the other fields say")
    known = found.outputs in {"logits", "log-probabilities"}
    agree(f"{FIELD}.floor", found.floor, None if known else FLOOR)
    agree(f"{FIELD}.published", found.published, found.file != "ONNX")
    _check_moments(found)
    _check_size(found, bundle)
    _check_candidates(found, bundle)


def _check_arrays(bundle: Bundle) -> None:
    """Hold the form of a notebook's arrays to one image, and to two values that differ."""
    field, found = "findings.array_use", present(bundle.findings.array_use)
    if found is None:
        return
    demand(field, bundle.provenance.model_source == "notebook", "arrays of a network from a notebook")
    demand(f"{field}.shape", 1 <= len(found.shape) <= 3 and min(found.shape) >= 1, "the shape of an image")
    demand(f"{field}.full", found.full != found.zero, "another value than that of 0")
    if found.channels:
        first = found.channels[0]
        coloured = len(found.shape) == 3 == len(found.channels) and 3 in {found.shape[0], found.shape[-1]}
        demand(f"{field}.channels", coloured, "the ends of three channels, as the shape has, or none")
        demand(f"{field}.channels.0", (first.zero, first.full) == (found.zero, found.full), "the ends above")
        for place, one in enumerate(found.channels):
            demand(f"{field}.channels.{place}.full", one.full != one.zero, "another value than that of 0")


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


def _check_size(found: NetworkUse, bundle: Bundle) -> None:
    """Hold the size that the network receives to that of the images, and to the shape of its input."""
    if shape := present(bundle.images):
        own = (shape.width, shape.height) if found.transposed else (shape.height, shape.width)
        larger, smaller = (
            found.height >= own[0] and found.width >= own[1],
            found.height <= own[0] and found.width <= own[1],
        )
        possible = {
            "unchanged": larger and smaller,
            "padded": larger and not smaller,
            "cropped": smaller and not larger,
            "resized": not (larger and smaller),
        }
        demand(
            f"{FIELD}.size",
            possible[found.size],
            f"a way from {own[0]} × {own[1]} pixels to those of the network",
        )
    if network := present(bundle.findings.network):
        size = found.height, found.width
        shapes = {
            "rows": size,
            "flat": (prod(size) * found.channels,),
            "channels last": (*size, found.channels),
            "channels first": (found.channels, *size),
        }
        agree("findings.network.input_shape", network.input_shape, shapes[found.order])


def _check_candidates(found: NetworkUse, bundle: Bundle) -> None:
    ways, decided = found.candidates, found.decided_by
    demand(CANDIDATES, len(ways) <= MOST_WAYS, f"{MOST_WAYS} ways at most")
    least, most = {"option": (0, 0), "only way": (1, 1)}.get(decided, (2, MOST_WAYS))
    demand(CANDIDATES, least <= len(ways) <= most, f"ways as many as `{decided}` decides between")
    agree(f"{FIELD}.images", found.images, COUNT if ways else 0)
    unjudged = decided in {"option", "only way", "nothing better than chance"}
    demand(f"{FIELD}.classes_permuted", not (found.classes_permuted and unjudged), f"false with `{decided}`")
    if ways:
        _check_images(found, bundle)
        names = [one.name for one in ways]
        demand(CANDIDATES, names[0] == found.name, "the way that was taken first")
        demand(CANDIDATES, len(set(names)) == len(names) and set(names) <= _ways(), "known ways, each once")
        _check_order(found)


def _check_images(found: NetworkUse, bundle: Bundle) -> None:
    """Hold the ways to training images, for each of them as many."""
    data = bundle.findings.dataset
    known = sum(part.images for part in (data.training, data.validation) if part)
    agree(f"{FIELD}.images", found.images, Between(1, known))
    again = found.first_tried == 0 or len(found.candidates) < found.first_tried <= MOST_WAYS
    demand(f"{FIELD}.first_tried", again, "none, or more ways than were tried again")
    for place, one in enumerate(found.candidates):
        agree(f"{CANDIDATES}.{place}.right", one.right, {"total": found.images})
        _check_losses(f"{CANDIDATES}.{place}", one)


def _check_losses(field: str, one: Candidate) -> None:
    """Hold a loss to be lowered by a temperature."""
    demand(f"{field}.tempered", (one.tempered is None) == (one.log_loss is None), "both losses, or neither")
    if one.log_loss and one.tempered:
        for name, loss in (("log_loss", one.log_loss), ("tempered", one.tempered)):
            agree(f"{field}.{name}", loss, {**normal(loss, 0), "value": Between(0)})
        most = one.log_loss.value + 1e-3 * (1 + one.log_loss.value)
        agree(f"{field}.tempered.value", one.tempered.value, Between(0, most))


def _ways() -> set[str]:
    """Return all names that a way may have."""
    values, sizes = (get_args(NetworkUse.model_fields[name].annotation) for name in ("values", "size"))
    turns = product(("", ", inverted"), ("", ", transposed"))
    tails = ["", *(f", {size}" for size in sizes if size != "unchanged")]
    return {f"{value}{''.join(turned)}{tail}" for value, turned, tail in product(values, turns, tails)}


def _check_order(found: NetworkUse) -> None:
    """Hold the others to fall by number right and log loss; of permuted classes, these are in another order."""
    first, *others = found.candidates
    if found.classes_permuted:
        return
    for one, other in pairwise(others):
        loss, next_loss = (each.log_loss.value if each.log_loss else 0.0 for each in (one, other))
        tied = one.right.count == other.right.count and loss <= next_loss * (1 + ROUNDING) + 1e-9
        demand(
            CANDIDATES, one.right.count > other.right.count or tied, "the others by number right and log loss"
        )
    if found.decided_by == "number right":
        most = max(one.right.count for one in others)
        demand(f"{FIELD}.decided_by", first.right.count > most, "the largest number right to decide")
