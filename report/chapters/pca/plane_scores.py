"""Where each test image lies in the planes of two principal components, for those who take the figure away as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.bundle import Bundle
from analysis.bundle.projection import ProjectionFindings
from report.chapters.model import Listing
from report.chapters.subject import planes_of
from report.figures.projection import scores


def listing(bundle: Bundle, found: ProjectionFindings) -> Listing:
    """List the scores of the test images in their order, with true and predicted label; the index counts from 0."""
    names, planes, known = bundle.classes.names, planes_of(found), bundle.findings.predictions

    def lines() -> Iterator[Sequence[object]]:
        points = zip(*(scores(plane).tolist() for _, plane in planes), strict=True)
        labels = ([names[label] for label in each] for each in (known.labels, known.predicted))
        for index, (label, predicted, line) in enumerate(zip(*labels, points, strict=True)):
            yield index, label, predicted, *(f"{score:.4g}" for point in line for score in point)

    heads = [f"Component {place} of the {name}" for name, _ in planes for place in (1, 2)]
    return Listing(("Index", "True label", "Predicted label", *heads), lines)
