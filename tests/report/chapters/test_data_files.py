"""Laws of the sentences on the files of other data."""

from __future__ import annotations

import pytest

from analysis.bundle import Bundle
from analysis.bundle.dataset import DatasetFindings, Duplicates
from report.chapters.dataset import data_files
from report.text.naming import Naming
from tests.made_up_brought import READING


@pytest.fixture
def data(tiny_bundle: Bundle) -> DatasetFindings:
    """Return the data of a small bundle, as if read from tables."""
    return tiny_bundle.findings.dataset.model_copy(update={"reading": READING})


def test_parts_that_differ_are_said(data: DatasetFindings) -> None:
    """Where the two parts are stored in different ways, the page says so; else not."""
    other = READING.model_copy(update={"polarity_of_test": "light on dark"})
    said = data_files.read_as(data.model_copy(update={"reading": other}))

    assert [line for line in said if "belong together" in line] == [
        "The test images are stored otherwise (light on dark): check that the two parts belong together."
    ]


def test_a_test_part_of_our_own_is_said(data: DatasetFindings, tiny_bundle: Bundle) -> None:
    """A drawn test part is named with its share and its seed; a given one is not."""
    drawn = data.model_copy(update={"reading": READING.model_copy(update={"split_off": True})})
    naming = Naming(tiny_bundle.classes)

    assert data_files.split_off(data, naming) == ""
    assert "one image in six of each digit" in data_files.split_off(drawn, naming)
    assert "random seed 3" in data_files.split_off(drawn, naming)


@pytest.mark.parametrize(
    ("images", "other_label", "start"),
    [
        (0, 0, ""),
        (1, 0, "One test image equals a training image pixel by pixel; "),
        (
            1161,
            2,
            "1,161 test images equal a training image pixel by pixel, two of them with another label; ",
        ),
    ],
)
def test_duplicates_are_said(images: int, other_label: int, start: str, data: DatasetFindings) -> None:
    """Test images that are training images are counted on the page; nothing is said where there is none."""
    found = Duplicates(images=images, other_label=other_label)
    said = data_files.duplicates(data.model_copy(update={"duplicates": found}))

    assert said.startswith(start)
    assert bool(said) == bool(images)
