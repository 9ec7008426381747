"""LaTeX → the MathML and the drawing of each formula: `python -m tests.report.text.typeset` writes them anew.

latex2mathml and Matplotlib's mathtext read the same LaTeX; what either sets unlike LaTeX is mended here.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import matplotlib as mpl
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from report.figures.halo import FAMILY, written
from report.images.theme import INK
from report.output.render import templates
from report.text.formulas import FORMULAS

FOLDER = templates() / "formulas"
SIZE = 11.5
"""Points, so that indices, seven tenths of it, have eight."""
EDGE = 0.5
FUNCTIONS = {"ln", "exp", "max"}
LINE = 100


def mathml(latex: str) -> str:
    """Return a formula of its own line as MathML, an element a line where it is long."""
    from latex2mathml.converter import convert  # noqa: PLC0415  # a tool of developers

    markup = convert(latex, display="block").replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")
    root = ET.fromstring(markup)  # noqa: S314  # ours
    for element in root.iter():
        _mend(element)
    return "\n".join(_lines(root, "")) + "\n"


def _mend(element: Element) -> None:
    """Let signs be operators and names of functions stand apart from what they are applied to."""
    if element.tag == "mi" and element.text == "±":
        element.tag = "mo"
    if element.text in FUNCTIONS:
        element.tag = "mi"
    for place, child in reversed(list(enumerate(element))):
        following = element[place + 1] if place + 1 < len(element) else None
        if child.text in FUNCTIONS and following is not None and following.text != "(":
            element.insert(place + 1, ET.Element("mspace", {"width": "0.17em"}))


def _lines(element: Element, indent: str) -> list[str]:
    whole = ET.tostring(element, encoding="unicode", short_empty_elements=False)
    if len(indent + whole) <= LINE:
        return [indent + whole]
    start = whole[: whole.index(">") + 1]
    inner = [line for child in element for line in _lines(child, indent + "  ")]
    return [indent + start, *inner, f"{indent}</{element.tag}>"]


def drawing(latex: str) -> str:
    """Return a formula as SVG: one shape, whose size is in points."""
    with mpl.rc_context({"mathtext.fontset": "stix"}):
        path = TextPath((0, 0), f"${_displayed(latex)}$", size=SIZE, prop=FontProperties(family=FAMILY))
    box = path.get_extents()
    width, height = box.width + 2 * EDGE, box.height + 2 * EDGE
    shape = written(path, EDGE - box.x0, EDGE + box.y1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}pt" height="{height:.2f}pt" '
        f'viewBox="0 0 {width:.2f} {height:.2f}">\n<path fill="{INK}" d="\n{_folded(shape)}"/>\n</svg>\n'
    )


def _displayed(latex: str) -> str:
    """Let Matplotlib do as LaTeX does on a line of its own: nothing but indices is small, sums and fractions have air."""
    large = latex.replace(r"\frac", r"\,\dfrac").replace(r"\binom", r"\genfrac{(}{)}{0}{0}")
    return re.sub(r"(\\sum_\{[^}]*\}(?:\^\{[^}]*\})?)", r"\,\1\,", large)


def _folded(shape: str) -> str:
    """Break the steps of a path into lines."""
    return re.sub(rf"(.{{1,{LINE}}})(?=[A-Z]|$)", "\\1\n", shape).rstrip()


def main() -> None:
    """Write all of them."""
    FOLDER.mkdir(exist_ok=True)
    for name, formula in FORMULAS.items():
        (FOLDER / f"{name}.mathml").write_text(mathml(formula.latex), encoding="utf-8")
        (FOLDER / f"{name}.svg").write_text(drawing(formula.latex), encoding="utf-8")


if __name__ == "__main__":
    main()
