"""Changes of a bundle's findings, as parsed JSON, that say what is not so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Change = Callable[[Any], None]


def put(path: str, value: Any) -> Change:  # noqa: ANN401  # whatever JSON can hold
    """Return what puts a value, or what is made of the one that is there, at a place of the findings."""
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))

    def change(found: Any) -> None:  # noqa: ANN401
        for step in steps:
            found = found[step]
        found[last] = value(found[last]) if callable(value) else value

    return change


def together(*changes: Change) -> Change:
    """Return all of these changes as one."""

    def change(found: Any) -> None:  # noqa: ANN401
        for each in changes:
            each(found)

    return change
