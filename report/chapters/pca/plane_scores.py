"""Where each test image lies in the planes of two principal components, for those who take the figure away as numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.bundle import Bundle
from analysis.bundle.projection import ProjectionFindings
from report.chapters.model import Column, Table
from report.chapters.subject import planes_of
from report.figures.projection import scores

if TYPE_CHECKING:
    from numpy.typing import NDArray


def table(bundle: Bundle, found: ProjectionFindings) -> Table[int]:
    """Tabulate the scores of the test images in their order, with true and predicted label; the index counts from 0."""
    names, known = bundle.classes.names, bundle.findings.predictions
    return Table(
        range(len(known.labels)),
        [
            Column("Index", str),
            Column("True label", lambda index: names[known.labels[index]]),
            Column("Predicted label", lambda index: names[known.predicted[index]]),
            *(
                Column(f"Component {place} of the {name}", partial(_score, component))
                for name, plane in planes_of(found)
                for place, component in enumerate(scores(plane).T, 1)
            ),
        ],
    )


def _score(component: NDArray[Any], index: int) -> str:
    return f"{component[index]:.4g}"
