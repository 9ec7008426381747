"""Bundle to HTML: the only file that knows Jinja2."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import jinja2
import platformdirs
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from report import mistakes, titles, wording
from report.figures import figure_size
from report.images.mosaics import Crowd
from report.pages import PAGES, Page, labels
from report.text.formats import FILTERS

if TYPE_CHECKING:
    from collections.abc import Collection

    from jinja2.bccache import Bucket
    from jinja2.environment import TemplateModule

    from analysis.bundle import Bundle

Medium = Literal["web", "paper"]


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
    made.filters.update(FILTERS)
    return made


class Compiled(FileSystemBytecodeCache):
    """Templates compiled before, in this program's cache: compiling takes longer than rendering.

    Where nothing can be kept they are compiled each time.
    """

    def __init__(self) -> None:
        """Keep what other versions of Jinja2 compiled apart."""
        folder = platformdirs.user_cache_path("digits-report", appauthor=False) / "templates"
        super().__init__(str(folder / jinja2.__version__))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if there is something for it."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket, if that is possible."""
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def _present(value: object) -> object:
    """Refuse to print None: a template that may meet it has to say something else."""
    if value is None:
        raise ValueError("a template prints None: ask for the value first")
    return value


class Renderer:
    """One bundle in one medium."""

    def __init__(self, bundle: Bundle, medium: Medium, files: Collection[str] = ()) -> None:
        """Bind what every template sees; `files` names the downloads that come with the site."""
        self._environment = environment()
        self._medium = medium
        self._shared: dict[str, Any] = {
            "bundle": bundle,
            "findings": bundle.findings,
            "cover": bundle.cover,
            "provenance": bundle.provenance,
            "pages": PAGES,
            "labels": labels(bundle.findings),
            "figure_size": partial(figure_size, medium=medium),
            "medium": medium,
            "crowd": partial(Crowd, len(bundle.findings.gallery.crowd)),
            "report_title": bundle.cover.title or titles.report_title(bundle.findings.accuracy.mistakes),
            "sample": titles.sample(bundle.findings.dataset),
            "wording": wording,
            "mistakes": mistakes,
            "files": files,
        }

    def section(self, page: Page) -> TemplateModule:
        """Render one chapter.  `str()` of the result is its HTML; `title`, `lead` and `places` are what it set."""
        context = {**self._shared, "page": page}
        parts = self._environment.get_template(f"{self._medium}/parts.html.jinja")
        chapter = self._environment.get_template(f"sections/{page.slug}.html.jinja")
        return chapter.make_module({**context, "part": parts.make_module(context)})

    def page(self, page: Page) -> str:
        """Render one whole page of the site."""
        return self._shell("web/page.html.jinja", page=page, chapter=self.section(page))

    def paper(self) -> str:
        """Render the whole report as one document for print."""
        return self._shell("paper/report.html.jinja", chapters=[(page, self.section(page)) for page in PAGES])

    def _shell(self, name: str, **more: object) -> str:
        context = {"page": PAGES[0], **self._shared, **more}
        parts = self._environment.get_template(f"{self._medium}/parts.html.jinja").make_module(context)
        return self._environment.get_template(name).render(context, part=parts)
