"""A photograph of a digit becomes an image of MNIST's kind, and means the same to a classifier."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import center_of_mass
from sklearn.neighbors import KNeighborsClassifier

from analysis.data.images import Dataset, ImageSet
from analysis.new_images import mnist_form
from analysis.new_images.mnist_form import NotOneDigitError
from tests.analysis.new_images.photographs import photograph

ROOT = Path(__file__).parents[3]


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """Return the correlation of two images; they may be a pixel apart, as the place of a centre is rounded."""
    steps = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1)]
    return float(max(np.corrcoef(one.ravel(), np.roll(other, step, (0, 1)).ravel())[0, 1] for step in steps))


def test_the_form(digits: ImageSet) -> None:
    """28 × 28, empty margins, 20 pixels on the longer side of the digit, full ink, mass in the middle."""
    rng = np.random.default_rng(1)
    for number in range(10):
        found = mnist_form.in_form(photograph(digits.images[number], rng, dark=number % 2 == 0))
        rows, columns = (np.flatnonzero(found.any(axis=axis)) for axis in (1, 0))
        assert found.shape == (28, 28)
        assert found.max() == 255
        assert np.ptp(np.r_[rows]) <= 19
        assert np.ptp(np.r_[columns]) <= 19
        assert max(np.ptp(rows), np.ptp(columns)) >= 17
        assert np.abs(np.array(center_of_mass(found)) - 13.5).max() <= 1


def test_light_and_polarity_do_not_matter(digits: ImageSet) -> None:
    """Dark on light and light on dark give the same image, up to the noise."""
    dark, light = (
        mnist_form.in_form(photograph(digits.images[3], np.random.default_rng(2), dark=way, noise=0))
        for way in (True, False)
    )

    assert alike(dark, light) > 0.95


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_even_page_has_no_digit(shade: int) -> None:
    """Neither paper alone nor its noise is taken for ink."""
    noise = np.random.default_rng(3).normal(0, 5, (200, 300))

    for page in (np.full((200, 300), shade), np.clip(shade + noise, 0, 255)):
        with pytest.raises(NotOneDigitError, match="an even surface"):
            mnist_form.in_form(page.astype(np.uint8))


def test_tiny_pictures_do_no_harm() -> None:
    """A picture of a few pixels, or a line, ends in an image or in none."""
    for shape in ((1, 1), (1, 50), (3, 2)):
        picture = np.full(shape, 255, np.uint8)
        picture.flat[0] = 0
        with suppress(NotOneDigitError):
            assert mnist_form.in_form(picture).shape == (28, 28)


def test_thin_lines_become_as_wide_as_those_of_mnist() -> None:
    """A fine pen on a large page leaves strokes of two pixels, not a grey trace."""
    picture = np.full((800, 800), 230, np.uint8)
    picture[200:600, 398:402] = 30
    picture[200:204, 250:550] = 30

    found = mnist_form.in_form(picture)

    assert (found[16:20].max(axis=1) > 200).all()
    assert 1 <= (found[18] > 100).sum() <= 4


def desk(page: np.ndarray) -> np.ndarray:
    """Lay a page on a dark desk."""
    return np.pad(page, ((40, 70), (60, 30)), constant_values=45)


def squares(page: np.ndarray) -> np.ndarray:
    """Draw lines on a page."""
    lined = page.astype(float)
    lined[::24] *= 0.6
    lined[:, ::24] *= 0.6
    return lined.astype(np.uint8)


def shadow(page: np.ndarray) -> np.ndarray:
    """Let half of a page lie in a shadow with a sharp edge, which crosses the digit."""
    height, width = page.shape
    y, x = np.mgrid[:height, :width]
    return (page * np.where(x > 0.5 * width + 0.3 * (y - height / 2), 0.55, 1)).astype(np.uint8)


@pytest.mark.parametrize("spoil", [desk, squares, shadow])
def test_paper_need_not_be_even(spoil: Callable[[np.ndarray], np.ndarray]) -> None:
    """A page on a desk, squared paper and the shadow of a hand: what is left is the digit alone, as on even paper."""
    page = np.asarray(pen_stroke(), np.uint8)
    plain, found = mnist_form.in_form(page), mnist_form.in_form(spoil(page))

    assert alike(plain, found) > 0.9


def pen_stroke() -> Image.Image:
    """Write a 5 on light paper."""
    page = Image.new("L", (480, 400), 215)
    drawing = ImageDraw.Draw(page)
    drawing.line([(300, 100), (200, 100), (190, 190)], fill=50, width=13)
    drawing.arc((170, 170, 300, 310), -120, 150, fill=50, width=13)
    return page.filter(ImageFilter.GaussianBlur(1))


def test_the_class_is_that_of_the_original(digits: ImageSet) -> None:
    """Of scikit-learn's digits, photographed, nearly all are named as the originals are."""
    rng = np.random.default_rng(4)
    plain = [mnist_form.in_form(255 - np.pad(image, 10)) for image in digits.images[:250]]
    model = KNeighborsClassifier(3).fit([image.ravel() for image in plain], digits.labels[:250])
    asked = digits.images[1000:1040]

    def named(pictures: list[np.ndarray]) -> np.ndarray:
        forms = [mnist_form.in_form(picture) for picture in pictures]
        return np.asarray(model.predict([form.ravel() for form in forms]))

    original = named([255 - np.pad(image, 10) for image in asked])
    photographed = named([photograph(image, rng, dark=number % 2 == 0) for number, image in enumerate(asked)])

    assert (original == digits.labels[1000:1040]).mean() > 0.75
    assert (photographed == original).mean() >= 0.95


