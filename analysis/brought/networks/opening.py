"""From a file to a network of which anything can be asked, or one sentence that says why not."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from analysis.brought.networks import file_kinds, hdf5_file
from analysis.brought.networks.brought_network import BroughtNetwork, KerasNetwork
from analysis.models import file_limits, keras_file
from analysis.models.backend import keras
from analysis.system.errors import ModelError

# What TensorFlow takes as the name of a scope.
TRACEABLE = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_./>-]*")
REMEDY = "save the network again as .keras with Keras 3, or bring its predictions with --predictions"


def open_network(path: Path, classes: int, *, spare: bool = False) -> BroughtNetwork:
    """Read a network that gives one score per class, or one for two classes; more if there may be `spare` ones.

    Raises ModelError.
    """
    kind = file_kinds.kind(path)
    if kind == "ONNX":
        from analysis.brought.networks import onnx_file  # noqa: PLC0415  # an extra

        network: BroughtNetwork = onnx_file.read(path)
    else:
        model = read_keras(path)
        with file_limits.explained(path, REMEDY):
            _check_ends(model, path)
            model = _plain(model)
            network = KerasNetwork.of(model, kind)
    found = network.form.outputs
    if not (found == classes or (found == 1 and classes == 2) or (spare and found > classes)):
        raise ModelError(other_outputs(found, classes, path))
    return network


def read_keras(path: Path) -> keras.Model:
    """Read a `.keras` or HDF5 file as it is.  Raises ModelError."""
    read = hdf5_file.read if file_kinds.kind(path) == "HDF5" else partial(keras_file.read, remedy=REMEDY)
    return read(path)


def _plain(model: keras.Model) -> keras.Model:
    """Return a network whose input and output are no dictionary or list, and whose layers have names that can be traced."""
    for number, layer in enumerate(model._flatten_layers(include_self=True)):  # noqa: SLF001  # layers within layers, too
        if not TRACEABLE.fullmatch(layer.name):
            layer.name = f"{type(layer).__name__.lower()}_{number}"
    if isinstance(model, keras.Sequential):
        return model
    ends = model.inputs[0], model.outputs[0]
    nested = any(isinstance(each, dict | list | tuple) for each in (model.input, model.output))
    return keras.Model(*ends) if nested else model


def _check_ends(model: keras.Model, path: Path) -> None:
    """Refuse several inputs or outputs, and none."""
    for what, ends in (("input", model.inputs), ("output", model.outputs)):
        if not ends or len(ends) != 1:
            raise ModelError(
                f"Expected one {what} in {path}, found {len(ends or ())}: save a model of one image to one row of scores."
            )
    if any(side != 1 for side in model.outputs[0].shape[1:-1]):
        found = " × ".join(map(str, model.outputs[0].shape[1:]))
        raise ModelError(
            f"Expected one row of scores for an image in {path}, found an output of shape {found}: add a layer that flattens "
            "or averages it, train the network, and save it again."
        )
    if not model.variables:
        raise ModelError(f"Expected a trained network in {path}, found one without weights: train it first.")


def other_outputs(found: int, classes: int, path: Path) -> str:
    """Say that there are more or fewer outputs than classes, and that it is not known which stand for them."""
    near = {1: ", one more than there are", -1: ", one fewer than there are"}.get(found - classes, "")
    return (
        f"Expected {classes} scores for the {classes} classes of the data in {path}, found {found}{near}: "
        "give the data that it was trained on, with all its classes, or another network."
    )
