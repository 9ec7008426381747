"""The commands that train nothing: what they take, and nothing that is slow to import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report.cli.country import PAPERS, usual_paper
from report.cli.options import Quiet, Verbose


def predict(
    images: Annotated[
        list[Path],
        typer.Argument(help="Pictures, folders of pictures, or CSV files of pixels.", show_default=False),
    ],
    model: Annotated[
        Path, typer.Option(metavar="FILE", help="The network of a site, with its results.json beside it.")
    ] = Path("site/model.keras"),
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the answers as CSV.", show_default=False)
    ] = None,
    kaggle: Annotated[bool, typer.Option("--kaggle", help="Write that CSV as ImageId,Label.")] = False,
    show: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write what the network saw as pictures.", show_default=False),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Let the network of a report name new images.

    Photographs of handwritten digits are brought into the form of MNIST's images where the network is one of MNIST.
    """
    from report.cli.console import attending

    with attending(quiet=quiet, verbose=verbose) as console:
        with console.stage("getting ready to predict"):
            from report.cli import predict as command  # noqa: PLC0415  # NumPy

        if not command.predict(images, model, out, show, console, kaggle=kaggle):
            raise typer.Exit(1)


def compare(
    reports: Annotated[
        list[Path],
        typer.Argument(help="Two or more reports: folders of sites, or results.json.", show_default=False),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the page goes.")] = Path("compare.html"),
    fail_if_worse: Annotated[
        bool, typer.Option("--fail-if-worse", help="Exit with 1 where one is less accurate, beyond chance.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compare reports on the same test images: the first with each other one.

    What each fixes and breaks, image by image, in one page; exits with 2 where they cannot be compared.
    """
    from report.cli.console import attending

    with attending(quiet=quiet, verbose=verbose, code=2) as console:
        with console.stage("getting ready to compare"):
            from report.cli import compare as command  # noqa: PLC0415  # NumPy

        is_worse = command.compare(reports, out, console)
    if fail_if_worse and is_worse:
        raise typer.Exit(1)


def doctor() -> None:
    """Check what a build needs, and name the remedies."""
    from report.cli.console import attending
    from report.cli.start_of_tensorflow import begun  # noqa: PLC0415  # `--help` needs none

    with attending(quiet=False, verbose=False) as console, begun() as process:
        console.say("Looking at what a build needs; TensorFlow starts meanwhile …")
        from report.cli.doctor import examine  # WeasyPrint

        if not examine(console, process):
            raise typer.Exit(1)


def init(
    path: Annotated[Path, typer.Argument(help="The file to write.")] = Path("digits-report.toml"),
) -> None:
    """Write a commented settings file, digits-report.toml, with the paper that is usual in your country."""
    from report.cli.console import attending

    with attending(quiet=False, verbose=False) as console:
        from analysis.run.settings import write_commented  # noqa: PLC0415

        paper, why = usual_paper()
        write_commented(path, paper=paper)
        console.say(f"Wrote {path}: fill in the authors.  The PDF is for {PAPERS[paper]}, {why}.")
