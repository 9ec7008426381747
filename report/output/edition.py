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
    "risk-coverage", "least-confident-correct", "separability", "extremes", "slices", "slice-examples",
    "nearest-classes", "logit-differences", "stress", "non-members",
})  # fmt: skip
APPENDIX_SECTIONS = frozenset({
    "writers", "data-checksums", "evaluation", "writer-groups", "disputed-labels", "differences", "temperature",
    "explained-variance", "limits-of-means", "limits-of-projections", "logit-difference",
})  # fmt: skip
APPENDIX_CHAPTERS = frozenset({"reproducibility", "glossary"})
SCREEN_CHAPTERS = frozenset({"images"})
"""What asks for a screen: it is in no edition."""
# The contents say as much.
WEB_SECTIONS = frozenset({"outline"})
# All errors, or where they are many, those with the most confidence: one is in the main part, the other in the appendix.
GALLERY, GALLERY_SECTION, INSTEAD = "errors", "misclassified", "most-confident-errors"

# Of the short report: sections by chapter, and figures and tables.
SHORT_SECTIONS = {
    "overview": (),
    "dataset": (),
    "method": ("architecture", "training"),
    "results": ("by-class", "scores"),
    "confusion": ("confusion-matrix",),
    "errors": ("misclassified",),
    "confidence": ("calibration", "extremes"),
    "discussion": ("interpretation", "limits", "conclusion"),
    "references": ("acknowledgements",),
}
SHORT_EXHIBITS = frozenset({"training", "scores", "matrix", "errors", INSTEAD, "reliability"})
ROOM_FOR = "future-work"
"""The section that a short report has where its last page would be nearly empty."""
TALLEST = 430
"""Pixels of a picture in the main part: a taller one would leave much of the page before it empty."""
MOST_ERRORS = 36
"""Images of errors that the main part shows together, on one page."""
MOST_ROWS = 13
"""Rows of a table of the numbers behind a figure; the PDF carries all of them as an attachment."""


class Edition(NamedTuple):
    """One way to print: size of the pages, length, address of the site, if it has one, whether errors are few.

    A roomy one is short, and has what fills its last page.
    """

    paper: Literal["a4", "letter"] = "letter"
    length: Literal["full", "short"] = "full"
    site_url: str | None = None
    few_errors: bool = True
    roomy: bool = False

    @property
    def short(self) -> bool:
        """Whether only the main points are printed."""
        return self.length == "short"

    @property
    def usual_page(self) -> int:
        """Return the number of a page in the middle: most others have as many digits."""
        return 5 if self.short else 25

    def suiting(self, chapters: Sequence[Chapter]) -> Edition:
        """Return this edition of a report with these chapters: whether its errors are few."""
        shown = [
            len(group.images)
            for chapter in chapters
            for couple in chapter.say.get("couples", ())
            for group in couple.groups
        ]
        return self._replace(few_errors=sum(shown) <= MOST_ERRORS)

    def place(self, exhibit: str, height: int = 0) -> Place:
        """Say where a figure or table stands, by its id and the height of its picture in pixels."""
        second = exhibit == (INSTEAD if self.few_errors else GALLERY)
        if self.short:
            return "main" if exhibit in SHORT_EXHIBITS and not second else "web"
        return "appendix" if exhibit in APPENDIX or second or height > TALLEST else "main"

    def place_of_section(self, chapter: str, section: str) -> Place:
        """Say where a section stands."""
        second = section == GALLERY_SECTION and not self.few_errors
        if self.short:
            spoken = section in SHORT_SECTIONS.get(chapter, ()) and not second
            if section == ROOM_FOR:
                return "main" if self.roomy else "web"
            return "main" if spoken and not (section == "extremes" and self.few_errors) else "web"
        if section in WEB_SECTIONS:
            return "web"
        return "appendix" if section in APPENDIX_SECTIONS or second else "main"

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
