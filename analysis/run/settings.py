"""What can be chosen: as an option of the command line, in digits-report.toml, in a notebook, or not at all.

Each field of `Settings` says everything about its setting.  The commented file, the options of the commands and their
`--help`, what `report.build` takes, and the messages follow from it.  Imports nothing that is slow.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any, Literal, get_args

from analysis.brought.networks.model_input_syntax import EXPECTED, spelled
from analysis.data.options import DataOptions, Stored
from analysis.models.recipes import PRESETS
from analysis.run import setting_kinds as kinds
from analysis.run.setting_kinds import Kind
from analysis.system import user_text
from analysis.system.errors import OutputError, SettingsError

Paper = Literal["a4", "letter"]
Length = Literal["full", "short"]

FILE = Path("digits-report.toml")
LARGEST_SEED = 2**31 - 1
HEAD = """\
# Settings of digits-report.  Options of the command line take precedence over this file, and this file over the
# defaults, which are the values shown here.  Paths are relative to the folder in which digits-report runs.
"""
# Who takes a setting: commands, and the function for notebooks.
TRAINING = ("build", "train", "analyze", "sweep")
STUDYING = ("build", "analyze")
WRITING = ("build", "render")
NOTEBOOK = "report.build"


@dataclass(frozen=True)
class Setting:
    """What is to be said about a setting, besides its name and its type."""

    default: Any
    kind: Kind
    comment: str = ""
    """Above it in the file; without a comment it cannot be set there."""
    example: object = None
    """Its value in the file where it has no default, or beside one that shows little."""
    of_images: bool = False
    """About other images than MNIST's: the file ends with these."""
    takers: tuple[str, ...] = ()
    """Names of the commands that have it as an option, and `NOTEBOOK`."""
    help: str = ""
    """Of the option, which may be shorter than the comment."""
    metavar: str | None = None
    """What stands for its value in the help."""
    absent: str = ""
    """What holds where the option is not given, if that is not simply the default."""


def setting(default: Any, kind: Kind, comment: str = "", **more: Any) -> Any:  # noqa: ANN401  # as dataclasses.field
    """Declare a field of `Settings`: `more` are fields of `Setting`."""
    return dataclasses.field(default=default, metadata={"setting": Setting(default, kind, comment, **more)})


