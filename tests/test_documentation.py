"""README and docs say what the code does."""

from __future__ import annotations

import re
import shutil
import subprocess
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
README, USAGE, PERFORMANCE, ARCHITECTURE = (
    (ROOT / name).read_text(encoding="utf-8")
    for name in ("README.md", "docs/usage.md", "docs/performance.md", "docs/architecture.md")
)
COMMANDS = set(get_command(app).commands)  # type: ignore[attr-defined]  # a group, since there are several


def part(name: str, document: str) -> str:
    """Return what stands between two comments of a document."""
    found = re.search(rf"<!-- {name}\b.*?-->(.*?)<!-- /{name} -->", document, re.DOTALL)
    assert found, f"there is no part {name}"
    return found[1]


@pytest.fixture(scope="module")
def published() -> Bundle:
    """Return the bundle of the committed site."""
    path = ROOT / "site" / "results.json"
    if not path.exists():
        pytest.skip("site/ is not here: nothing to compare README with")
    return storage.read(path)


def test_readme_is_short_and_shows_the_report() -> None:
    """Law: README has at most 800 words, and a picture of at most 150 kB."""
    (picture,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)

    assert len(README.split()) <= 800
    assert (ROOT / picture).stat().st_size <= 150_000


def test_usage_names_every_command_and_no_other() -> None:
    """Law: the commands that the documents tell are those of the program, and usage.md lists them all."""
    assert set(re.findall(r"^\| `digits-report (\w+)", USAGE, re.MULTILINE)) == COMMANDS
    for document in (README, USAGE, PERFORMANCE):
        assert set(re.findall(r"`(?:\S*/)?digits-report (\w+)", document)) <= COMMANDS


def test_the_options_that_the_documents_name_are_taken() -> None:
    """Law: an option after a command is one of that command, and any other one of some command."""
    group = get_command(app)
    options = {
        name: {option for each in command.params for option in each.opts}
        for name, command in group.commands.items()  # type: ignore[attr-defined]  # a group
    }
    every = set().union(*options.values())
    for document in (README, USAGE, PERFORMANCE):
        for command, rest in re.findall(r"digits-report (\w+)([^`\n#]*)", document):
            assert set(re.findall(r"--[a-z][\w-]+", rest)) <= options.get(command, every), (command, rest)
        assert set(re.findall(r"(?<=[`(])--[a-z][\w-]+", document)) <= {*every, "--help"}


def test_usage_names_every_preset() -> None:
    """Law: the presets in usage.md are those of the program, in order of effort."""
    assert f"--preset {'|'.join(PRESETS)}" in USAGE


def test_paths_in_the_documents_exist() -> None:
    """Law: a linked or captioned path is there, and so is the heading that a link names."""
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    for document in documents:
        for target in re.findall(r"\]\((?!http)([^)]+)", document.read_text(encoding="utf-8")):
            path, _, heading = target.partition("#")
            there = document.parent / path
            assert there.exists(), f"{document.name} links {target}"
            if heading:
                assert heading in _headings(there.read_text(encoding="utf-8")), (
                    f"{document.name} links {target}"
                )


def _headings(text: str) -> set[str]:
    """Return the names by which headings of Markdown are linked."""
    found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_the_tree_in_the_architecture_is_the_tree() -> None:
    """Law: each entry of the tree exists where it stands."""
    tree = re.search(r"## The house\n\n```\n(.*?)```", ARCHITECTURE, re.DOTALL)
    assert tree
    folder = ROOT
    for line in tree[1].splitlines():
        names, top = line.strip().split("  ")[0], not line.startswith(" ")
        for name in names.split(", "):
            place = ROOT / name if top else folder / name
            assert place.exists(), f"the tree names {name}"
        folder = ROOT / names if top else folder


def test_make_runs_what_readme_tells() -> None:
    """Law: the two commands of the first screen are targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.skipif(not shutil.which("git"), reason="git is not here")
def test_the_commands_for_pages_publish_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: typed as they stand, they bring the site that lies there to the branch that the workflow takes; also twice, and anew."""
    workflow = (ROOT / ".github" / "workflows" / "pages.yml").read_text("utf-8")
    (branch,) = re.findall(r"branches: \[(\w+)\]", workflow)
    (folder,) = re.findall(r"path: (\w+)", workflow)
    (commands,) = re.findall(r"## GitHub Pages\n.*?```sh\n(.*?)```", USAGE, re.DOTALL)
    site, remote = tmp_path / "copy" / folder, tmp_path / "remote.git"
    site.mkdir(parents=True)
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "somebody")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)

    def git(*words: str) -> str:
        run = subprocess.run(["git", *words], cwd=site.parent, check=True, capture_output=True, text=True)
        return run.stdout

    def published(**files: str) -> list[str]:
        for path in site.iterdir():
            path.unlink()
        for name in (".nojekyll", *files):
            (site / name).write_text(files.get(name, ""))
        subprocess.run(["sh", "-c", commands], cwd=site.parent, capture_output=True, check=True)
        return git("--git-dir", str(remote), "ls-tree", "-r", "--name-only", branch).split()

    git("init", "--quiet", f"--initial-branch={branch}")
    git("init", "--quiet", "--bare", str(remote))
    git("remote", "add", "origin", str(remote))
    (site / "index").write_text("one")
    git("add", "--all")
    git("commit", "--quiet", "--message", "as a copy has it")
    for files in (
        {"index": "one"},
        {"index": "two", "new": ""},
        {"index": "two", "new": ""},
        {"index": "three"},
    ):
        assert published(**files) == [f"{folder}/.nojekyll", *(f"{folder}/{name}" for name in files)]
    assert git("--git-dir", str(remote), "show", f"{branch}:{folder}/index") == "three"


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
    found, table = published.findings, part("results", README)
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


def test_costs_name_every_preset_with_its_parameters() -> None:
    """Law: each preset has a row among the costs, with the parameters that its network has."""
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d,]+) ", part("costs", PERFORMANCE), re.MULTILINE))
    sizes = {
        name: build((28, 28), 10, recipe.channels, recipe.dropout).count_params()
        for name, recipe in PRESETS.items()
    }
    assert rows == {name: f"{size:,}" for name, size in sizes.items()}
