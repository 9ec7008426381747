"""Laws of pictures: all of a set are read alike, and what is passed over is counted and said."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from analysis.data import folder
from analysis.data.options import DataOptions
from analysis.system.errors import DatasetError
from tests.analysis.data.made_data import archive, pictures, put_idx, strokes, table

OPTIONS = DataOptions()
IMAGES, LABELS = strokes(72)
NAMES = ["a", "b", "c"]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Return a folder of 24 pictures for each of three classes."""
    pictures(tmp_path / "made", IMAGES, LABELS, NAMES)
    return tmp_path / "made"


def notes(path: Path) -> tuple[str, ...]:
    return folder.look(path, OPTIONS).reading.notes


def all_images(path: Path) -> np.ndarray:
    """Return the images of both parts, sorted."""
    found = folder.look(path, OPTIONS)
    images = np.concatenate([found.training.images, found.test.images])
    return np.unique(images, axis=0)


def test_folders_within_classes(made: Path) -> None:
    """Pictures below the folder of a class are of that class, as the usual libraries have it; their number is said."""
    for number in range(4):
        path = made / "b" / f"{3 * number + 1:03}.png"
        (made / "b" / "more" / "deep").mkdir(parents=True, exist_ok=True)
        path.rename(made / "b" / "more" / "deep" / path.name)

    assert notes(made) == ("4 of the pictures lie in folders within those of the classes.",)
    np.testing.assert_array_equal(all_images(made), np.unique(IMAGES, axis=0))


def test_what_is_passed_over_is_counted(made: Path) -> None:
    """Files that are no pictures, or of other kinds, are counted with their endings; folders and files beside are named."""
    for name in ("a/x.heic", "a/y.avif", "b/notes.txt", "a/Thumbs.db", "a/.hidden", "plan.txt", "README.md"):
        (made / name).write_bytes(b"?")
    (made / "docs").mkdir()
    (made / "a" / "000.png").rename(made / "a" / "000.jfif")

    assert notes(made) == (
        "3 other files were passed over in the folders of the classes (.avif, .heic, .txt).",
        "1 other file was passed over (plan.txt).",
        "1 other folder was passed over (docs).",
    )


def test_a_class_of_other_pictures_alone(made: Path) -> None:
    """A class that would be missing is an error that names it and the ending."""
    (made / "d").mkdir()
    (made / "d" / "1.heic").write_bytes(b"?")

    with pytest.raises(
        DatasetError, match=r"in the folder “d”, found 1 other files alone \(\.heic\): convert"
    ):
        folder.look(made, OPTIONS)


def test_validation_folders(tmp_path: Path) -> None:
    """A validation part serves as the test part, or is counted beside one."""
    for part in ("train", "val"):
        pictures(tmp_path / part, IMAGES, LABELS, NAMES)
    assert notes(tmp_path) == ("A validation part (val) serves as the test part, since there is no other.",)

    pictures(tmp_path / "test", IMAGES[:12], LABELS[:12], NAMES)
    assert len(folder.look(tmp_path, OPTIONS).test) == 12
    assert notes(tmp_path) == (
        "A validation part of 72 images (val) was passed over: the one of the training is drawn from the training images.",
    )


@pytest.mark.parametrize(
    ("arrange", "said"),
    [
        (
            "x/{name}/{number}.png;y/{name}/{number}.png",
            r"only in folders within others \(x, y\): name the one",
        ),
        ("{number}.png", "found 72 pictures without labels: sort them"),
        ("train/{number}.png;test/{number}.png", "found 72 pictures without labels"),
    ],
)
def test_folders_that_tell_no_classes(arrange: str, said: str, tmp_path: Path) -> None:
    """Where folders do not tell the classes, the sentence says what is there."""
    for number, (image, label) in enumerate(zip(IMAGES, LABELS, strict=True)):
        for form in arrange.split(";"):
            path = tmp_path / form.format(name=NAMES[label], number=number)
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(image).save(path)

    with pytest.raises(DatasetError, match=said):
        folder.look(tmp_path, OPTIONS)


def test_a_folder_around_the_classes(made: Path, tmp_path: Path) -> None:
    """Classes are found below the only folder that has any, with files beside it."""
    (tmp_path / "plan.txt").write_text("?")
    assert notes(tmp_path) == ("1 other file was passed over (plan.txt).",)
    np.testing.assert_array_equal(all_images(tmp_path), all_images(made))


def wide(bits: int) -> Callable[[np.ndarray], Image.Image]:
    """Keep an image in 16 bits, of which so many are used."""
    return lambda image: Image.fromarray(
        np.rint(image.astype(np.float64) / 255 * (2**bits - 1)).astype(np.uint16)
    )


def in_alpha(ink: int) -> Callable[[np.ndarray], Image.Image]:
    """Draw with one ink on a transparent ground."""
    return lambda image: Image.fromarray(np.stack([*[np.full_like(image, ink)] * 3, image], axis=-1))


