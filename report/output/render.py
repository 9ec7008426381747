"""Chapters to HTML: the only file that knows Jinja2."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from analysis.bundle import Bundle
from analysis.system import cache
from report.chapters import chapters_of
from report.chapters.frame import frame_of
from report.chapters.glossary.terms import TERMS
from report.chapters.model import Caption, Chapter, captions, file_of
from report.chapters.references import Citations
from report.chapters.subject import subject_of
from report.figures.canvas import Medium, size
from report.images.mosaics import Mosaic
from report.images.theme import THEME
from report.output.arrangement import arranged, first_rows, folded, linked, unknown
from report.output.edition import MOST_ROWS, Edition, edition_of
from report.output.enclosed import Enclosed
from report.output.pair_links import PairLinks
from report.output.permalinks import with_permalinks
from report.output.tables import tables_of
from report.output.uses import Uses
from report.pages import pages_of
from report.text.formats import FILTERS
from report.text.formulas import FORMULAS

# The folder of the parts that a medium shares with others of its kind.
PARTS: Mapping[Medium, str] = {"web": "screen", "single": "screen", "paper": "paper"}
# Not by any white space: an indent ends before a no-break space.
INDENT = re.compile(r"(<pre\b.*?</pre>)|\n[ \n]+", re.DOTALL)


def templates() -> Path:
    """Return the folder of the templates: at the top of a checkout, inside this package in a wheel."""
    here = Path(__file__).parents[1]
    inside = here / "templates"
    return inside if inside.is_dir() else here.parent / "templates"


def environment() -> Environment:
    """Return Jinja as all pages use it: what is missing raises, what is text is escaped."""
    made = Environment(
        loader=FileSystemLoader(templates()),
        bytecode_cache=Compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_present,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(FILTERS, collapsed=_collapsed)
    return made


class Compiled(FileSystemBytecodeCache):
    """Templates compiled before, in this program's cache: compiling takes longer than rendering.

    Where nothing can be kept they are compiled each time.
    """

    def __init__(self) -> None:
        """Keep what other versions of Jinja2 compiled apart."""
        super().__init__(str(cache.place("templates") / jinja2.__version__))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if there is something for it."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket, if that is possible."""
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def _collapsed(markup: Markup) -> Markup:
    """Leave one space where there is any white space: in a footnote the typesetter would break lines there."""
    return Markup(" ").join(markup.split())


def _present(value: object) -> object:
    """Refuse to print None: a template that may meet it has to say something else."""
    if value is None:
        raise ValueError("a template prints None: ask for the value first")
    return value


def unindented(content: Markup) -> Markup:
    """Leave out the indents of the templates and empty lines, a tenth of a page with many small things."""
    return Markup(INDENT.sub(lambda found: found[1] or "\n", str(content)))  # noqa: S704  # Jinja escaped it


