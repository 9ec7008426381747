"""digits-report on the command line: parse, call, say where it went.

Nothing heavy is imported before a command runs, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from analysis.system import interrupts
from report.cli import more
from report.cli.options import Call, with_options
from report.cli.surroundings import Surroundings
from report.cli.usage import OneSentenceGroup

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
@with_options
def build(call: Call) -> None:
    """Do it all: train or load, predict, study, write site and PDF."""
    with call.stage():
        settings = call.settings()
        from report.cli import commands

    commands.build(settings, call.console)


@app.command()
@with_options
def train(call: Call) -> None:
    """Train a network and keep the run under runs/."""
    with call.stage():
        settings = call.settings()
        from report.cli import commands

    commands.train(settings, call.console)


@app.command()
@with_options
def analyze(
    call: Call,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the bundle goes.")] = Path("results.json"),
) -> None:
    """Train or load, predict and study; write results.json."""
    with call.stage():
        settings = call.settings()
        from report.cli import commands

    commands.analyze(settings, call.console, out)


@app.command()
@with_options
def render(
    call: Call,
    results: Annotated[Path, typer.Argument(help="The bundle.")] = Path("site/results.json"),
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Where the site goes. [default: where the bundle is, if that is a site]"
        ),
    ] = None,
) -> None:
    """Make site and PDF anew from results.json alone.

    Neither data nor network nor TensorFlow are needed.
    """
    with call.stage():
        from report.cli import commands

    commands.render(results, out, call.console, commands.Made(**call.given))


@app.command()
@with_options
def sweep(
    call: Call,
    seeds: Annotated[int, typer.Option(metavar="N", min=2, help="How many, counted up from --seed.")] = 5,
    jobs: Annotated[int, typer.Option(metavar="N", min=1, help="How many at a time.")] = max(
        1, (os.cpu_count() or 1) // 2
    ),
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="tcp://HOST:PORT", help="Train on the workers of this Dask scheduler."),
    ] = None,
) -> None:
    """Train from several seeds, to see how much the seed matters.

    Finished seeds are kept: an interrupted sweep goes on where it was.  The next build puts it into the report.
    """
    with call.stage():
        settings = call.settings()
        from report.cli import commands

    commands.sweep(settings, call.console, seeds, jobs, scheduler)


for command in (more.predict, more.compare, more.doctor, more.init):
    app.command()(command)


def main() -> None:
    """Run the command line; signals end it as errors do, with nothing left behind."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 gets question marks, no traceback
    around = Surroundings()
    try:
        with interrupts.heeded(around.clean):
            around.prepare()
            app()
    except SystemExit as ended:
        if "tensorflow" in sys.modules:
            interrupts.leave_after(ended)
        raise
