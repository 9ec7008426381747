"""What a file of a network is: told from its first bytes, whatever its ending."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from analysis.system.errors import ModelError
from analysis.system.files import is_stream

Kind = Literal["Keras", "HDF5", "ONNX"]
PREDICTIONS = "bring its predictions with --predictions"
TORCH = f"export it with torch.onnx.export and give the .onnx file, or {PREDICTIONS}"
# First bytes, what they are, and what helps.
FOREIGN = (
    (b"", "an empty file", "save the network again"),
    (b"\x80", "a pickle, which is a program and is not run", TORCH),
    (b"version https://git-lfs", "a pointer of Git LFS in place of the file", "fetch it with `git lfs pull`"),
    (b"<", "a web page", "download the file itself"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"\x93NUMPY", "a NumPy array", "give arrays of predictions with --predictions"),
    (b"{", "JSON without weights", "save network and weights together, as .keras"),
)
# The first field of ONNX's protocol buffer is the version, a small number.
ONNX = b"\x08"
TFLITE = b"TFL3"
MODEL_OF_FOLDER = "saved_model.pb"


def kind(path: Path) -> Kind:
    """Return the format of a file.  Raises ModelError where it is none that can be read."""
    if path.is_dir():
        raise ModelError(_folder(path))
    if path.name == MODEL_OF_FOLDER and path.is_file():
        raise ModelError(_folder(path.parent))
    if is_stream(path):
        raise ModelError(_expected(path, "a device or a pipe", "copy it into a file"))
    try:
        with path.open("rb") as file:
            head = file.read(64)
    except FileNotFoundError as error:
        raise ModelError(
            f"Expected a network at {path}, found no such file: name a .keras, .h5 or .onnx file."
        ) from error
    except OSError as error:
        raise ModelError(
            f"Expected to read the network {path}, found “{error.strerror}”: check its permissions."
        ) from error
    if head.startswith(b"\x89HDF\r\n"):
        return "HDF5"
    if head.startswith(b"PK"):
        return _archive(path)
    return _other(path, head)


def _other(path: Path, head: bytes) -> Kind:
    for start, found, remedy in FOREIGN:
        if head.startswith(start) and (start or not head):
            raise ModelError(_expected(path, found, remedy))
    if head[4:8] == TFLITE:
        raise ModelError(
            _expected(
                path, "a TensorFlow Lite model", f"give the Keras model it was made of, or {PREDICTIONS}"
            )
        )
    if head.startswith(ONNX) and head[1:2] < b"\x40":
        return "ONNX"
    raise ModelError(
        _expected(
            path, f"first bytes {head[:8].hex(' ')} of no format that is known", "save the network as .keras"
        )
    )


def _archive(path: Path) -> Kind:
    """Tell a `.keras` file from PyTorch's and from any other archive."""
    if not zipfile.is_zipfile(path):
        raise ModelError(_expected(path, "half of an archive", "copy or download it again"))
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    if any(name.endswith("data.pkl") for name in names):
        raise ModelError(_expected(path, "a PyTorch file, a program that is not run", TORCH))
    if "config.json" in names:
        return "Keras"
    if any(name.endswith(MODEL_OF_FOLDER) for name in names):
        raise ModelError(_expected(path, "a packed SavedModel", f"save it as .keras, or {PREDICTIONS}"))
    shown = ", ".join(names[:3])[:100] or "nothing"
    raise ModelError(_expected(path, f"an archive of {shown}", "save the network as .keras"))


def _folder(path: Path) -> str:
    if (path / MODEL_OF_FOLDER).exists():
        found = "a SavedModel, which is a program and is not run"
        return _expected(path, found, f"load it where it was made and save it as .keras, or {PREDICTIONS}")
    return _expected(path, "a folder", "name the file in it")


def _expected(path: Path, found: str, remedy: str) -> str:
    return f"Expected a network as .keras, .h5 or .onnx in {path}, found {found}: {remedy}."