class Renderer:
    """One bundle in one medium."""

    def __init__(
        self,
        bundle: Bundle,
        medium: Medium,
        files: Collection[str] = (),
        edition: Edition | None = None,
        *,
        enclosed: Enclosed | None = None,
    ) -> None:
        """Bind what every template sees; `files` names the downloads that come with the site.

        `enclosed` is what the single file holds itself; nothing else has any.
        """
        self.bundle = bundle
        self.chapters = chapters_of(bundle)
        self.beside = () if medium == "paper" else pages_of(bundle, files)
        self.edition = (edition or edition_of(bundle)).suiting(self.chapters)
        self.cited, self._pairs, self._uses = Citations(), PairLinks(self.chapters), Uses()
        self._environment = environment()
        self._medium: Medium = medium
        self.frame = frame_of(bundle)
        self._shared: dict[str, Any] = {
            "own_parts": f"{medium}/parts.html.jinja",
            "enclosed": enclosed,
            "frame": self.frame,
            "subject": subject_of(bundle),
            "chapters": self.chapters,
            "file_of": file_of,
            "beside": self.beside,
            "by_slug": {chapter.slug: chapter for chapter in (*self.chapters, *self.beside)},
            "captions": self._captions(),
            "on_site": captions(self.chapters),
            "edition": self.edition,
            "unknown": unknown,
            "cited": self.cited,
            "terms": TERMS,
            "uses": self._uses,
            "formulas": FORMULAS,
            "most_rows": MOST_ROWS,
            "size": partial(size, medium=medium),
            "mosaic": partial(Mosaic, self.frame.mosaic_size),
            "ornament": self._ornament,
            "files": files,
            "address": f"{bundle.cover.site_url.rstrip('/')}/" if bundle.cover.site_url else "",
            "paper_colours": THEME["paper"],
            "tables_of": tables_of,
        }
        self._environment.filters |= {"first_rows": first_rows, "folded": folded}
        self._environment.filters["scaled"] = self.frame.scaled

    def pages(self) -> dict[str, str]:
        """Render the whole site: HTML by file name."""
        ends = (None, *self.chapters, None)
        neighbours = zip(ends, ends[2:], strict=False)
        chapters = {
            chapter.file: self._page(chapter, content, *around)
            for (chapter, content), around in zip(self._contents(), neighbours, strict=True)
        }
        return chapters | {
            page.file: self._page(page, self._beside(page), None, None) for page in self.beside
        }

    def single(self) -> str:
        """Render all chapters as one page that holds everything itself."""
        every = [*self._contents(), *((page, self._beside(page)) for page in self.beside)]
        content = Markup("\n").join(self._with_links(*each) for each in every)
        return self._shell("single/page.html.jinja", self.chapters[0], here=None, content=content)

    def lost(self) -> str:
        """Render the page that a server shows for a wrong address."""
        return self._shell("web/404.html.jinja", self.chapters[0])

    def paper(self) -> str:
        """Render the whole report as one document for print."""
        parts = arranged(self._contents(), self.edition)
        return parts.numbered(linked(self._shell("paper/report.html.jinja", self.chapters[0], parts=parts)))

    def _captions(self) -> dict[str, Caption]:
        """Return the captions by id; on paper figures and tables are numbered when their order is known."""
        if self._medium != "paper":
            return captions(self.chapters)
        printed = captions(self.edition.printed(self.chapters))
        return {id_: replace(one, number=unknown(one.anchor)) for id_, one in printed.items()}

    def _page(
        self, chapter: Chapter, content: Markup, previous: Chapter | None, following: Chapter | None
    ) -> str:
        linked = self._with_links(chapter, content)
        around = {"here": chapter, "content": linked, "previous": previous, "next": following}
        return self._shell("web/page.html.jinja", chapter, **around)

    def _with_links(self, chapter: Chapter, content: Markup) -> Markup:
        file = None if self._medium == "single" else chapter.file
        return self._pairs.linked(with_permalinks(unindented(content)), file)

    def _contents(self) -> list[tuple[Chapter, Markup]]:
        """Render the chapters: last the glossary, which lists where terms are used, and the references what the others cite."""
        last = ("", "glossary", "references")
        in_turn = sorted(self.chapters, key=lambda one: last.index(one.slug) if one.slug in last else 0)
        contents = {chapter.slug: self._content(chapter) for chapter in in_turn}
        return [(chapter, contents[chapter.slug]) for chapter in self.chapters]

    def _beside(self, page: Chapter) -> Markup:
        return Markup(self._shell(f"pages/{page.slug}.html.jinja", page))  # noqa: S704  # Jinja escaped it

    def _content(self, chapter: Chapter) -> Markup:
        content = Markup(self._shell(f"chapters/{chapter.slug}.html.jinja", chapter))  # noqa: S704  # Jinja escaped it
        return content if self._medium == "paper" else self._uses.marked(content, chapter)

    def _shell(self, name: str, chapter: Chapter, **more: object) -> str:
        context = {**self._shared, "chapter": chapter, "say": chapter.say, **more}
        parts = self._environment.get_template(f"{PARTS[self._medium]}/parts.html.jinja").make_module(context)
        return self._environment.get_template(name).render(context, part=parts)

    def _ornament(self, chapter: Chapter) -> str:
        """Name the image of the digit that numbers a chapter; empty where there is none."""
        ornaments = self.frame.ornaments
        return ornaments[chapter.number] if chapter.number < len(ornaments) and not chapter.beside else ""
