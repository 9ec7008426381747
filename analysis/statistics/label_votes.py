"""What five people each said of labels of MNIST's test set (Northcutt, Athalye & Mueller 2021).

They saw an image whose label looked doubtful to a model, and were asked whether it shows its label, the class that the
model preferred, or neither.  Images whose label the model itself preferred are left out: nothing else was asked of them.
Published at github.com/cleanlab/label-errors (mturk/mnist_mturk.json).
"""

from __future__ import annotations

from typing import NamedTuple


class Votes(NamedTuple):
    """Of five raters: the other class that they were offered, and how many chose the label, that class, or neither."""

    other: int
    for_label: int
    for_other: int
    for_neither: int


VOTES = {index: Votes(*said) for index, *said in (
    (247, 6, 5, 0, 0), (259, 0, 5, 0, 0), (321, 7, 5, 0, 0), (340, 3, 5, 0, 0), (445, 0, 5, 0, 0), (449, 5, 4, 1, 0),
    (582, 2, 5, 0, 0), (619, 8, 5, 0, 0), (717, 6, 4, 0, 1), (726, 5, 5, 0, 0), (740, 9, 4, 1, 0), (810, 2, 5, 0, 0),
    (947, 9, 0, 5, 0), (1014, 5, 5, 0, 0), (1033, 1, 5, 0, 0), (1039, 3, 5, 0, 0), (1112, 6, 5, 0, 0),
    (1226, 2, 4, 1, 0), (1232, 4, 3, 2, 0), (1299, 7, 5, 0, 0), (1393, 3, 3, 0, 2), (1530, 7, 5, 0, 0),
    (1621, 6, 2, 3, 0), (1681, 7, 4, 1, 0), (1709, 3, 5, 0, 0), (1901, 4, 2, 3, 0), (2035, 3, 3, 2, 0),
    (2043, 8, 5, 0, 0), (2109, 7, 5, 0, 0), (2130, 9, 2, 2, 1), (2135, 1, 5, 0, 0), (2182, 3, 5, 0, 0),
    (2293, 0, 4, 1, 0), (2406, 4, 5, 0, 0), (2462, 0, 0, 4, 1), (2597, 3, 0, 4, 1), (2654, 1, 0, 2, 3),
    (2896, 0, 5, 0, 0), (2921, 2, 5, 0, 0), (2927, 7, 5, 0, 0), (2939, 5, 5, 0, 0), (3060, 7, 5, 0, 0),
    (3073, 2, 5, 0, 0), (3206, 3, 5, 0, 0), (3422, 0, 3, 2, 0), (3520, 4, 2, 0, 3), (3558, 0, 1, 4, 0),
    (3597, 3, 5, 0, 0), (3767, 2, 5, 0, 0), (3778, 0, 5, 0, 0), (3850, 4, 5, 0, 0), (3869, 4, 4, 1, 0),
    (3906, 3, 5, 0, 0), (4007, 9, 4, 0, 1), (4201, 7, 3, 2, 0), (4207, 2, 5, 0, 0), (4224, 7, 5, 0, 0),
    (4497, 7, 4, 1, 0), (4639, 9, 5, 0, 0), (4783, 9, 5, 0, 0), (4823, 4, 3, 2, 0), (4860, 9, 5, 0, 0),
    (4874, 0, 4, 0, 1), (4880, 8, 5, 0, 0), (4956, 4, 3, 0, 2), (4978, 9, 5, 0, 0), (5887, 0, 5, 0, 0),
    (5937, 3, 1, 3, 1), (5955, 8, 4, 1, 0), (6505, 0, 5, 0, 0), (6572, 7, 4, 0, 1), (6576, 1, 4, 1, 0),
    (6597, 7, 5, 0, 0), (6625, 2, 5, 0, 0), (6651, 6, 0, 5, 0), (6783, 6, 2, 3, 0), (7434, 8, 5, 0, 0),
    (8094, 8, 5, 0, 0), (8408, 5, 5, 0, 0), (8527, 9, 2, 2, 1), (9009, 2, 4, 1, 0), (9634, 1, 5, 0, 0),
    (9642, 7, 5, 0, 0), (9664, 7, 3, 2, 0), (9679, 3, 2, 0, 3), (9729, 6, 2, 3, 0), (9755, 5, 5, 0, 0),
)}  # fmt: skip

DISPUTED = frozenset(index for index, votes in VOTES.items() if votes.for_label < 3)
"""Test images of MNIST whose label fewer than three of five raters confirmed."""
