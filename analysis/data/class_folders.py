"""A folder of pictures for each class, as torchvision's ImageFolder and Keras read them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.data import labels, part_names, pictures
from analysis.data.found import Found, Part
from analysis.data.part_names import PartName
from analysis.system.errors import DatasetError

# Pictures that are not read: a class of them alone would be missing.
OTHERS = frozenset(
    [
        *(".heic", ".heif", ".avif", ".jxl", ".jp2", ".svg", ".psd", ".tga", ".ico", ".eps", ".pdf"),
        *(".dng", ".cr2", ".nef", ".arw", ".raw", ".dcm", ".exr", ".xcf", ".ai"),
    ]
)
# What systems and programs leave in folders.
LEFT_BY_SYSTEMS = frozenset(["thumbs.db", "desktop.ini"])


class Class(NamedTuple):
    """The folder of a class: pictures in it and in folders below, how many are below, and endings of other files."""

    pictures: list[Path]
    below: int
    others: Counter[str]


def read_folder(folder: Path, resize: int | None) -> Found | None:
    """Read `train/cat/*.png` with or without `test/…`, or `cat/*.png`; None where there are no pictures.

    Raises DatasetError.
    """
    parts = _parts(folder)
    if "training" not in parts:
        parts = {"training": folder}
    found = {name: _classes(path) for name, path in parts.items()}
    if not found["training"]:
        within = _within_one(parts["training"], resize)
        return within and replace(
            within, used=frozenset([parts["training"]]) if len(parts) > 1 else within.used
        )
    notes = []
    if "validation" in parts and not found.get("test"):
        notes.append(part_names.serves(parts["validation"].name))
        found["test"] = found.pop("validation")
    elif "validation" in parts:
        count = sum(len(each.pictures) for each in found.pop("validation").values())
        notes.append(part_names.left(parts["validation"].name, count))
    return _read(parts, {name: each for name, each in found.items() if each}, notes, resize)


def _read(
    parts: Mapping[PartName, Path],
    found: Mapping[PartName, Mapping[str, Class]],
    notes: list[str],
    resize: int | None,
) -> Found:
    names = tuple(found["training"])
    if extra := [name for name in found.get("test", ()) if name not in names]:
        raise DatasetError(
            f"Expected the same classes in both parts, found “{extra[0][:40]}” in the test part alone: "
            "rename or remove that folder."
        )
    files = [
        [(path, label) for label, name in enumerate(names) if name in part for path in part[name].pictures]
        for part in found.values()
    ]
    images, said = pictures.read([[pictures.in_file(path) for path, _ in part] for part in files], resize)
    read = [
        Part(each, np.array([label for _, label in part], np.int64))
        for each, part in zip(images, files, strict=True)
    ]
    classes = [each for part in found.values() for each in part.values()]
    return Found(
        "a folder of pictures for each class",
        read[0],
        read[1] if len(read) > 1 else None,
        (*said, *notes, *_said_of(classes)),
        names,
        used=frozenset(parts.values() if len(parts) > 1 else [parts["training"] / name for name in names]),
    )


def _said_of(classes: list[Class]) -> list[str]:
    """Say how many pictures lie deeper than usual, and how many files are none."""
    below, others = sum(each.below for each in classes), Counter[str]()
    for each in classes:
        others += each.others
    said = []
    if below:
        said.append(f"{below:,} of the pictures lie in folders within those of the classes.")
    if count := others.total():
        was = "file was" if count == 1 else "files were"
        said.append(
            f"{count:,} other {was} passed over in the folders of the classes{part_names.shown(sorted(others))}."
        )
    return said


def _parts(folder: Path) -> dict[PartName, Path]:
    """Return the folders of the parts, by what their whole names say."""
    named = {path.name.casefold(): path for path in _folders(folder)}
    found: dict[PartName, Path] = {}
    for word, part in part_names.WORDS.items():
        if word in named:
            found.setdefault(part, named[word])
    return found


def _within_one(folder: Path, resize: int | None) -> Found | None:
    """Read the only folder that has folders of pictures.  Raises DatasetError where there are several, or no labels."""
    holding = [path for path in _folders(folder) if _class(path).pictures]
    if len(holding) == 1 and any(_class(path).pictures for path in _folders(holding[0])):
        return read_folder(holding[0], resize)
    if holding:
        raise DatasetError(
            f"Expected a folder of pictures for each class, found pictures only in folders within others"
            f"{part_names.shown(path.name for path in holding)}: name the one whose folders are the classes."
        )
    if count := sum(_is_picture(path) for path in folder.iterdir()):
        raise DatasetError(
            f"Expected a folder for each class, found {count:,} pictures without labels: sort them into folders, or add "
            "a table with the columns “filename” and “label”."
        )
    return None


def _folders(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))
    )


def _classes(folder: Path) -> dict[str, Class]:
    """Return the pictures of each class, by number or name; none where all lie in folders within these folders.

    Raises DatasetError where one has pictures of other kinds alone.
    """
    found = {path.name: _class(path) for path in _folders(folder)}
    filled = [name for name, each in found.items() if each.pictures]
    if all(len(found[name].pictures) == found[name].below for name in filled):
        return {}
    for name, each in found.items():
        if not each.pictures and OTHERS & set(each.others):
            raise DatasetError(
                f"Expected PNG, JPEG, BMP, GIF, TIFF or WebP in the folder “{name[:40]}”, found {each.others.total():,} other "
                f"files alone{part_names.shown(sorted(each.others))}: convert its pictures, or remove it."
            )
    return {name: found[name] for name in labels.in_order(filled)}


def _class(folder: Path) -> Class:
    """Look through a folder, and all below it."""
    found, below, others = [], 0, Counter[str]()
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        for name in names:
            path = Path(place, name)
            if _is_picture(path):
                found.append(path)
                below += place != str(folder)
            elif not name.startswith(".") and name.casefold() not in LEFT_BY_SYSTEMS:
                others[path.suffix.casefold() or "no ending"] += 1
    return Class(sorted(found), below, others)


def _is_picture(path: Path) -> bool:
    return path.suffix.casefold() in pictures.ENDS and not path.name.startswith(".") and not path.is_dir()
