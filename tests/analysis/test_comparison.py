"""Laws of reports side by side: equal ones, exchanged ones, classes in another order, other test images."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from analysis.bundle import Bundle
from analysis.bundle.record import Omitted
from analysis.comparison import Comparison, compare
from analysis.system.errors import BundleError
from tests.kinds import rival_of

NONE = Omitted(reason="none")
KINDS = ["two-classes", "forty-classes", "three-without-scores", "one-error"]


@pytest.fixture(scope="module")
def rivals() -> dict[str, Bundle]:
    """Rivals that were made, by kind."""
    return {}


@pytest.fixture(params=KINDS)
def pair(
    request: pytest.FixtureRequest, kind: Callable[[str], Bundle], rivals: dict[str, Bundle]
) -> tuple[Bundle, Bundle]:
    """A report and a rival on the same test images."""
    ours = kind(request.param)
    if request.param not in rivals:
        rivals[request.param] = rival_of(ours)
    return ours, rivals[request.param]


def side_by_side(*bundles: Bundle) -> list[Comparison]:
    return compare([("", bundle) for bundle in bundles])


def changed(bundle: Bundle, part: str, **update: Any) -> Bundle:  # noqa: ANN401  # of many types
    """Return a bundle with another part of its findings."""
    found = bundle.findings
    new = {part: getattr(found, part).model_copy(update=update)}
    return bundle.model_copy(update={"findings": found.model_copy(update=new)})


@pytest.mark.parametrize("name", KINDS)
def test_equal_reports_do_not_differ(name: str, kind: Callable[[str], Bundle]) -> None:
    """Law: every difference is exactly 0, p is 1, and no image is fixed or broken."""
    bundle = kind(name)
    (found,) = side_by_side(bundle, bundle)

    assert (found.test.difference.value, found.test.p, found.test.finding) == (0, 1, "no difference")
    assert found.test.difference.low == pytest.approx(-found.test.difference.high)
    assert found.test.difference.low < 0
    assert isinstance(found.log_loss, Omitted) or (found.log_loss.low, found.log_loss.high) == (0, 0)
    assert {each.test.p for each in found.classes} == {1}
    assert not found.fixed
    assert not found.broken


def test_exchanged_reports_differ_the_other_way(pair: tuple[Bundle, Bundle]) -> None:
    """Law: what B fixes, A breaks; the sign changes, p does not."""
    (there,), (back,) = side_by_side(*pair), side_by_side(*reversed(pair))

    assert there.fixed == back.broken
    assert there.broken == back.fixed
    assert there.test.difference.value == -back.test.difference.value
    assert there.test.difference.low == pytest.approx(-back.test.difference.high)
    assert there.test.p == back.test.p


def test_counts_add_up(pair: tuple[Bundle, Bundle]) -> None:
    """Each image is counted once, in the whole and in its class; the galleries hold all that only one predicts correctly."""
    (found,) = side_by_side(*pair)
    right, (a, b) = found.test.right, (each.accuracy for each in (found.a, found.b))

    assert found.both_correct + right.first_only + right.second_only + found.both_wrong == a.total
    assert (found.both_correct + right.second_only, found.both_correct + right.first_only) == (
        a.count,
        b.count,
    )
    assert (len(found.fixed), len(found.broken)) == (right.first_only, right.second_only)
    assert sum(each.test.right.first_only for each in found.classes) == right.first_only
    assert [each.recalls[0] for each in found.classes] == [
        each.recall for each in pair[0].findings.accuracy.classes
    ]


def test_the_log_loss_is_compared_where_both_have_scores(pair: tuple[Bundle, Bundle]) -> None:
    """The difference is that of the two log losses; without scores it is omitted, and says which report has none."""
    (found,) = side_by_side(*pair)
    scores = [each.findings.scores for each in pair]
    if any(isinstance(each, Omitted) for each in scores):
        assert found.log_loss == Omitted(reason="in A, no probabilities were given")
        return
    a, b = (each.log_loss.value for each in scores)  # type: ignore[union-attr]
    assert not isinstance(found.log_loss, Omitted)
    assert found.log_loss.value == pytest.approx(b - a, abs=1e-5)


def test_classes_in_another_order_are_the_same(kind: Callable[[str], Bundle]) -> None:
    """Law: a report whose classes are listed the other way around is compared by their names."""
    bundle = kind("three-without-scores")
    table = bundle.findings.predictions
    names = bundle.classes.names
    turned = changed(
        bundle,
        "predictions",
        labels=tuple(len(names) - 1 - label for label in table.labels),
        predicted=tuple(len(names) - 1 - label for label in table.predicted),
    ).model_copy(update={"classes": bundle.classes.model_copy(update={"names": names[::-1]})})
    (found,) = side_by_side(bundle, turned)

    assert found.both_wrong == bundle.findings.accuracy.errors.count
    assert np.array_equal(found.a.predicted, found.b.predicted)


def test_several_reports_are_tested_together(kind: Callable[[str], Bundle]) -> None:
    """Each is compared with the first, and the p values are adjusted for how many there are (Holm)."""
    ours = kind("two-classes")
    other, third = rival_of(ours), rival_of(ours, seed=1)
    several, single = side_by_side(ours, other, third), side_by_side(ours, third)[0]

    assert [each.b.letter for each in several] == ["B", "C"]
    assert several[1].test.right == single.test.right
    assert several[1].test.p >= single.test.p
    assert min(each.test.p for each in several) == pytest.approx(
        min(1, 2 * min(each.test.right.p for each in several))
    )


def test_one_must_be_worse_by_test_and_interval(kind: Callable[[str], Bundle]) -> None:
    """A rival that errs on a tenth of the images is worse than a network without an error, and better the other way."""
    ours = kind("flawless")
    other = rival_of(ours)
    (there,), (back,) = side_by_side(ours, other), side_by_side(other, ours)

    assert (there.test.finding, back.test.finding) == ("worse", "better")


def test_images_are_known_by_checksum_or_by_labels(kind: Callable[[str], Bundle]) -> None:
    """Equal checksums are known to be the same images; where one is missing, labels are taken for it, and sorted ones say little."""
    ours = kind("two-classes")
    assert side_by_side(ours, ours)[0].by_checksum
    (found,) = side_by_side(ours, changed(ours, "dataset", sha256={}))
    assert not found.by_checksum
    assert not found.labels_are_sorted


def test_other_test_images_are_refused(kind: Callable[[str], Bundle]) -> None:
    """By checksum, number, label or order, and classes: one sentence that says what was found."""
    ours = kind("two-classes")
    table = ours.findings.predictions
    rolled = (*table.labels[1:], table.labels[0])
    without_sums = changed(changed(ours, "dataset", sha256={}), "predictions", labels=rolled, scores=NONE)
    cases = {
        "by their checksums": changed(ours, "dataset", sha256={"test-images": "1" * 64}),
        "another label in B than in A": without_sums,
        "the same classes": ours.model_copy(
            update={"classes": ours.classes.model_copy(update={"names": ("cat", "wolf")})}
        ),
    }
    for words, other in cases.items():
        with pytest.raises(BundleError, match=words):
            side_by_side(ours, other)
    with pytest.raises(BundleError, match="360 in A and 140 in B"):
        side_by_side(kind("one-error"), kind("guessing"))
    with pytest.raises(BundleError, match="2 to 26"):
        side_by_side(ours)
