"""What the network is made of: a diagram and a table of its layers."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.bundle.classes import Classes
from analysis.bundle.training import Network
from report.chapters.model import Cell, Column, Drawing, Figure, NumberedTable, Table
from report.figures import architecture as figures
from report.figures.canvas import NARROW, PAPER_WIDTHS, WIDTHS
from report.text.formats import count, listed, percent, sentence, shape, words
from report.text.grammar import plural, things


def sentences(network: Network) -> dict[str, Any]:
    """Return what the template prints about the layers, by name."""
    return {
        "kind": network.kind,
        "features": count(network.features),
        "feature_layer": network.feature_layer,
        "single": single(network),
        "relu": any(layer.activation == "ReLU" for layer in network.layers),
        "pads": any("padding" in layer.details for layer in network.layers),
        "pools": any("pooling" in layer.operation for layer in network.layers),
        "drops": any(layer.operation == "Dropout" for layer in network.layers),
    }


def diagram(network: Network, classes: Classes) -> Figure:
    """Return the diagram of the layers."""
    tall = partial(figures.architecture_height, len(network.layers))
    return Figure(
        claim=features(network, classes),
        measure="Layers from image to output, with the shape of each output; a slab is taller for more pixels and "
        "thicker for more channels, both on logarithmic scales",
        drawings=[
            Drawing(
                name="architecture",
                alt=alt(network),
                draw=partial(figures.architecture, network=network),
                height=tall(WIDTHS["wide"]),
                narrow=tall(NARROW),
                paper=tall(PAPER_WIDTHS["wide"]),
                place="wide",
            )
        ],
        data=[layers(network).table],
        wide=True,
    )


def single(network: Network) -> bool:
    """Say whether one output speaks for both of two classes."""
    return network.layers[-1].output_shape == (1,)


def features(network: Network, classes: Classes) -> str:
    """Say how many features the last layer with weights turns into the scores of the classes."""
    scores = "one score for both" if single(network) else f"the scores of {words(len(classes.names))}"
    return (
        f"The network computes {things(network.features, 'feature')} of an image; its last layer with weights turns them "
        f"into {scores} {classes.nouns}."
    )


def alt(network: Network) -> str:
    """Describe the diagram: the operations in order, and the shapes at both ends."""
    layers = network.layers
    return (
        f"Block diagram of {things(len(layers), 'layer')} from an input of {shape(network.input_shape)} to an output of "
        f"{shape(layers[-1].output_shape)}: {listed(layer.operation.lower() for layer in layers)}."
    )


def layers(network: Network) -> NumberedTable:
    """Tabulate the layers and their parameters."""
    shares = {layer.name: share for layer, share in zip(network.layers, network.shares, strict=True)}
    most = max(network.shares)
    return NumberedTable(
        claim=heaviest(network),
        measure="Layers from image to output: kernel, padding or rate, activation, shape of the output and parameters",
        table=Table(
            network.layers,
            [
                Column("Layer", lambda layer: Cell(layer.operation, layer.name), footer="All"),
                Column("Kernel or rate", lambda layer: layer.details or "–", wide_only=True),
                Column("Activation", lambda layer: layer.activation or "–", wide_only=True),
                Column("Output", lambda layer: shape(layer.output_shape), "number"),
                Column(
                    "Parameters",
                    lambda layer: count(layer.parameters) if layer.parameters else "–",
                    "number",
                    footer=count(network.parameters),
                ),
                Column(
                    "Share of the parameters",
                    lambda layer: Cell(bar=(shares[layer.name], most)) if layer.parameters else "",
                    "bar",
                    hidden=True,
                ),
            ],
        ),
        wide=True,
    )


def heaviest(network: Network) -> str:
    """Say where most of the parameters are; layers with equally many are named together."""
    if not network.parameters:
        return "No layer has parameters."
    names = network.heaviest
    hold = "holds" if len(names) == 1 else "hold"
    return (
        f"{sentence(words(len(names)))} {plural(len(names), 'layer')}, {listed(names)}, {hold} "
        f"{percent(network.heaviest_share)} of the {count(network.parameters)} parameters."
    )
