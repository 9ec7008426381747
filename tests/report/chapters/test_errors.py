"""The chapter on single errors: what it says of each once, and only what is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.bundle import Bundle
from analysis.evidence import Evidence
from analysis.studies import study
from tests.report.conftest import Document, pages_of, words


@pytest.fixture(scope="module")
def without_scores(tiny_evidence: Evidence, tiny_bundle: Bundle) -> Document:
    """The page of a network of which only images, labels and predictions are known."""
    found = study(replace(tiny_evidence, probabilities=None, validation=None, features=None))
    findings = tiny_bundle.findings.model_copy(update=found)
    return pages_of(tiny_bundle.model_copy(update={"findings": findings}))["errors.html"]


def test_a_group_says_once_what_it_is(tiny_bundle: Bundle, without_scores: Document) -> None:
    """The labels stand above the images, not below each of them again."""
    for page in (pages_of(tiny_bundle)["errors.html"], without_scores):
        shown = [
            one for group in page.every("li", class_="bin") for one in group.iter("li") if one is not group
        ]

        assert all("→" in words(group.find("h3")) for group in page.every("li", class_="bin"))
        assert len(shown) > 10
        assert not [one for one in shown if "→" in words(one)]


def test_without_scores_no_confidence_is_spoken_of(without_scores: Document) -> None:
    """Neither by words nor by a bar."""
    assert "onfiden" not in words(without_scores.root.find("body//main"))
    assert without_scores.every("svg", class_="doubt") == []
