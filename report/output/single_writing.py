"""The single file put in its place: a place that it may not take is refused before anything is made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis.bundle import Bundle
from analysis.system import files
from analysis.system.errors import OutputError
from analysis.system.progress import Progress
from report.output.single import LIMIT, single_file

PAGES = {".html", ".htm"}


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
