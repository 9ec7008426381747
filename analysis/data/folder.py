"""Digits at a path: a folder with the four IDX files or with mnist.npz, or an .npz file."""

from __future__ import annotations

from pathlib import Path

from analysis.data import idx, npz
from analysis.data.images import DigitSet
from analysis.errors import DatasetError

# Every digit is held out, counted and averaged: fewer would leave a study without data.
FEWEST_TRAINING, FEWEST_TEST = 10, 2


def read(path: Path) -> tuple[DigitSet, DigitSet]:
    """Return the training and the test set found at a path.

    Raises DatasetError; its sentence names files, never the folders above them, so that it may stand in the bundle.
    """
    try:
        training, test = _read(path)
    except OSError as error:
        name = Path(error.filename or path).name
        raise DatasetError(
            f"Expected to read {name}, found “{error.strerror}”: check the file and its permissions."
        ) from error
    _all_digits("training", training, FEWEST_TRAINING)
    _all_digits("test", test, FEWEST_TEST)
    return training, test


def _read(path: Path) -> tuple[DigitSet, DigitSet]:
    if path.is_file():
        return npz.read(path)
    if not path.is_dir():
        raise DatasetError("Expected a folder or an .npz file, found nothing there: check the spelling.")
    return _read_folder(path)


def _read_folder(folder: Path) -> tuple[DigitSet, DigitSet]:
    if (folder / "mnist.npz").is_file():
        return npz.read(folder / "mnist.npz")
    return _read_idx(folder, "train"), _read_idx(folder, "t10k")


def _read_idx(folder: Path, part: str) -> DigitSet:
    images = idx.read(_file(folder, f"{part}-images-idx3-ubyte"), axes=3)
    labels = idx.read(_file(folder, f"{part}-labels-idx1-ubyte"), axes=1)
    return DigitSet(images, labels)


def _file(folder: Path, name: str) -> Path:
    """Return the file, gzipped or plain; some unzippers write a dot for the hyphen before `idx`."""
    spellings = (name, name.replace("-idx", ".idx"))
    for candidate in (folder / f"{spelling}{end}" for spelling in spellings for end in ("", ".gz")):
        if candidate.is_file():
            return candidate
    raise DatasetError(
        f"Expected {name} (plain or .gz) or mnist.npz in the folder, found neither: "
        "name the folder that holds the four MNIST files."
    )


def _all_digits(part: str, digits: DigitSet, fewest: int) -> None:
    counts = digits.per_digit()
    if min(counts) < fewest:
        digit = counts.index(min(counts))
        raise DatasetError(
            f"Expected at least {fewest} {part} images of every digit, found {counts[digit]} of the {digit}: "
            "add images of that digit."
        )
