"""What of a report is on paper, and where: in the main part, in the appendix, or on the site only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from analysis.bundle import Bundle

if TYPE_CHECKING:
    from report.chapters.model import Chapter

Exhibit = TypeVar("Exhibit")
Place = Literal["main", "appendix", "web"]

# Of the full report: what an argument does not need at once.
APPENDIX = frozenset({
    "class-counts", "preprocessing", "augmentation", "layers", "settings", "class-scores", "seeds", "seed-summary",
    "pair-tests", "pairs-over-runs", "named-pairs", "look-alikes", "closest-means", "distances", "class-confidence",
    "risk-coverage", "least-confident-correct", "separability",
})  # fmt: skip
APPENDIX_SECTIONS = frozenset({
    "questions", "outline", "writers", "data-checksums", "test-use", "evaluation", "writer-groups",
    "disputed-labels", "misclassified", "differences", "temperature", "explained-variance", "limits-of-projections",
    "what-holds", "future-work",
})  # fmt: skip
APPENDIX_CHAPTERS = frozenset({"reproducibility", "glossary"})
SCREEN_CHAPTERS = frozenset({"images"})
"""What asks for a screen: it is in no edition."""

# Of the short report: sections by chapter, and figures and tables.
SHORT_SECTIONS = {
    "overview": (),
    "introduction": ("objective",),
    "dataset": ("split",),
    "method": ("architecture", "steps"),
    "results": ("by-class",),
    "confusion": ("confusion-matrix",),
    "confidence": ("calibration",),
    "pca": ("planes",),
    "discussion": ("interpretation", "limits", "conclusion"),
    "references": ("acknowledgements",),
}
SHORT_EXHIBITS = frozenset({"recalls", "matrix", "reliability", "planes"})
TALLEST = 430
"""Pixels of a picture in the main part: a taller one would leave much of the page before it empty."""
MOST_ROWS = 12
"""Rows of a table of the numbers behind a figure; the PDF carries all of them as an attachment."""


class Edition(NamedTuple):
    """One way to print: size of the pages, length, and address of the site, if it has one."""

    paper: Literal["a4", "letter"] = "letter"
    length: Literal["full", "short"] = "full"
    site_url: str | None = None

    @property
    def short(self) -> bool:
        """Whether only the main points are printed."""
        return self.length == "short"

    @property
    def usual_page(self) -> int:
        """Return the number of a page in the middle: most others have as many digits."""
        return 5 if self.short else 25

    def place(self, exhibit: str, height: int = 0) -> Place:
        """Say where a figure or table stands, by its id and the height of its picture in pixels."""
        if self.short:
            return "main" if exhibit in SHORT_EXHIBITS else "web"
        return "appendix" if exhibit in APPENDIX or height > TALLEST else "main"

    def place_of_section(self, chapter: str, section: str) -> Place:
        """Say where a section stands."""
        if self.short:
            return "main" if section in SHORT_SECTIONS.get(chapter, ()) else "web"
        return "appendix" if section in APPENDIX_SECTIONS else "main"

    def place_of_chapter(self, chapter: str) -> Place:
        """Say where a chapter stands."""
        if self.short:
            return "main" if chapter in SHORT_SECTIONS else "web"
        if chapter in SCREEN_CHAPTERS:
            return "web"
        return "appendix" if chapter in APPENDIX_CHAPTERS else "main"

    def printed(self, chapters: Sequence[Chapter]) -> list[Chapter]:
        """Return the chapters with those figures and tables only that are on paper."""
        return [self._with_printed(chapter) for chapter in chapters]

    def _with_printed(self, chapter: Chapter) -> Chapter:
        def kept(exhibits: Mapping[str, Exhibit]) -> dict[str, Exhibit]:
            left_out = self.place_of_chapter(chapter.slug) == "web"
            return {id_: one for id_, one in exhibits.items() if not left_out and self.place(id_) != "web"}

        return replace(chapter, figures=kept(chapter.figures), tables=kept(chapter.tables))


def edition_of(bundle: Bundle, paper: str | None = None, length: str | None = None) -> Edition:
    """Return the edition that the cover of a bundle asks for, unless another is asked for here."""
    cover = bundle.cover
    asked = cover.model_copy(
        update={**({"paper": str(paper)} if paper else {}), **({"length": str(length)} if length else {})}
    )
    return Edition(asked.paper, asked.length, cover.site_url)
