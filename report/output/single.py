"""The whole site as one file, for mail and course systems: chapters, styles, scripts and pictures; it asks for nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import partial
from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import NamedTuple

from markupsafe import escape

from analysis.bundle import Bundle
from report.images.png import data_uri
from report.images.thumbnails import thumbnails
from report.output.render import Renderer, templates

LIMIT = 3_000_000
"""Bytes that mail and course systems take."""
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
SCRIPT = re.compile(r'<script src="([^"]+)"[^>]*></script>')
LAST_STYLE, LAST_SCRIPT = "single.css", "single.js"
LINK = re.compile(r'<a\b([^>]*?) href="([^"]+)"([^>]*)>(.*?)</a>', re.DOTALL)
DRAWN = re.compile(r'(?=<img [^>]*src="figures/([\w-]+)\.svg")<img')
BUTTON = re.compile(r'<button type="button" name="([\w-]+)" value="(svg|png)" hidden>(.*?)</button>')
PICTURE = re.compile(r'(?<==")(?:images|figures)/[^"]+')
NARROW = re.compile(r'<source [^>]*srcset="figures/[^"]+"[^>]*>\s*')
SHOWN = re.compile(
    r'(?:<picture>\s*(?:<source[^>]*>\s*)?)?<img [^>]*src="((?:images|figures)/[^"]+)"[^>]*>(?:\s*</picture>)?'
)
ALT = re.compile(r'alt="([^"]*)"')
SMALL_FILES = {".csv": "text/csv", ".tex": "text/x-tex", ".bib": "text/x-bibtex"}
LARGE = 100_000  # bytes: a larger table is left to the site


class Single(NamedTuple):
    """The file, and what is not in it because it would be too large; empty where everything is."""

    content: bytes
    left_out: str


def single_file(bundle: Bundle, site: Mapping[str, bytes], limit: int = LIMIT) -> Single:
    """Make one file of a bundle and of what was written for its site, by name.

    What would make it larger than `limit` bytes is left out, as far as it is pictures: first those drawn for phones,
    which show the others then, next those that are only saved, and then the largest.
    """
    whole = _with_assets(Renderer(bundle, "web", site.keys()).whole(), site)
    whole = DRAWN.sub(r'<img data-figure="\1"', whole)
    linked = partial(_linked, site=site, address=bundle.cover.site_url)
    page, small = LINK.sub(linked, whole), thumbnails(bundle)
    drawn = {name: content for name, content in site.items() if name.startswith("figures/")}
    shown = {name for name in PICTURE.findall(page) if name not in drawn}
    drawn |= {name: small[PurePosixPath(name).stem].on_screen() for name in shown}
    pictures = {name: _data(name, content) for name, content in drawn.items()}
    return _fitted(page, LINK.sub(partial(linked, sheets=False), whole), pictures, limit)


def _with_assets(page: str, site: Mapping[str, bytes]) -> str:
    """Put styles and scripts where they were asked for; the last of both are for the single file alone."""
    own = (templates() / "assets" / LAST_STYLE).read_text(encoding="utf-8")
    page = STYLE.sub(lambda found: f"<style>\n{site[found[1]].decode()}</style>", page)
    script = (templates() / "assets" / LAST_SCRIPT).read_text(encoding="utf-8")
    page = page.replace("</head>", f"<style>\n{own}</style>\n<script>\n{script}</script>\n</head>")
    return SCRIPT.sub(lambda found: f"<script>\n{site[found[1]].decode()}</script>", page)


def _linked(
    link: re.Match[str], site: Mapping[str, bytes], address: str | None, *, sheets: bool = True
) -> str:
    """Lead a link to a chapter of this file, to a small file inside it, to the site; else say where the file is."""
    before, to, after, words = link.groups()
    file, _, fragment = to.partition("#")
    if ":" in file or not file:
        return link[0]
    if file.endswith(".html"):
        chapter = file.removesuffix(".html").replace("index", "overview")
        return f'<a{before} href="#{fragment or f"chapter-{chapter}"}"{after}>{words}</a>'
    kind = SMALL_FILES.get(PurePosixPath(file).suffix)
    if kind and len(site.get(file, b"")) < LARGE:
        name = PurePosixPath(file).name
        return f'<a{before} href="{data_uri(site[file], kind)}" download="{name}">{words}</a>'
    if address:
        return f'<a{before} href="{escape(address.rstrip("/"))}/{to}">{words}</a>'
    if file.startswith("figures/"):
        return _held(file, words, site, sheets=sheets)
    return _elsewhere(file, words) if file.startswith("data/") else words


def _held(file: str, words: str, site: Mapping[str, bytes], *, sheets: bool) -> str:
    """Offer a drawing that the page shows, or a sheet that it holds if it is small enough, by a button of single.js."""
    place = PurePosixPath(file)
    content = site[str(place.with_suffix(".svg"))]
    is_sheet = f"figures/{place.stem}-narrow.svg" not in site
    if is_sheet and (not sheets or len(content) >= LARGE):
        return _elsewhere(file, words)
    if is_sheet and place.suffix == ".svg":
        uri = data_uri(content, "image/svg+xml")
        return f'<a href="{uri}" download="{place.name}" data-figure="{place.stem}">{words}</a>'
    return f'<button type="button" name="{place.stem}" value="{place.suffix[1:]}" hidden>{words}</button>'


def _elsewhere(file: str, words: str) -> str:
    return f"<span>{words} in the folder of the site: {file}</span>"


def _data(name: str, content: bytes) -> str:
    return data_uri(content, guess_type(name)[0] or "")


def _fitted(page: str, without_sheets: str, pictures: Mapping[str, str], limit: int) -> Single:
    """Put the pictures into the page, by the addresses that hold them; leave out what does not fit."""
    left_out = []
    if _size(page, pictures) > limit:
        page, many = NARROW.subn("", page)
        left_out += [f"{many} drawings for phones"] if many else []
    if _size(page, pictures) > limit:
        page = NARROW.sub("", without_sheets)
    gone = _largest(page, pictures, _size(page, pictures) - limit)
    left_out += [f"{len(gone)} pictures"] if gone else []
    page = PICTURE.sub(lambda found: pictures[found[0]], _without(page, gone))
    return Single(page.encode(), " and ".join(left_out))


def _largest(page: str, pictures: Mapping[str, str], excess: int) -> set[str]:
    """Name as many of the largest pictures as together take so many bytes, each as often as it is shown."""
    shown = Counter(SHOWN.findall(page))
    gone: set[str] = set()
    for name in sorted(shown, key=lambda name: (-len(pictures[name]), name)):
        if excess <= 0:
            break
        gone.add(name)
        excess -= shown[name] * len(pictures[name])
    return gone


def _without(page: str, names: set[str]) -> str:
    """Show the words of a picture in its place, and name the file where it could be saved."""
    page = BUTTON.sub(
        lambda one: (
            _elsewhere(f"figures/{one[1]}.{one[2]}", one[3]) if f"figures/{one[1]}.svg" in names else one[0]
        ),
        page,
    )
    return (
        SHOWN.sub(lambda image: _words(image[0]) if image[1] in names else image[0], page) if names else page
    )


def _words(image: str) -> str:
    words = "".join(ALT.findall(image))
    return f'<span class="left-out">{words}</span>'


def _size(page: str, pictures: Mapping[str, str]) -> int:
    """Return the bytes of a page with its pictures."""
    return len(page.encode()) + sum(len(pictures[name]) - len(name) for name in PICTURE.findall(page))
