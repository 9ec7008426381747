"""From a bundle to what a reader opens: site, PDF and single file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analysis.bundle.checks.provenance import ADDRESS
from analysis.errors import PrintingError, SettingsError
from report.output import pdf, site
from report.output.single import write_single
from report.text import formats

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.bundle import Bundle
    from report.cli.console import Console
    from report.output.edition import Edition


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
        write_single(bundle, written, single, console)
    right = bundle.findings.accuracy.overall
    console.say(
        f"{formats.percent(right)} of {formats.count(right.total)} test images are classified correctly."
    )
    console.say(
        f"Wrote {out if out.name else out.resolve()}{f' with {site.PAPER}' if paper else ''}"
        f"{f' and {single}' if single else ''}. Open {(out / 'index.html').resolve().as_uri()}"
    )


def _typeset(report: Report, edition: Edition, console: Console) -> bytes | None:
    """Return the PDF; None where this machine cannot make one, which costs nobody the site."""
    try:
        with console.stage("typesetting the PDF"):
            return pdf.typeset(report.bundle, edition, report.content)
    except PrintingError as error:
        console.warn(str(error))
        return None


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
