"""Pictures hold the pixels they were made of."""

from __future__ import annotations

import io

import matplotlib as mpl
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image

from report.images import png

GREY = arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=30))


def decoded(picture: bytes) -> np.ndarray:
    """Read a PNG with a reader that is not ours."""
    return np.asarray(Image.open(io.BytesIO(picture)))


@given(
    st.sampled_from([(), (2,), (3,), (4,)]).flatmap(
        lambda channels: array_shapes(min_dims=2, max_dims=2, max_side=30).flatmap(
            lambda shape: arrays(np.uint8, shape + channels)
        )
    )
)
def test_encoding_loses_nothing(pixels: np.ndarray) -> None:
    """Whatever the number of channels, another reader finds the same pixels."""
    np.testing.assert_array_equal(pixels, decoded(png.png(pixels)))


@given(GREY, arrays(np.uint8, (256, 4)))
def test_a_palette_is_a_look_up(indices: np.ndarray, palette: np.ndarray) -> None:
    """Each index is seen as its colour."""
    seen = Image.open(io.BytesIO(png.png(indices, palette))).convert("RGBA")

    np.testing.assert_array_equal(palette[indices], np.asarray(seen))


@given(GREY)
def test_ink_is_opacity_on_a_screen_and_grey_on_paper(pixels: np.ndarray) -> None:
    """The same digit: black where there is ink, nothing or white where there is none."""
    screen, paper = decoded(png.ink(pixels)), decoded(png.ink_on_white(pixels, 2))

    assert not screen[..., 0].any()
    np.testing.assert_array_equal(pixels, screen[..., 1])
    np.testing.assert_array_equal(255 - pixels, paper[1::2, ::2])


@given(arrays(np.uint8, st.tuples(st.integers(1, 9), st.just(3), st.just(4))), st.integers(1, 5))
def test_a_sheet_keeps_reading_order(images: np.ndarray, columns: int) -> None:
    """Image k stands in row k // columns, column k % columns; the rest is empty."""
    sheet = png.sheet(images, columns)

    for k, image in enumerate(images):
        row, column = divmod(k, columns)
        np.testing.assert_array_equal(image, sheet[3 * row :, 4 * column :][:3, :4])
    assert images.sum() == sheet.sum()


@given(arrays(np.uint8, st.tuples(*[st.integers(1, 9)] * 2, st.sampled_from([1, 2, 3, 4]))))
def test_equal_pixels_give_equal_bytes(pixels: np.ndarray) -> None:
    """A picture says nothing of when and by what it was made."""
    picture = png.png(pixels.squeeze(axis=2) if pixels.shape[2] == 1 else pixels)

    assert picture == png.png(pixels.squeeze(axis=2).copy() if pixels.shape[2] == 1 else pixels.copy())
    chunks = {name for name in (b"tIME", b"tEXt", b"pHYs", b"gAMA") if name in picture[:100]}
    assert not chunks


@given(GREY, st.integers(1, 6))
def test_a_pixel_stays_a_square(pixels: np.ndarray, times: int) -> None:
    """Enlargement repeats pixels and blurs nothing."""
    np.testing.assert_array_equal(
        np.kron(pixels, np.ones((times, times), np.uint8)), png.enlarged(pixels, times)
    )


@given(arrays(np.int8, (4, 5), elements=st.integers(-127, 127)))
def test_a_difference_shows_sign_and_amount(signed: np.ndarray) -> None:
    """Opacity depends on the amount alone; blue and yellow change places with the sign."""
    one, other = decoded(png.difference(signed)), decoded(png.difference(-signed))

    np.testing.assert_array_equal(one[..., 3], other[..., 3])
    np.testing.assert_array_equal(signed == 0, one[..., 3] == 0)
    assert (one[signed > 0, 2] > one[signed > 0, 0]).all()
    assert (one[signed < 0, 2] < one[signed < 0, 0]).all()


@given(arrays(np.int8, (4, 5), elements=st.integers(-127, 127)))
def test_paper_shows_the_same_difference(signed: np.ndarray) -> None:
    """Laid on white by another program, the screen's picture is the paper's."""
    screen = Image.open(io.BytesIO(png.difference(signed)))
    laid = Image.alpha_composite(Image.new("RGBA", screen.size, "white"), screen).convert("RGB")
    paper = decoded(png.difference_on_white(signed, 1)).astype(int)

    np.testing.assert_allclose(np.asarray(laid).astype(int), paper, atol=1)


def test_more_is_lighter_in_cividis() -> None:
    """The scale of quantities rises in lightness, so that it survives a copying machine."""
    seen = Image.open(io.BytesIO(png.heat(np.arange(256, dtype=np.uint8)[None]))).convert("L")

    assert (np.diff(np.asarray(seen).astype(int)) >= 0).all()


def test_the_colours_of_a_quantity_are_cividis() -> None:
    """Matplotlib's own, which need not be imported for them."""
    assert np.array_equal(png.cividis(), mpl.colormaps["cividis"](np.arange(256), bytes=True))