def test_mnist_photographed(mnist: Dataset) -> None:
    """Of 100 test images of MNIST, photographed, the published network names at least 98% as it names the originals."""
    from analysis.models import inference, keras_file  # noqa: PLC0415 – slow, and for real MNIST alone

    rng = np.random.default_rng(5)
    model = keras_file.load(ROOT / "site" / "model.keras", (28, 28), 10)
    asked = mnist.test.images[rng.choice(10_000, 100, replace=False)]
    forms = [
        mnist_form.in_form(photograph(image, rng, dark=number % 2 == 0)) for number, image in enumerate(asked)
    ]
    found = [inference.logits(model, images).argmax(axis=1) for images in (asked, np.stack(forms))]

    assert (found[0] == found[1]).mean() >= 0.98


def full_sheet(digit: np.ndarray, side: int) -> np.ndarray:
    """Cut a digit from its margins, and lay it on a shaded sheet of so many pixels; it is 200 pixels high or wide."""
    rows, columns = (np.flatnonzero((digit > 60).any(axis=axis)) for axis in (1, 0))
    cut = digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    size = tuple(max(1, round(length * 200 / max(cut.shape))) for length in reversed(cut.shape))
    ink = np.asarray(Image.fromarray(cut).resize((size[0], size[1]), Image.Resampling.BICUBIC)) / 255
    top, left = (side - ink.shape[0]) // 2, (side - ink.shape[1]) // 2
    page = np.zeros((side, side))
    page[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    paper = 205 + 40 * np.linspace(-1, 1, side)
    return np.asarray((paper * (1 - page) + 60 * page).astype(np.uint8))


LINES = {
    "0": [(5, 0), (9, 5), (10, 12), (7, 19), (3, 19), (0, 12), (1, 5), (5, 0)],
    "1": [(0, 6), (7, 0), (7, 20)],
    "2": [(0, 4), (4, 0), (9, 2), (10, 7), (0, 20), (12, 20)],
    "3": [(0, 1), (8, 0), (4, 8), (10, 13), (6, 20), (0, 18)],
    "4": [(8, 20), (8, 0), (0, 13), (12, 13)],
    "7": [(0, 0), (11, 0), (4, 20)],
}


@pytest.mark.parametrize("side", [200, 230])
@pytest.mark.parametrize("width", [9, 20])
@pytest.mark.parametrize("digit", LINES)
def test_a_digit_that_fills_its_picture_is_the_same_on_a_larger_sheet(
    digit: str, width: int, side: int
) -> None:
    """Ink at the edge is ink: the image is nearly that from a sheet of twice the size."""
    drawn = Image.new("L", (200, 260))
    places = [(30 + 10 * x, 30 + 10 * y) for x, y in LINES[digit]]
    ImageDraw.Draw(drawn).line(places, fill=255, width=width, joint="curve")

    small, large = (mnist_form.in_form(full_sheet(np.asarray(drawn), each)) for each in (side, 400))

    assert alike(small, large) > 0.8  # thin lines fall on other pixels


def test_mnist_on_full_sheets(mnist: Dataset) -> None:
    """Of 60 test images of MNIST that reach the edges, the published network names all but one as on larger sheets."""
    from analysis.models import inference, keras_file  # noqa: PLC0415 – slow, and for real MNIST alone

    model = keras_file.load(ROOT / "site" / "model.keras", (28, 28), 10)
    asked = mnist.test.images[np.random.default_rng(6).choice(10_000, 60, replace=False)]
    found = [
        inference.logits(
            model, np.stack([mnist_form.in_form(full_sheet(each, side)) for each in asked])
        ).argmax(1)
        for side in (200, 400)
    ]

    assert (found[0] != found[1]).sum() <= 1


@pytest.mark.parametrize("width", [8, 30, 80])
@pytest.mark.parametrize("shade", [40, 130, 255])
@pytest.mark.parametrize("turned", range(4))
def test_a_strip_of_desk_is_no_part_of_the_digit(width: int, shade: int, turned: int) -> None:
    """Dark or light, broad or narrow, at whichever side: the digit is the one of the page without it."""
    page = np.rot90(np.asarray(pen_stroke(), np.uint8), turned)
    with_desk = page.copy()
    with_desk[-width:] = shade

    plain, found = mnist_form.in_form(page), mnist_form.in_form(with_desk)

    assert alike(plain, found) > 0.9


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("count", [2, 3])
def test_several_digits_are_said(count: int, axis: int) -> None:
    """Beside or above each other; one alone, or with a spot of dirt, is one."""
    one = np.asarray(pen_stroke(), np.uint8)
    with pytest.raises(NotOneDigitError, match=f"{count} digits that stand apart"):
        mnist_form.in_form(np.concatenate([one] * count, axis=axis))

    dirty = one.copy()
    dirty[40:60, 40:60] = 60
    assert mnist_form.in_form(dirty).shape == (28, 28)
