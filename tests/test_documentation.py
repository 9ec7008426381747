"""README and docs say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from analysis.bundle import Bundle, Findings, storage
from analysis.bundle.record import present
from analysis.models.network import build
from analysis.models.recipes import PRESETS
from analysis.studies import STUDIES
from report.chapters import CHAPTERS
from report.cli.app import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = set(get_command(app).commands)  # type: ignore[attr-defined]  # a group, since there are several


def part(name: str) -> str:
    """Return what stands between two comments of the README."""
    found = re.search(rf"<!-- {name}\b.*?-->(.*?)<!-- /{name} -->", README, re.DOTALL)
    assert found, f"README has no part {name}"
    return found[1]


@pytest.fixture(scope="module")
def published() -> Bundle:
    """Return the bundle of the committed site."""
    path = ROOT / "site" / "results.json"
    if not path.exists():
        pytest.skip("site/ is not here: nothing to compare README with")
    return storage.read(path)


def test_readme_names_every_command_and_no_other() -> None:
    """Law: the commands in README are those of the program."""
    assert set(re.findall(r"^\| `digits-report (\w+)", README, re.MULTILINE)) == COMMANDS


def test_readme_names_every_preset() -> None:
    """Law: the presets in README are those of the program, in order of effort."""
    assert f"--preset {'|'.join(PRESETS)}" in README


def test_paths_in_the_documents_exist() -> None:
    """Law: a linked or captioned path is there."""
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links {target}"


def test_the_tree_in_readme_is_the_tree() -> None:
    """Law: each entry of README's tree exists where it stands."""
    tree = re.search(r"## The house\n\n```\n(.*?)```", README, re.DOTALL)
    assert tree
    folder = ROOT
    for line in tree[1].splitlines():
        names, top = line.strip().split("  ")[0], not line.startswith(" ")
        for name in names.split(", "):
            place = ROOT / name if top else folder / name
            assert place.exists(), f"README's tree names {name}"
        folder = ROOT / names if top else folder


def test_make_runs_what_readme_tells() -> None:
    """Law: the two commands of the first screen are targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_decisions_have_their_parts_and_numbers() -> None:
    """Law: a decision has a number of its own, and says context, decision and cost."""
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [file.name[:4] for file in files]

    assert len(set(numbers)) == len(numbers)
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text.startswith(f"# {file.name[:4]} "), file.name
        for word in ("**Context.**", "**Decision.**", "**Cost.**"):
            assert word in text, f"{file.name} lacks {word}"


def test_every_chapter_has_a_template_and_every_study_a_field() -> None:
    """Law: a chapter is one module and one template; the bundle has one field per study."""
    templates = {
        path.name.removesuffix(".html.jinja") for path in (ROOT / "templates/chapters").glob("*.jinja")
    }

    assert templates == {maker.__module__.rpartition(".")[2].replace("_", "-") for maker in CHAPTERS}
    assert {study.field for study in STUDIES} <= set(Findings.model_fields)


def test_results_in_readme_are_those_of_the_site(published: Bundle) -> None:
    """Law: README's results are looked up in site/results.json."""
    found, table = published.findings, part("results")
    accuracy = found.accuracy.overall
    expected = [
        f"{accuracy.count:,} of {accuracy.total:,}",
        f"{100 * accuracy.value:.2f}%",
        f"{100 * accuracy.low:.2f} to {100 * accuracy.high:.2f}%",
    ]
    if (scores := present(found.scores)) and (log_loss := present(scores.log_loss)):
        expected.append(f"{log_loss.value:.4f}")
    if network := present(found.network):
        expected.append(f"{network.parameters:,}")
    if seeds := present(found.seeds):
        expected += [f"{100 * seeds.accuracy.value:.2f}%", f"{seeds.run_count} seeds"]

    assert [text for text in expected if text not in table] == []


def test_costs_in_readme_name_every_preset_with_its_parameters() -> None:
    """Law: each preset has a row among the costs, with the parameters that its network has."""
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d,]+) ", part("costs"), re.MULTILINE))
    sizes = {
        name: build((28, 28), 10, recipe.channels, recipe.dropout).count_params()
        for name, recipe in PRESETS.items()
    }
    assert rows == {name: f"{size:,}" for name, size in sizes.items()}
