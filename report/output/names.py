"""Names that a render may give to drawings, tables and pictures, whatever the bundle: known before there is one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from report.output.render import templates

# Drawings that are not called as their figure, whose name the templates tell.
DRAWINGS = ("confusion-matrix", "pca-features", "pca-pixels", "training-error", "training-loss")
EXHIBIT = re.compile(r'part\.(?:figure|exhibit|table)\("([\w-]+)"')
IMAGE = re.compile(
    r"images/(?:(?:(?:training|occlusion)-)?(?:\d{5}|[1-9]\d{5,6})|mosaic-\d\d|preprocessing"
    r"|(?:row|original|mean|deviation|component)-\d\d?|(?:augmented|difference)-\d\d?-\d\d?)\.png"
)


def possible(folder: Path) -> set[str]:
    """Return the names of drawings and tables, and of the pictures one, and those that are there: there may be thousands."""
    images = folder / "images"
    there = [f"images/{path.name}" for path in images.iterdir()] if images.is_dir() else []
    return {*drawn(), "images/preprocessing.png", *filter(IMAGE.fullmatch, there)}


@cache
def drawn() -> frozenset[str]:
    """Return the names of drawings and tables: figures are drawn, and both give their numbers away."""
    pages = [path.read_text("utf-8") for path in templates().rglob("*.jinja")]
    exhibits = {name for page in pages for name in EXHIBIT.findall(page)}
    endings = (".svg", ".png", "-narrow.svg")
    figures = {f"figures/{name}{ending}" for name in (*exhibits, *DRAWINGS) for ending in endings}
    return frozenset(figures | {f"data/{name}.csv" for name in exhibits})
