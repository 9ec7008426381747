"""What can be chosen: by option, in digits-report.toml, or not at all."""

from __future__ import annotations

import datetime as dt
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.errors import OutputError, SettingsError
from analysis.files import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path("digits-report.toml")

COMMENTED = """\
# Settings of digits-report.  Options of the command line win over this file, this file over the defaults,
# which are the values shown here.  Paths are relative to the folder in which digits-report runs.

# The cover.
# title = "…"                 # without one, what was found is the title
authors = []                  # ["Ada Lovelace", "Charles Babbage"]
course = "AIT 736 – Applied Machine Learning"
instructor = "Professor Yang Lei"
# date = 2026-11-30           # without one, the day of the build

# The digits: "auto" (MNIST, else scikit-learn's sample), "mnist" (never anything else), "digits" (the sample),
# or a folder with the four IDX files, or an .npz file.
dataset = "auto"

# The network: "quick", "standard" or "thorough"; the seed makes its training repeatable.
preset = "standard"
seed = 0
# model = "model.keras"       # take this network instead of training one

# The report.
# out = "site"                # without one: site, or site-sample for scikit-learn's sample
pdf = true
"""


class Settings(BaseModel):
    """One valid choice of everything."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str | None = None
    authors: tuple[str, ...] = ()
    course: str = "AIT 736 – Applied Machine Learning"
    instructor: str = "Professor Yang Lei"
    date: dt.date | None = None
    dataset: Annotated[str, Field(min_length=1)] = "auto"
    preset: Literal["quick", "standard", "thorough"] = "standard"
    seed: Annotated[int, Field(strict=True, ge=0, lt=2**31)] = 0
    model: Path | None = None
    out: Path | None = None
    pdf: Annotated[bool, Field(strict=True)] = True


def load(config: Path | None, options: Mapping[str, object]) -> Settings:
    """Put the options that were given (not None) over the file, and the file over the defaults.

    Without `config`, digits-report.toml of the working folder is read if there is one.  Raises SettingsError.
    """
    path = config or (FILE if FILE.is_file() else None)
    written = _read(path) if path else {}
    _check(written, str(path))
    given = {name: value for name, value in options.items() if value is not None}
    return _check({**written, **given}, "the options")


def write_commented(path: Path) -> None:
    """Write a settings file with every default explained.  Raises OutputError where one exists."""
    if path.exists():
        raise OutputError(f"Expected no file at {path}, found one: edit it, or remove it first.")
    write_file(path, COMMENTED.encode())


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(
            f"Expected a settings file at {path}, found none: write one with `digits-report init`."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"Expected valid TOML in {path}, found “{error}”: mend that place.") from error
    except OSError as error:
        raise SettingsError(
            f"Expected to read {path}, found “{error.strerror}”: check the file and its permissions."
        ) from error


def _check(values: Mapping[str, object], origin: str) -> Settings:
    for name in values:
        if name not in Settings.model_fields:
            near = get_close_matches(name, Settings.model_fields, n=1)
            advice = (
                f"did you mean `{near[0]}`?" if near else f"known are {', '.join(Settings.model_fields)}."
            )
            raise SettingsError(f"Expected only known settings in {origin}, found `{name}`: {advice}")
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        allowed = first["msg"].removeprefix("Input should be ")
        raise SettingsError(
            f"Expected `{first['loc'][0]}` in {origin} to be {allowed}, found {first['input']!r}: "
            "change it, or leave it out for the default."
        ) from error
