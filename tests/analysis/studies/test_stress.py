"""What a network says of images made worse, and of images that show none of its classes."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from analysis import studies
from analysis.bundle import Bundle
from analysis.bundle.classes import DIGITS
from analysis.bundle.record import Omitted, Packed
from analysis.bundle.stress import FEWEST, StressFindings, StressPoint, stressed
from analysis.data.images import ImageSet
from analysis.evidence import AskedNetwork, Evidence
from analysis.statistics.probabilities import Probabilities
from analysis.statistics.roc import area
from analysis.studies import stress
from tests.analysis.bundle.test_forgeries import refused
from tests.evidences import with_images
from tests.forging import Change, put
from tests.made_up import bundle_of

SIDE = 14


def evidence(polarity: Literal["ink", "photograph"] = "ink", each: int = 30) -> Evidence:
    """Images of ten patterns, and a network that compares an image with each of them; some labels are others'."""
    rng = np.random.default_rng(1)
    patterns = (rng.random((10, SIDE, SIDE)) > 0.7) * 255.0
    labels = rng.permutation(np.repeat(np.arange(10), each))
    shown = (np.arange(len(labels)) % 9 == 0) * 1  # of the next class
    drawn = patterns[(labels + shown) % 10] * rng.uniform(0.5, 1, (len(labels), 1, 1))
    test = ImageSet(drawn.astype(np.uint8), labels, DIGITS, polarity)

    def logits(images: np.ndarray) -> np.ndarray:
        return np.asarray(-((images[:, None] / 255.0 - patterns / 255.0) ** 2).sum(axis=(2, 3)) / 8)

    found = Probabilities(labels, logits(test.images))
    hidden = rng.normal(size=(SIDE * SIDE, 6)) / 255
    network = AskedNetwork(
        logits, lambda images: images.reshape(len(images), -1) @ hidden, test.images, test.images
    )
    return replace(with_images(found, test, test, hidden), network=network)


def studied(of: Evidence) -> StressFindings:
    found = stress.study(of)
    assert isinstance(found, StressFindings)
    return found


@pytest.fixture(scope="module")
def given() -> Evidence:
    return evidence()


@pytest.fixture(scope="module")
def bundle(given: Evidence) -> Bundle:
    return bundle_of(given)


def test_severity_0_is_what_was_predicted(given: Evidence) -> None:
    """Law: for each family, the first point is that of the predictions, and the last that of the network."""
    found, view = studied(given), given.probabilities
    assert view is not None
    rows = stressed(view.labels, SIDE * SIDE)
    sample = Probabilities(view.labels[rows], view.logits[rows])
    assert found.images == len(rows) == 300
    for family in found.families:
        first, last = family.points[0], family.points[-1]
        assert first == StressPoint.of(0, sample, sample.correct)
        assert first.accuracy.count == sample.correct.sum()
        assert first.against_clean.first_only == first.against_clean.second_only == 0
        assert last.accuracy.count < first.accuracy.count or family.name in {"noise", "thickness"}
        assert family.falls == (last.against_clean.difference.low > 0)


def test_the_gap_is_between_confidence_and_accuracy(given: Evidence) -> None:
    """At every point; and where it is largest at the end, it is named."""
    found = studied(given)
    for family in found.families:
        for point in family.points:
            gap = point.confidence.value - point.accuracy.value
            assert point.overconfidence.value == pytest.approx(gap, abs=1e-5)
    ends = {each.name: each.points[-1].overconfidence for each in found.families}
    above = [(gap.value, name) for name, gap in ends.items() if gap.low > 0]
    assert found.most_overconfident == (max(above)[1] if above else None)


def test_the_area_is_that_of_the_confidences(given: Evidence) -> None:
    """It tells the sample from other images, a single one apart; of the blank one, the answer is the network's."""
    found, view, network = studied(given), given.probabilities, given.network
    assert view is not None
    assert network is not None
    others = {each.kind: each for each in found.others}
    assert others.keys() == {"blank", "noise", "inverted", "letters"}
    for kind, each in others.items():
        log_odds = each.log_odds.array()
        if kind == "blank":
            assert (each.images, each.area, each.separated) == (1, None, False)
            blank = network.logits(np.zeros((1, SIDE, SIDE), np.uint8))
            assert each.most_frequent == blank.argmax()
            continue
        assert each.area
        assert each.area.value == pytest.approx(area(view.log_odds, log_odds).value, abs=1e-6)
        assert each.confidence.value == pytest.approx(
            (1 / (1 + np.exp(-log_odds.astype(float)))).mean(), abs=1e-6
        )
    known = [each for each in found.others if each.area]
    assert found.least_separated == min(known, key=lambda each: each.area.value if each.area else 1).kind


def test_confidence_alone_gives_the_worked_areas() -> None:
    """Confidences .9 .8 .7 against .8 .4 give 0.75, a set against itself one half; log-odds give the same."""
    one, other = np.array([0.9, 0.8, 0.7]), np.array([0.8, 0.4])
    assert area(one, other).value == pytest.approx(0.75)
    assert area(one, one).value == pytest.approx(0.5)
    assert area(np.log(one / (1 - one)), np.log(other / (1 - other))) == area(one, other)


def test_photographs_have_no_strokes_and_no_letters() -> None:
    """And their blank image is grey, not black."""
    found = studied(evidence("photograph"))
    assert [each.name for each in found.families] == ["shift", "rotation", "noise", "blur"]
    assert {each.kind for each in found.others} == {"blank", "noise", "inverted"}
    assert (found.others[0].examples.array() == stress.GREY).all()


def omitted(given: Evidence) -> str:
    """Return why the study of this evidence is left out."""
    entry = next(each for each in studies.STUDIES if each.field == "stress")
    found = studies.run(entry, given)
    assert isinstance(found, Omitted)
    return found.reason


def test_what_is_missing_is_said(given: Evidence) -> None:
    """No network, one that answers otherwise, no wish, no probabilities, too few images."""
    network = given.network
    assert network is not None
    other = replace(network, logits=lambda images: -network.logits(images))
    reasons = {
        "cannot be asked": replace(given, network=None),
        "does not give the predictions": replace(given, network=other),
        "take long were left out": replace(given, extras=False),
        "no probabilities": replace(given, probabilities=None),
        f"fewer than {FEWEST}": evidence(each=9),
    }
    for reason, without in reasons.items():
        assert reason in omitted(without)


def packed(change: np.ndarray) -> object:
    return Packed.of(change).model_dump()


FORGED = {
    "an accuracy of the images as they are that the predictions do not have": put(
        "stress.families.0.points.0.accuracy.count", lambda n: n - 1
    ),
    "a confidence without ground": put("stress.families.1.points.2.confidence.value", 0.99999),
    "an accuracy that the comparison does not give": put(
        "stress.families.1.points.5.accuracy.count", lambda n: n + 1
    ),
    "a gap that is none": put("stress.families.2.points.4.overconfidence.value", lambda gap: gap + 0.01),
    "another severity": put("stress.families.0.points.1.amount", 0.4),
    "an area of other confidences": put("stress.others.1.area.value", lambda value: value - 0.01),
    "answers of no class": put("stress.others.1.predicted", packed(np.full(500, 10, np.uint16))),
    "an image outside the sample": put("stress.example", 300),
    "letters where the noise was": put("stress.others.1.kind", "letters"),
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_forgeries(change: Change, bundle: Bundle) -> None:
    """What the predictions or its neighbours decide is refused."""
    assert "stress" in refused(bundle, change)
