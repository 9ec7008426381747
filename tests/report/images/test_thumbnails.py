"""Small pictures have the pixels and the names that pages ask for."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.bundle import Bundle, Findings
from analysis.bundle.class_means import ClassMeanFindings
from analysis.bundle.classes import ImageFormat
from analysis.bundle.dataset import Augmentation, DatasetFindings, Preprocessing
from analysis.bundle.gallery import Gallery
from analysis.bundle.projection import ProjectionFindings
from analysis.bundle.record import LATER, Packed
from report.images.mosaics import DARK, Mosaic, tiles
from report.images.thumbnails import thumbnails
from tests.pretended import pretended

RNG = np.random.default_rng(0)


def packed(*shape: int) -> Packed:
    """Return random images."""
    return Packed.of(RNG.integers(0, 256, shape).astype(np.uint8))


def bundle(polarity: str = "ink", **findings: Any) -> Bundle:  # noqa: ANN401  # any record
    """Return a bundle that holds only these findings; images are 5 × 7."""
    images = ImageFormat.model_construct(height=5, width=7, channels=1, polarity=polarity, pixels=35)
    dataset = findings.pop("dataset", DatasetFindings.model_construct())
    return Bundle.model_construct(
        images=images, findings=Findings.model_construct(dataset=dataset, **findings)
    )


def decoded(picture: bytes) -> np.ndarray:
    """Read a PNG."""
    return np.asarray(Image.open(io.BytesIO(picture)))


def test_without_findings_there_are_no_pictures() -> None:
    """Every study may have been omitted."""
    assert not thumbnails(bundle())
    assert not thumbnails(bundle(gallery=LATER, class_means=LATER, projection=LATER))


def test_test_images_mosaics_and_rows() -> None:
    """Each kept image has its own picture; a mosaic holds its images row by row, apart; an empty class has no row."""
    pixels = packed(3, 5, 7)
    gallery = Gallery(
        typical=(2,),
        mosaic=(2, 40_000, 9),
        mosaic_ends_in_error=True,
        rows=((2, 9), ()),
        indices=(2, 9, 40_000),
        pixels=pixels,
    )
    found = thumbnails(bundle(gallery=gallery))
    two, nine, last = pixels.array()

    for name, image in (("00002", two), ("00009", nine), ("40000", last), ("row-0", np.hstack([two, nine]))):
        np.testing.assert_array_equal(image, decoded(found[name].on_screen())[..., 1])
        np.testing.assert_array_equal(255 - image, decoded(found[name].on_paper(3))[1::3, 1::3])
    for columns in (40, 25, 20, 10):
        sheet = decoded(found[f"mosaic-{columns}"].on_screen())[..., 1]
        assert sheet.shape == (7, 9 * columns)
        np.testing.assert_array_equal(np.hstack([np.pad(one, 1) for one in (two, last, nine)]), sheet[:, :27])
    assert "row-1" not in found


def test_a_photograph_is_shown_as_it_is() -> None:
    """In colour too, and opaque: nothing is inverted or transparent, but the ground beside a mosaic's last image."""
    pixels = packed(1, 5, 7, 3)
    gallery = Gallery(
        typical=(0,),
        mosaic=(0,),
        mosaic_ends_in_error=False,
        rows=((0,),),
        indices=(0,),
        pixels=pixels,
    )
    found = thumbnails(bundle("photograph", gallery=gallery))

    for name in ("00000", "row-0"):
        np.testing.assert_array_equal(pixels.array()[0], decoded(found[name].on_screen()))
        np.testing.assert_array_equal(pixels.array()[0], decoded(found[name].on_paper(2))[::2, ::2])
    screen, paper = decoded(found["mosaic-10"].on_screen()), decoded(found["mosaic-10"].on_paper(1))
    assert (screen.shape, paper.shape) == ((7, 90, 4), (7, 90, 3))
    np.testing.assert_array_equal(screen[1:6, 1:8, :3], pixels.array()[0])
    assert (screen[1:6, 1:8, 3].min(), screen[:, 8:, 3].max(), paper[:, 8:].min()) == (255, 0, 255)
    assert screen[0].max() == screen[-1].max() == screen[:, 0].max() == 0


@pytest.mark.parametrize(("side", "empty"), [(8, 0), (16, 0), (28, 0), (56, 0), (28, 1)])
def test_images_of_a_mosaic_do_not_touch(side: int, empty: int) -> None:
    """Where there is ink up to the edge, each image gets a margin; images with an empty edge stay as they are."""
    dark = np.full((2, side - 2 * empty, side - 2 * empty), DARK, np.uint8)
    images = np.pad(dark, ((0, 0), (empty, empty), (empty, empty)))
    gallery = Gallery.model_construct(indices=(3, 5), mosaic=(5, 3, 5), pixels=Packed.of(images))
    found = tiles(gallery, photographs=False)

    assert found[:, 0].max() == found[:, -1].max() == found[:, :, 0].max() == found[:, :, -1].max() == 0
    assert (found == DARK).sum() == 3 * (side - 2 * empty) ** 2
    assert found.shape[1] <= (side + 2 if side < 56 else side + 4)
    assert (found.shape[1:] == (side, side)) == bool(empty)


@pytest.mark.parametrize("polarity", ["ink", "photograph"])
def test_means_components_and_training_images(polarity: str) -> None:
    """Every picture of a study has its name, and images of training are shown as those of the test set are."""
    signed = Packed.of(RNG.integers(-127, 128, (2, 5, 7)).astype(np.int8))
    means = pretended(ClassMeanFindings, means=packed(2, 5, 7), deviations=packed(2, 5, 7), differences=())
    dataset = DatasetFindings.model_construct(
        preprocessing=Preprocessing.model_construct(image=packed(5, 7)),
        augmentation=Augmentation.model_construct(originals=packed(1, 5, 7), augmented=packed(1, 2, 5, 7)),
    )
    components = ProjectionFindings.model_construct(components=signed)
    found = thumbnails(bundle(polarity, dataset=dataset, class_means=means, projection=components))
    plain = {"preprocessing", "original-0", "augmented-0-0", "augmented-0-1", "mean-0", "mean-1"}

    assert found.keys() == plain | {"deviation-0", "deviation-1", "component-1", "component-2"}
    assert {name for name, one in found.items() if one.kind == polarity} == plain
    assert all(decoded(one.on_paper(4)).shape[:2] == (20, 28) for one in found.values())
    assert all(decoded(one.on_screen()).shape[:2] == (5, 7) for one in found.values())


@pytest.mark.parametrize(("words", "fits"), [("One in 19: 9 predicted as 4", True), ("x" * 66, False)])
def test_words_beside_the_last_image(words: str, fits: bool) -> None:
    """Words stand beside the last image only where the page has room for all of them."""
    assert Mosaic(19, 40).fits_on_paper(words) == fits
