"""Laws of what is said about the use of a given network."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest

from analysis.bundle.checks.agreement import ContradictionError
from analysis.bundle.checks.network_use import check
from analysis.bundle.checks.table import table_of
from analysis.bundle.network_use import Candidate, DecidedBy, NetworkUse, Outputs
from analysis.bundle.record import Estimate, Packed
from analysis.statistics.intervals import proportion
from report.chapters import method, network_use
from report.output.render import Renderer

if TYPE_CHECKING:
    from analysis.bundle import Bundle


def use(**changes: object) -> NetworkUse:
    """Return a use that might have been found."""
    loss = Estimate(value=0.2, low=0.1, high=0.3)
    tried = tuple(
        Candidate(name=name, right=proportion(right, 1000), log_loss=loss, tempered=loss)
        for name, right in (("0-255, inverted", 934), ("0-1", 112))
    )
    usual = {
        "file": "HDF5", "order": "flat", "height": 28, "width": 28, "channels": 1, "values": "0-255", "inverted": True,
        "transposed": False, "size": "unchanged", "name": "0-255, inverted", "decided_by": "number right",
        "classes_permuted": False, "images": 1000, "candidates": tried, "outputs": "logits", "softmax_removed": False,
        "floor": None, "file_megabytes": 1.5, "published": True,
    }  # fmt: skip
    return NetworkUse.model_validate({**usual, **changes})


def with_use(bundle: Bundle, found: NetworkUse) -> Bundle:
    """Return the bundle with that use."""
    return bundle.model_copy(update={"findings": bundle.findings.model_copy(update={"network_use": found})})


BROKEN: tuple[tuple[str, dict[str, object]], ...] = (
    ("name", {"name": "0-1"}),
    ("candidates", {"candidates": ()}),
    ("images", {"images": 10**4}),
    ("channels", {"channels": 2}),
    ("floor", {"floor": 0.5}),
    ("moments", {"moments": Packed.of(np.ones((2, 1, 1, 1), np.float32))}),
    (
        "moments",
        {
            "values": "standardised",
            "name": "standardised, inverted",
            "moments": Packed.of(np.full((2, 1, 1, 1), np.nan, np.float32)),
        },
    ),
)


@pytest.mark.parametrize(("field", "changes"), BROKEN)
def test_a_use_that_contradicts_itself_is_refused(
    field: str, changes: dict[str, object], tiny_bundle: Bundle
) -> None:
    """Words, ways and numbers of images are held to each other; a use that is whole passes."""
    made = tiny_bundle.provenance.model_copy(update={"model_source": "file"})
    whole = with_use(tiny_bundle.model_copy(update={"provenance": made}), use())
    check(whole, table_of(whole))
    with pytest.raises(ContradictionError, match=f"network_use.*{field}|network_use.candidates"):
        check(with_use(whole, use(**changes)), table_of(whole))


def test_a_page_states_the_way_in(tiny_bundle: Bundle) -> None:
    """Values, polarity, the number of training images and the share right stand on the page, with the ways in a table."""
    page = Renderer(with_use(tiny_bundle, use()), "web").pages()["method.html"]
    for said in (
        "values from 0 to 255",
        "Dark and light are interchanged",
        "93.4%",
        "1,000 training images",
        "0-255, inverted",
    ):
        assert said in page
    assert "network-input" not in Renderer(tiny_bundle, "web").pages()["method.html"]


@pytest.mark.parametrize("outputs", get_args(Outputs))
def test_every_use_can_be_said(outputs: str, tiny_bundle: Bundle) -> None:
    """Each value of each field has words, in sentences that end."""
    fields = {
        name: get_args(NetworkUse.model_fields[name].annotation) for name in ("order", "values", "size")
    }
    for order, values, size in itertools.product(*fields.values()):
        found = use(order=order, values=values, size=size, outputs=outputs, floor=1e-38)
        said = network_use.sentences(found)
        assert all(said[part].endswith(".") for part in ("receives", "changes", "found", "outputs"))
    for decided in get_args(DecidedBy):
        assert network_use.how_found(
            use(decided_by=decided, candidates=() if decided == "option" else use().candidates)
        )
    assert network_use.table(use(candidates=())) is None
    ids = [section.id for section in method.chapter(with_use(tiny_bundle, use())).sections]
    assert "network-input" in ids
