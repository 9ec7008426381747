"""What can be chosen: by option, in digits-report.toml, or not at all.

Each field of `Settings` says everything about its setting; the commented file and the messages follow from them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from textwrap import fill
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic.fields import FieldInfo

from analysis.brought.networks.model_input_syntax import EXPECTED, spelled
from analysis.bundle.checks.provenance import ADDRESS
from analysis.models.recipes import PRESETS
from analysis.run.data_settings import DataSettings, Line, Name, Place, Text, alone, setting
from analysis.system import user_text
from analysis.system.errors import OutputError, SettingsError
from analysis.system.files import write_file

FILE = Path("digits-report.toml")
LARGEST_SEED = 2**31 - 1
LINE = "a text of one line and at most 300 characters"
HEAD = """\
# Settings of digits-report.  Options of the command line take precedence over this file, and this file over the
# defaults, which are the values shown here.  Paths are relative to the folder in which digits-report runs.
"""


def _known(preset: str) -> str:
    """Return a preset as a plain string.  Raises ValueError where there is none of that name."""
    if preset not in PRESETS:
        raise ValueError(preset)
    return str(preset)


class Settings(DataSettings):
    """One valid choice of everything."""

    title: Annotated[
        Name | None,
        setting("Title of the report.  Without one, the main result is the title.", LINE, "How far?"),
    ] = None
    authors: Annotated[
        tuple[Name, ...],
        Field(max_length=100),
        BeforeValidator(alone),
        setting(
            "Authors, as printed on the cover.",
            "a list of names (at most 100, none of them empty)",
            ["Ada Lovelace", "Charles Babbage"],
        ),
    ] = ()
    course: Annotated[Line, setting("Course, as printed on the cover.", LINE)] = (
        "AIT 736 – Applied Machine Learning"
    )
    instructor: Annotated[Line, setting("Instructor, as printed on the cover.", LINE)] = "Professor Yang Lei"
    date: Annotated[
        dt.date | None,
        BeforeValidator(user_text.day),
        setting(
            "Date on the cover.  Without one, the day of the build.",
            "a date such as 2026-11-30 (from 1900 to 2100)",
            dt.date(2026, 11, 30),
        ),
    ] = None
    acknowledgements: Annotated[
        Text | None,
        setting(
            "Acknowledgements, printed near the end of the report.  Without any, there is no such section.",
            "a text of at most 5,000 characters",
            "We thank …",
        ),
    ] = None
    dataset: Annotated[
        str,
        BeforeValidator(user_text.place),
        setting(
            'Data: "auto" (MNIST, else scikit-learn\'s sample), "mnist" (MNIST only), "digits" (the sample), '
            "a set that is downloaded (fashion-mnist, kmnist, qmnist, emnist-digits, emnist-letters, emnist-balanced), "
            "or the path of other images (a folder of IDX, .npy or CSV files or of pictures by class; an .npz, .csv or "
            ".zip file).",
            '"auto", "mnist", "digits", the name of a set, or a path',
        ),
    ] = "auto"
    preset: Annotated[
        str,
        AfterValidator(_known),
        setting(
            f"Recipe of the training: {', '.join(PRESETS)}; in the order of their training time.",
            f"one of {', '.join(PRESETS)}",
        ),
    ] = "standard"
    seed: Annotated[
        int,
        Field(strict=True, ge=0, le=LARGEST_SEED),
        setting(
            "Random seed of the validation split, of the training and of the simulations.",
            f"a whole number from 0 to {LARGEST_SEED}",
        ),
    ] = 0
    model: Annotated[
        Place | None,
        setting(
            "Study the network of this .keras, .h5 or .onnx file instead of training one.",
            "a path",
            "model.keras",
        ),
    ] = None
    model_input: Annotated[
        str | None,
        AfterValidator(spelled),
        setting(
            "How that network wants its images, where that cannot be found on training images.",
            EXPECTED,
            "0-255, inverted",
        ),
    ] = None
    predictions: Annotated[
        Place | None,
        setting(
            "Study the predictions in this .npy, .npz or CSV file (with labels, or for `dataset`) instead of a network's.",
            "a path",
            "predictions.csv",
        ),
    ] = None
    out: Annotated[
        Place | None,
        setting(
            "Folder of the report.  Without one: site, or site-sample for scikit-learn's sample.",
            "a path",
            "site",
        ),
    ] = None
    paper: Annotated[
        Literal["a4", "letter"],
        setting(
            "Size of the pages of the PDF.  `digits-report init` writes here what is usual in your country.",
            '"a4" or "letter"',
        ),
    ] = "letter"
    length: Annotated[
        Literal["full", "short"],
        setting(
            "Length of the PDF: full has everything, the details in an appendix; short has the main points on at most "
            "8 pages.  The site has everything anyway.",
            '"full" or "short"',
        ),
    ] = "full"
    site_url: Annotated[
        Line | None,
        Field(pattern=f"^{ADDRESS.pattern}$"),
        setting(
            "Address at which the site will be published; the PDF names it.",
            "an address that begins with https:// or http://",
            "https://example.org/report/",
        ),
    ] = None
    pdf: Annotated[
        bool, Field(strict=True), setting("Write the report as a PDF as well.", "true or false")
    ] = True


def load(config: Path | None, options: Mapping[str, object]) -> Settings:
    """Put the options that were given (not None) over the file, and the file over the defaults.

    Without `config`, digits-report.toml of the working folder is read if there is one.  Raises SettingsError.
    """
    path = config or (FILE if FILE.is_file() else None)
    given_in_file = user_text.read(path) if path else {}
    _check(given_in_file, str(path))
    given = {name: value for name, value in options.items() if value is not None}
    return _check({**given_in_file, **given}, "the options")


def commented(**chosen: object) -> str:
    """Return a settings file with all settings, their comments, and what was chosen or else their defaults."""
    parts = (_commented(name, Settings.model_fields[name], chosen) for name in _ordered())
    return "\n".join([HEAD, *parts])


def _ordered() -> list[str]:
    """Return the names of the settings, those of the base last."""
    return sorted(Settings.model_fields, key=lambda name: name in DataSettings.model_fields)


def write_commented(path: Path, **chosen: object) -> None:
    """Write that file.  Raises OutputError where one exists."""
    if path.exists():
        raise OutputError(f"Expected no file at {path}, found one: edit it, or remove it first.")
    write_file(path, commented(**chosen).encode())


def _commented(name: str, field: FieldInfo, chosen: Mapping[str, object]) -> str:
    """Return a comment and a line of TOML; the line is a comment, too, where the default is to have no value."""
    example = field.examples[0] if field.examples else None
    value = chosen.get(name, field.default)
    if value is None:
        line = f"# {name} = {_toml(example)}"
    else:
        line = f"{name} = {_toml(value)}" + (f"  # {_toml(example)}" if example else "")
    comment = fill(field.description or "", 110, initial_indent="# ", subsequent_indent="# ")
    return f"{comment}\n{line}\n"


def _toml(value: object) -> str:
    """Write a text, whole number, truth value, date, or list of texts as TOML, which agrees with JSON on these."""
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)


def _check(values: Mapping[str, object], origin: str) -> Settings:
    for name in values:
        if name not in Settings.model_fields:
            raise SettingsError(
                f"Expected only known settings in {origin}, found `{user_text.short(name)}`: {_known_settings(name)}"
            )
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        raise SettingsError(
            f"Expected `{name}` in {origin} to be {_expected(name)}, found {user_text.found(first['input'])}: "
            f"{user_text.advice(first['input'])}"
        ) from error


def _known_settings(name: str) -> str:
    """Say which setting may have been meant."""
    near = get_close_matches(name, Settings.model_fields, n=1)
    return f"did you mean `{near[0]}`?" if near else f"known are {', '.join(_ordered())}."


def _expected(name: str) -> str:
    extra = Settings.model_fields[name].json_schema_extra
    return str(extra["expected"]) if isinstance(extra, dict) else ""
