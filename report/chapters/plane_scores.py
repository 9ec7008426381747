"""Where each test image lies in the planes of two principal components, for those who take the figure away as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from report.chapters.model import Column, Row, Table
from report.chapters.separability import planes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.bundle import Bundle
    from analysis.bundle.projection import Plane, ProjectionFindings


def table(bundle: Bundle, found: ProjectionFindings) -> Table:
    """Tabulate the scores of the test images in their order, with true and predicted label; the index counts from 0."""
    names, planes, known = bundle.classes.names, planes_of(found), bundle.findings.predictions
    scores = np.hstack([scores_of(plane) for _, plane in planes])
    heads = [f"Component {place} of the {name}" for name, _ in planes for place in (1, 2)]
    lines = zip(known.labels, known.predicted, scores.tolist(), strict=True)
    return Table(
        columns=[
            *map(Column, ("Index", "True label", "Predicted label")),
            *(Column(head, "number") for head in heads),
        ],
        rows=[
            Row([str(index), names[label], names[predicted], *(f"{score:.4g}" for score in line)])
            for index, (label, predicted, line) in enumerate(lines)
        ],
    )


def scores_of(plane: Plane) -> NDArray[np.float64]:
    """Return the score of each image, (n, 2), on both components."""
    low, high = np.array(plane.span).T
    scores: NDArray[np.float64] = low + plane.points.array() / 65535 * (high - low)
    return scores
