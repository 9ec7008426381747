"""Laws of damaged data: read rightly or refused in one sentence, within bounds of memory, and never the end of a search."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path
from random import Random

import numpy as np
import pytest

from analysis.data import content, folder, idx, sources
from analysis.data.images import ImageSet
from analysis.system.errors import DatasetError
from analysis.system.progress import NullProgress
from benchmarks.reliability import damage
from benchmarks.reliability.data import KINDS, attack
from tests.analysis.data.made_data import mirrors

LABELS = "train-labels-idx1-ubyte"


def test_damaged_files_are_read_rightly_or_refused() -> None:
    """Three damaged files of each kind end in the images that were written or in one sentence, below 100 MB."""
    outcomes = attack(3 * len(KINDS), seed=0)

    assert [f"{one.kind}: {one.fault}" for one in outcomes if one.fault] == []
    assert {one.read for one in outcomes} == {True, False}


@pytest.mark.parametrize(
    "kind", ["IDX, foreign", "gzip, cut", "gzip, bomb", "npz, odd header", "npz, other packing"]
)
def test_a_damaged_source_does_not_end_the_search(
    kind: str, tmp_path: Path, archive: Path, as_mnist: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one source is damaged, the next one is used, and what was wrong is stated."""
    del as_mnist
    mirrors(monkeypatch)
    (tmp_path / "damaged").mkdir()
    monkeypatch.setenv("DIGITS_REPORT_DATA", str(damage.KINDS[kind](tmp_path / "damaged", Random(1))))  # noqa: S311 – no secret
    keras = tmp_path / "keras" / "datasets"
    keras.mkdir(parents=True)
    archive.rename(keras / "mnist.npz")

    found = sources.load("auto", NullProgress())

    assert (found.source, found.fallback) == ("Keras' cache", False)
    assert found.tried[0].outcome.startswith("Expected ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_closed_folder_does_not_end_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache behind a folder that may not be entered is passed over."""
    mirrors(monkeypatch)
    (tmp_path / "keras").mkdir(mode=0)

    assert sources.load("auto", NullProgress()).fallback


def test_no_home_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A path of a user that does not exist is a path where nothing is."""
    mirrors(monkeypatch)
    monkeypatch.setenv("KERAS_HOME", "~nobody-of-that-name/keras")

    assert sources.load("auto", NullProgress()).fallback
    with pytest.raises(DatasetError, match="nothing there"):
        sources.load("~nobody-of-that-name/data", NullProgress())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (b"<!doctype html><html>", r"found a web page: download"),
        (b"\n  <HTML><head>", r"found a web page: download"),
        (b"version https://git-lfs.github.com/spec/v1\n", r"found a pointer of Git LFS: .*git lfs pull"),
        (
            gzip.compress(gzip.compress(bytes(99), mtime=0), mtime=0),
            r"found a gzip file inside the gzip file: unpack it once",
        ),
        (b"", r"found an empty file: fetch it again"),
        (b"\x89HDF\r\n\x1a\n", r"found an HDF5 file"),
    ],
)
def test_what_lies_under_the_name_of_a_file(found: bytes, said: str, plain: Path) -> None:
    """A file of another kind is named, whatever name it was saved under."""
    (plain / LABELS).unlink()
    (plain / f"{LABELS}.gz").write_bytes(found)

    with pytest.raises(DatasetError, match=rf"under the name {LABELS}.gz, {said}"):
        folder.read(plain)


def test_an_archive_without_its_end(archive: Path) -> None:
    """An archive that was cut off is called so, whatever its name."""
    for path in (archive, archive.with_suffix(".zip"), archive.with_suffix("")):
        path.write_bytes(archive.read_bytes()[:5_000])

        with pytest.raises(DatasetError, match=f"found {path.name} damaged or truncated: fetch it again"):
            folder.read(path)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (idx.encode(np.zeros((3, 9, 9), np.uint8)), "a single IDX file: name the folder"),
        (b"MATLAB 5.0 MAT-file, Platform: GLNXA64", "a MATLAB file: .* scipy.io.loadmat"),
        (b"\x80\x04\x95\x10\x00", "a pickle, which is a program and is not run: .* numpy.savez"),
        (b"\x93NUMPY\x01\x00", "a single array: save all four"),
        (b"<html>", "a web page"),
        (b"@RELATION mnist\n", "an ARFF file of Weka: save it as CSV"),
        (b" [[0.1, 0.9]]", "JSON: save its numbers as CSV"),
        (b"\xff\xd8\xff\xe0", "a single picture: name the folder of all pictures"),
        (bytes(257) + b"ustar", "a tar archive: unpack it first"),
    ],
)
def test_what_is_given_instead_of_a_folder(found: bytes, said: str, tmp_path: Path) -> None:
    """A file of another kind in --dataset is named, with the way out."""
    (tmp_path / "given").write_bytes(found)

    with pytest.raises(
        DatasetError,
        match=f"Expected a folder, or an .npz, .csv, .parquet or .zip file, found given to be {said}",
    ):
        folder.read(tmp_path / "given")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe or a device in --dataset is refused, not read for ever."""
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path / "pipe", "/dev/zero"):
        with pytest.raises(DatasetError, match="found a device or a pipe"):
            sources.load(str(path), NullProgress())


