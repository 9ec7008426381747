"""The ground that is cleared around a word, so that the word is in the text once.

A stroke of the word itself, by `paint-order`, is unknown to WeasyPrint, and browsers print it as text a second time: what
is searched and copied then runs together.  On paper the ground is the outline of the word as a shape; on a screen, where
nobody knows the reader's font before, a copy of the word that passes a filter, and so is a picture.
"""

from __future__ import annotations

import re
from html import unescape

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from report.figures.canvas import UNKNOWN, width_of
from report.images.theme import WHITE

WORD = re.compile(
    r'(<g id="halo-\d+">\s*)(<text style="([^"]*)" x="([\d.-]+)" y="([\d.-]+)"[^>]*>(.*?)</text>)', re.DOTALL
)
NUMBERED = re.compile(r'(<g id="halo-(\d+)">\s*)<text ')
# A filter that changes nothing; the room around short words is that of the stroke.
FILTER = '<filter id="flat" x="-50%" y="-25%" width="200%" height="150%"><feOffset/></filter>'
SIZE, WEIGHT = re.compile(r"font-size: ([\d.]+)px"), re.compile(r"font-weight: (\d+)")
COMMANDS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
FAMILY = "STIXGeneral"
SHIFTS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def outlined(svg: str) -> str:
    """Put the outline of each word that has a halo below it, in the colour of the paper and three pixels wide."""
    return WORD.sub(_with_outline, svg)


def copied(svg: str) -> str:
    """Put a copy below each word that has a halo, for a style sheet to draw wide, flat and in the colour of the paper."""
    return NUMBERED.sub(r'\1<use xlink:href="#word-\2"/><text id="word-\2" ', svg)


def _with_outline(word: re.Match[str]) -> str:
    start, text, style, x, y, letters = word.groups()
    return f"{start}{_outline(unescape(letters), style, float(x), float(y))}{text}"


def _outline(letters: str, style: str, x: float, y: float) -> str:
    size, weight = float(SIZE.findall(style)[0]), int((WEIGHT.findall(style) or ["400"])[0])
    font = FontProperties(family=FAMILY, weight=weight)
    known = get_font(findfont(font))
    seen = "".join(letter if known.get_char_index(ord(letter)) else UNKNOWN for letter in letters)
    anchor = next((anchor for anchor in SHIFTS if f"text-anchor: {anchor}" in style), "start")
    left = x - SHIFTS[anchor] * width_of(letters, weight, size, FAMILY) * 0.75
    drawn = written(_straight(TextPath((0, 0), seen, size=size, prop=font)), left, y)
    return f'<path d="{drawn}" style="fill: {WHITE}; stroke: {WHITE}; stroke-width: 3px; stroke-linejoin: round"/>'


def _straight(path: Path) -> Path:
    """Replace each curve by a line, in a third of the time to draw: the stroke hides more than what lies between."""
    steps = path.iter_segments(simplify=False, curves=True)
    ends = [
        (points[-2:], code if code in {Path.MOVETO, Path.CLOSEPOLY} else Path.LINETO)
        for points, code in steps
    ]
    return Path(*zip(*ends, strict=True))


def written(path: Path, left: float, base: float) -> str:
    """Write a path as SVG does, whose vertical axis points down."""
    steps = (
        COMMANDS[int(code)]
        + " ".join(f"{left + right:.2f} {base - up:.2f}" for right, up in points.reshape(-1, 2) if code != 79)
        for points, code in path.iter_segments(simplify=False, curves=True)
    )
    return "".join(steps)
