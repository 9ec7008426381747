"""Laws of files of Keras 2: what differs in names alone is read, the rest is named with the way out."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from analysis.brought.networks import opening, publishing
from analysis.models import keras2, keras_archive
from analysis.models.backend import keras
from analysis.system.errors import ModelError

layers = keras.layers
Config = dict[str, Any]
IMAGES = np.random.default_rng(0).random((5, 12, 12, 1)).astype("f4")
VERSION = "2.15.0"
# Settings that Keras 2 wrote, and that Keras 3 does not know.
GONE: dict[str, Config] = {
    "SeparableConv2D": {
        "groups": 1,
        "kernel_initializer": {"class_name": "Zeros", "config": {}},
        "kernel_constraint": None,
    },
    "LSTM": {"time_major": False, "implementation": 2},
}


def of_many_layers() -> keras.Model:
    """Build one of layers whose settings have changed."""
    inner = [
        layers.SeparableConv2D(4, 3),
        layers.BatchNormalization(),
        layers.LeakyReLU(0.1),
        layers.Reshape((10, 40)),
    ]
    return keras.Sequential(
        [layers.Input((12, 12, 1)), *inner, layers.LSTM(6), layers.Dense(10, activation="softmax")]
    )


def of_two_networks() -> keras.Model:
    """Put a network into another one, with a branch."""
    image = layers.Input((12, 12, 1))
    base = keras.Sequential(
        [layers.Input((12, 12, 1)), layers.Conv2D(3, 3, padding="same"), layers.ReLU()], name="base"
    )
    found = layers.Add()([base(image), layers.Conv2D(3, 1)(image)])
    return keras.Model(image, layers.Dense(10)(layers.Flatten()(found)))


def aged(config: Config, *, hdf5: bool) -> Config:
    """Return what Keras 2 would have written of a network."""
    kind, inner = config["class_name"], dict(config["config"])
    if "layers" in inner:
        parts = [aged(each, hdf5=hdf5) for each in inner["layers"]]
        nested = [each["config"]["name"] for each in parts if "layers" in each["config"]]
        inner["layers"] = [{**each, **_calls(each, nested)} for each in parts]
        if kind == "Functional":
            inner |= {side: [inner[side]] for side in ("input_layers", "output_layers")}
    elif kind == "InputLayer":
        inner["batch_input_shape"] = inner.pop("batch_shape")
    else:
        inner |= {"dtype": "float32", **GONE.get(kind, {})}
        inner |= {"axis": [inner["axis"]]} if "axis" in inner else {}
    places = (
        {} if hdf5 else {"module": "keras.src.engine.functional" if kind == "Functional" else "keras.layers"}
    )
    names = {"name": config["name"]} if "name" in config else {}
    return {
        "class_name": kind,
        "config": inner,
        "inbound_nodes": config.get("inbound_nodes", []),
        **places,
        **names,
    }


def _calls(layer: Config, nested: list[str]) -> Config:
    """Write the calls of a layer as lists; that of a nested network is its second."""
    found = []
    for call in layer["inbound_nodes"]:
        tensors = call["args"][0] if isinstance(call["args"][0], list) else call["args"]
        histories = [each["config"]["keras_history"] for each in tensors]
        found.append([[name, place + (name in nested), output, {}] for name, place, output in histories])
    return {"inbound_nodes": found}


def old_archive(model: keras.Model, folder: Path) -> Path:
    """Save as `.keras`, with the config of Keras 2."""
    model.save(folder / "new.keras")
    with zipfile.ZipFile(folder / "new.keras") as new, zipfile.ZipFile(folder / "m.keras", "w") as archive:
        config = json.loads(new.read("config.json"))
        archive.writestr("config.json", json.dumps(aged(config, hdf5=False)))
        archive.writestr("metadata.json", json.dumps({"keras_version": VERSION}))
        archive.writestr("model.weights.h5", new.read("model.weights.h5"))
    return folder / "m.keras"


def old_hdf5(model: keras.Model, folder: Path) -> Path:
    """Save as HDF5, with the config of Keras 2."""
    model.save(folder / "new.h5")
    shutil.copyfile(folder / "new.h5", folder / "m.h5")
    with h5py.File(folder / "m.h5", "r+") as file:
        file.attrs["model_config"] = json.dumps(aged(json.loads(file.attrs["model_config"]), hdf5=True))
        file.attrs["keras_version"] = VERSION
    return folder / "m.h5"


@pytest.mark.parametrize("make", [of_many_layers, of_two_networks])
@pytest.mark.parametrize("save", [old_archive, old_hdf5])
def test_what_keras_2_wrote_says_the_same(
    make: Callable[[], keras.Model], save: Callable[[keras.Model, Path], Path], tmp_path: Path
) -> None:
    """Read, it says what it said; published, Keras 3 opens it."""
    keras.utils.set_random_seed(2)
    model = make()
    path = save(model, tmp_path)
    expected = np.asarray(model(IMAGES))

    assert keras_archive.version_of(path) == VERSION
    np.testing.assert_allclose(np.asarray(opening.read_keras(path)(IMAGES)), expected, atol=1e-6)
    (tmp_path / "published.keras").write_bytes(publishing.content(path) or b"")
    again = keras.saving.load_model(tmp_path / "published.keras")
    np.testing.assert_allclose(np.asarray(again(IMAGES)), expected, atol=1e-6)


def test_early_versions_kept_the_shape_in_the_first_layer() -> None:
    """The list of layers that Keras 2.1 wrote becomes a network with an input of that shape."""
    first = {
        "name": "d",
        "units": 3,
        "batch_input_shape": [None, 7],
        "kernel_initializer": "zeros",
        "activation": "relu",
    }
    found = keras2.modern({"class_name": "Sequential", "config": [{"class_name": "Dense", "config": first}]})
    model = keras.Sequential.from_config(found["config"])

    assert model.input_shape == (None, 7)
    assert model.count_params() == 24


@pytest.mark.parametrize("save", [old_archive, old_hdf5])
def test_what_keras_3_cannot_read_is_named(save: Callable[[keras.Model, Path], Path], tmp_path: Path) -> None:
    """The sentence names the version, what is in the way, and two ways out."""
    model = of_two_networks()
    path = save(model, tmp_path)
    if path.suffix == ".h5":
        with h5py.File(path, "r+") as file:
            file.attrs["model_config"] = str(file.attrs["model_config"]).replace('"ReLU"', '"TFOpLambda"')
    else:
        with zipfile.ZipFile(path) as found, zipfile.ZipFile(tmp_path / "o.keras", "w") as archive:
            for name in found.namelist():
                archive.writestr(name, found.read(name).replace(b'"ReLU"', b'"TFOpLambda"'))
        path = tmp_path / "o.keras"
    with pytest.raises(
        ModelError,
        match=r"found one of Keras 2\.15\.0, and in it the \w+ TFOpLambda, which Keras 3 does not know: convert it to ONNX "
        r"with tf2onnx, or bring its predictions with --predictions\.$",
    ):
        opening.read_keras(path)


def test_files_of_keras_3_and_others_are_not_old(tmp_path: Path) -> None:
    """Only what says that Keras 1 or 2 wrote it is."""
    of_two_networks().save(tmp_path / "m.keras")
    (tmp_path / "text").write_text("2.15.0")
    assert keras_archive.version_of(tmp_path / "m.keras") is None
    assert keras_archive.version_of(tmp_path / "text") is None
    assert keras_archive.version_of(tmp_path / "none") is None
