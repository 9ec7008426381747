"""The options of the command line, shared by the commands."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analysis.models.recipes import PRESETS

# The names of the recipes, as a choice of the command line.
Preset = StrEnum("Preset", {name.upper(): name for name in PRESETS})  # type: ignore[misc]  # the names are data


Dataset = Annotated[
    str | None,
    typer.Option(
        metavar="auto|mnist|digits|NAME|PATH",
        help="MNIST, else scikit-learn's sample; MNIST only; the sample; a set that is downloaded (fashion-mnist, kmnist, "
        "qmnist, emnist-digits, emnist-letters, emnist-balanced); or other images: a folder of IDX, .npy or CSV files or "
        "of pictures by class; an .npz, .csv or .zip file. "
        "[default: auto]",
        show_default=False,
    ),
]
ClassNames = Annotated[
    str | None,
    typer.Option(
        "--classes",
        metavar="NAMES",
        help='Of the classes of other images, in the order of the labels: "T-shirt, Trouser".',
    ),
]
Polarity = StrEnum("Polarity", {name.upper(): name for name in ("auto", "ink", "light", "photograph")})  # type: ignore[misc]  # as above
PolarityOption = Annotated[
    Polarity | None,
    typer.Option(
        "--polarity",
        help="Other images are dark on light, light on dark, or photographs. [default: auto]",
        show_default=False,
    ),
]
Resize = Annotated[
    int | None,
    typer.Option("--resize", metavar="N", min=8, max=64, help="Scale other images to N × N pixels."),
]
PresetOption = Annotated[
    Preset | None, typer.Option("--preset", help="How long to train. [default: standard]", show_default=False)
]
Seed = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=0, max=2**31 - 1, help="Of split and training. [default: 0]", show_default=False
    ),
]
Model = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Study this .keras, .h5 or .onnx file instead of training a network."),
]
ModelInput = Annotated[
    str | None,
    typer.Option(
        metavar="WORDS",
        help='How it wants its images, such as "0-255, inverted". [default: found on training images]',
        show_default=False,
    ),
]
Predictions = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Study the predictions in an .npy, .npz or CSV file; labels beside them, or those of --dataset.",
    ),
]
Retrain = Annotated[bool, typer.Option("--retrain", help="Train, though a finished run is there.")]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER", help="Where the site goes. [default: site, or site-sample for the sample]"
    ),
]
Config = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Settings. [default: digits-report.toml, if it exists]")
]
Paper = StrEnum("Paper", {"A4": "a4", "LETTER": "letter"})
PaperOption = Annotated[
    Paper | None,
    typer.Option("--paper", help="Pages of the PDF. [default: as the settings say]", show_default=False),
]
Length = StrEnum("Length", {"FULL": "full", "SHORT": "short"})
LengthOption = Annotated[
    Length | None,
    typer.Option(
        "--length",
        help="Of the PDF: all, or at most 8 pages. [default: as the settings say]",
        show_default=False,
    ),
]
SiteUrl = Annotated[
    str | None,
    typer.Option("--site-url", metavar="ADDRESS", help="Where the site will be published."),
]
SingleFile = Annotated[
    Path | None,
    typer.Option("--single-file", metavar="FILE.html", help="Write the whole site as one file, too."),
]
NoPdf = Annotated[bool, typer.Option("--no-pdf", help="Leave the PDF out.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the traceback of an error.")]
