"""`.keras` files as the archives that they are, read with care and without Keras.

Such a file is a zip archive of config.json, metadata.json and model.weights.h5.
"""

from __future__ import annotations

import json
import re
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import h5py

from analysis.system.errors import ModelError

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
# Bytes: ours has 20,000, a network of a thousand layers some millions.
LARGEST_CONFIG, LARGEST_METADATA = 2**25, 2**16
# Of all weights together, optimizer included, and of one layer's output for one image: 2 GB, and 0.25 GB, as float32.
MOST_WEIGHTS, MOST_OUTPUTS = 2**29, 2**26
MOST_LAYERS = 1_000
ENCRYPTED = 0x1
HDF5 = b"\x89HDF\r\n"
OLD = re.compile(r"[12]\.[0-9.]{1,20}")


def opened(path: Path, remedy: str) -> zipfile.ZipFile:
    """Open the archive.  Raises ModelError where there is none."""
    with path.open("rb") as file:
        head = file.read(len(HDF5))
    if head == HDF5:
        raise ModelError(
            f"Expected a .keras file, found HDF5, Keras' former format, in {path}: load it with Keras and save it again as .keras."
        )
    if not zipfile.is_zipfile(path):
        raise ModelError(f"Expected a Keras model in {path}, found no archive or half of one: {remedy}.")
    return zipfile.ZipFile(path)


def config_of(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    """Return what the archive says of the network.  Raises ModelError."""
    found = json.loads(_member(archive, CONFIG, path, LARGEST_CONFIG).read())
    return {**found, "compile_config": None}


def weights_file(archive: zipfile.ZipFile, path: Path) -> h5py.File:
    """Open the weights, of which nothing is read.  Raises ModelError."""
    return h5py.File(_member(archive, WEIGHTS, path, 8 * MOST_WEIGHTS))


def _member(archive: zipfile.ZipFile, name: str, path: Path, largest: int) -> IO[bytes]:
    """Open a member of the archive, which Keras stores as it is."""
    try:
        info = archive.getinfo(name)
    except KeyError as error:
        raise ModelError(
            f"Expected {name} in the archive {path}, found none: save the model again as .keras with Keras 3."
        ) from error
    if info.flag_bits & ENCRYPTED or info.compress_type != zipfile.ZIP_STORED or info.file_size > largest:
        raise ModelError(
            f"Expected {name} of {path} as Keras writes it, unpacked and below {largest:,} bytes, found it otherwise: "
            "save the model again."
        )
    return archive.open(info)


def has_optimizer(path: Path) -> bool:
    """Say whether the archive holds more than the network: the state of its optimizer, say."""
    with zipfile.ZipFile(path) as archive, h5py.File(archive.open(WEIGHTS)) as file:
        return "optimizer" in file and stored_numbers(file["optimizer"], path) > 0


def stored(file: h5py.File | h5py.Group, path: Path) -> dict[str, h5py.Dataset]:
    """Return the arrays that are stored, and stored here, by their names.  Raises ModelError where others are named."""
    found: dict[str, h5py.Dataset] = {}

    def add(name: str, item: h5py.Dataset | h5py.Group) -> None:
        if isinstance(item, h5py.Dataset):
            found[name] = item
            if item.external or item.is_virtual or item.nbytes > max(item.id.get_storage_size(), 1):
                raise ModelError(
                    f"Expected all weights in {path}, found some elsewhere or none: save it again."
                )

    file.visititems(add)
    return found


def stored_numbers(file: h5py.File | h5py.Group, path: Path) -> int:
    """Count the numbers that are stored, and stored here.  Raises ModelError."""
    return sum(array.size for array in stored(file, path).values())


def version_of(file: Path | IO[bytes]) -> str | None:
    """Return the version of Keras 1 or 2 that wrote an archive or an HDF5 file; None where another did, or none says."""
    found: object = None
    with suppress(Exception):  # whatever a damaged file raises, its reader says
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive, archive.open(METADATA) as member:
                found = json.loads(member.read(LARGEST_METADATA))["keras_version"]
        else:
            with h5py.File(file) as weights:
                found = weights.attrs.get("keras_version")
    said = found.decode("ascii", "replace") if isinstance(found, bytes) else str(found)
    return said if OLD.fullmatch(said) else None
