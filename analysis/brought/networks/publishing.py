"""What is published of a given network: a file that Keras opens again, without the state of an optimizer."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.brought.networks import file_kinds
from analysis.brought.networks.opening import read_keras
from analysis.models import keras_archive, keras_file


def content(path: Path) -> bytes | None:
    """Return a `.keras` file: the one that was given where it holds nothing else; None for ONNX.  Raises ModelError."""
    kind = file_kinds.kind(path)
    if kind == "ONNX":
        return None
    as_it_is = (
        kind == "Keras" and not keras_archive.has_optimizer(path) and not keras_archive.version_of(path)
    )
    return path.read_bytes() if as_it_is else _saved(path)


def _saved(path: Path) -> bytes:
    with TemporaryDirectory() as folder:
        place = Path(folder, "model.keras")
        keras_file.save(read_keras(path), place)
        return place.read_bytes()
