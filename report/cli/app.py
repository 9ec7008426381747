"""digits-report on the command line: parse, call, say where it went.

Nothing heavy is imported before a command runs, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.system import interrupts
from report.cli import more
from report.cli.options import (
    ClassNames,
    Config,
    Dataset,
    LengthOption,
    Model,
    ModelInput,
    NoPdf,
    Out,
    PaperOption,
    PolarityOption,
    Predictions,
    PresetOption,
    Quiet,
    Resize,
    Retrain,
    Seed,
    SingleFile,
    SiteUrl,
    Verbose,
)
from report.cli.surroundings import Surroundings
from report.cli.usage import OneSentenceGroup

if TYPE_CHECKING:
    from analysis.run.settings import Settings
    from report.cli.console import Console

app = typer.Typer(
    name="digits-report",
    cls=OneSentenceGroup,
    help="Train a small CNN on MNIST, measure its errors and its confidence, and write the report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: Rich, with the Markdown that it brings, takes three times as long
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def build(
    dataset: Dataset = None,
    classes: ClassNames = None,
    polarity: PolarityOption = None,
    resize: Resize = None,
    preset: PresetOption = None,
    seed: Seed = None,
    model: Model = None,
    model_input: ModelInput = None,
    predictions: Predictions = None,
    retrain: Retrain = False,
    out: Out = None,
    config: Config = None,
    paper: PaperOption = None,
    length: LengthOption = None,
    site_url: SiteUrl = None,
    single_file: SingleFile = None,
    no_pdf: NoPdf = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Do it all: train or load, predict, study, write site and PDF."""
    with _console(quiet, verbose) as console:
        printed = {"pdf": False if no_pdf else None, "paper": paper, "length": length, "site_url": site_url}
        of_data = {"classes": classes, "polarity": polarity, "resize": resize}
        given = {"model": model, "model_input": model_input, "predictions": predictions, "out": out}
        settings = _settings(config, dataset=dataset, preset=preset, seed=seed, **of_data, **given, **printed)
        from report.cli import commands

        commands.build(settings, console, retrain=retrain, single=single_file)


@app.command()
def train(
    dataset: Dataset = None,
    classes: ClassNames = None,
    polarity: PolarityOption = None,
    resize: Resize = None,
    preset: PresetOption = None,
    seed: Seed = None,
    retrain: Retrain = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Train a network and keep the run under runs/."""
    with _console(quiet, verbose) as console:
        of_data = {"classes": classes, "polarity": polarity, "resize": resize}
        settings = _settings(config, dataset=dataset, preset=preset, seed=seed, **of_data)
        from report.cli import commands

        commands.train(settings, console, retrain=retrain)


@app.command()
def analyze(
    dataset: Dataset = None,
    classes: ClassNames = None,
    polarity: PolarityOption = None,
    resize: Resize = None,
    preset: PresetOption = None,
    seed: Seed = None,
    model: Model = None,
    model_input: ModelInput = None,
    predictions: Predictions = None,
    retrain: Retrain = False,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the bundle goes.")] = Path("results.json"),
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Train or load, predict and study; write results.json."""
    with _console(quiet, verbose) as console:
        of_data = {"classes": classes, "polarity": polarity, "resize": resize}
        given = {"model": model, "model_input": model_input, "predictions": predictions}
        settings = _settings(config, dataset=dataset, preset=preset, seed=seed, **of_data, **given)
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
    paper: PaperOption = None,
    length: LengthOption = None,
    site_url: SiteUrl = None,
    single_file: SingleFile = None,
    no_pdf: NoPdf = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make site and PDF anew from results.json alone.

    Neither data nor network nor TensorFlow are needed.
    """
    with _console(quiet, verbose) as console:
        from report.cli import commands

        made = commands.Made(paper, length, site_url, single_file, with_pdf=not no_pdf)
        commands.render(results, out, console, made)


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
    classes: ClassNames = None,
    polarity: PolarityOption = None,
    resize: Resize = None,
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
        of_data = {"classes": classes, "polarity": polarity, "resize": resize}
        settings = _settings(config, dataset=dataset, preset=preset, seed=seed, **of_data)
        from report.cli import commands

        commands.sweep(settings, console, seeds, jobs, scheduler)


for command in (more.predict, more.doctor, more.init):
    app.command()(command)


def _settings(config: Path | None, **options: object) -> Settings:
    from analysis.run import provenance, settings  # noqa: PLC0415

    provenance.now()  # refuse a wrong SOURCE_DATE_EPOCH before the training
    return settings.load(config, options)


def _console(quiet: bool, verbose: bool) -> AbstractContextManager[Console]:
    from report.cli.console import attending

    return attending(quiet=quiet, verbose=verbose)


def main() -> None:
    """Run the command line; signals end it as errors do, with nothing left behind."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 gets question marks, no traceback
    around = Surroundings()
    with interrupts.heeded(around.clean):
        around.prepare()
        app()
