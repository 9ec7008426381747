"""IDX and npz: what is written is read back, and what is damaged is refused by name."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import IO

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from analysis.data import folder, idx, mnist, npz
from analysis.data.images import ImageSet
from analysis.system.errors import DatasetError

LABELS = "train-labels-idx1-ubyte"
IMAGES = "train-images-idx3-ubyte"

reuse_tmp_path = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@reuse_tmp_path
@given(array=arrays(np.uint8, array_shapes(max_dims=3, max_side=6)), zipped=st.booleans())
def test_idx_round_trip(array: np.ndarray, zipped: bool, tmp_path: Path) -> None:
    """Reading returns the array that was encoded, gzipped or not."""
    content = idx.encode(array)
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(content) if zipped else content)

    np.testing.assert_array_equal(idx.read(path, array.ndim), array)


@reuse_tmp_path
@given(cut=st.integers(0, 107), zipped=st.booleans())
def test_every_truncation_is_noticed(cut: int, zipped: bool, tmp_path: Path) -> None:
    """No shorter file passes for the whole: not of plain content, not of a gzip wrapper."""
    content = idx.encode(np.zeros(100, np.uint8))
    content = gzip.compress(content, mtime=0) if zipped else content
    path = tmp_path / LABELS
    path.write_bytes(content[: min(cut, len(content) - 1)])

    with pytest.raises(DatasetError, match=LABELS):
        idx.read(path, 1)


def test_three_wrappers_one_content(
    plain: Path, zipped: Path, archive: Path, digits: tuple[ImageSet, ImageSet]
) -> None:
    """Plain IDX, gzipped IDX and npz of the same digits have the same checksums."""
    expected = mnist.checksums(*digits)

    assert [mnist.checksums(*folder.read(path)) for path in (plain, zipped, archive, archive.parent)] == (
        [expected] * 4
    )


def test_dotted_names_are_found(plain: Path) -> None:
    """Files that an unzipper renamed to `train-images.idx3-ubyte` are taken."""
    for file in list(plain.iterdir()):
        file.rename(plain / file.name.replace("-idx", ".idx"))

    assert len(folder.read(plain)[0]) == 100


def test_missing_folder(tmp_path: Path) -> None:
    """A path where nothing is gets a sentence of its own."""
    with pytest.raises(DatasetError, match="found nothing there"):
        folder.read(tmp_path / "nowhere")


def test_missing_file(plain: Path) -> None:
    """A folder without one of the four files names that file."""
    (plain / LABELS).unlink()

    with pytest.raises(DatasetError, match=LABELS):
        folder.read(plain)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_unreadable_file(plain: Path) -> None:
    """A file without permission is named, with the system's reason."""
    (plain / LABELS).chmod(0)

    with pytest.raises(DatasetError, match=f"{LABELS}, found “Permission denied”"):
        folder.read(plain)


