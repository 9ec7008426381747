"""One look for every figure: colours, type, and the styles of words and marks.

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
# Cells of the matrix from few errors to many, and the counts in them, on light paper.
HEAT: Final = ("#fbe3e3", "#f3b9bb", "#e0727a", "#b01224")
ON_HEAT: Final = (INK, INK, "#16050a", WHITE)

# A difference: more, less.  The two ends of cividis, moved inwards until they can be seen on black and on white.
MORE: Final = "#2654a0"
LESS: Final = "#d69e14"

# Matplotlib's petroff10: made to stay apart under colour blindness.
PETROFF10: Final = (
    *("#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6"),
    *("#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd"),
)
# Among grey dots: the same without its two greys.
GREY: Final = "#a3a8ae"
HIGHLIGHTS: Final = tuple(colour for colour in PETROFF10 if colour not in {"#94a4a2", "#717581"})

TYPE: Final = 9.5  # points, in every figure
PLAIN, LABEL = 400, 700  # the weights of words and of names in a figure

WIDEST: Final = "DejaVu Sans"  # wider than any reader's sans, so nothing collides

RC: Final[dict[str, object]] = {
    "font.family": WIDEST,
    "font.size": TYPE,
    "text.parse_math": False,  # a name with two dollars is no formula
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
    "text.hinting": "none",  # a PNG has many dots
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "digits-report",
}
# In print STIX carries the figures as it does the text.
PAPER_RC: Final = RC | {"font.family": "STIXGeneral", "figure.facecolor": WHITE, "lines.linewidth": 1.4}

PAPER_FONT: Final = "Report"  # what templates/assets/print.css calls it
SANS: Final = (
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"
)


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of a colour such as `#3f90da`, each in 0 … 255."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def class_colours(count: int) -> tuple[str, ...]:
    """Return one colour for each of `count` classes: petroff10, then the same darker, then lighter, and so on.

    Round r mixes each colour with black or white in turn, further the later the round, so that no two are equal.
    """
    rounds = range(-(-count // len(PETROFF10)))
    return tuple(_mixed(colour, number) for number in rounds for colour in PETROFF10)[:count]


def _mixed(colour: str, number: int) -> str:
    """Mix a colour with black in rounds 1, 3, 5 …, with white in rounds 2, 4, 6 …; round 0 leaves it as it is."""
    end = 0 if number % 2 else 255
    share = 1 - 0.55 ** ((number + 1) // 2)
    return "#" + bytes(round(value + share * (end - value)) for value in channels(colour)).hex()


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
    rotation: float
