"""A file of predictions: .npy, .npz or a table; scores or predicted classes, with or without the true labels."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.brought import tables
from analysis.brought.predictions import (
    IDS,
    LABELS,
    PREDICTED,
    REMEDY,
    SCORES,
    PredictionsRead,
    by_shape,
    nameless,
    of_columns,
    permutation,
)
from analysis.data import content
from analysis.system.errors import PredictionsError
from analysis.system.files import is_stream

Array = NDArray[np.generic]

# Bytes of all arrays of an archive.
LARGEST = 2**31


def read(path: Path) -> PredictionsRead:
    """Read predictions; what the file is follows from its first bytes.  Raises PredictionsError."""
    if is_stream(path):
        raise PredictionsError(
            f"Expected predictions in {path}, found a device or a pipe: copy it into a file."
        )
    try:
        with path.open("rb") as file:
            head = file.read(content.HEAD)
        if head.startswith(b"\x93NUMPY"):
            return by_shape(_array(path))
        return _archive(path) if head.startswith(b"PK") else _table(path)
    except MemoryError as error:
        raise PredictionsError(
            f"Expected memory for the predictions in {path.name}, found too little: give fewer of them."
        ) from error
    except OSError as error:
        raise PredictionsError(
            f"Expected predictions in {path}, found “{error.strerror or error}”: {REMEDY}."
        ) from error


def _array(path: Path) -> Array:
    """Map the file first: it is refused where it is shorter than its header promises."""
    try:
        return np.array(np.load(path, mmap_mode="r", allow_pickle=False))
    except ValueError as error:
        raise _refused(path, error) from error


def _archive(path: Path) -> PredictionsRead:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise PredictionsError(
                    f"Expected arrays below 2 GB in {path.name}, found larger ones: give fewer images."
                )
        with np.load(path, allow_pickle=False) as archive:
            found = {name.lower(): archive[name] for name in archive.files}
    except (ValueError, zipfile.BadZipFile, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise _refused(path, error) from error
    labels = _first(found, LABELS)
    ids = permutation([found.pop(name) for name in IDS if name in found])
    scores, predicted = _first(found, SCORES), _first(found, PREDICTED)
    if scores is None and predicted is None and len(found) != 1:
        raise PredictionsError(
            f"Expected an array `predictions`, and `labels` if you have them, in {path.name}, found "
            f"{', '.join(sorted(found)[:5]) or 'none'}: save them under these names."
        )
    only = next(iter(found.values())) if scores is None and predicted is None else None
    read_first = next(each for each in (scores, predicted, only) if each is not None)
    return by_shape(read_first, labels)._replace(ids=ids, beside=None if scores is None else predicted)


def _first(found: dict[str, Array], names: tuple[str, ...]) -> Array | None:
    """Take out the first of the arrays that bears one of these names."""
    return next((found.pop(name) for name in names if name in found), None)


def _refused(path: Path, error: Exception) -> PredictionsError:
    if "pickle" in str(error) or "object" in str(error).lower():
        return PredictionsError(
            f"Expected plain numbers in {path.name}, found Python objects, which are programs and are not run: "
            "save an array of numbers with numpy.save."
        )
    return PredictionsError(f"Expected arrays of NumPy in {path.name}, found it damaged: save it again.")


def _table(path: Path) -> PredictionsRead:
    table = tables.read(path)
    found = (
        nameless(table.columns, path.name)
        if table.names is None
        else of_columns(table.names, table.columns, path.name)
    )
    return found._replace(notes=table.notes)
