"""What speaks against the numbers of a report as a whole: said on the first page, with the results, and when it is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.bundle import Bundle
from analysis.bundle.accuracy import AccuracyFindings, OtherOrder
from analysis.bundle.network_use import NetworkUse
from analysis.bundle.record import present
from report.chapters.phrases import points_with_interval, with_interval
from report.text.formats import count, fixed, listed, percent
from report.text.naming import Naming

CHECK_ORDER = (
    "Nothing was changed. Check that the class names stand in the order of the outputs, and whether labels count from 0 or "
    "from 1."
)


@dataclass(frozen=True)
class Warned:
    """One warning: what is the matter, the numbers, and what to check."""

    title: str
    numbers: str
    check: str

    @property
    def words(self) -> str:
        """All of it, without the word that it is a warning: consoles put that before."""
        return f"{self.title} {self.numbers} {self.check}"

    def __str__(self) -> str:
        """Write it as a paragraph of the abstract, which does not say what to check."""
        return f"Warning: {self.title} {self.numbers}"


def of(bundle: Bundle) -> tuple[Warned, ...]:
    """Return all warnings, the gravest first."""
    found, use = bundle.findings, present(bundle.findings.network_use)
    return (*_of(found.accuracy, Naming(bundle.classes)), *(_nearest(use) if use else ()))


def _of(found: AccuracyFindings, naming: Naming) -> Iterator[Warned]:
    if found.other_order:
        yield _other_order(found, found.other_order, naming)
    if found.near_chance:
        yield _near_chance(found, naming)
    if found.validation_gap and found.validation_gap.large:
        yield Warned(
            "the accuracy on the test set is far below the accuracy on the validation split.",
            f"It is {percent(found.overall)} on the test set and {percent(found.validation_gap.validation)} on the validation "
            f"split; the difference is {points_with_interval(found.validation_gap.gap)}.",
            "The parts may not fit together, or the labels of one may be shifted: check that both come from one source, are "
            "prepared alike and count their labels alike.",
        )


def _nearest(use: NetworkUse) -> Iterator[Warned]:
    loss = use.candidates[0].log_loss if use.nearest_only else None
    if loss and use.even_loss:
        yield Warned(
            "the way in which the network is given its images may be only the nearest of those tried.",
            f"Given as “{use.name}”, it classifies {percent(use.candidates[0].right)} of the training images correctly, with a "
            f"log loss of {fixed(loss.value, 3)}; with the same confidence in every answer it would be {fixed(use.even_loss, 3)}.",
            "If images were prepared otherwise in its training, prepare them so and bring predictions with --predictions; else "
            "the network is far too confident.",
        )


def _near_chance(found: AccuracyFindings, naming: Naming) -> Warned:
    return Warned(
        "the accuracy is not above the share of the majority class.",
        f"The accuracy is {with_interval(found.overall)}; always predicting "
        f"{naming.quoted(found.majority_label)}, the most frequent label, gives {percent(found.majority)}.",
        "Check that the labels follow the order of the outputs, that the images are prepared as in the training, and that "
        "the training has converged.",
    )


def _other_order(found: AccuracyFindings, other: OtherOrder, naming: Naming) -> Warned:
    return Warned(
        "the outputs seem to stand in another order than the classes.",
        f"The accuracy is {percent(found.overall)}; it would be {percent(other.accuracy)} {_order(other, naming)}.",
        CHECK_ORDER,
    )


def _order(other: OtherOrder, naming: Naming) -> str:
    """Say how the outputs would have to be read."""
    k = len(other.means)
    if k > 2 and other.shift in {1, k - 1}:
        return f"if each output stood for the {'next' if other.shift == 1 else 'previous'} {naming.noun}"
    if other.shift:
        return f"if each output stood for the {naming.noun} {count(other.shift)} places on, around the end"
    moved = [(output, meant) for output, meant in enumerate(other.means) if output != meant]
    if len(moved) > 4:
        return f"if {count(len(moved))} of the {count(k)} outputs stood for other {naming.nouns}"
    said = [f"{naming.quoted(output)} stood for {naming.quoted(meant)}" for output, meant in moved]
    return f"if {listed(said)}"
