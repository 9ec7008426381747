"""Data files, damaged in every way that came to mind: IDX, gzipped IDX, and archives of NumPy."""

from __future__ import annotations

import gzip
import io
import re
import struct
import zipfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from random import Random

import numpy as np

from analysis.data import idx

Damage = Callable[[bytes, Random], bytes]

FILES = tuple(f"{part}-{what}-ubyte" for part in ("train", "t10k") for what in ("images-idx3", "labels-idx1"))
NAMES = ("x_train", "y_train", "x_test", "y_test")
FOREIGN = (
    b"",
    b"<!DOCTYPE html><title>404</title>",
    b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    b"\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00K\x01.",
    b"\x89HDF\r\n\x1a\n" + bytes(64),
    b"MATLAB 5.0 MAT-file" + bytes(109),
    b"label,pixel0\n5,0\n",
)
HEADERS = (
    "{'descr': '|u1', 'fortran_order': False, 'shape': ()}",
    "{'descr': '|u1', 'fortran_order': True, 'shape': (12, 12, 100)}",
    "{'descr': '|O', 'fortran_order': False, 'shape': (100, 12, 12)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (100, 12, 12)}",
    "{'descr': '<U4', 'fortran_order': False, 'shape': (100,)}",
    "{'descr': [('a', '|u1'), ('b', '<i4')], 'fortran_order': False, 'shape': (100,)}",
    "{'descr': ('|u1', (2, 2)), 'fortran_order': False, 'shape': (100,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (4294967296, 4294967296, 12)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (18446744073709551616, 0, 12)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (-100, 12, -12)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (True, 12, 12.0)}",
    "{'descr': '|u1', 'fortran_order': 1, 'shape': 'all'}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (" + "1, " * 70 + ")}",
    "(" * 3000,
    "{'descr': '|V1000000000', 'fortran_order': False, 'shape': (1,)}",
    "{'descr': '<i8', 'fortran_order': False, 'shape': (2000000000,)}",
    "__import__('os').abort()",
    "{" + "'x': 1, " * 3000 + "}",
)


def digits() -> dict[str, np.ndarray]:
    """Return 100 and 40 images of 12 × 12 with their labels, by the names of an archive."""
    random = np.random.default_rng(0)
    found = {}
    for part, count in (("train", 100), ("test", 40)):
        found[f"x_{part}"] = random.integers(0, 256, (count, 12, 12), np.uint8)
        found[f"y_{part}"] = (np.arange(count) % 10).astype(np.uint8)
    return found


def flips(content: bytes, random: Random) -> bytes:
    """Turn one to twenty bits."""
    changed = bytearray(content)
    for _ in range(random.randint(1, 20)):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut(content: bytes, random: Random) -> bytes:
    """Break off anywhere."""
    return content[: random.randrange(len(content))]


def tail(content: bytes, random: Random) -> bytes:
    """Append something."""
    return content + random.choice([b"\n", random.randbytes(300), content, bytes(70_000)])


def start(content: bytes, random: Random) -> bytes:
    """Write other bytes into the header."""
    place, size = random.randrange(24), random.randint(1, 8)
    filling = random.choice(
        [b"\xff" * size, bytes(size), b"\x7f" + b"\xff" * (size - 1), random.randbytes(size)]
    )
    return content[:place] + filling + content[place + size :]


def zip_fields(content: bytes, random: Random) -> bytes:
    """Change flags, method, checksum, sizes or name of members of a zip archive, in both of its directories."""
    changed, word = (
        bytearray(content),
        random.choice([b"\x01\x00", b"\x0c\x00", b"\x0e\x00", b"\xff\xff", b"\x09\x08"]),
    )
    field = random.choice([6, 8, 14, 18, 22, 26, 28])
    for magic, shift in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        for found in re.finditer(re.escape(magic), content):
            if random.random() < 0.8:
                changed[found.start() + field + shift : found.start() + field + shift + 2] = word
    return bytes(changed)


def doubly(content: bytes, random: Random) -> bytes:
    """Zip once or twice more."""
    return gzip.compress(gzip.compress(content) if random.random() < 0.5 else content)


def foreign(content: bytes, random: Random) -> bytes:
    """Put something else in its place, zipped or not."""
    del content
    other = random.choice(FOREIGN)
    return gzip.compress(other) if random.random() < 0.3 else other


def bomb(content: bytes, random: Random) -> bytes:
    """Zip a hundred million zeros behind a header that says so, or does not."""
    promised = random.choice([100, 10**5, 700_000, 2**31, 2**32 - 1])
    header = (
        content[:4] + struct.pack(">III", promised, 12, 12) if content[3] == 3 else content[:4] + b"\xff" * 4
    )
    return gzip.compress(header) + _zipped_zeros()


