"""One look for every figure: colours, type, and the widths at which figures are read.

A figure is drawn for its place, never scaled to fit.  Lengths are CSS pixels, 96 to the inch.
"""

from __future__ import annotations

from typing import Final, Literal, TypedDict

# The names and values of templates/assets/theme.css: on light paper, on dark paper.
THEME: Final[dict[str, tuple[str, str]]] = {
    "paper": ("#fdfdfb", "#131417"),
    "wash": ("#f3f3ef", "#1d1f23"),
    "ink": ("#17181c", "#e9e8e4"),
    "ink2": ("#53555d", "#b1b2b7"),
    "ink3": ("#6a6c74", "#8f9198"),
    "rule": ("#c9c9c3", "#43464d"),
    "hair": ("#e3e3de", "#2a2d32"),
    "red": ("#c3182b", "#ff6b66"),
}
PAPER, WASH, INK, INK2, INK3, RULE, HAIR, RED = (light for light, _ in THEME.values())
WHITE: Final = "#ffffff"

# Matplotlib's petroff10 in digit order: made to stay apart under colour blindness.
DIGITS: Final = (
    *("#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6"),
    *("#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd"),
)
SEQUENTIAL: Final = "cividis"

TYPE: Final = 9.5  # points, in every figure
PLAIN, LABEL = 400, 700  # the weights of words and of names in a figure

RC: Final[dict[str, object]] = {
    "font.family": "DejaVu Sans",  # wider than any reader's sans, so nothing collides
    "font.size": TYPE,
    "text.color": INK,
    "figure.facecolor": PAPER,
    "axes.facecolor": "none",
    "axes.edgecolor": INK3,
    "axes.linewidth": 0.8,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": HAIR,
    "grid.linewidth": 0.8,
    "xtick.color": INK3,
    "xtick.labelcolor": INK2,
    "xtick.labelsize": TYPE,
    "xtick.major.size": 4,
    "xtick.major.width": 0.8,
    "xtick.minor.size": 0,
    "ytick.color": INK3,
    "ytick.labelcolor": INK2,
    "ytick.labelsize": TYPE,
    "ytick.major.size": 0,
    "ytick.major.pad": 6,
    "ytick.minor.size": 0,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "lines.markersize": 6,
    "patch.linewidth": 0,
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "digits-report",
}
# In print STIX carries the figures as it does the text.
PAPER_RC: Final = RC | {"font.family": "STIXGeneral", "figure.facecolor": WHITE, "lines.linewidth": 1.4}

PAPER_FONT: Final = "Report"  # what templates/assets/print.css calls it
SANS: Final = (
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"
)


class LineStyle(TypedDict, total=False):
    """What a mark may look like, in Matplotlib's short names."""

    color: str
    lw: float
    ls: str | tuple[float, tuple[float, ...]]
    ms: float
    mew: float
    mfc: str
    marker: str
    alpha: float
    clip_on: bool
    zorder: float


class WordStyle(TypedDict, total=False):
    """What words may look like."""

    color: str
    weight: int
    size: float
    ha: Literal["left", "center", "right"]
    va: Literal["top", "center", "bottom", "baseline"]
    linespacing: float
