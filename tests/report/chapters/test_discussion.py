"""Laws of the discussion: it follows the findings, and states every limit that applies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.bundle import Bundle
from analysis.bundle.record import Omitted, Verdict
from report.chapters.discussion import chapter, published
from report.chapters.discussion.limitations import limits
from report.chapters.model import Cell
from report.chapters.questions import questions
from report.output.render import Renderer
from tests.report.chapters.bundles import ANIMALS, alone, changed, rendered, trained, with_network
from tests.report.conftest import parse, words

BUNDLES = {
    "labels alone": alone(),
    "flawless": alone(flawless=True),
    "given as a file": with_network(),
    "trained": trained(),
    "MNIST": trained(name="mnist"),
    "animals": trained(ANIMALS, "folder"),
}


@pytest.mark.parametrize("name", BUNDLES)
def test_limits_are_distinct_and_printed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each limit has a name and words of its own, without the last full stop, and stands on the page."""
    found = limits(BUNDLES[name])
    page = parse(rendered(chapter, BUNDLES[name], monkeypatch))
    (section,) = page.every("section", id="limits")
    text = words(section)
    assert len({limit.name for limit in found}) == len(found) == len(list(section.iter("li")))
    assert all(limit.name.endswith(".") and not limit.words.endswith(".") for limit in found)
    assert all(" ".join(limit.words.split()) in text for limit in found)


@pytest.mark.parametrize("temperature", [True, False])
def test_the_validation_split_limits_what_is_fitted_on_it(tiny_bundle: Bundle, temperature: bool) -> None:
    """The temperature is named only where it was fitted; without a training there is no such limit."""
    calibration = tiny_bundle.findings.calibration
    bundle = tiny_bundle
    if not temperature:
        omitted = calibration.model_copy(update={"temperature": Omitted(reason="no validation split")})
        bundle = changed(tiny_bundle, calibration=omitted)
    (limit,) = (limit for limit in limits(bundle) if limit.name == "Validation split.")
    assert ("temperature" in limit.words) == temperature
    assert "Validation split." not in {limit.name for limit in limits(with_network())}


@pytest.mark.parametrize(
    ("verdict", "said"),
    [("supported", "below 1%"), ("partly supported", "includes 1%"), ("not supported", "higher")],
)
def test_published_results_are_compared_by_the_verdict(verdict: Verdict, said: str) -> None:
    """The place among published error rates is that of the whole interval, and is given for MNIST only."""
    bundle = BUNDLES["MNIST"]
    first = bundle.findings.claims[0].model_copy(update={"verdict": verdict})
    claims = (first, *bundle.findings.claims[1:])
    assert said in published(changed(bundle, claims=claims))
    assert not published(changed(BUNDLES["trained"], claims=claims))


def test_the_conclusion_answers_what_the_introduction_asks(tiny_bundle: Bundle) -> None:
    """Each question stands in both, in the same order, and its answer in the conclusion."""
    pages = Renderer(tiny_bundle, "web").pages()
    asked = words(*parse(pages["introduction.html"]).every("section", id="questions"))
    answered = words(*parse(pages["discussion.html"]).every("section", id="conclusion"))
    found = questions(tiny_bundle)

    assert [each.slug for each in found] == ["results", "confusion", "class-means", "confidence", "pca"]
    assert all(" ".join(each.words.split()) in asked for each in found)
    places = [
        answered.index(f"{' '.join(each.words.split())} {' '.join(each.answer.split())}") for each in found
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("name", BUNDLES)
def test_the_discussion_interprets_and_does_not_repeat(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the verdicts and the limitations stands no interval; what was found is in the chapters and the conclusion."""
    page = parse(rendered(chapter, BUNDLES[name], monkeypatch))
    (section,) = page.every("section", id="interpretation")
    said = " ".join(
        words(part) for part in section.iter("p") if part.get("class") not in {"measure", "number", "claim"}
    )

    assert "95% interval" not in said
    assert len(said.split()) > 30


def test_two_classes_are_asked_as_two_classes(kind: Callable[[str], Bundle]) -> None:
    """No pairs are compared: which class is misclassified more often, and how far the two means are apart."""
    asked = {each.slug: each for each in questions(kind("two-classes"))}

    assert asked["confusion"].words == "Is one of the two animals misclassified more often than the other?"
    assert asked["confusion"].answer.startswith("The recalls of the animals")
    assert asked["class-means"].answer.startswith("The distance of the two means is ")
    assert "pair" not in " ".join(each.words + each.answer for each in asked.values())


def test_published_results_have_the_intervals_of_their_errors() -> None:
    """Wilson's, of counts that are the published rates; the report stands below them with its own."""
    table = chapter(BUNDLES["MNIST"]).tables["published-results"]

    assert table
    assert [str(cell) for cell in table.table.rows[0].cells[3:]] == ["95", "0.95%", "0.78 to 1.16%"]
    rates = {
        row.cells[0].note: [str(cell) for cell in (row.cells[1], row.cells[2], row.cells[4])]
        for row in table.table.rows
        if isinstance(row.cells[0], Cell)
    }
    assert rates["LeCun et al."] == ["1998", "60,000", "0.95%"]
    assert rates["Simard et al."] == ["2003", "not stated", "0.40%"]
    assert rates["Cireşan et al."] == ["2011", "not stated", "0.35%"]
    assert rates["Chollet"] == ["2020", "34,826", "0.78%"]
    assert rates["An et al."] == ["2020", "not stated", "0.13%"]
    assert str(table.table.rows[-1].cells[3]) == str(BUNDLES["MNIST"].findings.accuracy.errors.count)
    assert chapter(BUNDLES["trained"]).tables["published-results"] is None
