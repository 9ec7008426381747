"""The ten chapters in reading order, and the figures and tables of each: one list for the site and the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from report.figures import FIGURES, is_drawn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.bundle import Findings


@dataclass(frozen=True)
class Page:
    """One chapter.  Its number is its place in `PAGES`; `figures` and `tables` stand in reading order."""

    number: int
    slug: str
    name: str
    promise: str
    """Half a sentence for the contents."""
    figures: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Name of the chapter's file in the site."""
        return "index.html" if self.slug == "overview" else f"{self.slug}.html"


PAGES = (
    Page(0, "overview", "Overview", "What came out"),
    Page(1, "dataset", "Dataset", "What the network reads", tables=("class-counts", "checksums")),
    Page(
        2,
        "methodology",
        "Methodology",
        "How it learns",
        figures=("preprocessing", "augmentation", "training"),
        tables=("layers", "settings"),
    ),
    Page(
        3,
        "results",
        "Results",
        "How well it reads",
        figures=("recalls", "seeds"),
        tables=("digits-table", "scores"),
    ),
    Page(
        4,
        "confusion",
        "Confusion",
        "What it takes for what",
        figures=("matrix", "pairs", "named-pairs", "mistakes"),
        tables=("pair-tests", "look-alikes"),
    ),
    Page(
        5,
        "mean-digits",
        "Mean digits",
        "The average hand",
        figures=("means", "differences", "distances"),
        tables=("closest-means",),
    ),
    Page(
        6,
        "confidence",
        "Confidence",
        "Whether it knows",
        figures=(
            "confidence",
            "confidence-digits",
            "reliability",
            "risk-coverage",
            "surest-mistakes",
            "least-sure-hits",
        ),
        tables=("calibration",),
    ),
    Page(
        7,
        "pca",
        "PCA",
        "What two numbers keep",
        figures=("planes", "explained", "components"),
        tables=("separability",),
    ),
    Page(8, "conclusion", "Conclusion", "What to believe"),
    Page(9, "reproducibility", "Reproducibility", "How to make it again", tables=("stages", "versions")),
)


@dataclass(frozen=True)
class Label:
    """How a figure or table is called, and where it is."""

    kind: Literal["Figure", "Table"]
    number: int
    page: Page
    anchor: str

    def __str__(self) -> str:
        """Say it as a sentence does: `Figure 5`."""
        return f"{self.kind} {self.number}"


def absent(findings: Findings) -> frozenset[str]:
    """Return the ids that this bundle has nothing to show for; they are neither drawn nor numbered."""
    undrawn = {name for name in FIGURES if not is_drawn(name, findings)}
    untrained = {"training", "settings"} if findings.training is None else set()
    undistorted = {"augmentation"} if findings.dataset.augmentation is None else set()
    of_mistakes = {"mistakes", "pair-tests", "look-alikes", "surest-mistakes"}
    flawless = of_mistakes if findings.confusion.mistakes_total == 0 else set()
    return frozenset(undrawn | untrained | undistorted | flawless)


def labels(findings: Findings) -> Mapping[str, Label]:
    """Give each figure and table of this bundle its number, each kind from 1 on, in reading order; by id."""
    gone = absent(findings)
    found: dict[str, Label] = {}
    figures = [(page, name) for page in PAGES for name in page.figures if name not in gone]
    tables = [(page, name) for page in PAGES for name in page.tables if name not in gone]
    for number, (page, name) in enumerate(figures, start=1):
        found[name] = Label("Figure", number, page, f"fig-{name}")
    for number, (page, name) in enumerate(tables, start=1):
        found[name] = Label("Table", number, page, f"tab-{name}")
    return found
