"""CONTRIBUTING's recipe for a new study, followed literally on a copy."""

from __future__ import annotations

import json
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from analysis.bundle import Bundle, storage
from analysis.evidence import Evidence

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(python|jinja|diff) (\S+/\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COPIED = ("analysis", "report", "templates", "docs", "tests", "pyproject.toml")
RENDER = """
import pickle
from pathlib import Path
from analysis.bundle import storage
from analysis.evidence import Evidence
from analysis.studies import study
from report.output import site
from tests.made_up import predictions_alone
from tests.sharing import drawn_once
evidence = pickle.loads(Path("evidence.pickle").read_bytes())
old = storage.read(Path("old.json"))
new = old.model_copy(update={"findings": old.findings.model_copy(update=study(evidence))})
alone = predictions_alone(Evidence(evidence.classes, evidence.predictions, evidence.seed))
with drawn_once():
    site.write(storage.write(new, Path("new.json")), Path("new"))
    site.write(old, Path("old"))
    site.write(storage.write(alone, Path("alone.json")), Path("alone"))
"""


class Step(NamedTuple):
    """One file of the recipe: written anew, or changed in places."""

    kind: str
    path: str
    text: str

    def follow(self, root: Path) -> None:
        """Write the file, or add the marked lines, each after the unmarked one above it."""
        path = root / self.path
        if self.kind != "diff":
            assert not path.exists()
            path.parent.mkdir(exist_ok=True)
            path.write_text(self.text, encoding="utf-8")
            return
        lines, place = path.read_text(encoding="utf-8").splitlines(), 0
        for line in self.text.splitlines():
            if line.startswith("+"):
                lines.insert(place, line[1:])
                place += 1
            else:
                place = lines.index(line[1:], place) + 1
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


LISTS = ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/test_lists.py")
ENTROPY_RECORD = "from analysis.bundle.entropy import EntropyFindings"
STEPS = [Step(*found) for found in BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory, tiny_evidence: Evidence, tiny_bundle: Bundle) -> Path:
    """A copy of the project in which the recipe was followed, and two sites: with the study, and from a bundle without it."""
    root = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        source = ROOT / name
        ignored = shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=ignored)
        else:
            shutil.copy(source, root / name)
    for step in STEPS:
        step.follow(root)
    storage.write(tiny_bundle, root / "old.json")
    (root / "evidence.pickle").write_bytes(pickle.dumps(tiny_evidence))
    run(root, "-c", RENDER)
    return root


def run(root: Path, *arguments: str) -> str:
    """Run Python in the copy, with its packages before those of the checkout."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin", "HOME": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return done.stdout


def test_the_recipe_touches_six_files_besides_the_schema() -> None:
    """A study with a figure, a table and a chapter of its own."""
    assert len({step.path for step in STEPS if not step.path.startswith("analysis/bundle/")}) == 6


def test_the_page_is_there(copy: Path) -> None:
    """With its figure drawn and its table filled, linked from every other page."""
    page = (copy / "new" / "entropy.html").read_text(encoding="utf-8")

    assert "figures/entropies.svg" in page
    assert (copy / "new" / "figures" / "entropies.svg").is_file()
    assert page.count("<tr") > 10
    for other in (copy / "new").glob("*.html"):
        assert 'href="entropy.html"' in other.read_text(encoding="utf-8"), other.name


def test_predictions_alone_leave_the_study_out(copy: Path) -> None:
    """There is no page of it, and the report says what was left out and why."""
    left_out = (copy / "alone" / "reproducibility.html").read_text(encoding="utf-8")

    assert not (copy / "alone" / "entropy.html").exists()
    assert "Entropy of the probabilities" in left_out


def test_what_the_record_derives_is_held_to_it(copy: Path) -> None:
    """Another class called the most uncertain one is refused, without a line written for that."""
    content = json.loads((copy / "new.json").read_text(encoding="utf-8"))
    content["findings"]["entropy"]["most_uncertain"] = (
        content["findings"]["entropy"]["most_uncertain"] + 1
    ) % 10
    (copy / "forged.json").write_text(json.dumps(content), encoding="utf-8")
    read = "from pathlib import Path; from analysis.bundle import storage; storage.read(Path('forged.json'))"

    with pytest.raises(AssertionError, match="most_uncertain"):
        run(copy, "-c", read)


@pytest.mark.parametrize("forgotten", [step.path for step in STEPS if step.kind == "diff"] + [STEPS[-1].path])
def test_a_forgotten_place_is_named(forgotten: str, copy: Path) -> None:
    """Each line of a list, and the template: without it, one test fails."""
    place = copy / forgotten
    whole, original = place.read_text(encoding="utf-8"), ROOT / forgotten
    try:
        if original.exists():
            imports = [line for line in whole.splitlines() if line.strip() in {"entropy,", ENTROPY_RECORD}]
            lines = [line for line in whole.splitlines() if "entropy" not in line.lower() or line in imports]
            place.write_text("\n".join(lines) + "\n", encoding="utf-8")
        else:
            place.unlink()
        with pytest.raises(AssertionError, match="test_lists"):
            run(copy, *LISTS)
    finally:
        place.write_text(whole, encoding="utf-8")


def test_an_older_bundle_still_renders(copy: Path) -> None:
    """Without the study there is no page of it, and the other pages are as before."""
    assert not (copy / "old" / "entropy.html").exists()
    assert (copy / "old" / "index.html").is_file()


def test_the_tests_of_the_copy_pass(copy: Path) -> None:
    """The schema is written anew, as the recipe says; contracts, links and the published pages hold."""
    (copy / "docs" / "bundle.schema.json").write_text(
        run(copy, "-m", "analysis.bundle.schema"), encoding="utf-8"
    )
    tests = (
        "tests/test_lists.py",
        "tests/analysis/bundle/test_schema.py",
        "tests/report/test_links.py",
        "tests/report/test_reading.py",
    )
    out = run(copy, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests)

    assert " passed" in out
