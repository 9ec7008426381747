"""The cells of the confusion matrix, and the images at the ends of its rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from analysis.bundle import Bundle
from analysis.evidence import Evidence
from analysis.statistics.probabilities import Predictions
from analysis.studies import confusion
from report.chapters.confusion.matrix import matrix
from report.output.render import Renderer
from report.text.naming import Naming
from tests.evidences import whole
from tests.report.conftest import parse


def with_errors(count: int) -> Evidence:
    """Return predictions of two classes, of which so many images of the first are misclassified."""
    evidence = whole(2, lambda labels: np.eye(2)[labels])
    predicted = evidence.predictions.labels.copy()
    predicted[:count] = 1
    return Evidence(evidence.classes, Predictions(evidence.predictions.labels, predicted, 2), seed=0)


@pytest.mark.parametrize(("errors", "shown", "more"), [(9, 9, ""), (10, 10, ""), (11, 9, "2"), (12, 9, "3")])
def test_a_row_shows_ten_images_or_nine_and_how_many_more(errors: int, shown: int, more: str) -> None:
    """The last of ten places is an image where it is the last one, else a number."""
    evidence = with_errors(errors)
    found = confusion.study(evidence)
    first, second = matrix(found, Naming(evidence.classes), found.errors, images=True).rows
    assert (len(first.images), first.more) == (shown, more)
    assert (len(second.images), second.more) == (0, "")


def test_each_cell_leads_to_its_errors_or_to_its_images(kind: Callable[[str], Bundle]) -> None:
    """Of the errors that are shown to their place, any other to the images that it counts: of right answers, of none too."""
    bundle = kind("distinct-numbers")
    page = parse(Renderer(bundle, "web").pages()["confusion.html"])
    shown = {(error.label, error.predicted) for error in bundle.findings.confusion.errors}
    (table,) = page.every("table", class_="matrix")
    rows = [[cell for cell in row.iter("td") if cell.find("a") is not None] for row in table.iter("tr")]
    cells = [row[:10] for row in rows if row]
    assert len(cells) == 10
    for label, row in enumerate(cells):
        for predicted, cell in enumerate(row):
            address = cell.find("a").get("href")  # type: ignore[union-attr]
            if (label, predicted) in shown:
                assert address == f"errors.html#errors-{label}-{predicted}"
            else:
                assert address == f"images.html#true={label}&predicted={predicted}"
