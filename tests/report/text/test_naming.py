"""Laws of the names of classes in sentences."""

from __future__ import annotations

import pytest

from analysis.bundle.classes import DIGITS, Classes
from report.text.naming import Naming, shortened


@pytest.mark.parametrize(
    ("noun", "nouns", "image", "images"),
    [
        ("digit", "digits", "digit", "digits"),
        ("leaf", "leaves", "leaf", "leaves"),
        ("class", "classes", "image", "images"),
        ("Category", "Categories", "image", "images"),
    ],
)
def test_images_are_called_by_what_they_show(noun: str, nouns: str, image: str, images: str) -> None:
    """A thousand images of digits are a thousand digits; a thousand images of classes are no thousand classes."""
    naming = Naming(Classes(names=("a", "b"), noun=noun, nouns=nouns))
    assert (naming.image_noun, naming.image_nouns) == (image, images)


def test_long_lists_are_cut_in_words() -> None:
    """Of many names the rest is counted in words, which no class is called by."""
    many = Naming(Classes(names=tuple(map(str, range(30))), noun="class", nouns="classes"))
    assert many.names(range(30)).endswith("10 and nineteen more")
    assert Naming(DIGITS).names(range(10)).endswith("8 and 9")


def test_twelve_names_are_all_said_and_of_thirteen_eleven() -> None:
    """Law: a list of names has at most twelve members, and ends in a count only where it must."""
    classes = Classes(names=tuple("abcdefghijklm"), noun="letter", nouns="letters")

    assert Naming(classes).names(range(12)).endswith("k and l")
    assert Naming(classes).names(range(13)).endswith("k and two more")


@pytest.mark.parametrize(
    ("names", "cut"),
    [
        (("4", "9"), ["4", "9"]),
        (("parallelogram", "bar"), ["paralle…", "bar"]),
        (
            ("Black-throated blue warbler", "Black-throated green warbler", "Black-and-white warbler"),
            ["Bl…blue", "Bl…green", "Black-a…"],
        ),
        (("class 100001", "class 100002", "class 1"), ["cl…00001", "cl…00002", "class 1"]),
        (("a long name", "a long name indeed", "a long name indeed so"), None),
        (tuple(f"{'x' * 30}{number}{'y' * 30}" for number in range(40)), None),
    ],
)
def test_cut_names_stay_different(names: tuple[str, ...], cut: list[str] | None) -> None:
    """None is longer than there is room for, each keeps what tells it apart, and short ones stay as they are."""
    found = shortened(names, 8)
    assert cut is None or found == cut
    assert len(set(found)) == len(names)
    assert all(len(one) <= 8 for one in found)
