"""All that a reader gets of a report, as texts by file name.

Lines that another text has as well stand after `≡`, cut to begin and end, and of a run of them only the first and the
last: fixed prose stands in full in the texts of the published report alone, and the paper says in full only what the
pages do not.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import get_args

from analysis.bundle import Bundle
from analysis.bundle.dataset import PublishedSet
from analysis.bundle.record import present
from analysis.comparison import compare
from report.chapters.model import drawings
from report.comparison import page as comparison_page
from report.figures import preview
from report.images.thumbnails import thumbnails
from report.output import search, sharing, site
from report.output.downloads import predictions_csv, settings_of
from report.output.enclosed import Enclosed
from report.output.latex import numbers_tex, report_bib
from report.output.render import Renderer, templates
from report.output.tables import csv_files
from report.pages import try_it
from tests.golden import pages, plots, styles
from tests.kinds import bundle_of, rival_of

HERE = Path(__file__).parent
REFERENCE = "published"
EVERYWHERE = {
    "published",
    "distinct-numbers",
    "two-classes",
    "forty-classes",
}  # whose drawings are told for phone and paper, and whose single file
COMPARED = "two-classes"  # with a rival
OFFERED = frozenset({site.RESULTS, site.PREDICTIONS, site.MODEL, site.PAPER})
BEGIN, END = 36, 20  # letters of a line that stands elsewhere in full
LINES = 30  # of a table of data
# Always told, so that a reader of a diff sees where it is.
SIGNPOSTS = ("<section", "<h1", "<h2", "<figure", "<table", "==")
HEAD, TAIL = 12, 4
FILE = re.compile(r"(?<=\()[\w-]+\.html(?=#)|(?<=/)\w+(?=/\w+\.png)")
ASSETS = re.compile(r"<(style|script)>.*?</\1>", re.DOTALL)
HELD = re.compile(r"(data:[\w/-]+);base64,[\w+/=]*")  # bytes depend on the compressor
PICTURE = re.compile(r'images/([^"\')\s]+)\.png')


def offered(bundle: Bundle) -> frozenset[str]:
    """Return what comes with the site of a bundle: with a network of grey images the steps that a page takes, too."""
    gallery = present(bundle.findings.gallery)
    is_grey = gallery is not None and len(gallery.pixels.shape) == 3
    return OFFERED | {try_it.STEPS} if bundle.provenance.model_sha256 and is_grey else OFFERED


def texts_of(
    bundle: Bundle, reference: Mapping[str, str] | None = None, *, everywhere: bool = True
) -> dict[str, str]:
    """Return the texts of a bundle by file name; what `reference` has in the file of the same name is cut.

    `everywhere`: drawings as they are on a phone and on paper, too, and the single file.
    """
    known = reference or {}
    renderer, paper = Renderer(bundle, "web", offered(bundle)), Renderer(bundle, "paper").paper()
    html = renderer.pages()
    reader = pages.Pages()
    told = {f"{name.removesuffix('.html')}.txt": reader.lines(page) for name, page in html.items()}
    on_pages = [line for text in told.values() for line in text]
    texts = {name: _cut(text, known.get(name, "").splitlines()) for name, text in told.items()}
    texts["paper.txt"] = _cut(pages.Pages().lines(paper), on_pages + known.get("paper.txt", "").splitlines())
    small = thumbnails(bundle)
    asked = sorted({*PICTURE.findall("".join(html.values())), *PICTURE.findall(paper)} & small.keys())
    shown = [
        *plots.drawings(drawings(renderer.chapters), everywhere=everywhere),
        *(
            line
            for chapter in renderer.chapters
            for id_, figure in chapter.figures.items()
            if figure and figure.sheet
            for line in plots.sheet(id_, figure.sheet(plots.named(small)))
        ),
    ]
    texts["drawings.txt"] = _joined(shown)
    texts["pictures.txt"] = _joined(plots.pictures({name: small[name] for name in asked}))
    texts["data.txt"] = _joined(_data(bundle, renderer))
    texts["search.txt"] = _cut(
        _found(search.entries_of((*renderer.chapters, *renderer.beside), html)),
        known.get("search.txt", "").splitlines(),
    )
    if everywhere:
        held = on_pages + known.get("single.txt", "").splitlines()
        texts["single.txt"] = _cut(_single(bundle), held)
    texts["takeaway.txt"] = _cut(_takeaway(bundle, renderer), known.get("takeaway.txt", "").splitlines())
    return {name: text for name, text in texts.items() if text}


def _found(entries: Iterable[search.Entry]) -> Iterator[str]:
    """Yield what can be searched for."""
    for entry in entries:
        title, where, words, file, id_ = map(pages.flat, entry)
        yield f"{file}#{id_} {where}: {title} | {words}"


class _AnyFile(dict[str, bytes]):
    """A site of which any file is there, and empty: what stands in the pictures is told elsewhere."""

    def __missing__(self, name: str) -> bytes:
        return b""

    def __contains__(self, name: object) -> bool:
        return True


def _single(bundle: Bundle) -> list[str]:
    """Return what the single file holds."""
    enclosed = Enclosed(bundle, _AnyFile(), styles=[], scripts=[])
    whole = Renderer(bundle, "single", offered(bundle), enclosed=enclosed).single()
    return pages.Pages().lines(HELD.sub(r"\1", whole))


def _takeaway(bundle: Bundle, renderer: Renderer) -> Iterator[str]:
    """Yield what is copied into papers: LaTeX, BibTeX, settings; and what only a site with an address has."""
    date, works = str(bundle.cover.date), renderer.cited.listed()
    for name, content in {
        "numbers.tex": numbers_tex(bundle),
        "report.bib": report_bib(renderer.frame, date, works),
        "digits-report.toml": settings_of(bundle),
    }.items():
        yield f"== {name}"
        yield from content.splitlines()
    if address := bundle.cover.site_url:
        yield f"== {sharing.SITEMAP}"
        yield from sharing.sitemap(
            address, (*renderer.chapters, *renderer.beside), bundle.provenance.created[:10]
        ).splitlines()
        yield f"== {sharing.LOST}"
        yield from pages.Pages().lines(renderer.lost())
        yield f"== {sharing.PREVIEW}"
        mosaic = thumbnails(bundle)[sharing.MOSAIC].on_screen()
        yield from plots.canvas(sharing.previewed(renderer.frame, mosaic), preview.SIZE, preview.FONT)


def _data(bundle: Bundle, renderer: Renderer) -> Iterator[str]:
    """Yield tables of data; of long ones the first and last lines, and a sum that any change of the others changes."""
    files = {name: content.decode() for name, content in csv_files(renderer.chapters).items()}
    files[site.PREDICTIONS] = predictions_csv(bundle.findings.predictions, bundle.classes)
    for name, content in files.items():
        rows = content.splitlines()
        yield f"== {name}, {len(rows)} lines"
        if len(rows) <= LINES:
            yield from rows
        else:
            yield from rows[:HEAD]
            yield f"… checksum {zlib.crc32(content.encode()):08x} …"
            yield from rows[-TAIL:]


def _cut(lines: Iterable[str], known: Iterable[str]) -> str:
    """Cut what is known already; whether a link leads to another page or to a place of this one is no difference."""
    there = {_bare(line) for line in known}

    def part(line: str) -> str:
        return line if line.lstrip().startswith(SIGNPOSTS) else "≡" if _bare(line) in there else ""

    runs = ((kind, list(run)) for kind, run in groupby(lines, part))
    return _joined(each for kind, run in runs for each in (_cut_run(run) if kind == "≡" else run))


def _cut_run(run: list[str]) -> list[str]:
    """Write lines that are known as their first and last one, and how many lie between."""
    if len(run) <= 3:
        return [_begin_and_end(line) for line in run]
    blank = run[0][: len(run[0]) - len(run[0].lstrip())]
    return [_begin_and_end(run[0]), f"{blank}≡ {len(run) - 2} lines", _begin_and_end(run[-1])]


def _begin_and_end(line: str) -> str:
    blank = line[: len(line) - len(line.lstrip())]
    words = line.strip()
    short = f"{blank}≡ {words[:BEGIN].rstrip()} … {words[-END:].lstrip()}"
    return short if len(short) < len(line) else f"{blank}≡ {words}"


def _bare(line: str) -> str:
    return FILE.sub("", line.strip())


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def stored(kind: str) -> dict[str, str]:
    """Return the golden texts of a kind by file name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((HERE / kind).glob("*.txt"))}


