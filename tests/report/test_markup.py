"""The pages and their scripts are what the standards say, by three checkers that the web trusts."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from analysis.bundle import Bundle
from analysis.comparison import compare
from report.comparison import page as comparison_page
from report.output import site
from report.output.render import Renderer, templates
from tests.kinds import KINDS, PUBLISHED, rival_of
from tests.report.conftest import OFFERED
from tests.tools import MODULES, ROOT, node, program

# Half the time of a start: of its compilers the one that is quick, and stacks as the checker needs them then.
QUICK_JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
# Of a page that holds them itself: the checker of the W3C does not know all of their functions.
STYLES = re.compile(r"<style>.*?</style>", re.DOTALL)
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture(scope="module")
def pages(
    swept_bundle: Bundle,
    bare_bundle: Bundle,
    kind: Callable[[str], Bundle],
    tmp_path_factory: pytest.TempPathFactory,
) -> list[str]:
    """All pages of the fullest and of the sparsest bundle, and of the kinds with markup of their own, and a comparison, as files."""
    here = tmp_path_factory.mktemp("markup")
    kinds = {name: kind(name) for name in KINDS if name != "published" or PUBLISHED.exists()}
    for name, bundle in {"swept": swept_bundle, "bare": bare_bundle, **kinds}.items():
        (here / name).mkdir()
        for file, page in Renderer(bundle, "web", OFFERED).pages().items():
            (here / name / file).write_text(page, encoding="utf-8")
    several = compare([("rival", rival_of(kinds["photographs"])), ("ours", kinds["photographs"])])
    (here / "compare.html").write_text(STYLES.sub("", comparison_page.page(several)), encoding="utf-8")
    return [str(path) for path in sorted(here.rglob("*.html"))]


def said(command: Sequence[str]) -> list[str]:
    """Return the lines that a checker has to say."""
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    found = [line for line in f"{done.stdout}\n{done.stderr}".split("\n") if line]
    assert bool(done.returncode) <= bool(found), f"{command[:2]} failed without a word"
    return found


def test_pages_are_valid_by_the_standard(pages: list[str]) -> None:
    """The checker of the W3C has no error and no warning."""
    java = program("java")
    if not VNU.exists():
        pytest.skip("no vnu-jar: run `npm ci`")
    assert said([java, *QUICK_JAVA, "-jar", str(VNU), "--format", "gnu", *pages]) == []


def test_pages_keep_the_rules_of_html_validate(pages: list[str]) -> None:
    """Its standard and its recommended rules; the white space at the end of a line is the templates' business."""
    command = node("html-validate", "bin/html-validate.mjs")
    config = Path(__file__).with_name("html-validate.json")
    assert said([*command, "--config", str(config), "--formatter", "text", *pages]) == []


def test_scripts_have_types() -> None:
    """TypeScript finds nothing in the scripts, by the types of their comments, in its strict mode and for a browser of 2021."""
    assert said([*node("typescript", "bin/tsc"), "--project", str(ROOT)]) == []


def test_scripts_are_small() -> None:
    """Those that every page has are together smaller than one photograph, and those of the images and the map than another."""
    sizes = {path.name: path.stat().st_size for path in (templates() / "assets").glob("*.js")}
    own = sum(sizes.pop(name) for name in ("explorer.js", "images.js", "map.js"))
    assert own < 48_000
    assert sum(size for name, size in sizes.items() if name in site.ASSETS) < 24_000
