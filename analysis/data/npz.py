"""The layout of Keras' mnist.npz: x_train, y_train, x_test, y_test."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

import numpy as np

from analysis.data.images import ImageSet
from analysis.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

ARRAYS = ("x_train", "y_train", "x_test", "y_test")


def read(path: Path) -> tuple[ImageSet, ImageSet]:
    """Return the training and the test set; integers of any width are taken where they fit into a byte.

    Raises DatasetError where the file is damaged or holds something else; it names the file, not its folder.
    """
    x_train, y_train, x_test, y_test = (_as_bytes(name, array) for name, array in _arrays(path).items())
    return ImageSet(x_train, y_train), ImageSet(x_test, y_test)


def _arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            return {name: archive[name] for name in ARRAYS}
    except KeyError as error:
        raise DatasetError(
            f"Expected the arrays {', '.join(ARRAYS)} in {path.name}, found no {error.args[0].split()[0]}: "
            "save them under these names."
        ) from error
    except (ValueError, EOFError, TypeError, AttributeError, zipfile.BadZipFile, zlib.error) as error:
        raise DatasetError(
            f"Expected an .npz archive of plain arrays, found {path.name} damaged or of another kind: "
            "fetch or save it again."
        ) from error


def _as_bytes(name: str, array: NDArray[np.generic]) -> NDArray[np.uint8]:
    if array.dtype.kind not in "iu":
        raise DatasetError(
            f"Expected integers from 0 to 255 in {name}, found {array.dtype}: save the pixels and labels as uint8."
        )
    if array.size and (array.min() < 0 or array.max() > 255):
        raise DatasetError(
            f"Expected integers from 0 to 255 in {name}, found {array.min()} to {array.max()}: "
            "save the pixels and labels as uint8."
        )
    return array.astype(np.uint8)
