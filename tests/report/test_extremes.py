"""Every bundle that `analyze` can write renders: extreme networks, other classes, predictions alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analysis.bundle import Bundle
from analysis.evidence import Evidence
from report.chapters import chapters_of
from report.chapters.model import captions
from report.output import site
from report.output.render import Renderer
from report.pages import pages_of as pages_beside
from tests.report.conftest import pages_of, with_logits, words
from tests.report.weights import as_bytes, too_much
from tests.sharing import drawn_once

EXTREMES = ("always right", "always wrong", "constant", "wrong on one class", "equally unsure")


def logits_of(kind: str, labels: np.ndarray) -> Any:  # noqa: ANN401  # NumPy says no more
    """Return the scores of a network that is extreme in one way, (n, 10)."""
    truth, rng = np.eye(10)[labels], np.random.default_rng(6)
    noise = 0.1 * rng.normal(size=truth.shape)
    match kind:
        case "always right":
            return 5 * truth + noise
        case "always wrong":
            return 5 * np.roll(truth, 1, axis=1) + noise
        case "constant":
            return 3 * np.tile(np.eye(10)[7], (len(labels), 1))
        case "wrong on one class":
            return 5 * np.where(labels[:, None] == 4, np.roll(truth, 5, axis=1), truth) + noise
        case _:
            return truth  # the same confidence for every image


@pytest.mark.parametrize("kind", EXTREMES)
def test_an_extreme_network_gives_a_whole_report(
    kind: str, tiny_evidence: Evidence, tiny_bundle: Bundle
) -> None:
    """Pages, figures and the document for print, without an exception, and every claim is judged."""
    labels = np.asarray(tiny_evidence.predictions.labels)
    bundle = with_logits(tiny_bundle, tiny_evidence, logits_of(kind, labels))

    with drawn_once():
        found = site.contents(bundle, frozenset())

    right = bundle.findings.accuracy.overall.count
    assert (right == len(labels)) == (kind in {"always right", "equally unsure"})
    assert (right == 0) == (kind == "always wrong")
    pages = [*chapters_of(bundle), *pages_beside(bundle, frozenset())]
    assert {name for name in found if name.endswith(".html")} == {page.file for page in pages}
    assert too_much(as_bytes(found)) == {}
    assert Renderer(bundle, "paper").paper()


@pytest.mark.parametrize("name", ["three_bundle", "twelve_bundle"])
def test_other_classes_have_a_report_of_their_own(name: str, request: pytest.FixtureRequest) -> None:
    """Every class is named in the matrix and in the tables; nothing speaks of digits."""
    bundle: Bundle = request.getfixturevalue(name)
    site.contents(bundle, frozenset())
    pages = pages_of(bundle)
    (matrix,) = pages["confusion.html"].every("table", class_="matrix")
    heads = [words(head) for head in matrix.findall("tbody/tr/th")]

    assert heads == list(bundle.classes.names)
    for file, page in pages.items():
        (main,) = page.every("main")
        text = (
            words(main)
            .lower()
            .replace("digits-report", "")
            .replace("handwritten digits", "")
            .replace("digits_report_data", "")
            .replace("digits-quick", "")
        )
        assert file in {"references.html", "glossary.html"} or " digit" not in text, file


@pytest.mark.parametrize("name", ["tiny_bundle", "bare_bundle", "three_bundle"])
def test_what_is_absent_is_not_numbered(name: str, request: pytest.FixtureRequest) -> None:
    """Figures and tables are numbered from 1 without a gap, whatever is left out."""
    labels = captions(chapters_of(request.getfixturevalue(name))).values()

    for kind in ("Figure", "Table"):
        numbers = [caption.number for caption in labels if caption.kind == kind]
        assert numbers == list(range(1, len(numbers) + 1))
