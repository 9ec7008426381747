"""Laws of the overview: abstract, four numbers, claims with their evidence."""

from __future__ import annotations

import re

import pytest

from analysis.bundle import Bundle
from analysis.bundle.claims import VerdictCounts
from analysis.bundle.record import Verdict, present
from report.chapters import warnings
from report.chapters.claims import sources, supported_claims, verdict_counts
from report.chapters.overview import abstract, chapter, claim_evidence
from report.chapters.overview.claim_evidence import Dots, Track
from report.chapters.overview.headlines import headlines
from report.chapters.phrases import calibration_in_short, significant_pairs
from report.figures.canvas import Medium
from report.output.render import Renderer
from report.text.naming import Naming
from tests.pretended import changed as pretending
from tests.report.chapters.bundles import ANIMALS, alone, changed, rendered
from tests.report.conftest import parse, words

NAMES = ("tiny_bundle", "swept_bundle", "flawless_bundle", "hopeless_bundle", "bare_bundle", "three_bundle")


@pytest.fixture(params=NAMES)
def any_bundle(request: pytest.FixtureRequest) -> Bundle:
    """Each of the bundles in turn."""
    found: Bundle = request.getfixturevalue(request.param)
    return found


def test_the_abstract_has_the_length_of_one(any_bundle: Bundle) -> None:
    """Without a warning it has 90 to 150 words, and starts with the objective; the first paragraph is the lead."""
    paragraphs = abstract.paragraphs(any_bundle)
    count = len(" ".join(paragraphs).split())
    warned = len(warnings.of(any_bundle))
    assert len(paragraphs) == 2 + warned
    assert warned or 90 <= count <= 150
    assert chapter(any_bundle).lead == paragraphs[0]


@pytest.mark.parametrize("significant", [0, 1, 2, 4])
def test_pairs_are_singled_out_only_where_a_test_does_so(tiny_bundle: Bundle, significant: int) -> None:
    """Only significant pairs are named, and only as long as they are few."""
    found, naming = tiny_bundle.findings.confusion, Naming(tiny_bundle.classes)
    marked = tuple(
        pretending(pair, significant=place < significant) for place, pair in enumerate(found.pairs)
    )
    said = significant_pairs(pretending(found, pairs=marked, significant_count=significant), naming)
    named = [
        pair for pair in marked if naming.slashed(pair.classes) in said or naming.pair(pair.classes) in said
    ]
    assert len(named) == (significant if significant <= 3 else 0)
    assert said.startswith("None of the 45") == (not significant)


@pytest.mark.parametrize("verdict", ["supported", "partly supported", "not supported"])
def test_low_confidence_indicates_errors_only_where_correct_predictions_have_a_higher_one(
    tiny_bundle: Bundle, verdict: Verdict
) -> None:
    """Where most correct predictions have a low confidence, too, that of most errors tells nothing."""
    confidence = present(tiny_bundle.findings.confidence)
    assert confidence
    claims = tuple(
        claim.model_copy(update={"verdict": verdict}) if claim.name == "sure-when-right" else claim
        for claim in tiny_bundle.findings.claims
    )
    found = pretending(confidence, error_confidence="mostly low")
    said = " ".join(abstract.paragraphs(changed(tiny_bundle, claims=claims, confidence=found)))

    assert ("thus indicates most of the errors" in said) == (verdict != "not supported")
    assert ("So are most correct predictions." in said) == (verdict == "not supported")


@pytest.mark.parametrize(
    ("direction", "detected", "said"),
    [
        ("over-confident", True, "Over-confidence was detected"),
        ("not distinguishable", True, "calibration error is significant"),
    ],
)
def test_miscalibration_is_named_by_its_direction(
    tiny_bundle: Bundle, direction: str, detected: bool, said: str
) -> None:
    """A gap that is not significant has no direction, and no significant test means none was detected."""
    found = present(tiny_bundle.findings.calibration)
    assert found
    unscaled = pretending(found.unscaled, direction=direction)
    assert said in calibration_in_short(pretending(found, unscaled=unscaled, detected=detected))


def test_four_numbers_lie_on_their_axes(any_bundle: Bundle) -> None:
    """Low ≤ value ≤ high, all between the ends of the axis; only the number of errors is red."""
    shown = headlines(any_bundle)
    for one in shown:
        slack = 1e-9 * max(1, abs(one.end))
        assert one.start - slack <= one.low <= one.value + slack, one
        assert one.value - slack <= one.high <= one.end + slack, one
    assert [one.red for one in shown] == [False, True, False, False]
    assert len({one.label for one in shown}) == 4


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("tiny_bundle", ["Confidence minus accuracy", "3/5 and 8/9, of all errors"]),
        ("three_bundle", ["Confidence minus accuracy", "Top-2 accuracy"]),
        ("bare_bundle", ["Macro F1", "3/5 and 8/9, of all errors"]),
    ],
)
def test_what_was_not_studied_is_replaced(
    name: str, labels: list[str], request: pytest.FixtureRequest
) -> None:
    """Without probabilities or named pairs, other numbers take their places."""
    assert [one.label for one in headlines(request.getfixturevalue(name))[2:]] == labels


def test_without_any_error_a_baseline_is_the_last_number() -> None:
    """No pair has a share of no errors."""
    assert headlines(alone(ANIMALS, flawless=True))[3].label.startswith("Baseline: always predicting")
    assert headlines(alone(ANIMALS))[3].label.endswith("of all errors")


