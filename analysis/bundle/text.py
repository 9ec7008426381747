"""The text of a bundle before it is one: UTF-8, JSON without surprises, within limits, of our version."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

from pydantic import ValidationError

from analysis.bundle import READ_VERSIONS, SCHEMA_VERSION, Bundle
from analysis.system.errors import BundleError

MAX_MARKS = {",": 5_000_000, ":": 250_000, "[": 200_000, "{": 200_000}
"""How many values, keys, lists and objects there may be: parsing takes memory for each, before any is looked at."""
MAX_QUOTED = 200
"""Letters of a library's complaint that are repeated to the user."""


def parsed(content: bytes, place: str, advice: str) -> Any:  # noqa: ANN401  # whatever JSON can hold
    """Return what the text holds.  Raises BundleError where it is not JSON of our version with each name once."""
    try:
        _check_marks(content)
        held = json.loads(content.decode(), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise BundleError(
            f"Expected JSON at {place}, found “{quoted(str(error))}”: the file is damaged; {advice}."
        ) from error
    found = held.get("schema_version") if isinstance(held, dict) else None
    if type(found) is not int or found not in READ_VERSIONS:
        raise BundleError(
            f"Expected a results bundle of version {SCHEMA_VERSION} at {place}, found version "
            f"{quoted(str(found))}: {advice}, or use the digits-report that wrote it."
        )
    return held


def quoted(text: str) -> str:
    """Return the beginning of a text as one printable line."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return line if len(line) <= MAX_QUOTED else f"{line[:MAX_QUOTED]}…"


def most_specific(error: ValidationError) -> tuple[str, str]:
    """Return the field that is wrong, and how: of a field that may be omitted, the complaint that goes deepest."""
    details = error.errors(include_url=False, include_input=False)
    # Names of records, and of functions that look at them, stand in the path wherever a field may also be omitted.
    records = _records()
    # A record complains of its fields together only where each of them can be read.
    deepest = max(details, key=lambda each: (each["type"] == "value_error", len(each["loc"])))
    path = [str(part) for part in deepest["loc"] if part not in records and "function-" not in str(part)]
    return quoted(".".join(path)), quoted(deepest["msg"])


@cache
def _records() -> frozenset[str]:
    return frozenset(Bundle.model_json_schema(mode="serialization")["$defs"])


def _check_marks(content: bytes) -> None:
    for mark, most in MAX_MARKS.items():
        if (found := content.count(mark.encode())) > most:
            msg = f"{found:,} times “{mark}”, more than the limit of {most:,}"
            raise ValueError(msg)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        msg = f"“{quoted(twice)}” given twice"
        raise ValueError(msg)
    return found
