"""The whole site as one file, for mail and course systems: chapters, styles, scripts and pictures; it asks for nothing.

A place that the file may not take is refused before anything is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from analysis.bundle import Bundle
from analysis.system import files
from analysis.system.errors import OutputError
from analysis.system.progress import Progress
from report.output import search, site
from report.output.enclosed import Enclosed
from report.output.render import Renderer, templates
from report.pages import pages_of, try_it

LIMIT = 3_000_000
"""Bytes that mail and course systems take."""
OWN = ("single.css", "single.js")
PAGES = {".html", ".htm"}


class Single(NamedTuple):
    """The file, and what is not in it because it would be too large; empty where everything is."""

    content: bytes
    left_out: str


def single_file(bundle: Bundle, written: Mapping[str, bytes], limit: int = LIMIT) -> Single:
    """Make one file of a bundle and of what was written for its site, by name.

    What would make it larger than `limit` bytes is left out, as far as it is pictures: see `Enclosed.leave_out`.
    """
    held = _held(bundle, written)
    enclosed = Enclosed(bundle, written, _texts(".css", held), _texts(".js", held))
    renderer = Renderer(bundle, "single", written.keys(), enclosed=enclosed)
    content = renderer.single().encode()
    while len(content) > limit and enclosed.leave_out(len(content) - limit):
        content = renderer.single().encode()
    return Single(content, enclosed.left_out)


def _held(bundle: Bundle, written: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return style sheets and scripts by name: those of the site, of pages beside the chapters, and for this file alone.

    Of the test images only those are held that the page offers.
    """
    beside = pages_of(bundle, written)
    names = [*site.ASSETS, search.SCRIPT, *(name for page in beside for name in page.beside)]
    images = {try_it.IMAGES: try_it.pixels_of(bundle, every=False)} if beside else {}
    own = {name: (templates() / "assets" / name).read_bytes() for name in OWN}
    return {name: written[name] for name in names} | images | own


def _texts(ending: str, held: Mapping[str, bytes]) -> list[str]:
    return [content.decode() for name, content in held.items() if name.endswith(ending)]


def check_single(single: Path | None, out: Path | None = None, asked: str = "--single-file") -> None:
    """Refuse now a single file that is no page, stands among the files of the site, or cannot be written.

    `asked` is what the user calls it.
    """
    if single is None:
        return
    if single.suffix.lower() not in PAGES and not files.is_stream(single):
        raise OutputError(
            f"Expected {asked} to name a file that ends in .html, found {single}: give it that ending."
        )
    if out and files.resolved(single).is_relative_to(files.resolved(out)):
        raise OutputError(
            f"Expected a place outside the site {out} for {asked}, found {single}: choose another place."
        )
    files.try_file(single)


def write_single(bundle: Bundle, written: Mapping[str, bytes], path: Path, progress: Progress) -> None:
    """Write a bundle and what was written for its site as one file, and warn of what that leaves out."""
    with progress.stage("writing the single file"):
        made = single_file(bundle, written)
        files.write_file(path, made.content)
    if made.left_out:
        progress.warn(
            f"To keep {path} below {LIMIT // 10**6} MB, {made.left_out} were left out: the site has them."
        )
