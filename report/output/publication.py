"""Site, PDF and single file of one bundle, for each way in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import NamedTuple

from analysis.bundle import Bundle
from analysis.system.errors import PrintingError
from analysis.system.progress import Progress
from report.chapters import warnings
from report.output import parallel, pdf, site
from report.output.edition import Edition
from report.output.single import write_single

# Seconds until another process that makes the site is given up; one that draws no more is, much earlier.
PATIENCE = 300.0


class Source(NamedTuple):
    """What a site is made of: the file as it was read once, the bundle that it is, and its network if at hand."""

    content: bytes
    bundle: Bundle
    model: bytes | None
    steps: bytes | None = None
    """The script with which a page runs the network, if it can."""


def write(
    source: Source, out: Path, progress: Progress, edition: Edition | None, single: Path | None
) -> bool:
    """Write site and PDF, together or not at all, then the single file; say what the first page warns of.

    Return whether there is a PDF: there is none without an edition, or where this machine cannot make one.
    """
    with _site_begun(source) if edition else nullcontext() as begun:
        paper = _typeset(source, edition, progress) if edition else None
        with progress.stage("writing the site"):
            given = site.downloads(source.content, source.model, paper, source.steps)
            made = begun() if begun and paper else site.contents(source.bundle, site.offered(given))
            written = site.put(given | made, out)
    if single:
        write_single(source.bundle, written, single, progress)
    for warned in warnings.of(source.bundle):
        progress.warn(warned.words)
    return paper is not None


@contextmanager
def _site_begun(source: Source) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Yield what waits for the contents of a site with a PDF, on which another process works while that is typeset."""
    offered = site.offered(site.downloads(source.content, source.model, b"", source.steps))
    with parallel.begun(partial(site.contents, source.bundle), [offered], PATIENCE) as finished:
        yield lambda: finished()[0]


def _typeset(source: Source, edition: Edition, progress: Progress) -> bytes | None:
    """Return the PDF; None where this machine cannot make one, which costs nobody the site."""
    try:
        with progress.stage("typesetting the PDF"):
            return pdf.typeset(source.bundle, edition, source.content)
    except PrintingError as error:
        progress.warn(str(error))
        return None
