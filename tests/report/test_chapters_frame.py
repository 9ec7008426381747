"""Laws of the words of overview, dataset, methodology, results and conclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bundle.dataset import Part
from analysis.bundle.training import Layer, Network
from report.images.mosaics import Crowd
from report.wording import conclusion, dataset, methodology, overview, results

if TYPE_CHECKING:
    from analysis.bundle import Bundle


def test_four_numbers_lie_on_their_tracks(bundle: Bundle) -> None:
    """Low ≤ value ≤ high, all between the ends; only the count of mistakes is red."""
    shown = overview.headlines(bundle.findings)
    for one in shown:
        assert one.start <= one.low <= one.at <= one.high <= one.end, one.label
    assert [one.red for one in shown] == [False, True, False, False]


@given(st.floats(1e-4, 1e7))
def test_a_track_ends_at_a_number_that_a_person_would_say(value: float) -> None:
    """1, 2 or 5 times a power of ten, and less than three times too long."""
    end = overview.round_up(value)
    assert value <= end < 2.6 * value
    assert f"{end:e}"[0] in "125"


def test_every_claim_is_said_in_words_with_its_evidence(bundle: Bundle) -> None:
    """Each name has a sentence and a chapter, and evidence that ends as a sentence."""
    for claim in bundle.findings.claims:
        text, slug = overview.CLAIMS[claim.name]
        assert text.endswith(".")
        assert slug
        assert overview.evidence(claim, bundle.findings).endswith(".")


def test_verdicts_are_counted_completely(bundle: Bundle) -> None:
    """The words of the count add up to the number of claims."""
    said = overview.verdicts(bundle.findings).lower()
    small = ("one", "two", "three", "four", "five", "six")
    assert sum(small.index(word) + 1 for word in said.replace(",", "").split() if word in small) == 6


@given(st.lists(st.integers(1, 10_000), min_size=10, max_size=10))
def test_the_rarest_and_the_most_frequent_digit_are_named(counts: list[int]) -> None:
    """The caption of the classes names both, or says that all are equal."""
    said = dataset.balance(Part(images=sum(counts), per_digit=tuple(counts)))
    if len(set(counts)) == 1:
        assert "equally" in said
    else:
        assert f"least frequent, {counts.index(min(counts))}," in said
        assert f"most frequent, {counts.index(max(counts))}." in said


def test_the_row_that_is_written_out_holds_all_its_ink(bundle: Bundle) -> None:
    """Pixels outside of the stretch are empty, and each number after is the one before by 255."""
    found = bundle.findings.dataset.preprocessing
    shown = methodology.inked(found)
    assert sum(pixel.before for pixel in shown) == sum(found.before)
    assert all(pixel.after == pytest.approx(pixel.before / 255, abs=1e-6) for pixel in shown)
    assert [pixel.column for pixel in shown] == list(range(shown[0].column, shown[-1].column + 1))


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ((60, 30, 10), "One layer, a, holds 60% of all 100 parameters."),
        ((40, 40, 20), "Two layers, a and b, hold 80% of all 100 parameters."),
    ],
)
def test_layers_of_equal_weight_are_named_together(parameters: tuple[int, ...], said: str) -> None:
    """The caption names one layer, or all that share the most parameters."""
    layers = tuple(
        Layer(name=name, kind="Dense", output_shape=(1,), parameters=held)
        for name, held in zip("abc", parameters, strict=True)
    )
    network = Network(layers=layers, parameters=100, feature_layer="c", features=1)
    assert methodology.heaviest(network) == said


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize("p", [0.001, 0.5])
def test_a_digit_is_called_the_hardest_only_when_tests_say_so(
    tiny_bundle: Bundle, verified: bool, p: float
) -> None:
    """Otherwise the caption says that it could be chance, or another digit."""
    found = tiny_bundle.findings.accuracy.model_copy(
        update={"lowest_recall_verified": verified, "recalls_equal_p": p}
    )
    said = results.hardest(found)
    assert ("is the hardest" in said) == verified
    assert verified or "could be" in said


def test_limits_are_distinct_sentences(bundle: Bundle) -> None:
    """What is not MNIST says so first; every limit has a name and words of its own."""
    found = conclusion.limits(bundle.findings)
    assert (found[0].name == "Not MNIST.") == (bundle.findings.dataset.name != "mnist")
    assert len({limit.name for limit in found}) == len(found)
    assert all(limit.name.endswith(".") and limit.words.endswith(".") for limit in found)


@given(st.integers(1, 400), st.integers(1, 40))
def test_the_last_digit_of_the_crowd_is_where_the_ring_is(digits: int, columns: int) -> None:
    """Rows and the last column give back how many there are."""
    crowd = Crowd(digits, columns)
    assert (crowd.rows - 1) * columns + crowd.last + 1 == digits
    assert 0 <= crowd.last < columns
