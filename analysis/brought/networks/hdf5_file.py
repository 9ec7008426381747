"""Keras' former format, HDF5: read with the same care as `.keras`, and never with a program in it."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import h5py

from analysis.models import file_limits, keras2, keras_archive, keras_file
from analysis.models.backend import keras
from analysis.system.errors import ModelError

REMEDY = "load it where it was made and save it as .keras"
CONFIG, WEIGHTS = "model_config", "model_weights"


def read(path: Path) -> keras.Model:
    """Read a network; what it would take of memory is found out before any is taken.  Raises ModelError."""
    old = keras_archive.version_of(path)
    with file_limits.explained(path, REMEDY, old):
        with h5py.File(path) as file:
            config = _checked(file, path, old)
        return _with_config(path, config) if old else keras_file.loaded(path, "h5")


def _with_config(path: Path, config: dict[str, Any]) -> keras.Model:
    """Load the weights of a file into the network that a config describes."""
    with TemporaryDirectory() as folder:
        place = Path(folder, "model.h5")
        shutil.copyfile(path, place)
        with h5py.File(place, "r+") as file:
            file.attrs[CONFIG] = json.dumps(config)
        return keras_file.loaded(place, "h5")


def _checked(file: h5py.File, path: Path, old: str | None) -> dict[str, Any]:
    """Return what the file says of the network, in the words of Keras 3.  Raises ModelError where it takes too much."""
    if CONFIG not in file.attrs or WEIGHTS not in file:
        raise ModelError(
            f"Expected a network in {path}, found weights or data alone: save it whole, with model.save."
        )
    found: dict[str, Any] = json.loads(file.attrs[CONFIG])
    config = keras2.modern(found) if old else found
    with (
        keras.src.saving.serialization_lib.SafeModeScope(safe_mode=True),
        file_limits.outlined(  # as Keras itself does, which uses up what it is given
            lambda: keras.src.legacy.saving.saving_utils.model_from_config(deepcopy(config))
        ) as outline,
    ):
        file_limits.check_size(outline, path, keras_archive.stored_numbers(file[WEIGHTS], path))
    return config
