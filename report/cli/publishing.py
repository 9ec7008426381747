"""What the command line says of a finished report, and the address that it may give one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.bundle import Bundle
from analysis.bundle.provenance import ADDRESS
from analysis.system.errors import SettingsError
from report.output import publication, site
from report.output.edition import Edition
from report.output.publication import Source
from report.text import formats

if TYPE_CHECKING:
    from report.cli.console import Console


def publish(
    source: Source, out: Path, console: Console, edition: Edition | None, single: Path | None
) -> None:
    """Write site, PDF and single file, and say what they come to and where they are."""
    printed = publication.write(source, out, console, edition, single)
    right = source.bundle.findings.accuracy.overall
    console.say(
        f"{formats.percent(right)} of {formats.count(right.total)} test images are classified correctly."
    )
    console.say(
        f"Wrote {out if out.name else out.resolve()}{f' with {site.PAPER}' if printed else ''}"
        f"{f' and {single}' if single else ''}. Open {(out / 'index.html').resolve().as_uri()}"
    )


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
