"""From a bundle to what a reader opens: site, PDF and single file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analysis import files
from analysis.bundle.checks.provenance import ADDRESS
from analysis.errors import OutputError, PrintingError, SettingsError
from report.output import pdf, site
from report.output.single import LIMIT, single_file
from report.text import formats

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.bundle import Bundle
    from report.cli.console import Console
    from report.output.edition import Edition

PAGES = {".html", ".htm"}


class Report(NamedTuple):
    """What a site is made of: the file as it was read once, the bundle that it is, and its network if at hand."""

    content: bytes
    bundle: Bundle
    model: bytes | None


def publish(
    report: Report, out: Path, console: Console, edition: Edition | None, single: Path | None = None
) -> None:
    """Write site and PDF, together or not at all, then the single file; without an edition there is no PDF."""
    content, bundle, model = report
    paper = _typeset(report, edition, console) if edition else None
    with console.stage("writing the site"):
        written = site.write(bundle, out, results=content, model=model, pdf=paper)
    if single:
        _write_single(bundle, written, single, console)
    right = bundle.findings.accuracy.overall
    console.say(
        f"{formats.percent(right)} of {formats.count(right.total)} test images are classified correctly."
    )
    console.say(
        f"Wrote {out if out.name else out.resolve()}{f' with {site.PAPER}' if paper else ''}"
        f"{f' and {single}' if single else ''}. Open {(out / 'index.html').resolve().as_uri()}"
    )


def _write_single(bundle: Bundle, written: dict[str, bytes], path: Path, console: Console) -> None:
    with console.stage("writing the single file"):
        made = single_file(bundle, written)
        files.write_file(path, made.content)
    if made.left_out:
        console.warn(
            f"To keep {path} below {LIMIT // 10**6} MB, {made.left_out} were left out: the site has them."
        )


def _typeset(report: Report, edition: Edition, console: Console) -> bytes | None:
    """Return the PDF; None where this machine cannot make one, which costs nobody the site."""
    try:
        with console.stage("typesetting the PDF"):
            return pdf.typeset(report.bundle, edition, report.content)
    except PrintingError as error:
        console.warn(str(error))
        return None


def check_single(single: Path | None, out: Path | None = None) -> None:
    """Refuse now a single file that is no page, stands among the files of the site, or cannot be written."""
    if single is None:
        return
    if single.suffix.lower() not in PAGES and not files.is_stream(single):
        raise OutputError(
            f"Expected --single-file to name a file that ends in .html, found {single}: give it that ending."
        )
    if out and files.resolved(single).is_relative_to(files.resolved(out)):
        raise OutputError(
            f"Expected a place outside the site {out} for --single-file, found {single}: choose another place."
        )
    files.try_file(single)


def addressed(bundle: Bundle, site_url: str | None) -> Bundle:
    """Return the bundle with the address at which its site will be; unchanged where there is none.

    Raises SettingsError where that is no address of the web.
    """
    if site_url is None:
        return bundle
    if not ADDRESS.fullmatch(site_url):
        raise SettingsError(
            "Expected --site-url to be an address that begins with https:// or http://, "
            f"found {site_url!r}: give the whole address of the site."
        )
    return bundle.model_copy(update={"cover": bundle.cover.model_copy(update={"site_url": site_url})})
