"""What can be chosen: by option, in digits-report.toml, or not at all.

Each field of `Settings` says everything about its setting; the commented file and the messages follow from them.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from difflib import get_close_matches
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from analysis.errors import OutputError, SettingsError
from analysis.files import write_file
from analysis.models.recipes import PRESETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo

FILE = Path("digits-report.toml")
LARGEST_SEED = 2**31 - 1
HEAD = """\
# Settings of digits-report.  Options of the command line take precedence over this file, and this file over the
# defaults, which are the values shown here.  Paths are relative to the folder in which digits-report runs.
"""


def _alone(value: object) -> object:
    """Take one name for a list of one."""
    return (value,) if isinstance(value, str) else value


def _known(preset: str) -> str:
    """Return a preset as a plain string.  Raises ValueError where there is none of that name."""
    if preset not in PRESETS:
        raise ValueError(preset)
    return str(preset)


def _setting(description: str, expected: str, example: object = None) -> Any:  # noqa: ANN401  # as pydantic's Field
    """Describe a setting: its comment in the file, what it must be, and an example."""
    return Field(
        description=description,
        examples=[example] if example else None,
        json_schema_extra={"expected": expected},
    )


class Settings(BaseModel):
    """One valid choice of everything."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[
        str | None,
        _setting("Title of the report.  Without one, the main result is the title.", "a text", "How far?"),
    ] = None
    authors: Annotated[
        tuple[str, ...],
        BeforeValidator(_alone),
        _setting("Authors, as printed on the cover.", "a list of names", ["Ada Lovelace", "Charles Babbage"]),
    ] = ()
    course: Annotated[str, _setting("Course, as printed on the cover.", "a text")] = (
        "AIT 736 – Applied Machine Learning"
    )
    instructor: Annotated[str, _setting("Instructor, as printed on the cover.", "a text")] = (
        "Professor Yang Lei"
    )
    date: Annotated[
        dt.date | None,
        _setting(
            "Date on the cover.  Without one, the day of the build.",
            "a date such as 2026-11-30",
            dt.date(2026, 11, 30),
        ),
    ] = None
    acknowledgements: Annotated[
        str | None,
        _setting(
            "Acknowledgements, printed near the end of the report.  Without any, there is no such section.",
            "a text",
            "We thank …",
        ),
    ] = None
    dataset: Annotated[
        str,
        Field(min_length=1),
        _setting(
            'Data: "auto" (MNIST, else scikit-learn\'s sample), "mnist" (MNIST only), "digits" (the sample), '
            "or the path of a folder with the four IDX files or of an .npz file.",
            '"auto", "mnist", "digits" or a path',
        ),
    ] = "auto"
    preset: Annotated[
        str,
        AfterValidator(_known),
        _setting(
            f"Recipe of the training: {', '.join(PRESETS)}; in the order of their training time.",
            f"one of {', '.join(PRESETS)}",
        ),
    ] = "standard"
    seed: Annotated[
        int,
        Field(strict=True, ge=0, le=LARGEST_SEED),
        _setting(
            "Random seed of the validation split, of the training and of the simulations.",
            f"a whole number from 0 to {LARGEST_SEED}",
        ),
    ] = 0
    model: Annotated[
        Path | None,
        _setting("Study the network of this .keras file instead of training one.", "a path", "model.keras"),
    ] = None
    out: Annotated[
        Path | None,
        _setting(
            "Folder of the report.  Without one: site, or site-sample for scikit-learn's sample.",
            "a path",
            "site",
        ),
    ] = None
    pdf: Annotated[
        bool, Field(strict=True), _setting("Write the report as a PDF as well.", "true or false")
    ] = True


def load(config: Path | None, options: Mapping[str, object]) -> Settings:
    """Put the options that were given (not None) over the file, and the file over the defaults.

    Without `config`, digits-report.toml of the working folder is read if there is one.  Raises SettingsError.
    """
    path = config or (FILE if FILE.is_file() else None)
    written = _read(path) if path else {}
    _check(written, str(path))
    given = {name: value for name, value in options.items() if value is not None}
    return _check({**written, **given}, "the options")


def commented() -> str:
    """Return a settings file with all settings, their defaults and their comments."""
    parts = (_commented(name, field) for name, field in Settings.model_fields.items())
    return "\n".join([HEAD, *parts])


def write_commented(path: Path) -> None:
    """Write that file.  Raises OutputError where one exists."""
    if path.exists():
        raise OutputError(f"Expected no file at {path}, found one: edit it, or remove it first.")
    write_file(path, commented().encode())


def _commented(name: str, field: FieldInfo) -> str:
    """Return a comment and a line of TOML; the line is a comment, too, where the default is to have no value."""
    example = field.examples[0] if field.examples else None
    if field.default is None:
        line = f"# {name} = {_toml(example)}"
    else:
        line = f"{name} = {_toml(field.default)}" + (f"  # {_toml(example)}" if example else "")
    comment = fill(field.description or "", 110, initial_indent="# ", subsequent_indent="# ")
    return f"{comment}\n{line}\n"


def _toml(value: object) -> str:
    """Write a text, whole number, truth value, date, or list of texts as TOML, which agrees with JSON on these."""
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)


def _read(path: Path) -> dict[str, Any]:
    try:
        # Some editors begin a UTF-8 file with a byte order mark, which TOML does not allow.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise SettingsError(
            f"Expected a settings file at {path}, found none: write one with `digits-report init`."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"Expected valid TOML in {path}, found “{error}”: correct that place; "
            "text stands in quotation marks, a path with backslashes in single ones."
        ) from error
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
        name = str(first["loc"][0])
        raise SettingsError(
            f"Expected `{name}` in {origin} to be {_expected(name)}, found {first['input']!r}: "
            "change it, or leave it out for the default."
        ) from error


def _expected(name: str) -> str:
    extra = Settings.model_fields[name].json_schema_extra
    return str(extra["expected"]) if isinstance(extra, dict) else ""
