"""The card of one error: its sentence, its probabilities, and the images that stand beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.errors import ErrorCard, LabelVotes, NearestClass, Neighbours, TrainingImage
from analysis.bundle.record import present
from report.chapters.shown_images import error_id
from report.text.formats import class_probability, fixed, image, image_file, listed, sentence
from report.text.grammar import every, number, opening, some
from report.text.naming import Naming, shortened

LETTERS = 8
"""Of a name that stands beside a bar or below an image."""
SHORT = 1
SMALL = 0.001
SHOWN, SHOWN_OF_MORE = 10, 5
"""Up to so many classes all probabilities are drawn; of more classes so many, the true one and the most probable."""
INSTRUCTIVE = 10
"""Cards on paper."""
LABELS: dict[NearestClass, str] = {
    "predicted": "the predicted label",
    "true": "the true label",
    "other": "another label",
}


class Probability(NamedTuple):
    """A bar: a class with its probability."""

    name: str
    share: float
    words: str
    role: str
    """`predicted`, `true`, or empty."""
    is_small: bool
    """Whether its bar cannot be seen: paper leaves it out."""


class Neighbour(NamedTuple):
    """A training image, and what stands below it."""

    file: str
    alt: str
    label: str
    role: str
    """What the class is to the error: `predicted`, `true` or `other`."""
    distance: str
    number: str


@dataclass(frozen=True)
class Card:
    """What the page shows of one error."""

    id: str
    file: str
    alt: str
    name: str
    """True label → predicted label."""
    number: str
    disputed: bool
    said: str
    probabilities: Sequence[Probability]
    rest: str
    """How many classes are left out; empty for none."""
    in_pixels: Sequence[Neighbour]
    in_features: Sequence[Neighbour]
    long_names: bool
    """Whether names of classes need more room than digits."""
    occlusion: str
    """Name of its picture; empty where there is none."""
    occlusion_alt: str
    has_image: bool
    image: ErrorCard


def is_known(card: ErrorCard) -> bool:
    """Say whether anything is known of an error but its label and its prediction."""
    return any((card.probabilities, card.runs, card.votes, card.neighbours, card.feature_neighbours))


def cards(bundle: Bundle) -> list[Card]:
    """Return a card for each explained error, the most confident first; none where there would be nothing on them."""
    found, naming = bundle.findings.error_cards.cards, Naming(bundle.classes)
    evidence, gallery = present(bundle.findings.error_evidence), present(bundle.findings.gallery)
    covered = evidence is not None and present(evidence.occlusion) is not None
    shown = set(gallery.indices) if gallery else set()
    if not any(map(is_known, found)):
        return []
    return [_card(each, naming, covered=covered, has_image=each.image.index in shown) for each in found]


def what_is_shown(bundle: Bundle) -> list[str]:
    """Name what is known of single errors, in the order of a card."""
    found = bundle.findings.error_cards.cards
    evidence = present(bundle.findings.error_evidence)
    near = any(card.neighbours or card.feature_neighbours for card in found)
    said = {
        "the probabilities of the classes": any(card.probabilities for card in found),
        "the number of runs that err": any(card.runs for card in found),
        "the votes of raters on its label": any(card.votes for card in found),
        "its nearest training images": near,
        "what the network looked at": evidence is not None and present(evidence.occlusion) is not None,
    }
    return [words for words, there in said.items() if there]


def _card(card: ErrorCard, naming: Naming, *, covered: bool, has_image: bool) -> Card:
    error, file = card.image, image_file(card.image.index)
    bars, rest = _probabilities(card, naming)
    return Card(
        id=error_id(file),
        file=file,
        alt=naming.image(error.index, error.label),
        name=f"{naming.name(error.label)} → {naming.name(error.predicted)}",
        number=image(error.index),
        disputed=error.disputed,
        said=_said(card, naming),
        probabilities=bars,
        rest=rest,
        in_pixels=_near(card.neighbours, naming),
        in_features=_near(card.feature_neighbours, naming),
        long_names=max(map(len, naming.classes.names)) > SHORT,
        occlusion=f"occlusion-{file}" if covered else "",
        occlusion_alt=f"Occlusion of test image {error.index}, between {naming.quoted(error.label)} and "
        f"{naming.quoted(error.predicted)}",
        has_image=has_image,
        image=card,
    )


def _probabilities(card: ErrorCard, naming: Naming) -> tuple[list[Probability], str]:
    """Return the bars, in the order of the labels, and how many classes have none."""
    shares, error = card.probabilities or (), card.image
    by_share = sorted(range(len(shares)), key=lambda label: (label != error.label, -shares[label]))
    kept = sorted(by_share[: SHOWN if len(shares) <= SHOWN else SHOWN_OF_MORE])
    names = shortened(naming.classes.names, LETTERS)
    roles = {error.label: "true", error.predicted: "predicted"}
    bars = [
        Probability(
            names[label],
            shares[label],
            class_probability(shares[label]),
            roles.get(label, ""),
            shares[label] < SMALL,
        )
        for label in kept
    ]
    left = len(shares) - len(kept)
    return bars, f"and {number(left)} {'class' if left == 1 else 'classes'} less probable" if left else ""


def _near(found: Neighbours | None, naming: Naming) -> list[Neighbour]:
    if found is None:
        return []
    names = shortened(naming.classes.names, LETTERS)
    these: list[tuple[NearestClass, TrainingImage | None]] = [
        ("predicted", found.predicted),
        ("true", found.true),
        ("other", found.other),
    ]
    return [
        Neighbour(
            file=f"training-{image_file(one.index)}",
            alt=f"Training image {one.index}, label {naming.quoted(one.label)}",
            label=names[one.label],
            role=role,
            distance=fixed(one.distance, 1),
            number=image(one.index),
        )
        for role, one in these
        if one
    ]


def _said(card: ErrorCard, naming: Naming) -> str:
    """Say in one sentence what the runs, the nearest training images and the raters say; empty where nothing does."""
    clauses = [*_runs(card), *_nearest(card, naming), *_votes(card.votes, card, naming)]
    return f"{sentence('; '.join(clauses))}." if clauses else ""


def _runs(card: ErrorCard) -> list[str]:
    if card.wrong_runs is None or card.runs is None:
        return []
    if card.wrong_runs == card.runs:
        return [f"{every(card.runs)} runs err"]
    err = "errs" if card.wrong_runs == 1 else "err"
    return [f"{opening(card.wrong_runs)} of {number(card.runs)} runs {err}"]


def _nearest(card: ErrorCard, naming: Naming) -> list[str]:
    """Say which label the nearest training image has, once where both spaces agree."""
    spaces = [("pixels", card.neighbours), ("features", card.feature_neighbours)]
    found = [(where, near.nearest, _label(near, card, naming)) for where, near in spaces if near]
    if not found:
        return []
    if len({each[1:] for each in found}) == 1:
        _, kind, label = found[0]
        where = listed(f"in {each[0]}" for each in found)
        return [f"its nearest training image {where} has {LABELS[kind]}, {label}"]
    said = ", and ".join(f"in {where} {LABELS[kind]}, {label}" for where, kind, label in found)
    return [f"its nearest training image has {said}"]


def _label(near: Neighbours, card: ErrorCard, naming: Naming) -> str:
    other = near.other.label if near.other else -1
    labels = {"predicted": card.image.predicted, "true": card.image.label, "other": other}
    return naming.quoted(labels[near.nearest])


def _votes(votes: LabelVotes | None, card: ErrorCard, naming: Naming) -> list[str]:
    """Say how many of the five raters chose which class."""
    if votes is None:
        return ["its label is disputed"] if card.image.disputed else []
    start = "its label is disputed: of" if card.image.disputed else "of"
    chose = [f"{some(votes.for_label)} chose {naming.quoted(card.image.label)}"]
    chose += [f"{some(votes.for_other)} {naming.quoted(votes.other)}"] if votes.for_other else []
    chose += [f"{some(votes.for_neither)} neither"] if votes.for_neither else []
    return [f"{start} five raters {listed(chose)}"]


def instructive(these: Sequence[Card]) -> list[Card]:
    """Choose ten cards for paper: of all kinds and of many pairs, within these the most confident first."""
    chosen: list[Card] = []
    kinds: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    rest = list(these)
    while rest and len(chosen) < INSTRUCTIVE:
        best = min(rest, key=lambda card: (kinds[card.image.kind], pairs[_pair(card)]))
        rest.remove(best)
        chosen.append(best)
        kinds[best.image.kind] += 1
        pairs[_pair(best)] += 1
    return chosen


def _pair(card: Card) -> str:
    return "/".join(sorted(card.name.split(" → ")))
