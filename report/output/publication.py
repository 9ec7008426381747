"""Site, PDF and single file of one bundle, for each way in."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from analysis.bundle import Bundle
from analysis.system.errors import PrintingError
from analysis.system.progress import Progress
from report.chapters import warnings
from report.output import pdf, site
from report.output.edition import Edition
from report.output.single import write_single


class Source(NamedTuple):
    """What a site is made of: the file as it was read once, the bundle that it is, and its network if at hand."""

    content: bytes
    bundle: Bundle
    model: bytes | None


def write(
    source: Source, out: Path, progress: Progress, edition: Edition | None, single: Path | None
) -> bool:
    """Write site and PDF, together or not at all, then the single file; say what the first page warns of.

    Return whether there is a PDF: there is none without an edition, or where this machine cannot make one.
    """
    paper = _typeset(source, edition, progress) if edition else None
    with progress.stage("writing the site"):
        written = site.write(source.bundle, out, results=source.content, model=source.model, pdf=paper)
    if single:
        write_single(source.bundle, written, single, progress)
    for warned in warnings.of(source.bundle):
        progress.warn(warned.words)
    return paper is not None


def _typeset(source: Source, edition: Edition, progress: Progress) -> bytes | None:
    """Return the PDF; None where this machine cannot make one, which costs nobody the site."""
    try:
        with progress.stage("typesetting the PDF"):
            return pdf.typeset(source.bundle, edition, source.content)
    except PrintingError as error:
        progress.warn(str(error))
        return None
