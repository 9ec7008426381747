"""Bundle to PDF.  WeasyPrint is imported on use: it needs libraries that not every machine has."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from analysis.bundle import Bundle, storage
from analysis.system.errors import PrintingError
from analysis.system.files import write_file
from report.output import tagging
from report.output.assets import AssetLoader
from report.output.downloads import settings_of
from report.output.drawings import being_drawn
from report.output.edition import Edition, edition_of
from report.output.render import Renderer
from report.output.system_packages import without_libraries
from report.output.typesetting import (
    used,
    with_even_columns,
    with_figures_afloat,
    with_lines_set_once,
    without_idle_passes,
    without_pauses,
)

NEARLY_EMPTY = 0.45
"""Share of a page."""


def write(bundle: Bundle, path: Path) -> None:
    """Typeset the report as PDF/A-3a and PDF/UA-1 at once.  Equal bundles give equal bytes on one platform.

    Raises PrintingError where WeasyPrint or its libraries are missing, and OutputError where nothing can be
    written; a file that was there stays as it was.
    """
    write_file(path, typeset(bundle))


def typeset(bundle: Bundle, edition: Edition | None = None, results: bytes | None = None) -> bytes:
    """Return the bytes of the PDF, in the edition that the bundle asks for unless another is given.

    `results` is the file that the bundle was read from, which the PDF carries along; without one it is written anew.
    """
    edition = edition or edition_of(bundle)
    with without_pauses(), with_lines_set_once():
        return written(laid_out(bundle, edition), bundle, edition, results)


def written(document: Any, bundle: Bundle, edition: Edition, results: bytes | None = None) -> bytes:  # noqa: ANN401
    """Return the bytes of a laid-out document: tagged, with its attachments."""
    weasyprint = typesetter()
    with _dated(bundle.provenance.created):
        tagging.claim_both(document)
        pdf: bytes = document.write_pdf(
            pdf_variant="pdf/a-3a",
            output_intent=tagging.INTENT,
            finisher=partial(tagging.finish, cover=not edition.short),
            attachments=_attached(bundle, results or storage.dump(bundle), weasyprint),
        )
    return pdf


def laid_out(bundle: Bundle, edition: Edition) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Return WeasyPrint's document: pages of boxes, not yet written.  Raises PrintingError.

    A short report whose last page would be nearly empty gets what there is room for.
    """
    document = _laid_out(bundle, edition)
    if edition.short and used(document.pages[-1]) < NEARLY_EMPTY:
        return _laid_out(bundle, edition._replace(roomy=True))
    return document


def _laid_out(bundle: Bundle, edition: Edition) -> Any:  # noqa: ANN401
    weasyprint = typesetter()
    renderer = Renderer(bundle, "paper", edition=edition)
    drawing = being_drawn(renderer.edition.printed(renderer.chapters), "paper")
    with (
        drawing as drawn,
        without_idle_passes(edition.usual_page),
        with_even_columns(),
        with_figures_afloat(),
    ):
        loader = AssetLoader(bundle, drawn)
        return weasyprint.HTML(string=renderer.paper(), url_fetcher=_fetcher(loader)).render()


def _attached(bundle: Bundle, results: bytes, weasyprint: Any) -> list[object]:  # noqa: ANN401
    """Return what the PDF carries along: all its numbers, and the settings that it was made with."""
    files = (
        ("results.json", results, "Data", "All numbers of this report, as one JSON file"),
        ("digits-report.toml", settings_of(bundle).encode(), "Source", "The settings of this report"),
    )
    created = datetime.fromisoformat(bundle.provenance.created)
    return [
        weasyprint.Attachment(
            string=content, name=name, relationship=kind, description=words, created=created, modified=created
        )
        for name, content, kind, words in files
    ]


def typesetter() -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """Import WeasyPrint.  Raises PrintingError with three lines on what this system lacks."""
    banner = io.StringIO()  # it prints addresses to read, before it raises
    try:
        with contextlib.redirect_stdout(banner):
            return importlib.import_module("weasyprint")
    except (ImportError, OSError) as problem:
        raise PrintingError(without_libraries(problem)) from problem


def _fetcher(loader: AssetLoader) -> object:
    """Return what WeasyPrint asks for each address: the loader's and nothing else, neither disk nor network."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            del headers
            content, kind = loader.fetch(url)
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return Fetcher(fail_on_errors=True)


@contextlib.contextmanager
def _dated(created: str) -> Iterator[None]:
    """Give the subset fonts the date of the bundle, where fontTools would write the present time."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.fromisoformat(created).timestamp()))
    try:
        yield
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH")
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before
