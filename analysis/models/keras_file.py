"""`.keras` files: written so that equal networks give equal bytes, and read with care."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.models import inference, keras2
from analysis.models.backend import keras
from analysis.models.file_limits import check_size, explained, outlined
from analysis.models.keras_archive import (
    CONFIG,
    METADATA,
    WEIGHTS,
    config_of,
    opened,
    stored_numbers,
    version_of,
    weights_file,
)
from analysis.system.errors import ModelError
from analysis.system.files import write_file

# The earliest that a zip archive can say.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def save(model: keras.Model, path: Path) -> None:
    """Write the model in Keras' own format, without the time.  Raises OutputError."""
    with TemporaryDirectory() as folder:
        beside = Path(folder, "model.keras")
        model.save(beside)
        write_file(path, _without_time(beside))


def _without_time(path: Path) -> bytes:
    """Return the same archive without dates and addresses of memory."""
    written = BytesIO()
    with zipfile.ZipFile(path) as found, zipfile.ZipFile(written, "w") as archive:
        for name in sorted(found.namelist()):
            content = found.read(name)
            if name in {CONFIG, METADATA}:
                content = json.dumps(_timeless(json.loads(content), {})).encode()
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), content)
    return written.getvalue()


def _timeless(value: Any, seen: dict[int, int]) -> Any:  # noqa: ANN401  # JSON
    """Drop the date of saving, and number shared objects in their order where Keras gives their place in memory."""
    if isinstance(value, list):
        return [_timeless(each, seen) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _timeless(each, seen) for name, each in value.items() if name != "date_saved"}
    if "shared_object_id" in kept:
        kept["shared_object_id"] = seen.setdefault(kept["shared_object_id"], len(seen))
    return kept


def load(path: Path, shape: tuple[int, int], classes: int) -> keras.Model:
    """Read a network of ours, and take a softmax off its end: (n, h, w, 1) → logits (n, K).  Raises ModelError."""
    remedy = f"give a .keras file that maps images of shape {(*shape, 1)} to {classes} scores"
    model = read(path, remedy, (None, *shape, 1), (None, classes))
    return without_softmax(model)


def read(
    path: Path,
    remedy: str,
    inputs: tuple[object, ...] | None = None,
    outputs: tuple[object, ...] | None = None,
) -> keras.Model:
    """Read a network, of these shapes where they are named.

    What it would take of memory is found out from what the file says, before any is taken.  Raises ModelError.
    """
    if not path.is_file():
        raise ModelError(f"Expected a model at {path}, found no such file: {remedy}.")
    old = version_of(path)
    with explained(path, remedy, old):
        with opened(path, remedy) as archive, weights_file(archive, path) as file:
            config, weights = config_of(archive, path), stored_numbers(file, path)
        config = keras2.modern(config) if old else config
        with _outlined(config) as outline:
            _check(outline, path, inputs, outputs, remedy)
            check_size(outline, path, weights)
        return _with_config(path, config) if old else loaded(path, "keras")


def _with_config(path: Path, config: dict[str, Any]) -> keras.Model:
    """Load the weights of an archive into the network that a config describes."""
    with TemporaryDirectory() as folder:
        place = Path(folder, "model.keras")
        with zipfile.ZipFile(path) as found, zipfile.ZipFile(place, "w") as archive:
            archive.writestr(CONFIG, json.dumps(config))
            for name in (METADATA, WEIGHTS):
                with found.open(name) as one, archive.open(name, "w", force_zip64=True) as other:
                    shutil.copyfileobj(one, other)
        return loaded(place, "keras")


@contextmanager
def _outlined(config: dict[str, Any]) -> Iterator[keras.Model]:
    """Yield the network with shapes, and without a single weight; Keras uses up what it is given."""
    with outlined(lambda: keras.saving.deserialize_keras_object(deepcopy(config), safe_mode=True)) as model:
        yield model


def loaded(path: Path, ending: str) -> keras.Model:
    """Load a model by a name that Keras accepts; nothing in it is executed."""
    with TemporaryDirectory() as folder:
        named = Path(folder, f"model.{ending}")
        named.symlink_to(path.resolve())
        return keras.saving.load_model(named, compile=False, safe_mode=True)


def _check(
    model: keras.Model,
    path: Path,
    inputs: tuple[object, ...] | None,
    outputs: tuple[object, ...] | None,
    remedy: str,
) -> None:
    """Refuse a model of another input or output, or without weights."""
    for what, found, right in (
        ("input", getattr(model, "input_shape", None), inputs),
        ("output", getattr(model, "output_shape", None), outputs),
    ):
        if right and found != right:
            raise ModelError(f"Expected {what} shape {right} in {path}, found {str(found)[:200]}: {remedy}.")
    if not model.variables:
        raise ModelError(f"Expected a trained network in {path}, found one without weights: {remedy}.")


def without_softmax(model: keras.Model) -> keras.Model:
    """Undo a final softmax: in float32 it is exactly 1 for most images, and their confidence would be lost."""
    last, inputs = inference.origin(model.outputs[0])
    if type(last).__name__ == "Softmax":  # the layer, or the function of keras.ops
        return keras.Model(model.inputs, inputs[0])
    while isinstance(last, keras.Model):
        last, _ = inference.origin(last.outputs[0])
    if getattr(last, "activation", None) is keras.activations.softmax:
        last.activation = keras.activations.linear
    return model
