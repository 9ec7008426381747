"""Where each test image lies in the planes of two principal components, for those who take the figure away as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.chapters.model import Column, Row, Table
from report.chapters.separability import planes_of
from report.figures.projection import scores

if TYPE_CHECKING:
    from analysis.bundle import Bundle
    from analysis.bundle.projection import ProjectionFindings


def table(bundle: Bundle, found: ProjectionFindings) -> Table:
    """Tabulate the scores of the test images in their order, with true and predicted label; the index counts from 0."""
    names, planes, known = bundle.classes.names, planes_of(found), bundle.findings.predictions
    heads = [f"Component {place} of the {name}" for name, _ in planes for place in (1, 2)]
    points = zip(*(scores(plane).tolist() for _, plane in planes), strict=True)
    return Table(
        columns=[
            *map(Column, ("Index", "True label", "Predicted label")),
            *(Column(head, "number") for head in heads),
        ],
        rows=[
            Row(
                [
                    str(index),
                    names[label],
                    names[predicted],
                    *(f"{score:.4g}" for point in line for score in point),
                ]
            )
            for index, (label, predicted, line) in enumerate(
                zip(known.labels, known.predicted, points, strict=True)
            )
        ],
    )
