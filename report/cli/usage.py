"""A call that the command line cannot take: told in one sentence, like every other error."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import typer
from typer.core import TyperGroup

# The error of any wrong call.  Typer publishes only this child of it, and where it lies differs between versions.
UsageError = cast("type[Exception]", typer.BadParameter.__base__)
CODE = 2
BOUNDS = {"ge": "at least", "le": "at most"}


class OneSentenceGroup(TyperGroup):
    """Commands whose wrong calls are answered by one sentence instead of Typer's four lines."""

    def make_context(self, *given: Any, **more: Any) -> Any:  # noqa: ANN401  # Typer's own
        """Read the options of all commands."""
        with _told():
            return super().make_context(*given, **more)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  # Typer's own
        """Find the command, and read its options."""
        with _told():
            return super().invoke(ctx)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # whoever says nothing is shown what there is
            raise
        sys.stderr.write(f"{sentence(error)}\n")
        raise typer.Exit(CODE) from error


def sentence(error: Any) -> str:  # noqa: ANN401  # see UsageError
    """Say what was expected, what was found, and where help is."""
    help_ = f"`{error.ctx.command_path if error.ctx else 'digits-report'} --help`"
    wrong = _wrong_value(error)
    if wrong and error.param:
        expected, value = wrong
        return f"Expected {error.param.opts[0]} to be {expected}, found {value!r}: {help_} describes it."
    return f"Expected a call as {help_} describes it, found another: {_in_one(error.format_message())}."


def _wrong_value(error: Exception) -> tuple[str, object] | None:
    """Return what an option takes and what it was given, where Typer's own reader of values tells it."""
    details: list[Any] = getattr(error.__cause__, "errors", list)()
    if not details:
        return None
    detail = details[0]
    listed = re.search(r"is not one of (.*?)\.?$", detail["msg"])
    if listed:
        return f"one of {listed[1].replace(chr(39), '')}", detail["input"]
    limits = detail.get("ctx", {})
    bounds = [f" of {words} {limits[name]:,}" for name, words in BOUNDS.items() if name in limits]
    if not bounds and not detail["type"].startswith("int_"):
        return None
    return f"a whole number{''.join(bounds)}", detail["input"]


def _in_one(message: str) -> str:
    """Make one sentence of what may be two."""
    text = re.sub(r"[.?:]\s+(\w)", lambda found: f"; {found[1].lower()}", message.strip()).rstrip(".?")
    return text[:1].lower() + text[1:]
