"""What people write: their settings file, and how a value in it is quoted when it cannot be used."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any
from unicodedata import category

from analysis.system.errors import SettingsError

# Bytes: a file with all settings and their comments has 2,000.
LARGEST = 2**20
# Categories of Unicode: controls, halves of letters, and ends of lines and paragraphs.
UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
# Signs of a value or a line that a message quotes.
QUOTED = 60
# Overrides of the direction of writing: they reach beyond the text in which they stand.
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SINGLE_QUOTES = r"write a path with backslashes in single quotation marks, such as 'C:\Users\data'."


def is_plain(text: str, *, lines: bool = False) -> bool:
    """Say whether a text can stand in any file of a report: no controls, no halves of letters, no overrides of direction.

    It is one line, or several where `lines` may end.
    """
    kept = text.replace("\n", "") if lines else text
    return not any(
        category(sign) in UNPRINTABLE or sign in TURNING or ord(sign) & 0xFFFE == 0xFFFE for sign in kept
    )


def read(path: Path) -> dict[str, Any]:
    """Return what a TOML file says.  Raises SettingsError, in words of our own."""
    import tomllib  # noqa: PLC0415  # `digits-report --help` stays instant

    text = _text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"Expected valid TOML in {path}, found a fault {_place(str(error), text)}"
        ) from error
    except (RecursionError, ValueError) as error:  # thousands of brackets, or of digits
        raise SettingsError(
            f"Expected settings in {path}, found brackets or a number without end: write a new file with "
            "`digits-report init`."
        ) from error


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "a device or a pipe"
            raise SettingsError(f"Expected a settings file at {path}, found {what}: name a file.")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise SettingsError(
                f"Expected a settings file at {path}, found one above 1 MB: name another file."
            )
        # Some editors begin a UTF-8 file with a byte order mark, which TOML does not allow.
        return content.decode("utf-8-sig")
    except (FileNotFoundError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise SettingsError(
                f"Expected a text in {path}, found bytes that are not UTF-8: save it as UTF-8."
            ) from error
        raise SettingsError(
            f"Expected a settings file at {short(str(path), 300)}, found none: write one with `digits-report init`."
        ) from error
    except OSError as error:
        raise SettingsError(
            f"Expected to read {short(str(path), 300)}, found “{error.strerror}”: check the file and its permissions."
        ) from error


def _place(message: str, text: str) -> str:
    """Say where a fault is, and what helps there."""
    at = re.search(r"line (\d+), column (\d+)", message)
    if not at:
        return "at its end: text stands in quotation marks."
    lines = text.splitlines()[int(at[1]) - 1 :]
    line = lines[0].strip() if lines else ""
    help_ = (
        SINGLE_QUOTES
        if "\\" in line
        else "text stands in quotation marks, and each setting on a line of its own."
    )
    return f"in line {at[1]}, column {at[2]} (“{short(line)}”): {help_}"


def found(value: object) -> str:
    """Quote a value that cannot be used, as it would stand in the file."""
    match value:
        case bool():
            return str(value).lower()
        case dt.date() | dt.time():
            return value.isoformat()
        case dict():
            return "a table"
        case str() | int() | float() if len(str(value)) <= QUOTED:
            return repr(value)
        case str():
            return f"{value[:QUOTED]!r}… ({len(value):,} characters)"
    return "a list" if isinstance(value, list | tuple) else "something else"


def advice(value: object) -> str:
    """Say what to do about such a value."""
    if isinstance(value, str) and any(sign in value for sign in "\t\a\b\f\v"):
        return SINGLE_QUOTES
    return "change it, or leave it out for the default."


def short(text: str, most: int = QUOTED) -> str:
    """Return the beginning of a text, without what cannot be printed."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in text[:most])
    return f"{shown}…" if len(text) > most else shown
