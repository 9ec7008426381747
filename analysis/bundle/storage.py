"""`results.json` on disk: compact, in the order of the records, rounded once, checked on both ways."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from analysis.bundle import SCHEMA_VERSION, Bundle, law, limits, links, recomputed, version_2
from analysis.bundle.law import ContradictionError
from analysis.bundle.limits import check_sizes
from analysis.bundle.record import MAX_PACKED, rounded
from analysis.bundle.table import table_of
from analysis.bundle.text import most_specific, parsed, quoted
from analysis.system.errors import BundleError
from analysis.system.files import write_file

REBUILD = "make it anew with `digits-report analyze`"
MAX_BYTES = 64 * 2**20 + 2 * MAX_PACKED
"""Limit of the file: a million test images take 30 MB, the scores of test and validation images 40 MB each."""


def write(bundle: Bundle, path: Path) -> Bundle:
    """Write the bundle, and return it as it can be read back: every number to six significant digits.

    Equal bundles give equal bytes.  Raises OutputError where the file cannot be written, BundleError where the bundle
    contradicts itself.
    """
    content = dump(bundle)
    written = parse(content, str(path))
    write_file(path, content)
    return written


def dump(bundle: Bundle) -> bytes:
    """Return what `write` writes: UTF-8, one line."""
    content = rounded(bundle).model_dump()
    return f"{json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(',', ':'))}\n".encode()


def read(path: Path) -> Bundle:
    """Read a bundle.  Raises BundleError where it is missing, damaged, of another version or contradicts itself."""
    return load(path)[1]


def load(path: Path) -> tuple[bytes, Bundle]:
    """Read a file, a pipe or a device once: its bytes, and the bundle that they are.  Raises BundleError."""
    content = _content(path)
    return content, parse(content, str(path))


def parse(content: bytes, place: str) -> Bundle:
    """Return the bundle that these bytes are.  Raises BundleError, which names the place and the field."""
    held = parsed(content, place, REBUILD)
    try:
        check_sizes(held)
        older = held["schema_version"] < SCHEMA_VERSION
        bundle = Bundle.model_validate_json(
            _upgraded(held, place) if older else content, strict=True, extra="ignore"
        )
        if not older:  # what an older program derived is computed anew
            law.hold(held, bundle)
        check(bundle)
    except ValidationError as error:
        field, found = most_specific(error)
        raise BundleError(
            f"Expected a complete results bundle at {place}, found `{field}` wrong ({found}): {REBUILD}."
        ) from error
    except ContradictionError as error:
        raise BundleError(
            f"Expected a results bundle that agrees with itself at {place}, found `{quoted(error.field)}` wrong "
            f"({quoted(error.reason)}): {REBUILD}."
        ) from error
    return bundle


def check(bundle: Bundle) -> None:
    """Raise ContradictionError, which names the field, where a bundle is beyond the limits or its records disagree."""
    limits.check_leaves("", bundle)
    limits.check_classes(bundle.classes)
    table = table_of(bundle)
    links.check(bundle, table)
    recomputed.check(bundle, table)


def _upgraded(held: dict[str, Any], place: str) -> bytes:
    try:
        return json.dumps(version_2.upgraded(held)).encode()
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise BundleError(
            f"Expected a complete results bundle at {place}, found one of version 2 that lacks what its findings follow "
            f"from ({quoted(repr(error))}): {REBUILD}."
        ) from error


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise BundleError(f"Expected a results bundle at {path}, found none: {REBUILD}.") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise BundleError(
            f"Expected a readable results bundle at {path}, found “{error}”: {REBUILD}."
        ) from error
    if len(content) > MAX_BYTES:
        raise BundleError(
            f"Expected a results bundle of {MAX_BYTES:,} bytes at most at {path}, found more: {REBUILD}."
        )
    return content