@dataclass(frozen=True)
class Settings:
    """One choice of everything; `load` looks whether it is a valid one."""

    title: str | None = setting(
        None,
        kinds.NAME,
        "Title of the report.  Without one, the main result is the title.",
        example="How far?",
        takers=(NOTEBOOK,),
    )
    authors: tuple[str, ...] = setting(
        (),
        kinds.NAMES,
        "Authors, as printed on the cover.",
        example=["Ada Lovelace", "Charles Babbage"],
        takers=(NOTEBOOK,),
    )
    course: str = setting(
        "",
        kinds.LINE,
        "Course, as printed on the cover.  Without one, the report is not called a course report.",
        example="CS 101 – Machine Learning",
    )
    instructor: str = setting(
        "", kinds.LINE, "Instructor, as printed on the cover.", example="Professor Grace Hopper"
    )
    date: dt.date | None = setting(
        None,
        kinds.DAY,
        "Date on the cover.  Without one, the day of the build.",
        example=dt.date(2026, 11, 30),
    )
    acknowledgements: str | None = setting(
        None,
        kinds.TEXT,
        "Acknowledgements, printed near the end of the report.  Without any, there is no such section.",
        example="We thank …",
    )
    dataset: str = setting(
        "auto",
        kinds.DATASET,
        'Data: "auto" (MNIST, else scikit-learn\'s sample), "mnist" (MNIST only), "digits" (the sample), '
        "a set that is downloaded (fashion-mnist, kmnist, qmnist, emnist-digits, emnist-letters, emnist-balanced), "
        "or the path of other images (a folder of IDX, .npy, CSV or Parquet files or of pictures; an .npz, .csv, .parquet "
        "or .zip file).",
        takers=TRAINING,
        help="MNIST, else scikit-learn's sample; MNIST only; the sample; a set that is downloaded (fashion-mnist, kmnist, "
        "qmnist, emnist-digits, emnist-letters, emnist-balanced); or other images: a folder of IDX, .npy, CSV or Parquet "
        "files or of pictures; an .npz, .csv, .parquet or .zip file.",
        metavar="auto|mnist|digits|NAME|PATH",
    )
    classes: tuple[str, ...] = setting(
        (),
        kinds.CLASS_NAMES,
        "Names of the classes, in the order of the labels.  Without any, those of the files, or the labels.",
        example=["T-shirt", "Trouser", "Pullover"],
        of_images=True,
        takers=TRAINING,
        help='Of the classes of other images, in the order of the labels: "T-shirt, Trouser".',
        metavar="NAMES",
    )
    noun: str | None = setting(
        None,
        kinds.WORD,
        "What one of the classes is called.  Without it, digit or class.",
        example="garment",
        of_images=True,
    )
    nouns: str | None = setting(
        None,
        kinds.WORD,
        "What several of them are called, where that is not the regular English plural.",
        example="leaves",
        of_images=True,
    )
    pairs: tuple[tuple[str, str], ...] = setting(
        (),
        kinds.PAIRS,
        "Pairs of classes that are said to be confused, named before any error is seen.  Without any, 3/5 and 8/9 of "
        "digits; of other classes the two pairs whose mean training images are closest.",
        example=[["Shirt", "T-shirt"], ["Coat", "Pullover"]],
        of_images=True,
    )
    positive: str | None = setting(
        None,
        kinds.NAME,
        "Of two classes, the positive one, whose sensitivity and predictive value are reported.  Without it, the second.",
        example="malignant",
        of_images=True,
        takers=(*STUDYING, NOTEBOOK),
        help="Of two classes, the positive one.",
        metavar="NAME",
        absent="the second",
    )
    polarity: Stored = setting(
        "auto",
        kinds.one_of(get_args(Stored)),
        'How the images of a path are stored: "ink" (dark on light), "light" (light on dark), "photograph" (shown '
        'as they are), or "auto" (found from their margins).',
        of_images=True,
        takers=TRAINING,
        help="Other images are dark on light, light on dark, or photographs.",
    )
    resize: int | None = setting(
        None,
        kinds.whole(8, 64),
        "Scale the images of a path to squares of so many pixels a side.",
        example=28,
        of_images=True,
        takers=TRAINING,
        help="Scale other images to N × N pixels.",
        metavar="N",
    )
    all_images: bool = setting(
        False,
        kinds.TRUTH,
        "Publish every test image of a path, on a page of the site where they are sorted and filtered; otherwise the "
        "errors and some examples.  Of published sets all are shown anyway.",
        of_images=True,
    )
    preset: str = setting(
        "standard",
        kinds.one_of(tuple(PRESETS), f"one of {', '.join(PRESETS)}"),
        f"Recipe of the training: {', '.join(PRESETS)}; in the order of their training time.",
        takers=TRAINING,
        help="How long to train.",
    )
    seed: int = setting(
        0,
        kinds.whole(0, LARGEST_SEED),
        "Random seed of the validation split, of the training and of the simulations.",
        takers=(*TRAINING, NOTEBOOK),
        help="Of split and training.",
        metavar="N",
    )
    model: Path | None = setting(
        None,
        kinds.PATH,
        "Study the network of this .keras, .h5 or .onnx file instead of training one.",
        example="model.keras",
        takers=STUDYING,
        help="Study this .keras, .h5 or .onnx file instead of training a network.",
        metavar="FILE",
    )
    model_input: str | None = setting(
        None,
        kinds.words(EXPECTED, spelled),
        "How that network wants its images, where that cannot be found on training images.",
        example="0-255, inverted",
        takers=STUDYING,
        help='How it wants its images, such as "0-255, inverted".',
        metavar="WORDS",
        absent="found on training images",
    )
    predictions: Path | None = setting(
        None,
        kinds.PATH,
        "Study the predictions in this .npy, .npz or CSV file (with labels, or for `dataset`) instead of a network's.",
        example="predictions.csv",
        takers=STUDYING,
        help="Study the predictions in an .npy, .npz or CSV file; labels beside them, or those of --dataset.",
        metavar="FILE",
    )
    retrain: bool = setting(
        False,
        kinds.TRUTH,
        takers=("build", "train", "analyze"),
        help="Train, though a finished run is there.",
    )
    extras: bool = setting(
        True,
        kinds.TRUTH,
        "Make the studies that take long: of errors, the nearest training images and what the network looks at.",
        takers=STUDYING,
        help="Leave out the studies that take long.",
    )
    out: Path | None = setting(
        None,
        kinds.PATH,
        "Folder of the report.  Without one: site, or site-sample for scikit-learn's sample.",
        example="site",
        takers=("build", "analyze", "render", NOTEBOOK),
        help="Where the site goes.",
        metavar="FOLDER",
        absent="site, or site-sample for the sample",
    )
    config: Path | None = setting(
        None,
        kinds.PATH,
        takers=TRAINING,
        help="Settings.",
        metavar="FILE",
        absent="digits-report.toml, if it exists",
    )
    paper: Paper = setting(
        "letter",
        kinds.one_of(get_args(Paper)),
        "Size of the pages of the PDF.  `digits-report init` writes here what is usual in your country.",
        takers=WRITING,
        help="Pages of the PDF.",
        absent="as the settings say",
    )
    length: Length = setting(
        "full",
        kinds.one_of(get_args(Length)),
        "Length of the PDF: full has everything, the details in an appendix; short has the main points on at most "
        "8 pages.  The site has everything anyway.",
        takers=WRITING,
        help="Of the PDF: all, or at most 8 pages.",
        absent="as the settings say",
    )
    site_url: str | None = setting(
        None,
        kinds.ADDRESS,
        "Address at which the site will be published; the PDF names it.",
        example="https://example.org/report/",
        takers=WRITING,
        help="Where the site will be published.",
        metavar="ADDRESS",
    )
    single_file: Path | None = setting(
        None,
        kinds.PATH,
        takers=(*WRITING, NOTEBOOK),
        help="Write the whole site as one file, too.",
        metavar="FILE.html",
    )
    pdf: bool = setting(
        True,
        kinds.TRUTH,
        "Write the report as a PDF as well.",
        takers=(*WRITING, NOTEBOOK),
        help="Leave the PDF out.",
    )

    def data_options(self) -> DataOptions:
        """Return what the readers of images take."""
        return DataOptions(self.classes, self.noun, self.nouns, self.polarity, self.resize, self.seed)


