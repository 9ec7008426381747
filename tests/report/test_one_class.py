"""One class of many, picked by the reader."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.bundle import Bundle
from report.chapters import pca
from report.figures.one_class import FINE, dots
from report.output.drawings import draw_all
from report.output.render import Renderer, templates

CHROMIUM = Path(os.environ.get("DIGITS_REPORT_CHROMIUM", "/usr/bin/chromium"))
PLACES = arrays(np.float64, st.tuples(st.integers(0, 30), st.just(2)), elements=st.floats(-5, 450))


@pytest.fixture(scope="module")
def folder(thirty_bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page on principal components of thirty classes, with its drawings and its script."""
    here = tmp_path_factory.mktemp("thirty")
    chapter = pca.chapter(thirty_bundle)
    assert chapter
    (here / "figures").mkdir()
    for name, content in draw_all([chapter], "web").items():
        (here / "figures" / name).write_bytes(content)
    page = Renderer(thirty_bundle, "web").pages()["pca.html"]
    script = re.search(r'src="([^"]*site[^"]*\.js)"', page)
    assert script
    (here / script.group(1)).parent.mkdir(exist_ok=True)
    (here / script.group(1)).write_bytes((templates() / "assets" / "site.js").read_bytes())
    (here / "pca.html").write_text(page, encoding="utf-8")
    return here


@given(PLACES)
def test_every_place_is_a_dot(places: np.ndarray) -> None:
    """The steps of a path, added up, are the places in half pixels, each once."""
    steps = [list(map(int, re.findall(r"-?\d+", step))) for step in dots(places).split("h0") if step]
    found = np.cumsum(np.array(steps, int).reshape(-1, 2), axis=0)

    assert {tuple(one) for one in found.tolist()} == {
        tuple(one) for one in np.rint(places * FINE).astype(int).tolist()
    }
    assert len(found) == len({tuple(one) for one in found.tolist()})


def test_the_drawings_hold_each_class(folder: Path, thirty_bundle: Bundle) -> None:
    """A hidden group for each, named as the list of the page names it; up to twelve classes there is neither."""
    for name in ("pca-pixels", "pca-pixels-narrow", "pca-features"):
        groups = re.findall(
            r'<g class="one" id="(class-\d+)"', (folder / "figures" / f"{name}.svg").read_text()
        )
        assert groups == [f"class-{label}" for label in range(30)]
    page = (folder / "pca.html").read_text(encoding="utf-8")
    assert [value for value in re.findall(r'<option value="(.*?)">', page) if value] == groups
    assert page.count("<option") == len(thirty_bundle.classes.names) + 1


def test_few_classes_need_no_choice(tiny_bundle: Bundle) -> None:
    """Colours tell ten classes apart."""
    chapter = pca.chapter(tiny_bundle)
    assert chapter
    figure = chapter.figures["planes"]
    assert figure
    assert figure.pick is None


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}")
def test_a_class_is_picked(folder: Path) -> None:
    """The picture changes for a class, on a phone, too, and comes back; without the script there is no list."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in (1280, 390):
            page = browser.new_page(viewport={"width": width, "height": 900})
            page.goto((folder / "pca.html").as_uri())
            picture = page.locator(".figure picture img").first
            seen = []
            for value in ("", "class-3", "class-7", ""):
                page.get_by_label("Show one").select_option(value)
                picture.evaluate("(one) => one.decode()")
                assert picture.evaluate("(one) => one.currentSrc").partition("#")[2] == value
                seen.append(picture.screenshot())
            assert seen[0] == seen[3]
            assert len(set(seen)) == 3
        silent = browser.new_page(java_script_enabled=False)
        silent.goto((folder / "pca.html").as_uri())
        assert silent.locator(".pick").is_hidden()
        browser.close()
