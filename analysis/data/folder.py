"""Images at a path: a folder, an archive or a file, in any of the formats that the files beside this one read."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.bundle.dataset import Reading
from analysis.data import (
    archive,
    class_folders,
    content,
    csv_files,
    idx_folder,
    labelled_pictures,
    labels,
    npz,
    parquet,
    part_names,
    pictures,
    pixels,
    polarity,
    text_table,
)
from analysis.data.found import Found
from analysis.data.images import ImageSet
from analysis.data.known import Known
from analysis.data.options import DataOptions
from analysis.data.parting import SHARE_OF, part_off
from analysis.system.errors import DatasetError

# Every class is split, counted and averaged: fewer images would leave a study without data.
FEWEST_TRAINING, FEWEST_TEST = 10, 2
# Pixels a side.
SMALLEST, LARGEST = 8, 64
# Folders and archives in which there is nothing but another one.
DEEPEST = 5
NAMES = "classes.txt"
# What tells of the data, and holds none.
ABOUT = re.compile(r"(?:readme|licen[cs]e|copying|citation|changelog)\b", re.IGNORECASE)
# More than half of the images of a part have less between their darkest and their brightest pixel: they show nothing.
LEAST_CONTRAST = 16


@dataclass(frozen=True)
class Look:
    """What was found at a path: training and test set, how they were read, and which published set they may be."""

    training: ImageSet
    test: ImageSet
    reading: Reading
    known: Known | None = None


def read(path: Path) -> tuple[ImageSet, ImageSet]:
    """Return the training and the test set found at a path.  Raises DatasetError, as `look` does."""
    found = look(path, DataOptions())
    return found.training, found.test


def look(path: Path, options: DataOptions, known: Known | None = None) -> Look:
    """Read whatever is at a path; it is the `known` set, or one that the names of its files tell.

    Raises DatasetError; its sentence names files, never the folders above them, so that it may stand in the bundle.
    """
    try:
        found = _read(path, options)
        found = replace(found, known=known or found.known)
        if options.resize:
            found = found.with_images(
                *pictures.resized([part.images for part in found.parts], options.resize)
            )
        found = found.with_images(*pixels.uncoloured(*(part.images for part in found.parts)))
        return _settled(found, options)
    except OSError as error:
        name = Path(error.filename or path).name
        raise DatasetError(
            f"Expected to read {name}, found “{error.strerror or error}”: check the file and its permissions."
        ) from error
    except MemoryError as error:
        raise DatasetError(
            "Expected memory for all images, found too little: close other programs, or use fewer images."
        ) from error


def _settled(found: Found, options: DataOptions) -> Look:
    """Give the parts their classes and their polarity, and split off a test part where there is none."""
    for part in found.parts:
        _check_lengths(part.images.shape, len(part.labels))
    split_off = found.test is None
    if split_off:
        rest, drawn = part_off(found.training, options.seed)
        found = replace(found, training=rest, test=drawn)
    turned, how, each = polarity.settle(found, options)
    resolved = labels.resolve(turned, options)
    pairs = zip(turned.parts, resolved.labels, strict=True)
    training, test = (
        ImageSet(part.images, indices, resolved.classes, "photograph" if how == "photograph" else "ink")
        for part, indices in pairs
    )
    _check_shapes(training, test)
    blank = _blank(training, test)
    _check_counts("training", training, FEWEST_TRAINING)
    _check_counts("test", test, FEWEST_TEST)
    reading = Reading(
        format=found.format,
        polarity=polarity.WORDS[each[0]],
        polarity_of_test=polarity.WORDS[each[1]],
        split_off=split_off,
        one_of=SHARE_OF,
        seed=options.seed,
        notes=tuple(map(part_names.plain, (*found.notes, *resolved.notes, *blank))),
    )
    return Look(training, test, reading, found.known)


def _read(path: Path, options: DataOptions, depth: int = 0) -> Found:
    if path.is_file():
        return _read_file(path, options, depth)
    if path.is_dir():
        return _read_folder(path, options, depth)
    # The name may be the beginning of the names of files.
    chosen = idx_folder.read(path) if path.parent.is_dir() and not os.path.lexists(path) else None
    if chosen:
        return chosen
    found = (
        "a device or a pipe: copy it into a file"
        if os.path.lexists(path)
        else "nothing there: check the spelling"
    )
    raise DatasetError(f"Expected a folder, or a file of images, found {found}.")


def _read_file(path: Path, options: DataOptions, depth: int) -> Found:
    """Read an archive or a table; name what else a file may be."""
    if zipfile.is_zipfile(path) and not npz.has_arrays(path):
        with archive.unpacked(path) as folder:
            return _read_folder(folder, options, depth)
    if path.name.casefold().endswith(csv_files.ENDS):
        return csv_files.read(path)
    with content.opened(path) as file:
        head = file.read(content.HEAD)
    if head.startswith(parquet.MAGIC):
        return parquet.read([path], options.resize)
    what = content.kind(head)
    if head.startswith(b"PK\x03\x04") and not zipfile.is_zipfile(path):  # its list of files stands at the end
        raise DatasetError(
            f"Expected a complete archive, found {path.name} damaged or truncated: fetch it again."
        )
    if what and not zipfile.is_zipfile(path):
        raise DatasetError(
            f"Expected a folder, or an .npz, .csv, .parquet or .zip file, found {path.name} to be {what[0]}: {what[1]}."
        )
    if head and not zipfile.is_zipfile(path) and text_table.is_text(head):
        return csv_files.read(path)
    return npz.read(path)


def _read_folder(folder: Path, options: DataOptions, depth: int) -> Found:
    """Read what is in a folder, or in the only one inside it; an archive may hold itself, so not for ever."""
    found = _in_folder(folder, options)
    inside = [each for each in folder.iterdir() if not each.name.startswith((".", "__"))]
    if found is None and len(inside) == 1 and depth < DEEPEST:
        return _read(inside[0], options, depth + 1)
    if found is None:
        raise DatasetError(
            "Expected IDX files, mnist.npz, .npy files, train.csv, .parquet files, or a folder of pictures for each class "
            "in the folder, found none of these: name the folder that holds them."
        )
    notes = (*found.notes, *_passed_over(folder, inside, found.used))
    return replace(found, names=_listed(folder / NAMES) or found.names, notes=notes)


def _passed_over(folder: Path, inside: list[Path], used: Iterable[Path]) -> Iterator[str]:
    """Count the files and folders that nothing was read from; what tells of the data is none of them."""
    taken = {path.relative_to(folder).parts[0] for path in used} | {NAMES}
    others = sorted(path for path in inside if path.name not in taken and not ABOUT.match(path.name))
    for what in ("file", "folder"):
        yield from part_names.passed_over(
            (path.name for path in others if path.is_dir() == (what == "folder")), what
        )


def _in_folder(folder: Path, options: DataOptions) -> Found | None:
    """Read the first form that is there; archives, arrays and tables that cannot be read are passed over where another is."""
    archives = sorted(folder.glob("*.npz"))
    usual = [each for each in archives if each.name == "mnist.npz"] or archives
    readers: tuple[tuple[Callable[[], Found | None], bool], ...] = (
        (lambda: npz.read(usual[0]) if len(usual) == 1 else None, True),
        (lambda: idx_folder.read(folder), False),
        (lambda: npz.read_folder(folder), True),
        (lambda: parquet.read_folder(folder, options.resize), False),
        (lambda: labelled_pictures.read_folder(folder, options.resize), True),
        (lambda: csv_files.read_folder(folder), True),
        (lambda: class_folders.read_folder(folder, options.resize), False),
    )
    faults: list[DatasetError] = []
    for read_form, may_fail in readers:
        try:
            if found := read_form():
                notes = (f"What could not be read was passed over. {fault}" for fault in faults)
                return replace(found, notes=(*found.notes, *notes))
        except DatasetError as error:
            faults.append(error)
            if not may_fail:
                break
    if faults:
        raise faults[0]
    return None


def _listed(path: Path) -> tuple[str, ...] | None:
    """Return the names of the classes, one on each line; None where there is no such file.  Raises DatasetError."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        text = file.read(2**16)
    try:
        lines = [line.strip() for line in text.decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"Expected names of classes in {NAMES}, found bytes that are not UTF-8: save it as UTF-8."
        ) from error
    return tuple(line for line in lines if line)


