"""Laws of the discussion: it follows the findings, and states every limit that applies."""

from __future__ import annotations

import pytest

from analysis.bundle import Bundle
from analysis.bundle.record import Omitted, Verdict
from report.chapters.discussion import baselines, chapter, conclusion, published
from report.chapters.discussion.limitations import limits
from tests.report.chapters.bundles import ANIMALS, alone, changed, rendered, trained, with_network
from tests.report.chapters.small_bundle import disputed_labels, seeds, share, writer_groups
from tests.report.conftest import parse, words

BUNDLES = {
    "labels alone": alone(),
    "flawless": alone(flawless=True),
    "given as a file": with_network(),
    "trained": trained(),
    "MNIST": trained(name="mnist"),
    "animals": trained(ANIMALS, "folder"),
}


def names(bundle: Bundle) -> list[str]:
    """Return the names of the limits."""
    return [limit.name for limit in limits(bundle)]


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


@pytest.mark.parametrize("name", BUNDLES)
def test_other_data_are_not_taken_for_mnist(name: str) -> None:
    """The sample says so first; MNIST's own limits stand with MNIST only, those of handwriting with digits."""
    bundle, found = BUNDLES[name], names(BUNDLES[name])
    mnist = name == "MNIST"
    assert (found[0] == "Not MNIST.") == (bundle.findings.dataset.name == "digits")
    assert ("Reuse of the test set." in found) == mnist
    assert ("Not your handwriting." in found) == (bundle.findings.dataset.name in {"mnist", "digits"})
    if bundle.classes == ANIMALS:
        text = " ".join(limit.words for limit in limits(bundle))
        assert "digit" not in text
        assert "writer" not in text
        assert "MNIST" not in text


@pytest.mark.parametrize(
    ("bundle", "name"),
    [
        (alone(), "Predictions without a model."),
        (with_network(), "A network given as a file."),
        (trained(), "One run."),
        (changed(trained(), seeds=seeds()), "Random seeds."),
    ],
    ids=["predictions", "file", "one", "several"],
)
def test_the_number_of_trainings_is_a_limit(bundle: Bundle, name: str) -> None:
    """How often the network was trained is said in one of four ways."""
    kinds = {"Predictions without a model.", "A network given as a file.", "One run.", "Random seeds."}
    assert kinds & set(names(bundle)) == {name}


def test_no_error_is_not_called_an_error_rate_of_zero() -> None:
    """Without errors, the upper limit of the error rate is given."""
    (limit,) = (limit for limit in limits(alone(flawless=True)) if limit.name == "No errors.")
    assert "error rate of up to" in limit.words


@pytest.mark.parametrize(
    ("p", "said"), [(0.061, "do not differ significantly"), (0.004, "differ significantly")]
)
def test_groups_of_writers_differ_only_by_a_test(p: float, said: str) -> None:
    """The two halves of MNIST's test set are compared by a named, two-sided test."""
    bundle = changed(BUNDLES["MNIST"], writer_groups=writer_groups(p))
    (limit,) = (limit for limit in limits(bundle) if limit.name == "Writers.")
    assert f"in the test set {said} (two-sided Fisher test, p" in limit.words
    assert limit.works == ("yadav",)


def test_disputed_labels_are_counted_where_they_are_known() -> None:
    """The limit needs the published list."""
    assert "Disputed labels." not in names(BUNDLES["trained"])
    bundle = changed(BUNDLES["MNIST"], disputed_labels=disputed_labels(share(7, 29), (1, 2)))
    (limit,) = (limit for limit in limits(bundle) if limit.name == "Disputed labels.")
    assert "Seven of 29 errors are on the published list" in limit.words


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
    assert "Validation split." not in names(with_network())


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


@pytest.mark.parametrize("near_chance", [True, False])
def test_an_advantage_over_the_majority_needs_its_interval(near_chance: bool) -> None:
    """The whole interval decides."""
    accuracy = alone().findings.accuracy.model_copy(update={"near_chance": near_chance})
    said = baselines(changed(alone(), accuracy=accuracy))
    assert ("is not above that" in said) == near_chance
    assert ("is above it" in said) == (not near_chance)


def test_the_conclusion_counts_what_the_bundle_counts(tiny_bundle: Bundle, bare_bundle: Bundle) -> None:
    """Accuracy with interval, errors where there are probabilities, and the number of supported claims."""
    assert "of five claims" in conclusion(tiny_bundle) or "of six claims" in conclusion(tiny_bundle)
    assert "confidence" in conclusion(tiny_bundle)
    assert "confidence" not in conclusion(bare_bundle)


@pytest.mark.parametrize("name", BUNDLES)
def test_further_work_is_what_this_report_leaves_open(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seeds and ablations need a training, labels need an error, and other handwriting needs digits."""
    page = parse(rendered(chapter, BUNDLES[name], monkeypatch))
    (section,) = page.every("section", id="future-work")
    text = words(section)
    is_trained = name in {"trained", "MNIST", "animals"}
    assert ("Random seeds." in text) == is_trained
    assert ("Ablation." in text) == is_trained
    assert ("Labels." in text) == (name != "flawless")
    assert ("handwriting" in text) == (name != "animals")
