"""Arrays of NumPy: an .npz archive such as Keras' mnist.npz, or .npy files in a folder."""

from __future__ import annotations

import errno
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from math import prod
from pathlib import Path

from analysis.data import content, labels, part_names, pixels, stored_array
from analysis.data.found import Found, Part
from analysis.data.stored_array import Header, Stored
from analysis.system.errors import DatasetError

VALIDATION = ("val", "valid", "validation")
# What people call the arrays, in small letters: training part, or all there is.
ROLES = {
    "images": ("x_train", "train_images", "train_x", "images_train", "images", "x", "data", "imgs"),
    "labels": ("y_train", "train_labels", "train_y", "labels_train", "labels", "y", "targets", "target"),
    "test images": ("x_test", "test_images", "test_x", "images_test"),
    "test labels": ("y_test", "test_labels", "test_y", "labels_test"),
    "validation images": tuple(
        name for val in VALIDATION for name in (f"x_{val}", f"{val}_images", f"{val}_x", f"images_{val}")
    ),
    "validation labels": tuple(
        name for val in VALIDATION for name in (f"y_{val}", f"{val}_labels", f"{val}_y", f"labels_{val}")
    ),
}
USED = ("images", "labels", "test images", "test labels")
USUAL = ("x_train", "y_train", "x_test", "y_test")
ENCRYPTED = 0x1


def read(path: Path) -> Found:
    """Read an archive with the arrays of `ROLES`: numbers of any width, in any of the layouts of `pixels`.

    No more is unpacked than the headers promise.  Raises DatasetError where the file is damaged or holds something
    else; it names the file, not its folder.
    """
    with _explained(path.name), content.opened(path) as file, zipfile.ZipFile(file) as archive:
        members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
        roles, notes = _settled(_roles(list(members), path.name), members)
        found = _found(
            roles, notes, "an .npz archive", lambda name: _member(archive, members[name], path.name)
        )
        return replace(found, used=frozenset([path]))


def read_folder(folder: Path) -> Found | None:
    """Read the same arrays from .npy files of these names; None where there are none.  Raises DatasetError."""
    files = {path.stem: path for path in sorted(folder.glob("*.npy"))}
    if not files:
        return None
    with _explained(folder.name):
        roles, notes = _settled(_roles(list(files), "the folder"), files)
        count = sum(role in USED for role in roles)
        found = _found(roles, notes, f"{count} .npy files", lambda name: _plain(files[name]))
        return replace(found, used=frozenset(files.values()))


def has_arrays(path: Path) -> bool:
    """Say whether a zip archive is one of NumPy."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.removesuffix(".npy") for name in archive.namelist()}
            return (
                path.suffix == ".npz"
                or any(name.endswith(".npy") and "/" not in name for name in archive.namelist())
                or (bool(names & set(USUAL)))
            )
    except Exception:  # noqa: BLE001 – archives raise whatever their bytes lead them to
        return True  # its reader says what is wrong


@contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except (DatasetError, MemoryError):
        raise
    except OSError as error:
        # EINVAL: a damaged archive leads before its own beginning.
        if error.filename or error.errno != errno.EINVAL:
            raise
        raise _damaged(name) from error
    except Exception as error:  # archives and arrays raise whatever their bytes lead them to
        raise _damaged(name) from error


def _roles(names: list[str], file: str) -> dict[str, str]:
    """Say which array plays which role.  Raises DatasetError where one is missing."""
    small = {name.casefold(): name for name in names}
    roles = {
        role: next(small[each] for each in known if each in small)
        for role, known in ROLES.items()
        if any(each in small for each in known)
    }
    wanted = USED if set(roles) & {"test images", "test labels"} else USED[:2]
    missing = [usual for role, usual in zip(USED, USUAL, strict=True) if role in wanted and role not in roles]
    if missing:
        raise DatasetError(
            f"Expected the arrays {', '.join(USUAL)}, or images and labels, in {file}, found no {missing[0]}: "
            "save them under these names."
        )
    return roles


def _settled(roles: dict[str, str], names: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Let a validation part serve as the test part where there is none; say so, and what is passed over."""
    notes: list[str] = []
    if "test images" not in roles and {"validation images", "validation labels"} <= set(roles):
        notes = [part_names.serves(roles["validation images"])]
        roles = {role.replace("validation", "test"): name for role, name in roles.items()}
    others = [name for name in names if name not in roles.values()]
    return roles, [*notes, *part_names.passed_over(others, "array")]


def _found(roles: dict[str, str], notes: list[str], kind: str, stored: Callable[[str], Stored]) -> Found:
    opened = {role: stored(name) for role, name in roles.items() if role in {*USED, "validation images"}}
    headers = {role: _checked(each) for role, each in opened.items()}
    if "validation images" in roles:
        count = next(iter(headers["validation images"].shape), 0)
        notes = [part_names.left(roles["validation images"], count), *notes]
    images = [role for role in ("images", "test images") if role in opened]
    ends = [stored_array.ends(opened[role], headers[role]) for role in images]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    scale = pixels.scale_for(low, high, " and ".join(roles[role] for role in images))
    parts = []
    for role in images:
        found = pixels.arranged(stored_array.pixels_of(opened[role], headers[role], scale), roles[role])
        of = role.replace("images", "labels")
        parts.append(Part(found, labels.flat(stored_array.labels_of(opened[of], headers[of]), roles[of])))
    notes = [*notes, *([scale.note] if scale.note else [])]
    if any(len(headers[role].shape) == 2 for role in ("labels",) if headers[role].shape[1:] != (1,)):
        notes.append("One-hot labels were read as their classes.")
    return Found(kind, parts[0], parts[1] if len(parts) > 1 else None, tuple(notes))


def _damaged(name: str) -> DatasetError:
    return DatasetError(
        f"Expected an .npz archive of plain arrays, found {name} damaged or of another kind: fetch or save it again."
    )


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> Stored:
    """Return the member that holds an array, if it can be unpacked a little at a time."""
    name = member.filename.removesuffix(".npy")
    if member.flag_bits & ENCRYPTED:
        raise DatasetError(f"Expected {file} without a password, found {name} encrypted: save it again.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # bz2 and LZMA are unpacked without a limit by Python's zipfile.
        raise DatasetError(
            f"Expected {file} as numpy.savez or savez_compressed writes it, found {name} packed in another way: "
            "save it again."
        )
    return Stored(name, file, partial(archive.open, member), member.file_size, member.compress_size)


def _plain(path: Path) -> Stored:
    return Stored(path.stem, path.name, lambda: content.opened(path), path.stat().st_size, None)


def _checked(stored: Stored) -> Header:
    """Return the header of an array.  Raises DatasetError where it promises too much, or what is not there."""
    with stored.opened() as stream:
        header = stored_array.header_of(stream, stored.name, stored.file)
    content.refuse_size(f"{stored.name} of {stored.file}", header.shape, stored.packed)
    if stored.size - header.start != header.dtype.itemsize * prod(header.shape):
        raise DatasetError(
            f"Expected {stored.name} of {stored.file} to be as long as its header says "
            f"({content.shown(header.shape)}), found {stored.size - header.start:,} bytes: the file is damaged; save "
            "it again."
        )
    return header
