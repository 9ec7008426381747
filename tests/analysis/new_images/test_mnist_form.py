"""A photograph of a digit becomes an image of MNIST's kind, and means the same to a classifier."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import center_of_mass
from sklearn.neighbors import KNeighborsClassifier

from analysis.data.images import Dataset, ImageSet
from analysis.new_images import mnist_form
from tests.analysis.new_images.photographs import photograph

ROOT = Path(__file__).parents[3]


def test_the_form(digits: ImageSet) -> None:
    """28 × 28, empty margins, 20 pixels on the longer side of the digit, full ink, mass in the middle."""
    rng = np.random.default_rng(1)
    for number in range(10):
        found = mnist_form.in_form(photograph(digits.images[number], rng, dark=number % 2 == 0))
        assert found is not None
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

    assert dark is not None
    assert light is not None
    assert np.abs(dark.astype(int) - light).mean() < 2


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_even_page_has_no_digit(shade: int) -> None:
    """Neither paper alone nor its noise is taken for ink."""
    noise = np.random.default_rng(3).normal(0, 5, (200, 300))

    assert mnist_form.in_form(np.full((200, 300), shade, np.uint8)) is None
    assert mnist_form.in_form(np.clip(shade + noise, 0, 255).astype(np.uint8)) is None


def test_tiny_pictures_do_no_harm() -> None:
    """A picture of a few pixels, or a line, ends in an image or in none."""
    for shape in ((1, 1), (1, 50), (3, 2)):
        picture = np.full(shape, 255, np.uint8)
        picture.flat[0] = 0
        found = mnist_form.in_form(picture)
        assert found is None or found.shape == (28, 28)


def test_thin_lines_become_as_wide_as_those_of_mnist() -> None:
    """A fine pen on a large page leaves strokes of two pixels, not a grey trace."""
    picture = np.full((800, 800), 230, np.uint8)
    picture[200:600, 398:402] = 30
    picture[200:204, 250:550] = 30

    found = mnist_form.in_form(picture)

    assert found is not None
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

    assert plain is not None
    assert found is not None
    assert np.corrcoef(plain.ravel(), found.ravel())[0, 1] > 0.9


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
    model = KNeighborsClassifier(3).fit(
        [image.ravel() for image in plain if image is not None], digits.labels[:250]
    )
    asked = digits.images[1000:1040]

    def named(pictures: list[np.ndarray]) -> np.ndarray:
        forms = [mnist_form.in_form(picture) for picture in pictures]
        return np.asarray(model.predict([form.ravel() for form in forms if form is not None]))

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
    found = [inference.logits(model, np.stack(images)).argmax(axis=1) for images in (asked, forms)]  # type: ignore[arg-type]

    assert (found[0] == found[1]).mean() >= 0.98