RENDERED: dict[str, tuple[Callable[[np.ndarray], Image.Image], str]] = {
    "16 bits": (wide(16), ""),
    "12 bits": (wide(12), "The pictures have more than 8 bits, with values up to 4,095: 4,095 was read as white."),
    "8 bits in 16": (wide(8), "The pictures have more than 8 bits, with values up to 255: 255 was read as white."),
    "1 bit in 16": (
        lambda image: Image.fromarray((image > 127).astype(np.uint16)),
        "The pictures have more than 8 bits, with values up to 1: 1 was read as white.",
    ),
    "fractions": (
        lambda image: Image.fromarray((image / 255).astype(np.float32)),
        "The pictures have more than 8 bits, with values up to 1: 1 was read as white.",
    ),
    "white ink": (in_alpha(255), "The pictures are light ink on a transparent ground, which was read as black."),
    "black ink": (in_alpha(0), ""),
}  # fmt: skip


@pytest.mark.parametrize("kind", RENDERED)
def test_pictures_of_other_depth_and_ground(kind: str, tmp_path: Path) -> None:
    """However many bits are used, and whichever ink lies on no ground, the same images are read."""
    render, note = RENDERED[kind]
    for number, (image, label) in enumerate(zip(IMAGES, LABELS, strict=True)):
        (tmp_path / NAMES[label]).mkdir(exist_ok=True)
        end = "tif" if kind == "fractions" else "png"
        render(image).save(tmp_path / NAMES[label] / f"{number}.{end}")

    expected = np.where(IMAGES > 127, 255, 0) if kind == "1 bit in 16" else IMAGES
    np.testing.assert_array_equal(all_images(tmp_path), np.unique(expected, axis=0))
    assert " ".join(notes(tmp_path)) == note


def test_blank_images(tmp_path: Path) -> None:
    """Images that show nothing are counted; a part that is mostly of them is refused."""
    images, labels = strokes(60)
    images[:2] = 7
    assert folder.look(archive(tmp_path, x_train=images), OPTIONS).reading.notes == (
        "2 images are blank or nearly.",
    )

    for blank in (np.zeros_like(images), images // 16):
        with pytest.raises(
            DatasetError, match=r"training images that show something, found 60 of 60 blank or nearly"
        ):
            folder.look(archive(tmp_path, x_train=blank.astype(np.uint8), y_train=labels), OPTIONS)


def fifo(path: Path) -> None:
    """Put a pipe there."""
    os.mkfifo(path)


def bound(path: Path) -> None:
    """Put a socket there."""
    socket.socket(socket.AF_UNIX).bind(str(path))


@pytest.mark.parametrize("name", ["train.csv", "x_train.npy", "mnist.npz", "zz.parquet", "a/zz.png", "train-images-idx3-ubyte"])  # fmt: skip
@pytest.mark.parametrize(
    "put", [fifo, bound, lambda path: path.symlink_to("/dev/zero")], ids=["pipe", "socket", "device"]
)
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_nothing_is_waited_for(
    name: str, put: Callable[[Path], None], made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe, a socket or a device under any name that is read is refused before it is opened, or passed over and named."""
    monkeypatch.chdir(made)  # the address of a socket is short
    put(Path(name))
    if name == "x_train.npy":
        np.save("y_train.npy", LABELS)
    try:
        said = " ".join(notes(made))
    except DatasetError as error:
        said = str(error)
    assert Path(name).name in said


def test_formats_that_are_not_named(made: Path) -> None:
    """A file under a picture's name is decoded as one of the named formats or not at all."""
    Image.fromarray(IMAGES[0]).save(made / "a" / "000.png", "TGA")

    with pytest.raises(DatasetError, match=r"a picture in 000\.png, found it damaged or of another kind"):
        folder.look(made, OPTIONS)


def test_several_pictures_in_one_file(made: Path) -> None:
    """Pages of a TIFF are not dropped in silence."""
    first, second = (Image.fromarray(image) for image in IMAGES[:2])
    first.save(made / "a" / "1.tif", save_all=True, append_images=[second])

    with pytest.raises(DatasetError, match=r"one picture in 1\.tif, found 2 in a row"):
        folder.look(made, OPTIONS)


def test_a_broken_archive_beside_good_files(tmp_path: Path) -> None:
    """A broken mnist.npz, or tables that tell nothing, do not hide good files of another form; that is said."""
    (tmp_path / "mnist.npz").write_bytes(b"PK\x03\x04 cut off")
    put_idx(tmp_path, {"x_train": IMAGES, "y_train": LABELS, "x_test": IMAGES[:12], "y_test": LABELS[:12]})
    assert notes(tmp_path)[0].startswith("What could not be read was passed over. Expected an .npz archive")

    (tmp_path / "other").mkdir()
    pictures(tmp_path / "other", IMAGES, LABELS, NAMES)
    for name in ("one.csv", "two.csv"):
        (tmp_path / "other" / name).write_text(table(IMAGES, LABELS, head=True))
    assert "found 2 other tables" in notes(tmp_path / "other")[0]
