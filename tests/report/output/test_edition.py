"""What is named in an edition exists, and what an edition leaves out leaves no link behind."""

from __future__ import annotations

import re

import pytest

from analysis.bundle import Bundle
from report.chapters import chapters_of
from report.output import edition
from report.output.edition import Edition
from report.output.render import Renderer, templates

ID, LINK = re.compile(r'\bid="([^"{]+)"'), re.compile(r'\bhref="#([^"]+)"')


def test_only_what_exists_is_placed() -> None:
    """Each id in the lists of an edition is that of a section, figure or table in some template."""
    text = "".join(path.read_text("utf-8") for path in templates().rglob("*.jinja"))
    shown = set(re.findall(r'part\.(?:figure|table|exhibit)\("([^"]+)"', text))
    sections = set(re.findall(r'<section id="([^"]+)"', text))

    assert shown >= edition.APPENDIX | edition.SHORT_EXHIBITS
    assert sections >= edition.APPENDIX_SECTIONS | edition.WEB_SECTIONS | {edition.ROOM_FOR} | {
        one for several in edition.SHORT_SECTIONS.values() for one in several
    }


@pytest.mark.parametrize("length", ["full", "short"])
def test_every_link_leads_somewhere(bundle: Bundle, length: str) -> None:
    """Links of the paper have a target in it, and no id stands twice."""
    page = Renderer(bundle, "paper", edition=Edition("letter", length)).paper()  # type: ignore[arg-type]  # parametrised
    found = ID.findall(page)

    assert set(LINK.findall(page)) <= set(found)
    assert len(found) == len(set(found))


def test_the_full_report_leaves_no_figure_out(bundle: Bundle) -> None:
    """Main part and appendix together have every figure and table."""
    chapters = chapters_of(bundle)
    every = [(*chapter.figures.values(), *chapter.tables.values()) for chapter in chapters]

    assert [(*one.figures.values(), *one.tables.values()) for one in Edition().printed(chapters)] == every
