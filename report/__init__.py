"""From numbers to pages: reads one bundle, never trains.

From a notebook: `report.build(model, x_test, y_test)`, and `report.compare(a, b)` of two of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from report.notebook import Compared, Report


def build(  # noqa: PLR0913  # what a notebook may have
    model: Any = None,  # noqa: ANN401  # a Keras model, or a function from a batch to scores
    x_test: Any = None,  # noqa: ANN401  # whatever NumPy makes an array of, or a dataset of batches
    y_test: Any = None,  # noqa: ANN401  # the same
    *,
    predictions: Any = None,  # noqa: ANN401  # the same
    x_train: Any = None,  # noqa: ANN401  # the same
    y_train: Any = None,  # noqa: ANN401  # the same
    history: Any = None,  # noqa: ANN401  # Keras' History, or its dictionary
    classes: Sequence[str] | None = None,
    noun: str | None = None,
    positive: str | None = None,
    out: str | PathLike[str] | None = None,
    pdf: bool | None = None,
    single_file: str | PathLike[str] | None = None,
    title: str | None = None,
    authors: str | Sequence[str] | None = None,
    seed: int | None = None,
    quiet: bool = False,
) -> Report:
    """Study a classifier of small images, and write its report: a site in `out`, by default `site`, and a PDF.

    `model` is a Keras model, or any function from a batch of images to scores (n, classes) or classes (n,).  It gets
    `x_test` exactly as it is, in batches, so the arrays must have the form in which it was trained.  Instead of a model,
    `predictions` may be given: probabilities, logits, or predicted classes.  Labels are numbers, one-hot rows or names;
    `x_test` may be a `tf.data.Dataset` of batches (images, labels).  What is not given is left out, with its reason.

    `single_file="report.html"` writes the whole site as one file, too.
    The settings file of the folder, digits-report.toml, gives what is not said here; `quiet` says nothing.
    Raises analysis.system.errors.DigitsReportError, in one sentence; an earlier site then stays as it was.
    """
    import warnings  # noqa: PLC0415  # `digits-report --help` stays instant

    with warnings.catch_warnings():
        # Of joblib, which scikit-learn brings and which is not used here: where /dev/shm is read-only it says so.
        warnings.filterwarnings("ignore", ".* joblib will operate in serial mode", UserWarning)
        from analysis.run.brought_in_memory import Handed  # noqa: PLC0415
        from report import notebook  # noqa: PLC0415

    handed = Handed(model, x_test, y_test, predictions, x_train, y_train, history, classes, noun)
    options = {
        "out": out, "pdf": pdf, "single_file": single_file, "title": title, "authors": authors, "seed": seed,
        "positive": positive,
    }  # fmt: skip
    return notebook.build(handed, options, quiet=quiet)


def compare(*reports: Report | str | PathLike[str], out: str | PathLike[str] = "compare.html") -> Compared:
    """Compare reports on the same test images, the first with each other one, and write a page of it.

    Each is what `build` returned, the folder of a site, or a `results.json`.
    Raises analysis.system.errors.DigitsReportError, in one sentence, where they are not about the same test images.
    """
    from pathlib import Path  # noqa: PLC0415

    from report import notebook  # noqa: PLC0415  # `digits-report --help` stays instant

    return notebook.compare(reports, Path(out))
