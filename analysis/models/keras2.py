"""What Keras 2 wrote of a network, in the words of Keras 3: most of its files differ in names that do no harm."""

from __future__ import annotations

import inspect
import re
from functools import lru_cache
from typing import Any

from analysis.models.backend import keras

Config = dict[str, Any]
CONTAINERS = {
    "Functional": "keras.src.models.functional",
    "Model": "keras.src.models.functional",
    "Sequential": "keras",
}
# Settings that Keras 3 has not: how it began and was held in bounds while it was trained, and how fast it is.
HARMLESS = re.compile(r"_(initializer|regularizer|constraint)$|^(batch_input_shape|implementation)$")
WITHOUT_EFFECT = (None, False, 1)


def modern(config: Config) -> Config:
    """Return what Keras 3 reads; what has no counterpart stays as it is, for Keras 3 to name."""
    kind, inner = config["class_name"], config["config"]
    if kind in CONTAINERS:
        inner = _container(
            kind, {"name": "sequential", "layers": inner} if isinstance(inner, list) else inner
        )
    elif kind == "InputLayer":
        inner = {
            ("batch_shape" if name == "batch_input_shape" else name): each for name, each in inner.items()
        }
    else:
        inner = {name: _part(name, each) for name, each in inner.items() if not _is_dropped(kind, name, each)}
    return {**config, **_place(config, kind), "config": inner}


def _place(config: Config, kind: str) -> Config:
    """Say where Keras 3 has a network; HDF5 does not say where anything is."""
    if kind not in CONTAINERS or "module" not in config:
        return {}
    return {
        "module": CONTAINERS[kind],
        "class_name": kind.replace("Model", "Functional"),
        "registered_name": None,
    }


def _part(name: str, value: Any) -> Any:  # noqa: ANN401  # JSON
    """Convert a layer within a layer, name a policy of types, and take a single axis out of its list."""
    if isinstance(value, list) and len(value) == 1 and name == "axis":
        return value[0]
    if not isinstance(value, dict) or "class_name" not in value or "config" not in value:
        return value
    return value["config"]["name"] if value["class_name"] == "Policy" else modern(value)


def _container(kind: str, inner: Config) -> Config:
    layers = [modern(each) for each in inner["layers"]]
    if kind == "Sequential":
        return {**inner, "layers": [*_input(inner["layers"][0]), *layers]}
    return {**inner, **_renumbered(inner, layers)}


def _input(first: Config) -> list[Config]:
    """Return a layer for the shape that early versions kept in the first layer alone."""
    shape = first["config"].get("batch_input_shape") if isinstance(first["config"], dict) else None
    if first["class_name"] == "InputLayer" or shape is None:
        return []
    made = {"batch_shape": shape, "dtype": "float32", "name": f"{first['config']['name']}_input"}
    return [{**first, "class_name": "InputLayer", "config": made}]


def _renumbered(inner: Config, layers: list[Config]) -> Config:
    """Count the calls of a network within a network from 0: Keras 2 counted how it was built as its first."""
    nested = {each["config"]["name"] for each in layers if each["class_name"] in CONTAINERS}

    def renumbered(value: Any) -> Any:  # noqa: ANN401  # JSON
        match value:
            case [str(name), int(call), int(output), *more] if name in nested and call > 0:
                return [name, call - 1, output, *more]
            case list():
                return [renumbered(each) for each in value]
        return value

    calls = [{**each, "inbound_nodes": renumbered(each.get("inbound_nodes", []))} for each in layers]
    ends = {name: renumbered(inner[name]) for name in ("input_layers", "output_layers")}
    # A single one is no list of one, lest Keras 3 warn of every image that comes without a list.
    single = {name: each[0] if len(each) == 1 else each for name, each in ends.items()}
    return {"layers": calls, **single}


def _is_dropped(kind: str, name: str, value: object) -> bool:
    """Say whether a setting is unknown to Keras 3 and changes nothing that the network says."""
    if name in _known(kind) or not _known(kind):
        return False
    return bool(HARMLESS.search(name)) or any(value is each or value == each for each in WITHOUT_EFFECT)


@lru_cache
def _known(kind: str) -> frozenset[str]:
    """Name the settings of a layer; none where Keras 3 has no such layer."""
    found = getattr(keras.layers, kind, None)
    if not inspect.isclass(found):
        return frozenset()
    makers = (vars(base).get("__init__") for base in found.__mro__[:-1])
    return frozenset(name for make in makers if make for name in inspect.signature(make).parameters)
