"""Images at a path: a folder with the four IDX files or with mnist.npz, or an .npz file."""

from __future__ import annotations

from pathlib import Path

from analysis.data import idx, npz
from analysis.data.images import ImageSet
from analysis.errors import DatasetError

# Every class is split, counted and averaged: fewer images would leave a study without data.
FEWEST_TRAINING, FEWEST_TEST = 10, 2
# Pixels a side.
SMALLEST, LARGEST = 8, 64


def read(path: Path) -> tuple[ImageSet, ImageSet]:
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
    _check_shapes(training, test)
    _check_counts("training", training, FEWEST_TRAINING)
    _check_counts("test", test, FEWEST_TEST)
    return training, test


def _read(path: Path) -> tuple[ImageSet, ImageSet]:
    if path.is_file():
        return npz.read(path)
    if not path.is_dir():
        raise DatasetError("Expected a folder or an .npz file, found nothing there: check the spelling.")
    return _read_folder(path)


def _read_folder(folder: Path) -> tuple[ImageSet, ImageSet]:
    if (folder / "mnist.npz").is_file():
        return npz.read(folder / "mnist.npz")
    return _read_idx(folder, "train"), _read_idx(folder, "t10k")


def _read_idx(folder: Path, part: str) -> ImageSet:
    images = idx.read(_file(folder, f"{part}-images-idx3-ubyte"), axes=3)
    labels = idx.read(_file(folder, f"{part}-labels-idx1-ubyte"), axes=1)
    return ImageSet(images, labels)


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


def _check_shapes(training: ImageSet, test: ImageSet) -> None:
    """Refuse images that are too small or too large, and parts of different shapes."""
    first, second = (" × ".join(map(str, part.shape)) for part in (training, test))
    if first != second:
        raise DatasetError(
            f"Expected training and test images of one shape, found {first} and {second} pixels: "
            "check that the files belong together."
        )
    if min(training.shape) < SMALLEST or max(training.shape) > LARGEST:
        raise DatasetError(
            f"Expected images of {SMALLEST} to {LARGEST} pixels a side, found {first}: scale them first."
        )


def _check_counts(part: str, images: ImageSet, fewest: int) -> None:
    """Refuse a part with too few images of a class."""
    counts, classes = images.per_class(), images.classes
    if min(counts) < fewest:
        label = counts.index(min(counts))
        raise DatasetError(
            f"Expected at least {fewest} {part} images of every {classes.noun}, found {counts[label]} of the "
            f"{classes.names[label]}: add images of that {classes.noun}."
        )
