"""Keras' former format, HDF5: read with the same care as `.keras`, and never with a program in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import h5py

from analysis.errors import ModelError
from analysis.models import keras_file
from analysis.models.backend import keras
from analysis.models.given import care

if TYPE_CHECKING:
    from pathlib import Path

REMEDY = "load it where it was made and save it as .keras"
CONFIG, WEIGHTS = "model_config", "model_weights"


def read(path: Path) -> keras.Model:
    """Read a network; what it would take of memory is found out before any is taken.  Raises ModelError."""
    with care.explained(path, REMEDY):
        with h5py.File(path) as file:
            _check(file, path)
        return keras_file.loaded(path, "h5")


def _check(file: h5py.File, path: Path) -> None:
    if CONFIG not in file.attrs or WEIGHTS not in file:
        raise ModelError(
            f"Expected a network in {path}, found weights or data alone: save it whole, with model.save."
        )
    config = json.loads(file.attrs[CONFIG])
    with (
        keras.src.saving.serialization_lib.SafeModeScope(safe_mode=True),
        care.outlined(  # as Keras itself does
            lambda: keras.src.legacy.saving.saving_utils.model_from_config(config)
        ) as outline,
    ):
        care.check_size(outline, path, care.stored_numbers(file[WEIGHTS], path))
