"""What is copied into a paper compiles there: tables, numbers and references, by pdfLaTeX, in an article with booktabs alone."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import pypdfium2 as pdfium
import pytest

from analysis.bundle import Bundle
from report.chapters.frame import frame_of
from report.chapters.references.works import WORKS
from report.output.latex import numbers_tex, report_bib
from report.output.render import templates
from report.text.escaped import csv_cell, latex
from tests.kinds import KINDS
from tests.report.browser.conftest import SLUGS, Opener, file_of
from tests.tools import program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COPY = """(name) => {
  const taken = [];
  Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { taken.push(text); } } });
  const buttons = [...document.querySelectorAll(".take button")].filter((one) => one.textContent === name);
  buttons.forEach((one) => one.click());
  return new Promise((done) => { setTimeout(() => done(taken)); });
}"""
HARD = (
    "a < b > c", "χ² = 4.2, p ≥ 0.05", "−3 × 10 → 4…", "50% & #1_a$ {x} ~ ^ \\ | `", '--- "quoted" \'\'twice\'\'',
    "[0, 1]", "* starred", "Émile Žižek", "“3” – ‘8’ — Ω",
)  # fmt: skip


def squeezed(text: str) -> str:
    """Leave what every font has: letters without accents, digits, and the signs that LaTeX uses itself."""
    return re.sub(r"[^A-Za-z0-9<>=[\]*%&#${}|]", "", normalize("NFD", text))


def compiled(folder: Path, body: str, *, bibliography: bool = False) -> str:
    """Typeset an article that loads booktabs and nothing else; return what can be read in it, on one line."""
    commands = [[program("pdflatex"), "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]]
    if bibliography:
        commands += [[program("bibtex"), "-terse", "paper"], *commands]
    head = "\\documentclass{article}\n\\usepackage{booktabs}\n\\begin{document}\n"
    (folder / "paper.tex").write_text(f"{head}{body}\n\\end{{document}}\n", encoding="utf-8")
    for command in commands:
        done = subprocess.run(
            command, cwd=folder, check=False, capture_output=True, text=True, errors="replace"
        )
        assert done.returncode == 0, done.stdout[-1500:]
        assert "Warning--" not in done.stdout
        assert "Missing character" not in done.stdout
    with pdfium.PdfDocument(folder / "paper.pdf") as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return " ".join(text.replace("\ufffe", "-").split())


def copied(page: Page, name: str = "LaTeX") -> list[str]:
    """Press each button that copies a table in this form; return what the clipboard was given."""
    found: list[str] = page.evaluate(COPY, name)
    return found


def copied_names(browser: Browser, folder: Path, names: Sequence[str], form: str = "LaTeX") -> list[str]:
    """Copy a table whose rows have these names."""
    rows = "".join(f"<tr><th>{escape(name)}</th><td class=num>1</td></tr>" for name in names)
    (folder / "page.html").write_text(
        f"<!doctype html><meta charset=utf-8><script src='{templates() / 'assets' / 'copy.js'}'></script>"
        "<figure class=figure><table class=table><thead><tr><th>Name</th><th>n</th></tr></thead>"
        f"<tbody>{rows}</tbody></table><p class=take></p></figure>",
        encoding="utf-8",
    )
    page = browser.new_page()
    page.goto((folder / "page.html").as_uri())
    found = copied(page, form)
    page.close()
    return found


def test_signs_are_printed_as_they_are(browser: Browser, tmp_path: Path) -> None:
    """Whatever a class is called: the page and the program write the same LaTeX, and it prints what was written."""
    (table,) = copied_names(browser, tmp_path, HARD)
    for name in HARD:
        assert f"\n{latex(name)} & 1 \\\\\n" in table
    printed = compiled(tmp_path, table)
    assert [name for name in HARD if squeezed(name) not in squeezed(printed)] == []


def test_a_spreadsheet_takes_no_copied_name_for_a_formula(browser: Browser, tmp_path: Path) -> None:
    """The page and the program write the same cells, too."""
    names = ["=1+1", "-x", "@SUM(A1)", "+z", "-3", "−3", 'a, "b"']
    (table,) = copied_names(browser, tmp_path, names, "CSV")
    assert [name for name, _ in csv.reader(table.split("\n")[1:-1])] == [csv_cell(name) for name in names]


def test_other_scripts_are_told_where_they_cannot_be_printed(browser: Browser, tmp_path: Path) -> None:
    """By the numbers of their letters; engines that have them print them."""
    (table,) = copied_names(browser, tmp_path, ["日本", "Ądam", "عين"])
    printed = compiled(tmp_path, table)
    assert [
        name for name in ("U+65E5 U+672C", "U+0104dam", "U+0639 U+064A U+0646") if name not in printed
    ] == []
    assert "{日本}" in table


@pytest.mark.parametrize("name", ["published", "forty-classes", "three-without-scores", "photographs"])
def test_copied_tables_compile(
    browser: Browser, site_of: Callable[[str], Path], name: str, tmp_path: Path
) -> None:
    """Each table of each page, with its heads, in one article; nothing is printed as another sign."""
    opener, tables = Opener(browser, site_of(name)), []
    for slug in SLUGS:
        if (opener.folder / file_of(slug)).exists():
            tables += copied(opener(slug))
    opener.close()
    printed = compiled(tmp_path, "\n\\clearpage\n".join(tables))
    assert len(tables) > 5
    assert not set("¡¿") & set(printed)


@pytest.mark.parametrize("name", KINDS)
def test_numbers_compile(kind: Callable[[str], Bundle], name: str, tmp_path: Path) -> None:
    """Every macro prints its number, as it is."""
    text = numbers_tex(kind(name))
    (tmp_path / "numbers.tex").write_text(text, encoding="utf-8")
    macros = re.findall(r"\\newcommand\{(\\\w+)\}", text)
    printed = compiled(tmp_path, "\\input{numbers}\n" + "\n\n".join(f"{one}{{}}" for one in macros))
    assert len(macros) >= 9
    assert not set("¡¿") & set(printed)


@pytest.mark.parametrize(
    ("title", "authors"),
    [
        ("Ten thousand digits", ()),
        *((title, (title, "Émile Müller")) for title in (*HARD, "}", "{", "@misc{x, and")),
    ],
)
def test_references_are_read(
    title: str, authors: tuple[str, ...], tiny_bundle: Bundle, tmp_path: Path
) -> None:
    """Whatever the report is called, and by whomever it is: BibTeX has no warning, and the title is printed."""
    cover = {"title": title, "authors": authors}
    bundle = tiny_bundle.model_copy(update={"cover": tiny_bundle.cover.model_copy(update=cover)})
    works = list(WORKS.items()) if title.startswith("Ten") else []
    (tmp_path / "report.bib").write_text(report_bib(frame_of(bundle), "2026-11-30", works), encoding="utf-8")
    body = "\\nocite{*}\\bibliographystyle{plain}\\bibliography{report}"
    printed = compiled(tmp_path, body, bibliography=True)
    assert squeezed(title) in squeezed(printed)
    assert "2026" in printed
