"""The heat map of many classes."""

from __future__ import annotations

import io
from base64 import b64decode

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from analysis.bundle import Bundle
from report.figures import confusion_map
from report.figures.canvas import Canvas
from report.figures.svg import for_screen
from report.images.theme import PAPER_RC, RC, channels


def drawn(bundle: Bundle, width: int, *, paper: bool = False) -> tuple[Canvas, np.ndarray]:
    """Draw the map; return its canvas and the pixels of the picture."""
    with mpl.rc_context(PAPER_RC if paper else RC):
        tall = confusion_map.heat_map_height(width, bundle.classes, paper=paper)
        canvas = Canvas(width, tall, paper=paper)
        confusion_map.heat_map(canvas, bundle.findings.confusion, bundle.classes)
        svg = for_screen(canvas.figure).decode()
    picture = svg.split("data:image/png;base64,")[1].split('"')[0]
    return canvas, np.asarray(Image.open(io.BytesIO(b64decode(picture))))


def test_each_cell_has_the_shade_of_its_count(thirty_bundle: Bundle) -> None:
    """Nothing where nothing was counted, red where errors were, the deeper the more, grey on the diagonal."""
    _, pixels = drawn(thirty_bundle, 616)
    counts = np.array(thirty_bundle.findings.confusion.counts)
    errors = counts * ~np.eye(30, dtype=bool)

    np.testing.assert_array_equal(pixels[..., 3] > 0, counts > 0)
    assert (pixels[errors > 0][:, :3] == channels(confusion_map.RED)).all()
    order = np.argsort(errors[errors > 0])
    assert (np.diff(pixels[errors > 0][order, 3].astype(int)) >= 0).all()
    assert (pixels[np.eye(30, dtype=bool)][:, :3] == channels(confusion_map.CORRECT)).all()


@pytest.mark.parametrize("width", [358, 446, 616])
@pytest.mark.parametrize("name", ["thirty_bundle", "hundred_bundle"])
def test_names_of_rows_never_touch(name: str, width: int, request: pytest.FixtureRequest) -> None:
    """Where rows are narrower than words, only some are named, evenly."""
    canvas, _ = drawn(request.getfixturevalue(name), width, paper=width == 446)
    texts = [
        text
        for text in canvas.figure.findobj(Text)
        if text.get_horizontalalignment() == "right" and text.get_text()
    ]
    heights = sorted(canvas.height * (1 - text.get_position()[1]) for text in texts)

    assert len(heights) >= 10
    assert np.diff(heights).min() >= confusion_map.LINE - 1
    assert np.ptp(np.diff(heights)) < 0.1


@pytest.mark.parametrize(
    ("name", "width", "said"), [("thirty", 616, ""), ("thirty", 358, "second"), ("hundred", 616, "third")]
)
def test_names_that_are_left_out_are_said(
    name: str, width: int, said: str, request: pytest.FixtureRequest
) -> None:
    """And where all are there, nothing is said."""
    canvas, _ = drawn(request.getfixturevalue(f"{name}_bundle"), width)
    found = [text.get_text() for text in canvas.figure.findobj(Text) if text.get_text().startswith("every ")]
    assert [each.split()[1] for each in found] == [said] * bool(said)
