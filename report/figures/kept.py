"""What was drawn and measured before, kept under a key of all that it follows from: then Matplotlib is not even imported.

That is the function that draws and the numbers that it gets; the code of all rooms that it may use; Python, the versions
of the libraries that draw; and their fonts.  Words that do not stand in a drawing are no part of its key.
"""

from __future__ import annotations

import pickle
import platform
import sys
from functools import lru_cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from analysis.system import cache
from report.images import shipped

MOST = 64 * 2**20
"""Bytes: the drawings of some twenty reports."""
HERE = Path(__file__).parents[2]
ROOMS = (
    "analysis/bundle",
    "analysis/statistics",
    "analysis/system",
    "report/figures",
    "report/images",
    "report/text",
)
"""Whose code may decide what a drawing looks like."""
LIBRARIES = ("matplotlib", "numpy", "pillow", "pydantic")


def store() -> cache.Kept:
    """Return where drawings are kept; small results of measuring lie among them."""
    return cache.Kept(cache.place("drawings"), MOST)


def made(make: partial[bytes]) -> bytes:
    """Return what `make` returns, or returned before."""
    kept, key = store(), key_of(make)
    found = kept.get(key)
    if found is None:
        found = make()
        kept.put({key: found})
    return found


def key_of(make: partial[Any], *more: object) -> str:
    """Return the key of what a function of some module makes of its arguments and of `more`.

    Raises PicklingError for a function without a name, ValueError for an argument that is neither plain nor a record.
    """
    given = to_json((make.args, make.keywords, more), bytes_mode="base64")
    return sha256(b"\0".join([_surroundings(), pickle.dumps(make.func), given])).hexdigest()


@lru_cache(1)
def _surroundings() -> bytes:
    """Return a digest of all that drawings follow from besides their numbers."""
    code = [path.read_bytes() for room in ROOMS for path in sorted((HERE / room).glob("*.py"))]
    fonts = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in _fonts()]
    system = (sys.version, platform.machine(), [(name, version(name)) for name in LIBRARIES], fonts)
    return sha256(b"\0".join([*code, repr(system).encode()])).digest()


def _fonts() -> list[Path]:
    return sorted(shipped.font("").glob("*.ttf"))
