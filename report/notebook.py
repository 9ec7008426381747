"""The report from a notebook or a script: `report.build(model, x_test, y_test)`, without command line and files."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from os import PathLike
from pathlib import Path

from analysis import comparison
from analysis.brought.networks import page_network
from analysis.bundle import Bundle, storage
from analysis.comparison import Comparison
from analysis.run import provenance
from analysis.run import settings as settings_of
from analysis.run.brought_in_memory import Handed, study_handed
from analysis.system import files
from analysis.system.progress import NullProgress
from report.chapters import warnings
from report.comparison import page, reading, wording
from report.output import fonts, publication, site
from report.output.edition import edition_of
from report.output.publication import Source
from report.output.single import check_single
from report.text import formats

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
        return f"<Report: {' '.join((self._summary(), *self._warnings()))} {self._index()}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the accuracy and links, in the colours of the notebook."""
        links = [(self._index(), "Open the report")] + [
            (path, name) for path, name in ((self.pdf, "PDF"), (self.single_file, "One file")) if path
        ]
        shown = " · ".join(
            f'<a href="{escape(_link(path))}" target="_blank">{name}</a>' for path, name in links
        )
        warned = "".join(f"<br>{escape(each)}" for each in self._warnings())
        return f"<div><strong>{escape(self._summary())}</strong>{warned}<br>{shown}</div>"

    def _index(self) -> Path:
        return self.site / "index.html"

    def _warnings(self) -> tuple[str, ...]:
        """Return what the first page warns of, in its words."""
        return tuple(f"Warning: {warned.words}" for warned in warnings.of(self.bundle))

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


@dataclass(frozen=True)
class Compared:
    """Reports on the same test images beside the first of them, and the page that shows them."""

    comparisons: tuple[Comparison, ...]
    """One for each other report: where it is better and where worse; see `analysis.comparison`."""
    page: Path

    def __repr__(self) -> str:
        """Say what came of it, and where the page is."""
        return "\n".join((*wording.summary(self.comparisons), str(self.page)))

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the same, with a link."""
        said = "<br>".join(map(escape, wording.summary(self.comparisons)))
        return f'<div>{said}<br><a href="{escape(_link(self.page))}" target="_blank">Open the comparison</a></div>'


def compare(reports: Sequence[Report | str | PathLike[str]], out: Path) -> Compared:
    """Compare the first report with each other one, and write the page.

    Raises DigitsReportError, and writes nothing then.
    """
    check_single(out, asked="out")
    named = [
        (one.site.resolve().name, one.bundle) if isinstance(one, Report) else reading.read(Path(one))
        for one in reports
    ]
    found = comparison.compare(named)
    files.write_file(out, page.page(found).encode())
    return Compared(tuple(found), out)


def build(handed: Handed, options: Mapping[str, object], *, quiet: bool) -> Report:
    """Predict, study, write site and PDF, and the single file if one is named.

    Raises DigitsReportError, and leaves an earlier site as it was then.
    """
    settings = settings_of.load(None, options)
    out = settings.out or Path("site")
    site.try_place(out, settings.site_url)
    check_single(settings.single_file, out, asked="single_file")
    if settings.pdf:
        fonts.refuse_unshowable(settings, *(handed.classes or ()), without=NO_PDF)
    watch = provenance.Stopwatch(NullProgress() if quiet else Lines())
    found, model = study_handed(handed, settings, watch)
    content = storage.dump(found)
    bundle = storage.parse(content, str(out / site.RESULTS))
    if settings.pdf:  # names may come from labels
        fonts.refuse_unshowable(bundle.cover, *bundle.classes.names, without=NO_PDF)
    edition = edition_of(bundle) if settings.pdf else None
    source = Source(content, bundle, model, page_network.script_or_none(bundle, model))
    printed = publication.write(source, out, watch.progress, edition, settings.single_file)
    return Report(bundle, out, out / site.PAPER if printed else None, settings.single_file)
