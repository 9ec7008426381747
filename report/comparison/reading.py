"""Reports to compare, from where they lie: a site, a folder with its results, or the results themselves."""

from __future__ import annotations

from pathlib import Path

from analysis.bundle import Bundle, storage
from report.output import site


def read(path: Path) -> tuple[str, Bundle]:
    """Return what a report is called, and its bundle.  Raises BundleError."""
    results = path / site.RESULTS if path.is_dir() else path
    folder = results.resolve().parent
    return (folder.name if results.name == site.RESULTS else results.stem), storage.read(results)