def _check_lengths(shape: tuple[int, ...], count: int) -> None:
    if shape[0] != count:
        raise DatasetError(
            f"Expected one label per image, found {shape[0]:,} images and {count:,} labels: check that the two files "
            "belong together."
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
            f"Expected images of {SMALLEST} to {LARGEST} pixels a side, found {first}: scale them with --resize, such "
            "as --resize 28."
        )


def _blank(training: ImageSet, test: ImageSet) -> tuple[str, ...]:
    """Count the images that show nothing.  Raises DatasetError where these are most of a part."""
    count = 0
    for name, part in (("training", training), ("test", test)):
        rows = part.images.reshape(len(part), -1)
        blank = int((rows.max(axis=1) - rows.min(axis=1) < LEAST_CONTRAST).sum()) if len(part) else 0
        if 2 * blank > len(part):
            raise DatasetError(
                f"Expected {name} images that show something, found {blank:,} of {len(part):,} blank or nearly: check how "
                "they were saved, and which number is white."
            )
        count += blank
    are = "image is" if count == 1 else "images are"
    return (f"{count:,} {are} blank or nearly.",) if count else ()


def _check_counts(part: str, images: ImageSet, fewest: int) -> None:
    """Refuse a part with too few images of a class."""
    counts, classes = images.per_class(), images.classes
    if min(counts) < fewest:
        label = counts.index(min(counts))
        raise DatasetError(
            f"Expected at least {fewest} {part} images of every {classes.noun}, found {counts[label]} of the "
            f"{classes.names[label]}: add images of that {classes.noun}."
        )
