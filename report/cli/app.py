"""digits-report on the command line: parse, call, say where it went.

Nothing heavy is imported before a command runs, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.models.recipes import PRESETS

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from analysis.settings import Settings
    from report.cli.console import Console

app = typer.Typer(
    name="digits-report",
    help="Train a small CNN on MNIST, measure its errors and its confidence, and write the report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: Rich, with the Markdown that it brings, takes three times as long
    context_settings={"help_option_names": ["-h", "--help"]},
)


# The names of the recipes, as a choice of the command line.
Preset = StrEnum("Preset", {name.upper(): name for name in PRESETS})  # type: ignore[misc]  # the names are data


Dataset = Annotated[
    str | None,
    typer.Option(
        metavar="auto|mnist|digits|PATH",
        help="MNIST, else scikit-learn's sample; MNIST only; the sample; or a folder of IDX files or an .npz file. "
        "[default: auto]",
        show_default=False,
    ),
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
    Path | None, typer.Option(metavar="FILE", help="Study this .keras file instead of training a network.")
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
NoPdf = Annotated[bool, typer.Option("--no-pdf", help="Leave the PDF out.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the traceback of an error.")]


@app.command()
def build(
    dataset: Dataset = None,
    preset: PresetOption = None,
    seed: Seed = None,
    model: Model = None,
    retrain: Retrain = False,
    out: Out = None,
    config: Config = None,
    no_pdf: NoPdf = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Do it all: train or load, predict, study, write site and PDF."""
    with _console(quiet, verbose) as console:
        pdf = False if no_pdf else None
        settings = _settings(config, dataset=dataset, preset=preset, seed=seed, model=model, out=out, pdf=pdf)
        from report.cli import commands

        commands.build(settings, console, retrain=retrain)


@app.command()
def train(
    dataset: Dataset = None,
    preset: PresetOption = None,
    seed: Seed = None,
    retrain: Retrain = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Train a network and keep the run under runs/."""
    with _console(quiet, verbose) as console:
        settings = _settings(config, dataset=dataset, preset=preset, seed=seed)
        from report.cli import commands

        commands.train(settings, console, retrain=retrain)


@app.command()
def analyze(
    dataset: Dataset = None,
    preset: PresetOption = None,
    seed: Seed = None,
    model: Model = None,
    retrain: Retrain = False,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the bundle goes.")] = Path("results.json"),
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Train or load, predict and study; write results.json."""
    with _console(quiet, verbose) as console:
        settings = _settings(config, dataset=dataset, preset=preset, seed=seed, model=model)
        from report.cli import commands

        commands.analyze(settings, console, out, retrain=retrain)


@app.command()
def render(
    results: Annotated[Path, typer.Argument(help="The bundle.")] = Path("site/results.json"),
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Where the site goes. [default: where the bundle is, if that is a site]"
        ),
    ] = None,
    no_pdf: NoPdf = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make site and PDF anew from results.json alone.

    Neither data nor network nor TensorFlow are needed.
    """
    with _console(quiet, verbose) as console:
        from report.cli import commands

        commands.render(results, out, console, with_pdf=not no_pdf)


@app.command()
def sweep(
    seeds: Annotated[int, typer.Option(metavar="N", min=2, help="How many, counted up from --seed.")] = 5,
    jobs: Annotated[int, typer.Option(metavar="N", min=1, help="How many at a time.")] = max(
        1, (os.cpu_count() or 1) // 2
    ),
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="tcp://HOST:PORT", help="Train on the workers of this Dask scheduler."),
    ] = None,
    dataset: Dataset = None,
    preset: PresetOption = None,
    seed: Seed = None,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Train from several seeds, to see how much the seed matters.

    Finished seeds are kept: an interrupted sweep goes on where it was.  The next build puts it into the report.
    """
    with _console(quiet, verbose) as console:
        settings = _settings(config, dataset=dataset, preset=preset, seed=seed)
        from report.cli import commands

        commands.sweep(settings, console, seeds, jobs, scheduler)


@app.command()
def doctor() -> None:
    """Check what a build needs, and name the remedies."""
    from report.cli.doctor import examine

    with _console(quiet=False, verbose=False) as console:
        if not examine(console):
            raise typer.Exit(1)


@app.command()
def init(
    path: Annotated[Path, typer.Argument(help="The file to write.")] = Path("digits-report.toml"),
) -> None:
    """Write a commented settings file, digits-report.toml."""
    with _console(quiet=False, verbose=False) as console:
        from analysis.settings import write_commented  # noqa: PLC0415

        write_commented(path)
        console.say(f"Wrote {path}: fill in the authors.")


def _settings(config: Path | None, **options: object) -> Settings:
    from analysis import settings  # noqa: PLC0415

    return settings.load(config, options)


def _console(quiet: bool, verbose: bool) -> AbstractContextManager[Console]:
    from report.cli.console import attending

    return attending(quiet=quiet, verbose=verbose)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 gets question marks, no traceback
    app()
