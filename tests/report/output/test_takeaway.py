"""Laws of what a reader takes along: drawings that look right elsewhere, numbers as CSV, and files for LaTeX."""

from __future__ import annotations

import csv
import gzip
import io
import re
import shutil
import subprocess
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from analysis.bundle import Bundle
from report.chapters import chapters_of
from report.chapters.model import Cell, Column, Group, Table
from report.chapters.overview.headlines import headlines
from report.figures import slides
from report.images.theme import PAPER, channels
from report.output.drawings import being_drawn
from report.output.latex import numbers_tex
from report.output.tables import as_csv
from report.text.escaped import csv_cell, latex

if TYPE_CHECKING:
    from tests.report.conftest import Built

RSVG = shutil.which("rsvg-convert")


def rendered(svg: bytes, scale: int) -> Image.Image:
    """Render an SVG by librsvg, so many times as large."""
    assert RSVG
    found = subprocess.run([RSVG, "-z", str(scale)], input=svg, capture_output=True, check=True)
    return Image.open(io.BytesIO(found.stdout)).convert("RGB")


@pytest.mark.skipif(RSVG is None, reason="rsvg-convert is not installed")
def test_drawings_look_right_in_another_viewer(built: Built, tiny_bundle: Bundle) -> None:
    """librsvg, which knows neither variables nor our page, shows on average what the PNG has below its title."""
    figures = {id_: one for each in chapters_of(tiny_bundle) for id_, one in each.figures.items() if one}
    alone = {id_: one.drawings[0].name for id_, one in figures.items() if len(one.drawings) == 1}
    assert len(alone) > 5
    for id_, name in alone.items():
        svg = (built.folder / "figures" / f"{name}.svg").read_bytes()
        ours = Image.open(built.folder / "figures" / f"{id_}.png").convert("RGB")
        (points,) = re.findall(rb'<svg[^>]* width="([\d.]+)pt', svg)
        dots = (slides.WIDE - 2 * slides.EDGE) / (float(points) * 4 / 3)
        scale = min(slides.MOST, max(slides.LEAST, round(dots)))
        there = rendered(svg, scale)
        assert there.getpixel((0, 0)) == channels(PAPER), name
        left, bottom = slides.EDGE, ours.height - slides.EDGE
        ours = ours.crop((left, bottom - there.height, left + there.width, bottom))
        small = [picture.resize((8, 8), Image.Resampling.BOX).tobytes() for picture in (there, ours)]
        assert max(abs(one - other) for one, other in zip(*small, strict=True)) < 40, name


def test_a_csv_holds_what_other_programs_read() -> None:
    """Heads below their group, thousands without commas, a minus that is one, amounts for bars, and no pictures."""
    table = Table(
        [1133],
        [
            Column("Name", lambda _: "4, 9", footer="All"),
            Column("n", lambda number: f"{number:,}", "number"),
            Column("share", lambda _: Cell("−0.5%", "quite few"), "number"),
            Column("Bar", lambda number: Cell(bar=(number, 2000)), "bar"),
            Column("Shown", lambda _: "", "images"),
        ],
        groups=[Group("", 1), Group("Errors", 2)],
    )
    lines = ["Name,Errors: n,Errors: share,Bar", '"4, 9",1133,-0.5%,1133', "All,,,"]
    assert as_csv([table]).splitlines() == lines


def test_the_matrix_can_be_taken_away(built: Built, tiny_bundle: Bundle) -> None:
    """Its CSV has the counts of the bundle."""
    rows = list(csv.reader((built.folder / "data" / "matrix.csv").read_text(encoding="utf-8").splitlines()))
    found = tiny_bundle.findings.confusion.counts
    assert [list(map(int, row[1:])) for row in rows[1:]] == [list(row) for row in found]


def test_every_headline_number_is_a_macro(tiny_bundle: Bundle) -> None:
    """Number and interval, as LaTeX prints them; each macro is defined once, in letters only."""
    text = numbers_tex(tiny_bundle)
    for one in headlines(tiny_bundle):
        assert f"{{{latex(one.text + one.unit)}}}" in text
        assert f"{{{latex(one.ends)}}}" in text
    names = re.findall(r"\\newcommand\{\\(.*?)\}", text)
    assert all(name.isalpha() for name in names)
    assert len(names) == len(set(names))


def test_the_bibliography_has_every_work_of_the_references(built: Built) -> None:
    """One entry each, and one for the report itself; no key twice, braces in pairs."""
    text = (built.folder / "report.bib").read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{([\w-]+),$", text, re.MULTILINE)
    cited = re.findall(r'id="ref-([\w-]+)"', (built.folder / "references.html").read_text(encoding="utf-8"))
    assert sorted(keys) == sorted(["this-report", *cited])
    assert text.count("{") == text.count("}")


def test_no_page_asks_for_more_than_forty_files(built: Built) -> None:
    """Where a page shows many pictures, it holds them; packed, the front page weighs 150 kB at most, any other 250."""
    for page in built.folder.glob("*.html"):
        source = page.read_text(encoding="utf-8")
        asked = {page.name, *re.findall(r'(?:src|rel="(?:icon|stylesheet)" href)="([^"#:]+)"', source)}
        assert len(asked) <= 40, page.name
        weight = sum(packed(built.folder / name) for name in asked)
        assert weight <= (150_000 if page.name == "index.html" else 250_000), page.name


def packed(path: Path) -> int:
    """Return the bytes of a file as a server sends it."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".png" else len(gzip.compress(content, 6))


BRACES = "a } b { c $x$ 50 % #1 _x ^ ~ \\ & < > |"


@given(
    st.text(
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\N{NO-BREAK SPACE}²"), max_size=30
    )
)  # those two are meant to act
@example(BRACES)
def test_text_in_latex_opens_and_closes_nothing(text: str) -> None:
    """Each brace that is written belongs to a pair, for BibTeX counts those behind a backslash, too; no sign acts."""
    written = latex(text)

    depth = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in written))
    assert all(each >= 0 for each in depth)
    assert (depth or [0])[-1] == 0
    assert not re.search(r"(?<!\\)[%#&_]|\^|~|[<>|]", written)


@given(st.text(max_size=20))
@example("=1+1")
@example("@SUM(A1)")
@example(" =1")
@example("-2+3")
def test_text_in_csv_is_no_formula(text: str) -> None:
    """What begins like a formula stands behind an apostrophe; a number and any other text are unchanged."""
    written = csv_cell(text)

    assert written in {text, f"'{text}"}
    assert not written.lstrip().startswith(("=", "@"))
    for number in ("-4.7", "+1", "-1e-5", "12", "−3"):
        assert csv_cell(number) == number


def test_a_name_is_no_formula_in_a_drawing(tiny_bundle: Bundle) -> None:
    """Two dollars in names of classes are two dollars: nothing between them is read as mathematics, or fails as such."""
    names = ("US$ $\\frac$", "$x^2$", *tiny_bundle.classes.names[2:])
    classes = tiny_bundle.classes.model_copy(update={"names": names})
    chapters = chapters_of(tiny_bundle.model_copy(update={"classes": classes}))

    with being_drawn(chapters, "web") as drawn:
        texts = "".join(figure.decode("utf-8", "replace") for figure in drawn().values())

    assert "$x^2$" in texts
