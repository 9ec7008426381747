"""What stands in a list is all that there is: a study, a chapter or a template that was forgotten is named here."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from analysis.bundle import Findings
from analysis.studies import STUDIES
from report.chapters import CHAPTERS

ROOT = Path(__file__).parents[1]


def test_each_study_stands_in_the_list() -> None:
    """A file of the room of studies that answers a question is asked."""
    files = sorted((ROOT / "analysis" / "studies").glob("[a-z]*.py"))
    modules = {path.stem: import_module(f"analysis.studies.{path.stem}") for path in files}
    asked = {each.study.__module__ for each in STUDIES}
    answering = {module.__name__ for module in modules.values() if hasattr(module, "study")}

    assert answering - asked == set()


def test_each_study_has_its_field() -> None:
    """The bundle has a place for what each study finds, and a name for it where it may be left out."""
    assert {each.field for each in STUDIES} <= Findings.model_fields.keys()
    unnamed = {each.field for each in STUDIES if each.needs and not Findings.model_fields[each.field].title}
    assert unnamed == {"validation"}  # scores that are not kept were studied all the same


def test_each_chapter_stands_in_the_list() -> None:
    """A folder of the room of chapters is one of the report."""
    folders = {path.parent.name for path in (ROOT / "report" / "chapters").glob("*/__init__.py")}

    assert folders == {chapter.__module__.rpartition(".")[2] for chapter in CHAPTERS}


def test_each_chapter_has_its_template() -> None:
    """Of the same name, and no template is left over."""
    templates = {path.name.partition(".")[0] for path in (ROOT / "templates" / "chapters").glob("*.jinja")}

    assert templates == {chapter.__module__.rpartition(".")[2].replace("_", "-") for chapter in CHAPTERS}
