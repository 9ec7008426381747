"""A drawing that is carried away looks the same elsewhere: librsvg and Chromium agree on every SVG of the site."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.tools import program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.report.conftest import Built

# Grey levels of 255.  Letters differ by their edges; what is black in one viewer, or missing, differs by far more.
MEAN, BLOCK = 9.0, 60.0
SIDE = 16  # pixels


@pytest.fixture(scope="module")
def figures(built: Built) -> list[Path]:
    """Every drawing, for wide and for narrow windows."""
    return sorted((built.folder / "figures").glob("*.svg"))


def by_librsvg(path: Path) -> np.ndarray:
    """Draw a file with librsvg on white, in grey, (height, width)."""
    command = [program("rsvg-convert"), "--background-color", "white", str(path)]
    drawn = subprocess.run(command, check=True, capture_output=True).stdout
    return np.asarray(Image.open(io.BytesIO(drawn)).convert("L"), float)


def by_chromium(browser: Browser, paths: list[Path], shapes: list[tuple[int, int]]) -> list[np.ndarray]:
    """Draw files below each other in one page of Chromium, in grey, (height, width) each."""
    tops = np.cumsum([0, *(height for height, _ in shapes)])
    page = browser.new_page(viewport={"width": max(width for _, width in shapes), "height": int(tops[-1])})
    page.goto(paths[0].parent.as_uri())
    page.set_content(
        "<body style='margin: 0; background: white'>"
        + "".join(f"<img src='{path.as_uri()}' style='display: block'>" for path in paths)
    )
    page.evaluate("Promise.all([...document.images].map((image) => image.decode()))")
    drawn = np.asarray(Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L"), float)
    page.close()
    return [drawn[top : top + height, :width] for top, (height, width) in zip(tops, shapes, strict=False)]


def blocks(image: np.ndarray) -> np.ndarray:
    """Return the means of squares."""
    height, width = (size // SIDE * SIDE for size in image.shape)
    means: np.ndarray = (
        image[:height, :width].reshape(height // SIDE, SIDE, width // SIDE, SIDE).mean(axis=(1, 3))
    )
    return means


def test_a_second_viewer_shows_the_same(browser: Browser, figures: list[Path]) -> None:
    """In the mean over a drawing, and in each small square of it."""
    elsewhere = [by_librsvg(path) for path in figures]
    here = by_chromium(browser, figures, [image.shape for image in elsewhere])
    found = {
        path.stem: (abs(one - other).mean(), abs(blocks(one) - blocks(other)).max())
        for path, one, other in zip(figures, elsewhere, here, strict=True)
    }
    assert len(found) > 20
    assert {name: far for name, far in found.items() if far[0] > MEAN or far[1] > BLOCK} == {}
