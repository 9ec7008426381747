"""The images at the ends of the rows of the confusion matrix."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.evidence import Evidence
from analysis.statistics.probabilities import Predictions
from analysis.studies import confusion
from report.chapters.confusion.matrix import matrix
from report.text.naming import Naming
from tests.evidences import whole


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
