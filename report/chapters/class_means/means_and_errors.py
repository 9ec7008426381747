"""Whether classes with close means have more errors."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.bundle.class_means import ClassMeanFindings, ClosestPairs
from report.chapters.class_means import mean_distances
from report.chapters.model import Drawing, Figure
from report.figures import class_means as figures
from report.text.formats import between, count, fixed, percent, probability, sentence
from report.text.grammar import confused, errors_are, number, ordinal, some, things
from report.text.naming import Naming


def sentences(found: ClassMeanFindings, naming: Naming, *, errors: bool) -> dict[str, Any]:
    """Return what the template prints about means and errors, by name."""
    return {
        "any_error": errors,
        "closest_and_errors": closest_and_errors(found, naming) if errors else "",
        "correlation": correlation(found),
        "closest_share": closest_share(found.closest_pairs, len(found.ranked)) if found.closest_pairs else "",
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


def correlation(found: ClassMeanFindings) -> str:
    """Give the rank correlation of distance and errors with its test."""
    link = found.link
    if len(found.ranked) == 1:
        return "One pair has no order, so a correlation of distance and errors is not defined."
    if link is None:
        return "Distances or errors are equal for all pairs, so their correlation is not defined."
    significant = "significant" if link.significant else "not significant"
    return (
        f"Over all {count(len(found.ranked))} pairs, the Spearman correlation of distance and errors is "
        f"{fixed(link.rho, 2)}, which is {significant} (two-sided Mantel test, {probability(link.p)})."
    )


def closest_share(found: ClosestPairs, pairs: int) -> str:
    """Say how many errors the closest tenth of all pairs has, and how many a uniform spread would give it; nothing of one pair."""
    if pairs == 1:
        return ""
    which = "closest pair" if found.pairs == 1 else f"{number(found.pairs)} closest of {count(pairs)} pairs"
    share = found.share
    return (
        f"{errors_are(share.count, share.total)} between the classes of the {which}: {percent(share)} (95% interval "
        f"{between(share)}), where a uniform spread over all pairs would give {percent(found.uniform_share, 1)}."
    )


def link(found: ClassMeanFindings) -> str:
    """Say whether closer means go with more errors."""
    if len(found.ranked) == 1:
        return "One pair has no order, in which its errors could follow the distance."
    if found.link is None:
        return "Distances or errors are equal for all pairs."
    if not found.link.significant:
        return "The correlation of distance and errors is not significant."
    more = "more" if found.link.rho < 0 else "fewer"
    return f"Pairs with closer means have {more} errors."


def figure(found: ClassMeanFindings, naming: Naming) -> Figure:
    """Plot the errors of each pair against the distance of its means."""
    return Figure(
        claim=link(found),
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
