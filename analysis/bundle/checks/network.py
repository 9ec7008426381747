"""The layers: their shares of the parameters, and which hold most."""

from __future__ import annotations

from math import prod

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import COUNT, Between, agree, demand
from analysis.bundle.checks.table import Table
from analysis.bundle.record import present
from analysis.bundle.training import Network

FIELD = "findings.network"
SIZE = Between(1, 1e9)
SIDE = Between(0, 1e9)
MAX_LETTERS = 300
MAX_AXES, MAX_LAYERS = 8, 1_000


def check(bundle: Bundle, table: Table) -> None:
    """Compute anew shares and the heaviest layers."""
    found = present(bundle.findings.network)
    if found is None:
        return
    demand(f"{FIELD}.layers", 1 <= len(found.layers) <= MAX_LAYERS, f"1 to {MAX_LAYERS:,} layers")
    names = [layer.name for layer in found.layers]
    demand(f"{FIELD}.layers", len(set(names)) == len(names), "names that differ")
    demand(f"{FIELD}.feature_layer", found.feature_layer in {*names, "image"}, "the name of a layer")
    agree(f"{FIELD}.parameters", found.parameters, Between(1, COUNT.high))
    _check_layers(found)
    _check_heaviest(found)
    agree(f"{FIELD}.features", found.features, SIZE)
    if bundle.provenance.model_source in {"trained", "earlier run"}:
        _check_ours(bundle, found, table.k)
    agree(f"{FIELD}.convolutions", found.convolutions, Between(0, len(names)))
    demand(
        f"{FIELD}.kind",
        (found.kind == "convolutional") == (found.convolutions > 0),
        "`convolutional` with convolutions alone",
    )


def _check_ours(bundle: Bundle, found: Network, k: int) -> None:
    """Hold a network that this program trained to images and classes; those of others may scale or wrap them."""
    agree(f"{FIELD}.features", found.features, prod(_features(found)))
    agree(f"{FIELD}.layers.{len(found.layers) - 1}.output_shape", found.layers[-1].output_shape, [k])
    together = sum(layer.parameters for layer in found.layers)
    agree(f"{FIELD}.parameters", found.parameters, together)
    if shape := present(bundle.images):
        agree(f"{FIELD}.input_shape", found.input_shape, (shape.height, shape.width, 1))


def _features(found: Network) -> tuple[int, ...]:
    """Return the shape of what the feature layer gives; a dropout after it changes none."""
    return next(
        (each.output_shape for each in found.layers if each.name == found.feature_layer), found.input_shape
    )


def _check_layers(found: Network) -> None:
    _check_shape(f"{FIELD}.input_shape", found.input_shape)
    for place, layer in enumerate(found.layers):
        field = f"{FIELD}.layers.{place}"
        demand(f"{field}.name", 0 < len(layer.name) <= MAX_LETTERS, f"a name of 1 to {MAX_LETTERS} letters")
        _check_shape(f"{field}.output_shape", layer.output_shape)
        agree(
            field,
            layer,
            {"parameters": Between(0, found.parameters), "share": layer.parameters / found.parameters},
        )


def _check_shape(field: str, shape: tuple[int, ...]) -> None:
    demand(field, len(shape) <= MAX_AXES, f"{MAX_AXES} axes at most")
    agree(field, shape, [SIDE] * len(shape))


def _check_heaviest(found: Network) -> None:
    most = max(layer.parameters for layer in found.layers)
    names = [layer.name for layer in found.layers if layer.parameters == most]
    agree(FIELD, found, {"heaviest": names, "heaviest_share": len(names) * most / found.parameters})
