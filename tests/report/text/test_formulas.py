"""A formula is one LaTeX source: what the web shows and what paper shows are made from it."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest

from analysis.bundle import Bundle
from report.output.render import Renderer
from report.text.formulas import FORMULAS
from tests.report.text import typeset

NUMBER = re.compile(r"-?\d+\.\d+")
COMMAND = re.compile(r"\\(?!ln|exp|max)[a-z]+")
SCRIPTS = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}


def kept(file: str) -> str:
    return (typeset.FOLDER / file).read_text(encoding="utf-8")


def root(name: str) -> Element:
    return ET.fromstring(kept(f"{name}.mathml"))  # noqa: S314  # our own file


def test_mathml_is_that_of_the_latex() -> None:
    """What is kept is what the converter makes; after a change, run `python -m tests.report.text.typeset`."""
    pytest.importorskip("latex2mathml", reason="latex2mathml is not installed")
    made = {name: typeset.mathml(formula.latex) for name, formula in FORMULAS.items()}

    assert {name: kept(f"{name}.mathml") for name in FORMULAS} == made


@pytest.mark.parametrize("name", FORMULAS)
def test_the_drawing_is_that_of_the_latex(name: str) -> None:
    """The same steps of the same shape, to a tenth of a point: releases of FreeType round differently."""
    found, made = kept(f"{name}.svg"), typeset.drawing(FORMULAS[name].latex)
    points = [[float(number) for number in NUMBER.findall(svg)] for svg in (found, made)]

    assert "".join(NUMBER.sub("", found).split()) == "".join(NUMBER.sub("", made).split())
    assert points[0] == pytest.approx(points[1], abs=0.1)


@pytest.mark.parametrize("name", FORMULAS)
def test_letters_are_the_same_seen_and_heard(name: str) -> None:
    """The MathML has the letters and numbers of the LaTeX, each as often; what is read aloud names each letter."""
    latex = re.findall(r"[A-Za-z0-9]", COMMAND.sub("", FORMULAS[name].latex))
    letters = set(re.findall(r"\b[A-Za-z]", re.sub(r"\\[a-z]+|_|\{", " ", FORMULAS[name].latex)))

    assert sorted(re.findall(r"[A-Za-z0-9]", "".join(root(name).itertext()))) == sorted(latex)
    assert letters <= set(re.findall(r"\b[A-Za-z]\b", FORMULAS[name].spoken))


@pytest.mark.parametrize("name", FORMULAS)
def test_no_index_has_an_index(name: str) -> None:
    """An index of an index would have less than eight points on paper."""
    indices = [index for each in root(name).iter() if each.tag in SCRIPTS for index in list(each)[1:]]

    assert not [inner.tag for index in indices for inner in index.iter() if inner.tag in SCRIPTS]
    assert 0.7 * typeset.SIZE > 8


def test_each_formula_stands_in_one_place(swept_bundle: Bundle) -> None:
    """The pages show every formula, each once; the folder has its two files, and no other."""
    pages = "".join(Renderer(swept_bundle, "web").pages().values())
    files = {f"{name}.{ending}" for name in FORMULAS for ending in ("mathml", "svg")}

    shown = {name: re.sub(r"\n +", "\n", kept(f"{name}.mathml").strip()) for name in FORMULAS}

    assert {name: pages.count(formula) for name, formula in shown.items()} == dict.fromkeys(FORMULAS, 1)
    assert {path.name for path in typeset.FOLDER.iterdir()} == files
