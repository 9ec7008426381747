"""How separate are the classes in two principal components of the pixels, and of the features?"""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.projection import Plane, ProjectionFindings
from analysis.bundle.record import present
from report.chapters import class_count
from report.chapters.claims import claim_named
from report.chapters.model import Chapter, Drawing, Figure, Pick, Section
from report.chapters.pca import explained_variance, plane_scores, separability
from report.chapters.pca.separability import groups
from report.chapters.phrases import points_with_interval
from report.chapters.subject import planes_of
from report.figures import projection as figures
from report.text.formats import count, fixed, percent, sentence
from report.text.grammar import number, ordinal, plural
from report.text.naming import Naming

SECTIONS = (
    Section("planes", "First two components"),
    Section("separability", "Separability"),
    Section("explained-variance", "Explained variance"),
    Section("limits-of-projections", "Limits of projections"),
)


def chapter(bundle: Bundle) -> Chapter | None:
    """Build the chapter on principal components; None where there was nothing to fit them on."""
    found, naming = present(bundle.findings.projection), Naming(bundle.classes)
    if found is None:
        return None
    return Chapter(
        slug="pca",
        name="PCA",
        summary=f"How separate the {naming.nouns} are in two principal components",
        title=f"PCA: {title(found, naming)}",
        lead=lead(found),
        sections=SECTIONS,
        say=_sentences(bundle, found, naming),
        figures={
            "planes": _planes(bundle, found, naming),
            "explained": explained_variance.explained(found),
            "components": explained_variance.components(found, naming),
        },
        tables={"separability": separability.table(found, naming)},
    )


def title(found: ProjectionFindings, naming: Naming) -> str:
    """Say in which plane the 5-nearest-neighbour accuracy is significantly higher."""
    match found.neighbours_better:
        case "features":
            return f"the features separate the {naming.nouns} better than the pixels do"
        case "pixels":
            return f"the pixels separate the {naming.nouns} better than the features do"
        case "not distinguishable":
            return "no difference between pixels and features was detected"
    return (
        f"two components of the pixels classify {percent(found.pixels.neighbours, 1)} of the images correctly"
    )


def lead(found: ProjectionFindings) -> str:
    """Give the 5-nearest-neighbour accuracy of both planes, and their paired difference."""
    pixels, features, advantage = found.pixels, present(found.features), found.neighbours_advantage
    start = (
        "Each test image is reduced to two principal components, and classified by its five nearest training images in "
        f"that plane. With the pixels, {_correct(pixels)} are correct"
    )
    if features is None or advantage is None:
        return f"{start}."
    difference = f"The difference is {points_with_interval(advantage)}"
    significant = ", which is not significant" if found.neighbours_better == "not distinguishable" else ""
    return f"{start}; with the features of the network, {_correct(features)}. {difference}{significant}."


def _correct(plane: Plane) -> str:
    share = plane.neighbours
    return f"{count(share.count)} of {count(share.total)} ({percent(share, 1)})"


def _sentences(bundle: Bundle, found: ProjectionFindings, naming: Naming) -> dict[str, Any]:
    features = present(found.features)
    return {
        "pixel_count": count(found.pixels.dimensions),
        "pixels_fitted_on": count(found.pixels.fitted_on),
        "features": features is not None,
        "feature_count": count(features.dimensions) if features else "",
        "features_fitted_on": count(features.fitted_on) if features else "",
        "claim": claim_named(bundle, "clusters"),
        "highlighted": _highlighted(bundle) is not None,
        "groups": separability.groups_in_words(found, naming),
        "settled": explained_variance.settled(found),
    }


def _planes(bundle: Bundle, found: ProjectionFindings, naming: Naming) -> Figure:
    planes = planes_of(found)
    rings = "; rings: misclassified" if bundle.findings.accuracy.errors.count else ""
    return Figure(
        claim=planes_claim(found, naming),
        measure=f"First two principal components of {_drawn(bundle.findings.accuracy.overall.total)}, "
        f"{_coloured(bundle)}{rings}",
        drawings=[_plane(name, plane, bundle, naming, alone=len(planes) == 1) for name, plane in planes],
        wide=len(planes) > 1,
        data=[plane_scores.table(bundle, found)],
        pick=Pick(naming.noun, naming.classes.names) if _highlighted(bundle) is not None else None,
    )


def _drawn(total: int) -> str:
    """Count the images that the planes show."""
    step = figures.every(total)
    some = f", every {ordinal(step)} of {count(total)}" if step > 1 else ""
    return f"{count(-(-total // step))} test images{some}"


def _highlighted(bundle: Bundle) -> tuple[int, ...] | None:
    return class_count.highlighted(bundle.findings.confusion, Naming(bundle.classes))


def _coloured(bundle: Bundle) -> str:
    """Say what the colours mean: eight of many classes can be told apart."""
    shown = _highlighted(bundle)
    if shown is None:
        return "coloured by true label"
    if not shown:
        return "without colours, which could not tell the classes apart"
    return f"in colour {number(len(shown))} {bundle.classes.nouns} of the pairs with most errors"


def planes_claim(found: ProjectionFindings, naming: Naming) -> str:
    """Count the classes with a mean silhouette above 0.25 in each plane."""
    features, pixels = present(found.features), len(found.pixels.separate)
    start = f"{sentence(number(pixels))} {plural(pixels, naming.noun, naming.nouns)} {plural(pixels, 'shows', 'show')}"
    if features is None:
        return (
            f"{start} at least a weak structure in the plane using the pixels (mean silhouette above 0.25)."
        )
    among = number(len(features.separate)) if features.separate else "none"
    return (
        f"{start} at least a weak structure (mean silhouette above 0.25) in the plane using the pixels, {among} using the "
        "features."
    )


def _plane(name: str, plane: Plane, bundle: Bundle, naming: Naming, *, alone: bool) -> Drawing:
    return Drawing(
        name=f"pca-{name}",
        alt=_alt(name, plane, naming),
        draw=partial(
            figures.plane,
            found=plane,
            predictions=bundle.findings.predictions,
            classes=naming.classes,
            highlighted=_highlighted(bundle),
        ),
        height=480 if alone else 434,
        narrow=358,
        paper=340 if alone else 302,
        place="text" if alone else "half",
        title=sentence(name),
        title_note=f"{percent(plane.plane_variance, 1)} of the variance",
    )


def _alt(name: str, plane: Plane, naming: Naming) -> str:
    return (
        f"Scatter plot of the test images in two principal components of the {name}: {groups(plane, naming)}. Mean "
        f"silhouette {fixed(plane.silhouette)}, 5-nearest-neighbour accuracy {percent(plane.neighbours, 0)}."
    )
