"""What is shown of more classes than a page has room for: the worst twenty; the folds hold the rest, within bounds."""

from __future__ import annotations

from analysis.bundle.confusion import ConfusionFindings, Pair
from report.text.formats import count
from report.text.grammar import number
from report.text.naming import Naming

CLASSES = 20
"""Classes that each have a row; of more, as many are shown."""
PAIRS = 30
"""Pairs in the table of the worst."""
FOLDED = 300
"""Rows of a table of pairs in a fold, at most: 4,950 would weigh more than all other pages."""
COLOURS = 12
"""Classes that colours can tell apart in a scatter plot."""
HIGHLIGHTED = 8


def are_many(naming: Naming) -> bool:
    """Say whether there are more classes than rows."""
    return len(naming.classes.names) > CLASSES


def shown_classes(found: ConfusionFindings, naming: Naming) -> tuple[int, ...]:
    """Return all labels in order; of more than twenty, the twenty with the lowest recall, the lowest first."""
    labels = range(len(naming.classes.names))
    if not are_many(naming):
        return tuple(labels)
    worst = sorted(labels, key=lambda label: -found.row_error_rates[label].value)
    return tuple(worst[:CLASSES])


def shown_in_words(naming: Naming) -> str:
    """Say which classes are shown, as the end of a measure; nothing where all are."""
    every = len(naming.classes.names)
    if not are_many(naming):
        return ""
    return f"; the {number(CLASSES)} {naming.nouns} of {count(every)} with the lowest recall, lowest first"


def worst_pairs(found: ConfusionFindings) -> tuple[Pair, ...]:
    """Return the thirty pairs with most errors, fewer where fewer have any."""
    return tuple(pair for pair in found.pairs[:PAIRS] if pair.errors)


def folded(rows: int) -> str:
    """Say below a table of pairs where the rest is; nothing where all are there."""
    left = f"The {count(FOLDED)} first of {count(rows)}; all are in results.json."
    return left if rows > FOLDED else ""


def highlighted(found: ConfusionFindings, naming: Naming) -> tuple[int, ...] | None:
    """Return the classes of the pairs with most errors, eight at most; None where colours can tell all classes apart."""
    if len(naming.classes.names) <= COLOURS:
        return None
    labels = dict.fromkeys(label for pair in found.pairs if pair.errors for label in pair.classes)
    return tuple(labels)[:HIGHLIGHTED]
