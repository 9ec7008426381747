"""Folders with pairs of IDX files, under the names that MNIST, EMNIST, QMNIST and torchvision give them, or under any."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from analysis.data import idx, labels, part_names
from analysis.data.found import Found, Part
from analysis.data.known import recognised
from analysis.system.errors import DatasetError

# Some unzippers write a dot for the hyphen before `idx`.
FILE = re.compile(
    r"(?P<prefix>.*?)(?P<part>train|t10k|test)-(?P<what>images|labels)[-.]idx\d-(?:ubyte|int)(?:\.gz)?"
)
DEEPEST = 3
# Files among which those of other names are looked for.
MOST_UNNAMED = 64


class Name(NamedTuple):
    """What the name of an IDX file says."""

    folder: Path
    prefix: str


def read(folder: Path) -> Found | None:
    """Read the set in a folder, or below it as torchvision keeps it (`MNIST/raw`); None where there is none.

    A path that ends in a prefix of file names, `…/emnist-letters`, chooses among the sets of a folder.
    Raises DatasetError.
    """
    sets = _sets(folder) or _unnamed(folder) if folder.is_dir() else _sets(folder.parent, folder.name)
    if not sets:
        return None
    if len(sets) > 1:
        names = ", ".join(sorted(name.prefix.rstrip("-") or name.folder.name for name in sets))
        raise DatasetError(
            f"Expected one data set in the folder, found {len(sets)} ({names}): add one of these names to the path."
        )
    return _read(*sets.popitem())


def _sets(folder: Path, wanted: str | None = None) -> dict[Name, dict[tuple[str, str], Path]]:
    """Return the files of each set by part and kind, down to three folders below."""
    found: dict[Name, dict[tuple[str, str], Path]] = {}
    for depth in range(DEEPEST) if wanted is None else (0,):
        for path in sorted(folder.glob("*/" * depth + "*idx*")):
            name = FILE.fullmatch(path.name)
            if name and path.is_file() and wanted in {None, name["prefix"].rstrip("-")}:
                part = "train" if name["part"] == "train" else "test"
                files = found.setdefault(Name(path.parent, name["prefix"]), {})
                files.setdefault((part, name["what"]), path)
        if found:
            break
    return found


def _unnamed(folder: Path) -> dict[Name, dict[tuple[str, str], Path]]:
    """Return the only pair of files in a folder, or the pairs of two parts, by what is in them.  Raises DatasetError."""
    files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    of_axes = {path: idx.axes_of(path) for path in files} if len(files) <= MOST_UNNAMED else {}
    images, labels_ = ([path for path, axes in of_axes.items() if axes == wanted] for wanted in (3, 1))
    if not images:
        return {}
    pairs = {("train", "images"): images[0], ("train", "labels"): labels_[0]} if labels_ else {}
    if len(images) == len(labels_) == 2:
        words = {"training": "train", "test": "test", "validation": "test"}
        pairs = {
            (words.get(part_names.part_of(path.name) or "", ""), what): path
            for what, paths in (("images", images), ("labels", labels_))
            for path in paths
        }
    if len(pairs) != len(images) + len(labels_) or ("train", "images") not in pairs:
        raise DatasetError(
            f"Expected one IDX file of images and one of labels for each part, found {len(images)} and {len(labels_)}"
            f"{part_names.shown(path.name for path in (*images, *labels_))}: name them train-images, train-labels, "
            "test-images and test-labels, each with -idx3-ubyte or -idx1-ubyte."
        )
    return {Name(folder, images[0].name): pairs}


def _read(name: Name, files: Mapping[tuple[str, str], Path]) -> Found:
    if set(files) == {("test", "images"), ("test", "labels")}:  # a pair alone is all there is
        files = {("train", what): path for (_, what), path in files.items()}
    missing = next(
        (each for each in (("train", "images"), ("train", "labels")) if each not in files), None
    ) or _half(files)
    if missing:
        raise DatasetError(
            f"Expected {name.prefix}{_usual(files, *missing)} (plain or .gz) in the folder, found no such file: "
            "name the folder that holds all files."
        )
    known = recognised(name.folder, name.prefix)
    transposed = known is not None and known.transposed and name.prefix.startswith("emnist-")
    parts = [
        _part(files, part, transposed=transposed) for part in ("train", "test") if (part, "images") in files
    ]
    zipped = any(path.suffix == ".gz" for path in files.values())
    count = {2: "two", 4: "four"}[len(files)]
    note = ("EMNIST stores its images transposed; rows and columns were exchanged.",) if transposed else ()
    return Found(
        format=f"{count} IDX files{', gzipped' if zipped else ''}",
        training=parts[0],
        test=parts[1] if len(parts) > 1 else None,
        notes=note,
        known=known,
        used=frozenset(files.values()),
    )


def _half(files: Mapping[tuple[str, str], Path]) -> tuple[str, str] | None:
    """Return the half of the test part that is missing where the other one is there."""
    here = [what for what in ("images", "labels") if ("test", what) in files]
    return ("test", "labels" if here == ["images"] else "images") if len(here) == 1 else None


def _usual(files: Mapping[tuple[str, str], Path], part: str, what: str) -> str:
    """Return the usual name of a file; a test part is called as its other half is."""
    others = [FILE.fullmatch(path.name) for (of, _), path in files.items() if of == part]
    word = next((other["part"] for other in others if other), part)
    return f"{word}-{what}-idx{3 if what == 'images' else 1}-ubyte"


def _part(files: Mapping[tuple[str, str], Path], part: str, *, transposed: bool) -> Part:
    images = idx.read(files[part, "images"], axes=3)
    path = files[part, "labels"]
    if "idx2-int" in path.name:  # of QMNIST: the class, and seven facts on the writer
        columns = idx.read_wide(path)
        return Part(images, labels.flat(columns[:, 0], f"labels in {path.name}"))
    return Part(
        images.transpose(0, 2, 1) if transposed else images, labels.flat(idx.read(path, axes=1), path.name)
    )