def test_encrypted_archives_are_named(archive: Path) -> None:
    """An archive with a password is refused as such."""
    content_of = bytearray(archive.read_bytes())
    for name in (b"PK\x03\x04", b"PK\x01\x02"):
        place = content_of.index(name) + (6 if name[2] == 3 else 8)
        content_of[place] |= 1
    archive.write_bytes(content_of)

    with pytest.raises(DatasetError, match=r"without a password, found x_train encrypted"):
        folder.read(archive)


def test_arrays_in_the_order_of_fortran(archive: Path) -> None:
    """Arrays of any memory order, byte order and width of integers are read as the same images."""
    with np.load(archive) as arrays:
        found = {name: np.asfortranarray(array.astype(">i4")) for name, array in arrays.items()}
        expected = arrays["x_train"]
    np.savez_compressed(archive, allow_pickle=False, **found)

    np.testing.assert_array_equal(folder.read(archive)[0].images, expected)


@pytest.mark.parametrize("labels", [np.array(3), np.zeros((3, 1), int), np.zeros(3), np.array([-1, 0, 0])])
def test_labels_of_other_shapes_and_types(labels: np.ndarray) -> None:
    """Labels that are no list of whole numbers from 0 on are refused wherever they come from."""
    with pytest.raises(DatasetError, match=r"^Expected "):
        ImageSet(np.zeros((3, 9, 9), np.uint8), labels)


def test_large_data_are_not_taken_for_a_bomb(tmp_path: Path) -> None:
    """Sixty million blank pixels may be packed as tightly as they can be; two thousand million may not be unpacked."""
    content.refuse_size("x", (64 << 20, 1), packed=10)
    content.refuse_size("x", (1_000_000, 28, 28), packed=20_000_000)
    with pytest.raises(DatasetError, match=r"at most 50 times .* 784,000,000 numbers in 1,000,000 bytes"):
        content.refuse_size("x", (1_000_000, 28, 28), packed=1_000_000)
    with zipfile.ZipFile(tmp_path / "x.npz", "w") as file:
        file.writestr("x_train.npy", b"\x93NUMPY\x01\x00\x76\x00" + damage.HEADERS[7].ljust(118).encode())
        for name in damage.NAMES[1:]:
            file.writestr(f"{name}.npy", b"")
    with pytest.raises(DatasetError, match=r"at most 2,147,483,648 numbers in x_train"):
        folder.read(tmp_path / "x.npz")


def test_a_line_without_end_is_not_read(tmp_path: Path) -> None:
    """A gzip file of a hundred kilobytes may hold one of a hundred million letters."""
    (tmp_path / "train.csv.gz").write_bytes(gzip.compress(b"1,2\n3,4\n" + b"5," * 5 * 10**7, 1))
    with pytest.raises(DatasetError, match="Expected lines of less than 1,048,576 letters in train"):
        folder.read(tmp_path)


def test_archives_within_each_other_are_opened_five_times(tmp_path: Path) -> None:
    """One may hold itself; data below a few folders are found."""
    (tmp_path / "train-images-idx3-ubyte").write_bytes(b"")
    for number in range(8):
        with zipfile.ZipFile(tmp_path / f"{number + 1}.zip", "w") as file:
            file.write(tmp_path / (f"{number}.zip" if number else "train-images-idx3-ubyte"), str(number))
    with pytest.raises(DatasetError, match=r"fetch it again|all four"):
        folder.read(tmp_path / "4.zip")
    with pytest.raises(DatasetError, match="found none of these: name the folder"):
        folder.read(tmp_path / "8.zip")
