"""The diagram of the network holds every layer, whatever their number."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from report.figures.architecture import MOST, architecture, architecture_height
from report.figures.canvas import Canvas
from report.images.theme import RC
from tests.report.figures.training_records import network

WIDTHS = [358, 446, 616, 627, 896]


def said(convolutions: int, width: int) -> list[Text]:
    """Return the words of the diagram of a network with 2 × `convolutions` + 4 layers."""
    found = network(convolutions)
    with mpl.rc_context(RC):
        canvas = Canvas(width, architecture_height(len(found.layers), width))
        FigureCanvasAgg(canvas.figure)  # measures all words with one renderer
        architecture(canvas, found)
        texts = [text for text in canvas.figure.findobj(Text) if text.get_text()]
        assert all(text.get_window_extent().y0 > -1 for text in texts)
    return texts


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("convolutions", [0, 1, 3, 6, 10])
def test_every_layer_is_there(convolutions: int, width: int) -> None:
    """Operation, details, shape and parameters of each layer, in their order, after the image."""
    words = [text.get_text() for text in said(convolutions, width)]
    layers = network(convolutions).layers
    operations = {layer.operation for layer in layers}

    assert [word for word in words if word in operations] == [layer.operation for layer in layers]
    assert words.count("Image") == 1
    assert "1,234,567 parameters" in words
    assert sum("rate 0.3" in word for word in words) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_a_very_deep_network_is_cut_in_the_middle(width: int) -> None:
    """The diagram keeps a height for a page: it says how many layers it leaves out, and ends with the last one."""
    deep = network(24)
    words = [text.get_text() for text in said(24, width)]
    left = len(deep.layers) + 1 - (MOST - 1)

    assert f"… {left} more layers …" in words
    assert architecture_height(len(deep.layers), width) == architecture_height(500, width)
    assert sum("softmax" in word for word in words) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_more_layers_never_need_less_room(width: int) -> None:
    """On one form of the diagram the height grows with the layers; no form is taller than a page of paper."""
    heights = [architecture_height(layers, width) for layers in range(1, 60)]

    assert max(heights) <= 46 * MOST + 12
    if width < 400:
        assert heights == sorted(heights)