def test_each_claim_has_evidence_of_its_own(any_bundle: Bundle) -> None:
    """Only what was judged is listed; each claim has sentences with its numbers."""
    shown = claim_evidence.of_claims(any_bundle)
    assert [one.claim.name for one in shown] == [claim.name for claim in any_bundle.findings.claims]
    for one in shown:
        assert one.claim.statement.endswith(".")
        assert one.words.endswith(".")
        assert re.search(r"\d|No image|No prediction", one.words)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [("supported", "is above"), ("partly supported", "includes"), ("not supported", "is below")],
)
def test_words_and_threshold_follow_the_claim(tiny_bundle: Bundle, verdict: Verdict, said: str) -> None:
    """The position of the interval is that of the verdict, and the threshold is that of the claim's figures."""
    claim = tiny_bundle.findings.claims[0]
    changed_claim = claim.model_copy(
        update={"verdict": verdict, "figures": {**claim.figures, "threshold": 0.87}}
    )
    (one,) = claim_evidence.of_claims(changed(tiny_bundle, claims=(changed_claim,)))
    assert said in one.words
    assert "the threshold of 87%" in one.words
    assert isinstance(one.proof, Track)
    assert "87%" in one.proof.note


def test_each_error_is_one_dot(any_bundle: Bundle) -> None:
    """Errors below and above 90% add up to all; where there are none or too many, a bar stands instead."""
    for one in claim_evidence.of_claims(any_bundle):
        if isinstance(one.proof, Dots):
            errors = any_bundle.findings.accuracy.errors.count
            countable = 0 < errors <= claim_evidence.DOTS_OF_ALL
            assert one.proof.full + one.proof.hollow == (errors if countable else 0)
            assert (one.proof.amount is None) == countable


@pytest.mark.parametrize(
    ("counts", "heading", "sentence"),
    [
        ((6, 3, 2, 1), "three of six claims are supported", "Three are supported, two are partly supported and one is not supported."),
        ((6, 2, 2, 2), "two of six claims are supported", "Two are supported, two are partly supported and two are not supported."),
        ((6, 1, 3, 2), "one of six claims is supported", "One is supported, three are partly supported and two are not supported."),
        ((2, 0, 0, 2), "neither of two claims is supported", "Two are not supported."),
        ((6, 6, 0, 0), "all six claims are supported", "Six are supported."),
        ((1, 1, 0, 0), "the claim is supported", "It is supported."),
        ((1, 0, 1, 0), "the claim is partly supported", "It is partly supported."),
        ((1, 0, 0, 1), "the claim is not supported", "It is not supported."),
    ],
)  # fmt: skip
def test_verdicts_are_counted(counts: tuple[int, int, int, int], heading: str, sentence: str) -> None:
    """Title and sentence give the counts of the bundle."""
    names = ("claims", "supported", "partly_supported", "not_supported")
    found = VerdictCounts(**dict(zip(names, counts, strict=True)))
    assert (supported_claims(found), verdict_counts(found)) == (heading, sentence)


def test_claims_link_to_their_evidence(tiny_bundle: Bundle) -> None:
    """Each link of a claim goes to a section that exists on its page."""
    pages = {name: parse(page) for name, page in Renderer(tiny_bundle, "web").pages().items()}
    (claims,) = pages["index.html"].every("section", id="claims")
    links = [link.get("href") or "" for heading in claims.iter("h3") for link in heading.iter("a")]
    assert len(links) == len(tiny_bundle.findings.claims)
    for link in links:
        page, _, section = link.partition("#")
        assert pages[page].every("section", id=section), link


@pytest.mark.parametrize("medium", ["web", "paper"])
def test_predictions_without_an_error_are_enough(medium: Medium, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page renders in both media without probabilities, images or errors, and asks for no picture then."""
    page = parse(rendered(chapter, alone(ANIMALS, flawless=True), monkeypatch, medium))
    (section,) = page.every("section", id="claims")
    assert "99%" in words(section)
    assert not list(section.iter("img"))


def test_claims_cite_works_that_are_about_such_classes(tiny_bundle: Bundle) -> None:
    """What is known of digits is cited for digits alone; every claim that a work makes or examines has its work."""
    animals = tiny_bundle.model_copy(
        update={"classes": tiny_bundle.classes.model_copy(update={"names": tuple("abcdefghij")})}
    )

    assert sources(tiny_bundle) == ["lecun", "hendrycks", "temperature", "geron", "olah"]
    assert sources(animals) == ["hendrycks", "temperature"]
    (section,) = parse(Renderer(tiny_bundle, "web").pages()["index.html"]).every("section", id="claims")
    assert "Six claims are judged, each by a rule" in words(section)
    assert "Hendrycks & Gimpel, 2017" in words(section)


@pytest.mark.parametrize(
    ("authors", "said"), [((), "Author not stated"), (("Ada Example",), "Author Ada Example")]
)
def test_the_web_says_who_wrote_the_report_or_that_nobody_is_named(
    authors: tuple[str, ...], said: str, tiny_bundle: Bundle
) -> None:
    """As the cover on paper does."""
    cover = tiny_bundle.cover.model_copy(update={"authors": authors})
    page = parse(Renderer(tiny_bundle.model_copy(update={"cover": cover}), "web").pages()["index.html"])
    (byline,) = page.every("dl", class_="byline")

    assert " ".join(words(part) for part in [*byline][:2]) == said
