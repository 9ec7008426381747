"""What the conclusion says: what holds, and the limits of it, both from the numbers of this run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from report.text.formats import between, count, count_between, percent, sentence, words
from report.text.grammar import number, opening, things
from report.wording.confusion import standing_out
from report.wording.results import spread

if TYPE_CHECKING:
    from analysis.bundle import Findings


class Limit(NamedTuple):
    """One reason not to believe more than was measured."""

    name: str
    words: str


def title(found: Findings) -> str:
    """Count the claims that hold as they stand."""
    held, all_ = sum(claim.verdict == "supported" for claim in found.claims), len(found.claims)
    if held in {0, all_}:
        return f"{'All' if held else 'None of the'} {words(all_)} claims {'hold' if held else 'holds'}"
    return f"{sentence(words(held))} of {words(all_)} claims {'holds' if held == 1 else 'hold'} as stated"


def lead(found: Findings) -> str:
    """Open the chapter: the result in one sentence, and its width."""
    wrong = found.accuracy.mistakes
    return (
        f"A network of {count(found.network.parameters)} parameters misreads {number(wrong.count) if wrong.count else 'none'} of "
        f"{count(wrong.total)} test images: an error rate of {percent(wrong)}, with a 95% interval of {between(wrong)}. "
        "What follows says how much of that may be carried elsewhere."
    )


def limits(found: Findings) -> list[Limit]:
    """Return the limitations in the order of their weight."""
    return [*_not_mnist(found), _runs(found), _few(found), _writers(found), *_validation(found), _tidy(found)]


def _not_mnist(found: Findings) -> list[Limit]:
    data = found.dataset
    if data.name == "mnist":
        return []
    said = f"The digits are {data.title}, {count(data.test.images)} of them for the test. No number here is about MNIST."
    return [Limit("Not MNIST.", said)]


def _runs(found: Findings) -> Limit:
    if found.training is None:
        return Limit("One network.", "It came as a file. How its training would vary is not known.")
    if found.sweep:
        many = f"{sentence(words(len(found.sweep.runs)))} trainings"
        return Limit(
            f"{many}.",
            f"They differ in nothing but the seed, and their accuracy is {spread(found.sweep)}. All other chapters are "
            f"about one of them, seed {found.training.seed}; another would make other mistakes.",
        )
    return Limit(
        "One training.",
        f"The network was trained once, from seed {found.training.seed}. Another seed would make other mistakes, and may "
        "reorder the pairs of digits; the intervals here do not cover that.",
    )


def _few(found: Findings) -> Limit:
    wrong = found.accuracy.mistakes
    if not wrong.count:
        highest = percent(wrong.high, 2)
        said = f"No mistake in {count(wrong.total)} images still allows an error rate of up to {highest}."
        return Limit("None is not never.", said)
    out, settled = len(standing_out(found.confusion)), len(found.confusion.verified_order)
    certain, be = things(settled, "place") if settled else "no place", "are" if settled > 1 else "is"
    ranks = (
        f"{things(out, 'pair')} of 45 {'has' if out == 1 else 'have'} more than an even spread explains, and "
        f"{certain} in the order {be} certain"
        if out
        else "no pair of 45 has more than an even spread explains, and their order is mostly chance"
    )
    return Limit(
        f"{opening(wrong.count)} {'mistake' if wrong.count == 1 else 'mistakes'}.",
        f"The rate behind them may be {count_between(wrong)} in {count(wrong.total)}; the count on as many other images "
        f"would vary more. Among pairs of digits, {ranks}.",
    )


def _writers(found: Findings) -> Limit:
    where = (
        "MNIST does not say who wrote an image"
        if found.dataset.name == "mnist"
        else "The data do not say who wrote an image"
    )
    return Limit(
        "People, not images.",
        f"The intervals take every image as independent. Each writer gave several, and writers differ, so new writers "
        f"would vary more than these intervals allow. {where}, so this cannot be mended here.",
    )


def _validation(found: Findings) -> list[Limit]:
    if found.training is None:
        return []
    said = (
        f"The {count(found.dataset.validation.images)} validation images were drawn from the training set, so many "
        "hands wrote in both, and some of these images may have helped to choose the recipe. What was measured on "
        "them, the temperature included, may be a little optimistic."
    )
    return [Limit("Validation knows its writers.", said)]


def _tidy(found: Findings) -> Limit:
    mnist = found.dataset.name == "mnist"
    disputed = (
        " Some of MNIST’s labels are disputed: a mistake may be a right answer to a wrong label."
        if mnist
        else ""
    )
    return Limit(
        "Not your handwriting.",
        f"{'MNIST is' if mnist else 'These digits are'} tidy: one digit to an image, scaled and centred. Digits "
        f"elsewhere come joined, turned, crossed out and beside the box; none of that was measured.{disputed}",
    )