def texts_of_kind(kind: str, bundle_of: Callable[[str], Bundle] = bundle_of) -> dict[str, str]:
    """Return the texts of a kind as they are now."""
    reference = None if kind == REFERENCE else stored(REFERENCE)
    texts = texts_of(bundle_of(kind), reference, everywhere=kind in EVERYWHERE)
    if kind == COMPARED:
        texts["comparison.txt"] = _joined(_compared(bundle_of(kind)))
    if kind == REFERENCE:  # alike for all
        texts["styles.txt"] = _joined(styles.looks(templates() / "assets"))
        texts["published-sets.txt"] = _joined(_published_sets())
    return texts


def _compared(bundle: Bundle) -> list[str]:
    """Return the page that puts a report and its rival side by side, without styles and scripts."""
    html = comparison_page.page(compare([("ours", bundle), ("rival", rival_of(bundle))]))
    return pages.Pages().lines(HELD.sub(r"\1", ASSETS.sub("", html)))


def _published_sets() -> Iterator[str]:
    """Yield what the data page says of each set that is known by its name."""
    bundle = bundle_of("three-without-scores")
    for name in get_args(PublishedSet):
        data = bundle.findings.dataset.model_copy(update={"name": "folder", "published": name, "title": name})
        findings = bundle.findings.model_copy(update={"dataset": data})
        page = Renderer(bundle.model_copy(update={"findings": findings}), "web").pages()["dataset.html"]
        lines = pages.Pages().lines(page)
        start = next(place for place, line in enumerate(lines) if "<h2" in line)
        yield f"== {name}"
        yield from lines[
            start : next(place for place, line in enumerate(lines) if place > start and "<h2" in line)
        ]
