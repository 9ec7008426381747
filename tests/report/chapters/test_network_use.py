"""Laws of what is said about the use of a given network."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from analysis.bundle import Bundle
from analysis.bundle.network_use import DecidedBy, NetworkUse, Outputs
from analysis.bundle.record import present
from report.chapters import method, warnings
from report.chapters.method import network_use
from report.output.render import Renderer
from tests.made_up_brought import candidate, use
from tests.pretended import changed as with_other


def with_use(bundle: Bundle, found: NetworkUse) -> Bundle:
    """Return the bundle with that use."""
    return bundle.model_copy(update={"findings": bundle.findings.model_copy(update={"network_use": found})})


@pytest.mark.parametrize("outputs", ["sigmoids", "logits"])
def test_one_output_speaks_for_two_classes(outputs: str, tiny_bundle: Bundle) -> None:
    """Where a network ends in one number, no page speaks of a score per class, or of a sum of outputs."""
    network = present(tiny_bundle.findings.network)
    assert network
    last = network.layers[-1].model_copy(update={"output_shape": (1,)})
    single = network.model_copy(update={"layers": (*network.layers[:-1], last)})
    found = with_use(tiny_bundle, use(outputs=outputs))
    findings = found.findings.model_copy(update={"network": single})
    page = Renderer(found.model_copy(update={"findings": findings}), "web").pages()["method.html"]

    assert "Its only output" in page
    assert "to one score" in page
    assert "into one score for both" in page
    assert not [
        said
        for said in ("scores, which the softmax", "per class, and", "divided by their sum")
        if said in page
    ]


def test_the_nearest_way_is_a_warning(tiny_bundle: Bundle) -> None:
    """Where the loss is far above what the share of right answers allows, the first page says so, with both numbers."""
    sure = use(
        candidates=(candidate("0-255, inverted", 934, loss=0.9), candidate("0-1", 112)),
        confidence=0.99,
        classes=10,
    )
    modest = with_other(sure, confidence=0.9)
    (said,) = [str(one) for one in warnings.of(with_use(tiny_bundle, sure)) if "nearest" in str(one)]

    assert "“0-255, inverted”, it classifies 93.4% of the training images correctly" in said
    assert "a log loss of 0.900; with the same confidence in every answer it would be 0.388." in said
    assert not [one for one in warnings.of(with_use(tiny_bundle, modest)) if "nearest" in str(one)]


def test_outputs_that_are_left_out_are_listed() -> None:
    """Of 27 outputs for 26 letters the one that stands for none is named."""
    said = network_use.outputs(use(classes=26, output_of=tuple(range(1, 27)), left_out=(0,)))
    assert "It has 27 outputs and the data have 26 classes" in said
    assert "left out, counted from 0, are 0." in said


@pytest.mark.parametrize("outputs", get_args(Outputs))
def test_every_use_can_be_said(outputs: str, tiny_bundle: Bundle) -> None:
    """Each value of each field has words, in sentences that end."""
    fields = {
        name: get_args(NetworkUse.model_fields[name].annotation) for name in ("order", "values", "size")
    }
    for order, values, size in itertools.product(*fields.values()):
        found = with_other(use(outputs=outputs), order=order, values=values, size=size)
        said = network_use.sentences(found)
        assert all(said[part].endswith(".") for part in ("receives", "changes", "found", "outputs"))
    for decided in get_args(DecidedBy):
        assert network_use.how_found(
            with_other(use(), decided_by=decided, candidates=() if decided == "option" else use().candidates)
        )
    assert network_use.table(with_other(use(), candidates=())) is None
    again = network_use.how_found(with_other(use(), first_tried=40))
    assert "40 ways were tried on training images, and the four best again on 1,000 training images" in again
    ids = [section.id for section in method.chapter(with_use(tiny_bundle, use())).sections]
    assert "network-input" in ids
