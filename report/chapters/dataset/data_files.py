"""What was found in the files of other data, and in both parts of any."""

from __future__ import annotations

from analysis.bundle.dataset import DatasetFindings
from analysis.bundle.record import present
from report.text.formats import words
from report.text.grammar import number, opening
from report.text.naming import Naming

POLARITY = {
    "dark on light": "The images are stored dark on light, and were inverted: here, 0 is paper.",
    "light on dark": "The images are stored light on dark: here, 0 is paper.",
    "photographs": "The images are photographs, which are shown as they are stored.",
}


def read_as(data: DatasetFindings) -> list[str]:
    """Say what was found in the files, and what was done to read them."""
    found = present(data.reading)
    if found is None:
        return []
    return [
        f"The format is {found.format}.",
        POLARITY[found.polarity],
        *(
            [
                f"The test images are stored otherwise ({found.polarity_of_test}): check that the two parts belong together."
            ]
            if found.polarity != found.polarity_of_test
            else []
        ),
        *found.notes,
    ]


def split_off(data: DatasetFindings, naming: Naming) -> str:
    """Say that the test part was drawn here, and how; nothing where the data had one."""
    found = present(data.reading)
    if found is None or not found.split_off:
        return ""
    return (
        f"The data have no test part of their own: one image in {words(found.one_of)} of each {naming.noun} was drawn "
        f"at random for it (random seed {found.seed})."
    )


def duplicates(data: DatasetFindings) -> str:
    """Count the test images that are training images, too; nothing where there is none."""
    found = present(data.duplicates)
    if found is None or not found.images:
        return ""
    others = f", {number(found.other_label)} of them with another label" if found.other_label else ""
    verb = "image equals" if found.images == 1 else "images equal"
    return (
        f"{opening(found.images)} test {verb} a training image pixel by pixel{others}; on these the test does "
        "not measure the accuracy for new images."
    )