def declared() -> dict[str, Setting]:
    """Return what is said about each setting, by name."""
    return {field.name: field.metadata["setting"] for field in dataclasses.fields(Settings)}


def taken_by(taker: str) -> dict[str, Setting]:
    """Return the settings that a command takes as options, or `NOTEBOOK` as arguments, by name."""
    return {name: said for name, said in declared().items() if taker in said.takers}


def in_file() -> dict[str, Setting]:
    """Return the settings that the file may hold, in its order."""
    there = {name: said for name, said in declared().items() if said.comment}
    return dict(sorted(there.items(), key=lambda item: item[1].of_images))


def load(config: Path | None, options: Mapping[str, object]) -> Settings:
    """Put the options that were given (not None) over the file, and the file over the defaults.

    Without `config`, digits-report.toml of the working folder is read if there is one.  Raises SettingsError.
    """
    path = config or (FILE if FILE.is_file() else None)
    in_the_file = _checked(user_text.read(path), in_file(), str(path)) if path else {}
    given = {name: value for name, value in options.items() if value is not None}
    return Settings(**in_the_file | _checked(given, declared(), "the options"))


def _checked(values: Mapping[str, object], known: Mapping[str, Setting], origin: str) -> dict[str, Any]:
    """Return values as the program uses them.  Raises SettingsError at the first that is unknown or cannot be used."""
    for name in values:
        if name not in known:
            raise SettingsError(
                f"Expected only known settings in {origin}, found `{user_text.short(name)}`: {_meant(name, known)}"
            )
    return {
        name: _read(name, values[name], said.kind, origin) for name, said in known.items() if name in values
    }


def _meant(name: str, known: Mapping[str, Setting]) -> str:
    """Say which setting may have been meant."""
    from difflib import get_close_matches  # noqa: PLC0415  # `digits-report --help` stays instant

    near = get_close_matches(name, known, n=1)
    return f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}."


def _read(name: str, value: object, kind: Kind, origin: str) -> Any:  # noqa: ANN401  # of the setting's type
    try:
        return kind.read(value)
    except ValueError as error:
        fault = error.args[0]
        raise SettingsError(
            f"Expected `{name}` in {origin} to be {kind.expected}, found {user_text.found(fault)}: "
            f"{user_text.advice(fault)}"
        ) from error


def write_commented(path: Path, **chosen: object) -> None:
    """Write the file of `commented`.  Raises OutputError where one exists."""
    from analysis.system.files import write_file  # noqa: PLC0415  # `digits-report --help` stays instant

    if path.exists():
        raise OutputError(f"Expected no file at {path}, found one: edit it, or remove it first.")
    write_file(path, commented(**chosen).encode())


def commented(**chosen: object) -> str:
    """Return a settings file with all settings, their comments, and what was chosen or else their defaults."""
    return "\n".join([HEAD, *(_commented(name, said, chosen) for name, said in in_file().items())])


def _commented(name: str, said: Setting, chosen: Mapping[str, object]) -> str:
    """Return a comment and a line of TOML; the line is a comment, too, where the default is to have no value."""
    value = chosen.get(name, said.default)
    if value is None:
        line = f"# {name} = {_toml(said.example)}"
    else:
        line = f"{name} = {_toml(value)}" + (f"  # {_toml(said.example)}" if said.example else "")
    comment = fill(said.comment, 110, initial_indent="# ", subsequent_indent="# ")
    return f"{comment}\n{line}\n"


def _toml(value: object) -> str:
    """Write a text, whole number, truth value, date, or list of texts as TOML, which agrees with JSON on these."""
    import json  # noqa: PLC0415  # as above

    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)