@cache
def _zipped_zeros() -> bytes:
    return gzip.compress(bytes(10**8), 1)


ON_IDX: dict[str, Damage] = {"flips": flips, "cut": cut, "tail": tail, "header": start, "foreign": foreign}


def plain(place: Path, random: Random, damage: Damage) -> Path:
    """Write the four IDX files, one of them damaged; return their folder."""
    victim = random.choice(FILES)
    for name, array in zip(FILES, digits().values(), strict=True):
        content = idx.encode(array)
        (place / name).write_bytes(damage(content, random) if name == victim else content)
    return place


def gzipped(place: Path, random: Random, damage: Damage) -> Path:
    """Write the same gzipped, the damage done to the gzip file."""
    victim = random.choice(FILES)
    for name, array in zip(FILES, digits().values(), strict=True):
        content = gzip.compress(idx.encode(array), mtime=0)
        (place / f"{name}.gz").write_bytes(damage(content, random) if name == victim else content)
    return place


def archive(place: Path, random: Random, damage: Damage) -> Path:
    """Write an archive and damage it; return its path."""
    method = random.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    (place / "mnist.npz").write_bytes(damage(packed({}, method), random))
    return place / "mnist.npz"


def member(place: Path, random: Random, make: Callable[[Random], bytes]) -> Path:
    """Write a sound archive, one member of which is something else."""
    content = packed({random.choice(NAMES): make(random)}, zipfile.ZIP_DEFLATED)
    (place / "mnist.npz").write_bytes(content)
    return place / "mnist.npz"


def other_packing(place: Path, random: Random) -> Path:
    """Pack the members in a way that cannot be unpacked a little at a time."""
    content = packed({}, random.choice([zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2]))
    (place / "mnist.npz").write_bytes(flips(content, random) if random.random() < 0.5 else content)
    return place / "mnist.npz"


def packed(members: dict[str, bytes], method: int) -> bytes:
    """Return an archive of all arrays, some of them replaced by other content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method, compresslevel=1) as file:
        for name, array in digits().items():
            sound = io.BytesIO()
            np.save(sound, array)
            file.writestr(f"{name}.npy", members.get(name, sound.getvalue()))
    return stream.getvalue()


def odd_header(random: Random) -> bytes:
    """Return an array that says something absurd of itself."""
    text = random.choice(HEADERS).encode()
    version, size = random.choice([1, 2, 2, 3]), random.choice([len(text), len(text), 2**32 - 1, 0])
    length = struct.pack("<H", size & 0xFFFF) if version == 1 else struct.pack("<I", size)
    return b"\x93NUMPY" + bytes([version, 0]) + length + text + bytes(random.choice([0, 1, 14_400]))


def no_array(random: Random) -> bytes:
    """Return what is no array."""
    return random.choice([*FOREIGN, random.randbytes(200)])


def swollen(place: Path, random: Random, header: bytes) -> Path:
    """Write an archive in which one array fills a hundred megabytes, well packed."""
    (place / "mnist.npz").write_bytes(_swollen(random.choice(NAMES[::3]), header))
    return place / "mnist.npz"


@cache
def _swollen(name: str, header: bytes) -> bytes:
    return packed({name: header + b" " * 10**8}, zipfile.ZIP_DEFLATED)


LONG = b"\x93NUMPY\x02\x00" + struct.pack("<I", 10**8)
HONEST = (
    b"\x93NUMPY\x01\x00\x76\x00"
    + HEADERS[1].replace("(12, 12, 100)", "(10000, 100, 100)").ljust(118).encode()
)
KINDS: dict[str, Callable[[Path, Random], Path]] = {
    **{f"IDX, {kind}": partial(plain, damage=damage) for kind, damage in ON_IDX.items()},
    **{f"gzip, {kind}": partial(gzipped, damage=damage) for kind, damage in ON_IDX.items()},
    "gzip, doubly": partial(gzipped, damage=doubly),
    "gzip, bomb": partial(plain, damage=bomb),
    **{f"npz, {kind}": partial(archive, damage=damage) for kind, damage in ON_IDX.items()},
    "npz, fields of the zip": partial(archive, damage=zip_fields),
    "npz, odd header": partial(member, make=odd_header),
    "npz, long header": partial(swollen, header=LONG),
    "npz, no array": partial(member, make=no_array),
    "npz, bomb": partial(swollen, header=HONEST),
    "npz, other packing": other_packing,
}
