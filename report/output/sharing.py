"""What only a site with an address has: a list of its pages, a page for wrong addresses, a picture to be shared with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from report.chapters.frame import Frame
from report.chapters.model import Chapter
from report.figures import kept, preview

if TYPE_CHECKING:
    from report.output.render import Renderer

SITEMAP, LOST, PREVIEW = "sitemap.xml", "404.html", "preview.png"
NAMES = (SITEMAP, LOST, PREVIEW)
MOSAIC = "mosaic-40"


def shared(renderer: Renderer, pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return those files by name, with the small pictures by theirs; none for a site without an address."""
    bundle = renderer.bundle
    if not bundle.cover.site_url:
        return {}
    return {
        SITEMAP: sitemap(
            bundle.cover.site_url, (*renderer.chapters, *renderer.beside), bundle.provenance.created[:10]
        ).encode(),
        LOST: renderer.lost().encode(),
        PREVIEW: kept.made(
            partial(preview.picture, **previewed(renderer.frame, pictures.get(MOSAIC)).keywords)
        ),
    }


def sitemap(address: str, chapters: Sequence[Chapter], day: str) -> str:
    """List the pages for search engines, as changed on a day, `YYYY-MM-DD`."""
    folder = f"{address.rstrip('/')}/"
    files = ("" if chapter.file == "index.html" else chapter.file for chapter in chapters)
    urls = (f"<url><loc>{escape(folder + file)}</loc><lastmod>{day}</lastmod></url>\n" for file in files)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{"".join(urls)}</urlset>\n'
    )


def previewed(frame: Frame, mosaic: bytes | None) -> partial[None]:
    """Return what draws the picture on a canvas."""
    return partial(preview.preview, title=frame.title, subtitle=frame.subtitle, mosaic=mosaic)
