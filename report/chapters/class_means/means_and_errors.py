"""Whether classes with close means have more errors."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.bundle.class_means import ClassMeanFindings
from report.chapters import phrases
from report.chapters.class_means import mean_distances
from report.chapters.model import Drawing, Figure
from report.figures import class_means as figures
from report.text.formats import count, fixed, sentence
from report.text.grammar import confused, ordinal, some, things
from report.text.naming import Naming


def sentences(found: ClassMeanFindings, naming: Naming, *, errors: bool) -> dict[str, Any]:
    """Return what the template prints about means and errors, by name."""
    return {
        "closest_and_errors": closest_and_errors(found, naming) if errors else "",
        "correlation": phrases.mean_correlation(found),
        "closest_share": phrases.closest_share(found.closest_pairs, len(found.ranked)),
    }


def closest_and_errors(found: ClassMeanFindings, naming: Naming) -> str:
    """Set the closest pair beside a pair that does not fit: one without errors, or the one with most errors."""
    first, spared, most = found.ranked[0], found.closest_without_errors, found.most_confused
    start = f"{sentence(naming.pair(first.classes))}, with the closest means, were {confused(first.errors)}."
    if len(found.ranked) == 1:
        return start
    if not first.errors and most:
        where = f"{ordinal(most.rank)} closest"
        return f"{start} {sentence(naming.pair(most.classes))}, {where}, were {confused(most.errors)}."
    if spared is None:
        return f"{start} Every other pair was confused, too."
    return f"{start} {sentence(naming.pair(spared.classes))}, {ordinal(spared.rank)} closest, were never confused."


def figure(found: ClassMeanFindings, naming: Naming) -> Figure:
    """Plot the errors of each pair against the distance of its means."""
    return Figure(
        claim=phrases.closer_means(found),
        measure="Each pair of classes by the distance of its two means and by its errors on the test set; two-sided Mantel "
        "test of Spearman’s correlation",
        drawings=[
            Drawing(
                name="distances",
                alt=_alt(found, naming),
                draw=partial(figures.distances, found=found, classes=naming.classes),
                height=400,
                narrow=360,
                paper=300,
            )
        ],
        data=[mean_distances.all_pairs(found, naming, len(found.ranked))],
    )


def _alt(found: ClassMeanFindings, naming: Naming) -> str:
    near, far = found.ranked[0], found.ranked[-1]
    rho = f"; rank correlation {fixed(found.link.rho, 2)}" if found.link else ""
    return (
        f"Scatter plot of errors against distance, {count(len(found.ranked))} pairs{rho}. "
        f"{sentence(naming.pair(near.classes))}, at a distance of {fixed(near.distance, 2)}, have "
        f"{things(near.errors, 'error')}; {naming.pair(far.classes)}, at a distance of {fixed(far.distance, 2)}, have "
        f"{some(far.errors)}."
    )
