"""Could you do better?  A reader labels ten errors, and compares."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.record import present
from report.chapters.errors.cards import Card, cards
from report.chapters.model import Chapter
from report.chapters.subject import subject_of
from report.text.formats import between, confidence, count, percent
from report.text.grammar import every, number, opening
from report.text.naming import Naming

FILES = ("quiz.css", "quiz.js")
ASKED, ANSWERS = 10, 5


class Question(NamedTuple):
    """An error whose label is asked for."""

    card: Card
    answers: Sequence[str]
    label: str
    predicted: str
    truth: str
    """What is told when it has been answered."""


def page(bundle: Bundle, files: Collection[str]) -> Chapter | None:  # noqa: ARG001  # pages are built alike
    """Build the page; None where fewer than ten errors have an image and probabilities."""
    subject = subject_of(bundle)
    known = [card for card in cards(bundle) if card.has_image and card.probabilities]
    if len(known) < ASKED:
        return None
    chosen, classes = _chosen(known), len(bundle.classes.names)
    total, wrong = bundle.findings.accuracy.overall.total, bundle.findings.accuracy.errors
    return Chapter(
        slug="quiz",
        name="Quiz",
        summary="Could you do better?",
        title="Could you do better?",
        lead=(
            f"{subject.model.capitalize()} misclassified {count(wrong.count)} of {count(total)} test images. "
            "Say what you see on ten of them. Your answers stay in this page."
        ),
        say={
            "questions": [_question(card, bundle) for card in chosen],
            "noun": subject.naming.noun,
            "which": _which(len(known), wrong.count),
            "all": every(classes) if classes <= ANSWERS else "",
            "answers": number(min(ANSWERS, classes)),
            "rate": f"{percent(wrong)} ({between(wrong)})",
            "disputed": _disputed(chosen, bundle),
        },
        beside=FILES,
    )


def _chosen(known: Sequence[Card]) -> list[Card]:
    """Take the middle one of each tenth of the errors, which come the most confident first, and order them by index."""
    middles = [(2 * tenth + 1) * len(known) // (2 * ASKED) for tenth in range(ASKED)]
    return sorted((known[place] for place in middles), key=lambda card: card.image.image.index)


def _which(known: int, total: int) -> str:
    return f"all {number(total)} errors" if known == total else f"the {number(known)} errors that have a card"


def _question(card: Card, bundle: Bundle) -> Question:
    error, naming = card.image.image, Naming(bundle.classes)
    sure = f", with a confidence of {confidence(error.confidence)}" if error.confidence is not None else ""
    return Question(
        card=card,
        answers=[naming.name(label) for label in answers(card)],
        label=naming.name(error.label),
        predicted=naming.name(error.predicted),
        truth=f"The label is {naming.quoted(error.label)}; {subject_of(bundle).model} said "
        f"{naming.quoted(error.predicted)}{sure}.",
    )


def answers(card: Card) -> list[int]:
    """Return the five most probable classes in the order of their labels; the label takes the fifth place where it is none."""
    shares, label = card.image.probabilities or (), card.image.image.label
    by_share = sorted(range(len(shares)), key=lambda one: -shares[one])
    offered = by_share[:ANSWERS]
    return sorted(offered if label in offered else [*offered[:-1], label])


def _disputed(chosen: Sequence[Card], bundle: Bundle) -> str:
    """Say how many labels people dispute, of the ten and of all errors; empty where none of the ten is."""
    found, disputed = present(bundle.findings.disputed_labels), sum(card.disputed for card in chosen)
    if not found or not found.errors or not disputed:
        return ""
    of_all = f"{number(found.errors.count)} of all {count(found.errors.total)} errors"
    return (
        f"{opening(disputed)} of these ten labels, and {of_all}, are on a published list of disputed labels"
    )
