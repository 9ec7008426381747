"""The report from a notebook or a script: `report.build(model, x_test, y_test)`, without command line and files."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import provenance
from analysis import settings as settings_of
from analysis.bundle import storage
from analysis.errors import PrintingError
from analysis.given.memory import Handed, study_handed
from analysis.progress import NullProgress
from report.output import fonts, pdf, site
from report.output.single import check_single, write_single
from report.text import formats

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from analysis.bundle import Bundle

NO_PDF = "pdf=False"


class Lines(NullProgress):
    """One line per stage, when it is done: a notebook keeps whatever is written, so bars and notes are left out."""

    @contextmanager
    def stage(self, title: str) -> Iterator[None]:
        """Write how long it took."""
        began = time.perf_counter()
        yield
        self.say(f"{formats.sentence(title):<26}{formats.duration(time.perf_counter() - began):>12}")

    def say(self, text: str) -> None:
        """Write a line."""
        sys.stdout.write(f"{text}\n")

    def warn(self, text: str) -> None:
        """Write a line that says so."""
        self.say(f"Warning: {text}")


@dataclass(frozen=True)
class Report:
    """A finished report: what was found, and where its pages, its PDF and its single file lie (None where there is none)."""

    bundle: Bundle
    site: Path
    pdf: Path | None
    single_file: Path | None = None

    @property
    def accuracy(self) -> float:
        """Share of the test images that are classified correctly."""
        return self.bundle.findings.accuracy.overall.value

    def __repr__(self) -> str:
        """Say the accuracy, and where the report is."""
        return f"<Report: {self._summary()} {self._index()}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the accuracy and links, in the colours of the notebook."""
        links = [(self._index(), "Open the report")] + [
            (path, name) for path, name in ((self.pdf, "PDF"), (self.single_file, "One file")) if path
        ]
        shown = " · ".join(
            f'<a href="{escape(_link(path))}" target="_blank">{name}</a>' for path, name in links
        )
        return f"<div><strong>{escape(self._summary())}</strong><br>{shown}</div>"

    def _index(self) -> Path:
        return self.site / "index.html"

    def _summary(self) -> str:
        right = self.bundle.findings.accuracy.overall
        return (
            f"{formats.percent(right)} of {formats.count(right.total)} test images are classified correctly "
            f"(95% interval {formats.between(right)})."
        )


def _link(path: Path) -> str:
    """Return a relative address where the notebook may serve it, else that of the file."""
    absolute, here = path.resolve(), Path.cwd().resolve()
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else absolute.as_uri()


def build(
    handed: Handed, options: dict[str, Any], single_file: str | PathLike[str] | None = None, *, quiet: bool
) -> Report:
    """Predict, study, write site and PDF, and the single file if one is named.

    Raises DigitsReportError, and leaves an earlier site as it was then.
    """
    settings = settings_of.load(None, options)
    out = settings.out or Path("site")
    single = Path(single_file) if single_file is not None else None
    site.try_place(out, settings.site_url)
    check_single(single, out, asked="single_file")
    if settings.pdf:
        fonts.refuse_unshowable(settings, *(handed.classes or ()), without=NO_PDF)
    watch = provenance.Stopwatch(NullProgress() if quiet else Lines())
    found, model = study_handed(handed, settings, watch)
    content = storage.dump(found)
    bundle = storage.parse(content, str(out / site.RESULTS))
    if settings.pdf:  # names may come from labels
        fonts.refuse_unshowable(bundle.cover, *bundle.classes.names, without=NO_PDF)
    paper = _typeset(bundle, content, watch) if settings.pdf else None
    with watch.progress.stage("writing the site"):
        written = site.write(bundle, out, results=content, model=model, pdf=paper)
    if single:
        write_single(bundle, written, single, watch.progress)
    return Report(bundle, out, out / site.PAPER if paper else None, single)


def _typeset(bundle: Bundle, content: bytes, watch: provenance.Stopwatch) -> bytes | None:
    """Return the PDF; None where this machine cannot make one, which costs nobody the site."""
    try:
        with watch.progress.stage("typesetting the PDF"):
            return pdf.typeset(bundle, results=content)
    except PrintingError as error:
        watch.progress.warn(str(error))
        return None