def test_unreadable_disk(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failing disk is told with the file's name and without its folder."""

    def fail(path: Path, _: str) -> IO[bytes]:
        raise OSError(5, "Input/output error", f"{path}")

    monkeypatch.setattr(Path, "open", fail)

    with pytest.raises(DatasetError, match=f"read {IMAGES}, found “Input/output error”") as caught:
        folder.read(plain)
    assert str(plain) not in str(caught.value)


def test_wrong_magic_number(plain: Path) -> None:
    """Images and labels interchanged are told from their magic numbers."""
    (plain / IMAGES).write_bytes((plain / LABELS).read_bytes())

    with pytest.raises(DatasetError, match=r"magic number 2051 .* found 2049"):
        folder.read(plain)


def test_different_lengths(plain: Path) -> None:
    """More images than labels cannot belong together."""
    (plain / LABELS).write_bytes(idx.encode(np.zeros(99, np.uint8)))

    with pytest.raises(DatasetError, match="100 images and 99 labels"):
        folder.read(plain)


def test_a_single_label_for_all(plain: Path) -> None:
    """A part with one label alone is refused, with a class that it lacks."""
    (plain / LABELS).write_bytes(idx.encode(np.full(100, 11, np.uint8)))

    with pytest.raises(DatasetError, match="at least 10 training images of every class, found 0 of the 0"):
        folder.read(plain)


@pytest.mark.parametrize("shape", [(8, 8), (28, 20), (64, 64)])
def test_images_of_any_size_pass_through(shape: tuple[int, int], plain: Path) -> None:
    """Images from 8 to 64 pixels a side are read as they are."""
    images = np.random.default_rng(0).integers(0, 256, (100, *shape), np.uint8)
    for name, count in ((IMAGES, 100), ("t10k-images-idx3-ubyte", 40)):
        (plain / name).write_bytes(idx.encode(images[:count]))

    training, test = folder.read(plain)

    np.testing.assert_array_equal(training.images, images)
    assert training.shape == test.shape == shape
    assert training.format.pixels == shape[0] * shape[1]


@pytest.mark.parametrize("shape", [(7, 28), (28, 65)])
def test_too_small_or_too_large_images(shape: tuple[int, int], plain: Path) -> None:
    """Images outside that range are refused, with their size."""
    for name, count in ((IMAGES, 100), ("t10k-images-idx3-ubyte", 40)):
        (plain / name).write_bytes(idx.encode(np.zeros((count, *shape), np.uint8)))

    with pytest.raises(DatasetError, match=f"8 to 64 pixels a side, found {shape[0]} × {shape[1]}"):
        folder.read(plain)


def test_parts_of_different_shapes(plain: Path) -> None:
    """Training and test images of different shapes do not belong together."""
    (plain / IMAGES).write_bytes(idx.encode(np.zeros((100, 8, 8), np.uint8)))

    with pytest.raises(DatasetError, match="of one shape, found 8 × 8 and 28 × 28 pixels"):
        folder.read(plain)


def test_a_missing_class(plain: Path) -> None:
    """Data without one of the classes are refused, with that class."""
    (plain / LABELS).write_bytes(idx.encode((np.arange(100) % 9).astype(np.uint8)))

    with pytest.raises(DatasetError, match="found 0 of the 9"):
        folder.read(plain)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_no_archive(content: bytes, tmp_path: Path) -> None:
    """What is no archive is refused, however it begins."""
    path = tmp_path / "other.npz"
    path.write_bytes(content)

    with pytest.raises(DatasetError, match=r"found other\.npz damaged or of another kind"):
        npz.read(path)


def test_pickles_are_refused(tmp_path: Path) -> None:
    """An archive of Python objects is not opened: unpickling runs code."""
    path = tmp_path / "objects.npz"
    objects = np.array([{}], object)
    np.savez(path, x_train=objects, y_train=objects, x_test=objects, y_test=objects)

    with pytest.raises(DatasetError, match="plain arrays"):
        npz.read(path)


def test_archive_without_an_array(tmp_path: Path) -> None:
    """An archive of other arrays names the first one that is missing."""
    path = tmp_path / "other.npz"
    np.savez(path, x_train=np.zeros(3))

    with pytest.raises(DatasetError, match="found no y_train"):
        npz.read(path)


@pytest.mark.parametrize(
    ("labels", "found"),
    [(np.array([0, 300]), "0 to 300"), (np.array([-1, 3]), "-1 to 3"), (np.array([0.5, np.nan]), "NaN")],
)
def test_archive_of_other_numbers(labels: np.ndarray, found: str, tmp_path: Path) -> None:
    """Numbers that are no pixels are refused, not wrapped around."""
    path = tmp_path / "other.npz"
    np.savez(path, x_train=labels, y_train=labels, x_test=labels, y_test=labels)

    with pytest.raises(DatasetError, match=f"in x_train.*, found {found}"):
        npz.read(path)
