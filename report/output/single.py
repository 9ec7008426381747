"""The whole site as one file, for mail and course systems: chapters, styles, scripts and pictures; it asks for nothing.

A place that the file may not take is refused before anything is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.bundle import Bundle
from analysis.system import files
from analysis.system.errors import OutputError
from analysis.system.progress import Progress
from report.output import image_scripts, search, site
from report.output.enclosed import Enclosed
from report.output.render import Renderer, templates
from report.pages import pages_of, try_it
from report.text.formats import listed

LIMIT = 3_000_000
"""Bytes that mail and course systems take."""
OWN = ("single.css", "single.js")
ALL_IMAGES = "all test images but the errors"
PAGES = {".html", ".htm"}


class Single(NamedTuple):
    """The file, and what is not in it because it would be too large; empty where everything is."""

    content: bytes
    left_out: str


def single_file(bundle: Bundle, written: Mapping[str, bytes], limit: int = LIMIT) -> Single:
    """Make one file of a bundle and of what was written for its site, by name.

    What would make it larger than `limit` bytes is left out, as far as it is pictures: see `Enclosed.leave_out`.
    """
    images = [name for name in image_scripts.NAMES if name in written]
    renderer, enclosed = _with(bundle, written, images)
    content = renderer.single().encode()
    if too_large := bool(images) and len(content) > limit:
        renderer, enclosed = _with(bundle, written, [])
        content = renderer.single().encode()
    while len(content) > limit and enclosed.leave_out(len(content) - limit):
        content = renderer.single().encode()
    left_out = [*([ALL_IMAGES] if too_large else []), *enclosed.left_out]
    return Single(content, listed(left_out) if left_out else "")


def _with(bundle: Bundle, written: Mapping[str, bytes], images: Sequence[str]) -> tuple[Renderer, Enclosed]:
    """Bind the templates to what the file holds, with these scripts of all test images."""
    held = _held(bundle, written, images)
    styles, scripts = (
        [content.decode() for name, content in held.items() if name.endswith(ending)]
        for ending in (".css", ".js")
    )
    enclosed = Enclosed(bundle, written, styles, scripts, has_images=bool(images))
    return Renderer(bundle, "single", written.keys(), enclosed=enclosed), enclosed


def _held(bundle: Bundle, written: Mapping[str, bytes], images: Sequence[str]) -> dict[str, bytes]:
    """Return style sheets and scripts by name: those of the site, of pages beside the chapters, and for this file alone.

    Of the test images that the network can be asked about only those are held that their page offers.
    """
    beside = [name for page in pages_of(bundle, written) for name in page.beside]
    names = [*site.ASSETS, search.SCRIPT, *images, *beside]
    asked = {try_it.IMAGES: try_it.pixels_of(bundle, every=False)} if try_it.STEPS in beside else {}
    own = {name: (templates() / "assets" / name).read_bytes() for name in OWN}
    return {name: written[name] for name in names} | asked | own


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
