"""What a bundle says of files, networks and scores that were given is held to what came of them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from pydantic_core import to_jsonable_python

from analysis.bundle import Bundle
from analysis.bundle.dataset import Part
from analysis.bundle.law import ContradictionError
from analysis.bundle.links import check_reading
from analysis.bundle.network_use import NetworkUse
from analysis.bundle.record import Packed
from analysis.bundle.storage import check
from analysis.data.found import Part as FoundPart
from analysis.data.parting import part_off
from tests.analysis.bundle.test_contradictions import parsed, sentence
from tests.made_up_brought import READING, candidate, use

WAYS = use().candidates
USES: dict[str, tuple[str, dict[str, Any]]] = {
    "words that say something else": ("name", {"name": "0-1"}),
    "a way that was not tried": ("candidates", {"transposed": True}),
    "no ways, and no option": ("candidates", {"candidates": ()}),
    "ways, and an option": ("candidates", {"decided_by": "option"}),
    "one of several as the only way": ("candidates", {"decided_by": "only way"}),
    "one way that was better than others": ("candidates", {"candidates": WAYS[:1]}),
    "a way that nobody can name": ("candidates", {"candidates": (*WAYS, candidate("2-3", 5))}),
    "a way twice": ("candidates", {"candidates": (*WAYS, WAYS[-1])}),
    "ways in another order": ("candidates", {"candidates": (WAYS[0], *WAYS[:0:-1])}),
    "a taken way that was not best": (
        "decided_by",
        {"candidates": (candidate(WAYS[0].name, 100), *WAYS[1:])},
    ),
    "ways on other numbers of images": ("right", {"images": 999}),
    "a temperature that harms": (
        "tempered",
        {"candidates": (WAYS[0].model_copy(update={"tempered": candidate("", 1, 0.9).log_loss}), *WAYS[1:])},
    ),
    "one loss of two": (
        "tempered",
        {"candidates": (WAYS[0].model_copy(update={"tempered": None}), *WAYS[1:])},
    ),
    "fewer ways at first than at last": ("first_tried", {"first_tried": len(WAYS)}),
    "two channels": ("channels", {"channels": 2}),
    "a floor of logits": ("floor", {"floor": 1.17549e-38}),
    "probabilities without a floor": ("floor", {"outputs": "probabilities", "floor": None}),
    "a floor that is not float32's": ("floor", {"outputs": "probabilities", "floor": 0.5}),
    "an ONNX file that is offered": ("published", {"file": "ONNX", "published": True}),
    "another size, unchanged": ("size", {"height": 32, "width": 32}),
    "an input of another order": ("input_shape", {"order": "channels first"}),
    "an input without axes": ("input_shape", {"order": "flat"}),
    "moments of values that need none": (
        "moments",
        {"moments": Packed.of(np.ones((2, 1, 1, 1), np.float32))},
    ),
    "moments that are no numbers": (
        "moments",
        {
            "values": "standardised",
            "moments": Packed.of(np.full((2, 1, 1, 1), np.nan, np.float32)),
        },
    ),
    "permuted classes that an option found": (
        "classes_permuted",
        {"classes_permuted": True, "decided_by": "option", "candidates": (), "images": 0},
    ),
}


def with_findings(bundle: Bundle, **changes: object) -> Bundle:
    """Return the bundle with other findings."""
    return bundle.model_copy(update={"findings": bundle.findings.model_copy(update=changes)})


def with_data(bundle: Bundle, **changes: object) -> Bundle:
    """Return the bundle with other findings of the data."""
    return with_findings(bundle, dataset=bundle.findings.dataset.model_copy(update=changes))


def with_made(bundle: Bundle, **changes: object) -> Bundle:
    """Return the bundle with another provenance."""
    return bundle.model_copy(update={"provenance": bundle.provenance.model_copy(update=changes)})


def test_what_is_whole_is_taken(given_bundle: Bundle) -> None:
    """As it is; with permuted classes; and with a way that an option decided."""
    check(given_bundle)
    check(with_findings(given_bundle, network_use=use(classes_permuted=True)))
    check(with_findings(given_bundle, network_use=use(decided_by="option", candidates=(), images=0)))


@pytest.mark.parametrize(("field", "changes"), USES.values(), ids=USES)
def test_a_use_that_contradicts_itself_is_refused(
    field: str, changes: dict[str, Any], given_bundle: Bundle
) -> None:
    """Words, ways, images and layers are held to each other; the field is named."""
    content = parsed(given_bundle)
    found = content["findings"]["network_use"]
    for name in NetworkUse.model_computed_fields:  # what a change leaves out is computed
        found.pop(name)
    found |= to_jsonable_python(changes)

    assert field in (sentence(content) or "taken")


READINGS = {
    "photographs shown as ink": ("polarity", {"polarity": "photographs"}),
    "a part that was not split off": ("test.per_class", {"split_off": True}),
    "one of one": ("one_of", {"one_of": 1}),
    "notes without end": ("notes", {"notes": ("A note.",) * 101}),
}


@pytest.mark.parametrize(("field", "changes"), READINGS.values(), ids=READINGS)
def test_a_reading_that_contradicts_itself_is_refused(
    field: str, changes: dict[str, Any], given_bundle: Bundle
) -> None:
    """The images are as they were found, and a drawn part has a share of each class."""
    content = parsed(given_bundle)
    content["findings"]["dataset"]["reading"] |= changes

    assert re.search(f"findings.dataset.*{field}", sentence(content) or "taken")


def test_the_source_decides_what_may_be_told(given_bundle: Bundle, tiny_bundle: Bundle) -> None:
    """Nobody trained a given network, a known source has no files of the user's own, and labels have no scores."""
    for false in (
        with_findings(given_bundle, training=tiny_bundle.findings.training),
        with_findings(tiny_bundle, network_use=use()),
        with_data(tiny_bundle, reading=READING, name="mnist", fallback=False),
        with_made(tiny_bundle, scores="logits"),
        with_made(given_bundle, scores="logits"),
        with_data(tiny_bundle, reading=READING, name="folder", fallback=False),  # drawn with another seed
    ):
        with pytest.raises(ContradictionError):
            check(false)


def test_a_part_that_was_drawn_is_taken(given_bundle: Bundle) -> None:
    """One of six of every class, rounded up, as `part_off` draws it; one image more is refused."""
    labels = np.repeat(np.arange(10), np.arange(12, 22))
    rest, test = part_off(FoundPart(np.zeros((len(labels), 2, 2), np.uint8), labels), 3)
    parts = {"training": rest.labels, "test": test.labels}
    counted = {name: Part(per_class=np.bincount(each).tolist()) for name, each in parts.items()}
    drawn = READING.model_copy(update={"split_off": True})
    data = given_bundle.findings.dataset.model_copy(update={**counted, "validation": None, "reading": drawn})

    check_reading(with_findings(given_bundle, dataset=data))
    data = data.model_copy(update={"validation": Part(per_class=(6, *[0] * 9))})
    with pytest.raises(ContradictionError, match=r"test\.per_class\.0: expected 3, found 2"):
        check_reading(with_findings(given_bundle, dataset=data))
