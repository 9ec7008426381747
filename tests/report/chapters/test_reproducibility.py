"""Laws of the chapter on reproducibility: its commands run, and it says what was left out."""

from __future__ import annotations

from typing import Any

import pytest
from typer.main import get_command

from analysis.bundle import Bundle, Findings
from analysis.bundle.calibration import CalibrationFindings
from analysis.bundle.dataset import KNOWN_FILES, DatasetFindings
from analysis.bundle.projection import ProjectionFindings
from analysis.bundle.record import LATER, Omitted
from report.chapters.reproducibility import (
    chapter,
    commands,
    facts,
    kept,
    lead,
    omitted,
    stages,
    usual_place,
    versions,
)
from report.cli.app import app
from report.output.render import Renderer
from tests.report.chapters.bundles import ANIMALS, alone, changed, rendered, trained, with_network
from tests.report.chapters.small_bundle import seeds
from tests.report.conftest import parse, words

SEVERAL = changed(trained(name="mnist"), seeds=seeds())


def made(bundle: Bundle, **provenance: Any) -> Bundle:  # noqa: ANN401  # any field
    """Change the provenance of a bundle."""
    return bundle.model_copy(update={"provenance": bundle.provenance.model_copy(update=provenance)})


RECORDS = (Bundle, Findings, DatasetFindings, CalibrationFindings, ProjectionFindings)
FIELDS = [(name, field) for record in RECORDS for name, field in record.model_fields.items()]
NO_STUDY = {"validation"}  # scores that are not kept were studied all the same


def called(field: str) -> str:
    """Return what a reader calls the study of a field."""
    return next(str(each.title) for name, each in FIELDS if name == field)


@pytest.mark.parametrize(
    ("bundle", "names"),
    [
        (SEVERAL, ["sweep", "build"]),
        (trained(ANIMALS, "folder"), ["build"]),
        (trained(), ["build"]),
        (with_network(), ["build"]),
        (alone(), []),
    ],
    ids=["several seeds", "folder", "sample", "file", "predictions"],
)
def test_the_commands_are_valid(bundle: Bundle, names: list[str]) -> None:
    """Each command has options that the command line knows; runs of other seeds are trained, too."""
    lines = [line.split()[1:] for line in commands(bundle) if line.startswith("digits-report")]
    assert [name for name, *_ in lines] == names
    for name, *options in lines:
        get_command(app).commands[name].make_context(name, options)  # type: ignore[attr-defined]  # it is a group


def test_a_render_command_names_the_usual_place() -> None:
    """The sample has a folder of its own, so that it does not replace a report on MNIST."""
    assert usual_place("digits") != usual_place("mnist") == usual_place("folder")
    assert chapter(alone_as("digits")).say["results"] == "site-sample/results.json"


def alone_as(name: str) -> Bundle:
    """Predictions alone, of data with that name."""
    bundle = alone()
    return changed(bundle, dataset=bundle.findings.dataset.model_copy(update={"name": name}))


def test_a_commit_is_checked_out_only_if_it_holds_the_code() -> None:
    """A `+` says that the program had changes that are in no commit."""
    bundle = made(trained(), git_commit="a" * 40 + "+")
    assert commands(bundle)[0] == "make setup"
    assert "with uncommitted changes." in lead(bundle.provenance)
    assert "Commit" in [fact.name for fact in facts(bundle)]


def test_what_was_left_out_is_listed_with_its_reason(bare_bundle: Bundle, tiny_bundle: Bundle) -> None:
    """Every omitted part of the bundle has a row with a name of its own, and nothing else has."""
    for bundle in (bare_bundle, tiny_bundle):
        table = omitted.table(bundle)
        assert table
        listed = dict(omitted.omissions(bundle))
        left_out = {name for name, value in bundle.findings if isinstance(value, Omitted)}
        left_out |= {"images"} if isinstance(bundle.images, Omitted) else set()
        assert {called(name) for name in left_out - NO_STUDY} <= set(listed)
        assert len({str(row.cells[0]) for row in table.table.rows}) == len(table.table.rows) == len(listed)
    assert dict(omitted.omissions(bare_bundle))[called("confidence")] == "no probabilities were given"


def test_parts_within_a_study_are_listed_too(tiny_bundle: Bundle) -> None:
    """A calibration without temperature, and a projection without features, say so."""
    found, reason = tiny_bundle.findings, Omitted(reason="no features were given")
    projection = found.projection.model_copy(update={"features": reason})
    assert (called("features"), reason.reason) in list(
        omitted.omissions(changed(tiny_bundle, projection=projection))
    )
    assert called("features") not in dict(omitted.omissions(tiny_bundle))


def test_files_of_a_known_source_are_no_study_left_out(tiny_bundle: Bundle) -> None:
    """Nothing was asked of them; of other files that could not be read so, the reason is listed."""
    for reading, listed in ((KNOWN_FILES, False), (Omitted(reason="there are no files"), True)):
        found = tiny_bundle.findings.dataset.model_copy(update={"reading": reading})
        found = type(found)(**dict(found))
        assert (called("reading") in dict(omitted.omissions(changed(tiny_bundle, dataset=found)))) == listed


def test_studies_younger_than_the_bundle_are_not_listed(bare_bundle: Bundle) -> None:
    """A field that the file does not hold has its default, and nobody left it out."""
    found = bare_bundle.findings
    fields = {name: getattr(found, name) for name in type(found).model_fields if name != "writer_groups"}
    older = bare_bundle.model_copy(update={"findings": type(found)(**fields)})
    assert older.findings.writer_groups == LATER
    assert called("writer_groups") in dict(omitted.omissions(bare_bundle))
    assert called("writer_groups") not in dict(omitted.omissions(older))


def test_each_part_that_may_be_omitted_has_a_name() -> None:
    """A study is declared with what a reader calls it, so that its omission can be told."""
    unnamed = {name for name, field in FIELDS if "Omitted" in str(field.annotation) and not field.title}
    assert unnamed == NO_STUDY


def test_nothing_left_out_needs_no_table(bare_bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    """Table and section are there together, or not at all."""
    for table in (omitted.table(bare_bundle), None):
        monkeypatch.setattr(omitted, "table", lambda _, table=table: table)
        page = parse(rendered(chapter, bare_bundle, monkeypatch))
        assert bool(page.every("section", id="left-out")) == (table is not None)
        assert bool(page.every("figure", id="tab-omitted")) == (table is not None)


def test_without_stages_or_versions_there_is_no_table(tiny_bundle: Bundle) -> None:
    """Neither has a caption to give."""
    bare = made(tiny_bundle, stages=(), versions={}).provenance
    assert stages(bare) is None
    assert versions(bare) is None


def test_the_file_of_results_is_described_by_what_it_holds(tiny_bundle: Bundle) -> None:
    """Scores are named where they are kept, and the validation images where those are."""
    predictions = tiny_bundle.findings.predictions.model_copy(update={"scores": Omitted(reason="none")})

    assert kept(tiny_bundle) == "the scores of all test and validation images"
    assert kept(changed(tiny_bundle, predictions=predictions)) == ""
    assert kept(alone()) == ""
    (section,) = parse(Renderer(tiny_bundle, "web").pages()["reproducibility.html"]).every(
        "section", id="files"
    )
    assert kept(tiny_bundle) in words(section)
