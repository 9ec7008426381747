"""Seeds and samples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bundle.classes import DIGITS, Classes
from analysis.evidence import NOT_GIVEN, Evidence, Part, named_pairs, rows_of_features, stratified
from analysis.system.errors import SettingsError


def test_each_study_has_random_numbers_of_its_own(tiny_evidence: Evidence) -> None:
    """Same name, same numbers; another name, others."""
    first, again, other = (tiny_evidence.rng(name).random(3).tolist() for name in ("a", "a", "b"))

    assert first == again != other


@given(st.lists(st.integers(0, 9), min_size=1, max_size=200), st.integers(1, 250), st.integers(0, 9))
def test_a_stratified_sample_keeps_the_proportions(digits: list[int], size: int, seed: int) -> None:
    """Different rows, ascending, as many as asked for, each class in its share to within one."""
    labels = np.array(digits, np.uint8)
    rows = stratified(labels, size, np.random.default_rng(seed))
    kept = np.bincount(labels[rows], minlength=10)
    wanted = np.bincount(labels, minlength=10) * len(rows) / len(labels)

    assert len(rows) == min(size, len(labels))
    assert (np.diff(rows) > 0).all()
    assert (np.abs(kept - wanted) <= 1).all()


@pytest.mark.parametrize("part", ["probabilities", "validation", "images", "training_images", "features"])
def test_the_first_part_that_was_not_given_is_named(part: Part, tiny_evidence: Evidence) -> None:
    """And none where all are there."""
    needs: tuple[Part, ...] = (part, "mnist_test_set")
    without = replace(tiny_evidence, **{part: None})  # type: ignore[arg-type]  # any of the optional parts

    assert tiny_evidence.missing((part,)) is None
    assert tiny_evidence.missing(()) is None
    assert without.missing(needs) == NOT_GIVEN[part]
    assert tiny_evidence.missing(needs) == NOT_GIVEN["mnist_test_set"]


def test_look_alikes_are_named_for_digits_only() -> None:
    """3/5 and 8/9, whatever the digits are called by their noun; nothing is known of other classes."""
    assert named_pairs(DIGITS) == ((3, 5), (8, 9))
    assert named_pairs(Classes(names=DIGITS.names, noun="numeral", nouns="numerals")) == ((3, 5), (8, 9))
    assert named_pairs(Classes(names=DIGITS.names[::-1], noun="digit", nouns="digits")) == ()
    assert named_pairs(Classes(names=("a", "b"), noun="letter", nouns="letters")) == ()


def test_pairs_of_the_settings_come_first() -> None:
    """By their names, in whatever order, each once; they replace the usual ones, and what are no two classes is refused."""
    letters = Classes(names=("a", "b", "c"), noun="letter", nouns="letters")
    assert named_pairs(letters, [("c", "a"), ("a", "b"), ("a", "c")]) == ((0, 2), (0, 1))
    assert named_pairs(DIGITS, [("7", "1")]) == ((1, 7),)
    for wrong in (("a", "A"), ("a", "a")):
        with pytest.raises(
            SettingsError, match=r"two letters of the data, found “a” .* the names are a, b, c\.$"
        ):
            named_pairs(letters, [wrong])


def test_the_wider_the_features_the_fewer_images() -> None:
    """Features of up to 4,096 numbers are taken of 10,000 images, of wider ones as many numbers; of too wide ones none, in words."""
    labels, rng = np.arange(20_000) % 10, np.random.default_rng(0)
    sizes = [len(rows_of_features(labels, width, rng)) for width in (64, 4_096, 10_816, 400_000)]
    said = rows_of_features(labels, 500_000, rng)

    assert sizes == [10_000, 10_000, 3_786, 102]
    assert said == (
        "the network hands 500,000 features of each image to its last layer, and of more than 409,600 not even those of "
        "100 images fit in the memory that is allowed"
    )
    assert np.array_equal(rows_of_features(labels[:40], 10_816, rng), np.arange(40))


def test_why_features_are_missing_is_said(tiny_evidence: Evidence) -> None:
    """Where there is a reason of their own, it is that."""
    assert replace(tiny_evidence, features=None, no_features="too many").missing(("features",)) == "too many"
