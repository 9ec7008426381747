"""Every format that people keep images in, as a small file made here, is read as the same images."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.data import folder, idx, sources
from analysis.data.options import DataOptions
from analysis.system.errors import DatasetError
from analysis.system.progress import NullProgress
from tests.analysis.data.made_data import pictures, put_idx, strokes, table

Arrays = dict[str, np.ndarray]

OPTIONS = DataOptions()


@pytest.fixture
def made() -> Arrays:
    """Return 60 and 12 images of three classes, by their usual names."""
    x_train, y_train = strokes(60)
    x_test, y_test = strokes(12, seed=1)
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


def same(found: folder.Look, made: Arrays) -> None:
    """Demand the images that were written."""
    for part, name in ((found.training, "train"), (found.test, "test")):
        np.testing.assert_array_equal(part.images, made[f"x_{name}"])
        np.testing.assert_array_equal(part.labels, made[f"y_{name}"])


VARIANTS: dict[str, Callable[[Arrays], Arrays]] = {
    "one-hot labels": lambda a: a | {k: np.eye(3)[a[k]] for k in ("y_train", "y_test")},
    "labels (n, 1)": lambda a: a | {k: a[k][:, None] for k in ("y_train", "y_test")},
    "float labels": lambda a: a | {k: a[k].astype(float) for k in ("y_train", "y_test")},
    "floats from 0 to 1": lambda a: a | {k: a[k] / np.float32(255) for k in ("x_train", "x_test")},
    "floats from -1 to 1": lambda a: a | {k: a[k] / 127.5 - 1 for k in ("x_train", "x_test")},
    "rows of pixels": lambda a: a | {k: a[k].reshape(len(a[k]), -1) for k in ("x_train", "x_test")},
    "a channel": lambda a: a | {k: a[k][..., None] for k in ("x_train", "x_test")},
    "a channel first": lambda a: a | {k: a[k][:, None] for k in ("x_train", "x_test")},
    "grey as colours": lambda a: a | {k: np.repeat(a[k][..., None], 3, 3) for k in ("x_train", "x_test")},
    "capital letters": lambda a: {k.replace("x", "X"): v for k, v in a.items()},
    "names of MedMNIST": lambda a: {
        "train_images": a["x_train"],
        "train_labels": a["y_train"],
        "test_images": a["x_test"],
        "test_labels": a["y_test"],
        "val_images": a["x_test"],
    },
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_arrays(variant: str, made: Arrays, tmp_path: Path) -> None:
    """Arrays of any of these layouts, ranges and names hold the same images, in an archive or in .npy files."""
    arrays: dict[str, Any] = VARIANTS[variant](made)
    np.savez_compressed(tmp_path / "mine.npz", **arrays)
    (tmp_path / "files").mkdir()
    for name, array in arrays.items():
        np.save(tmp_path / "files" / f"{name}.npy", array)

    same(folder.look(tmp_path / "mine.npz", OPTIONS), made)
    same(folder.look(tmp_path / "files", OPTIONS), made)


def test_validation_arrays(made: Arrays, tmp_path: Path) -> None:
    """A validation part is counted and left, or serves where there is no test part; other arrays are named, too."""
    more = {"x_val": made["x_test"], "y_val": made["y_test"], "writers": np.arange(60)}
    np.savez(tmp_path / "mine.npz", allow_pickle=True, **made, **more)
    found = folder.look(tmp_path / "mine.npz", OPTIONS)
    same(found, made)
    assert found.reading.notes == (
        "A validation part of 12 images (x_val) was passed over: the one of the training is drawn from the training images.",
        "1 other array was passed over (writers).",
    )

    training = {name: array for name, array in made.items() if "train" in name}
    np.savez(tmp_path / "mine.npz", allow_pickle=True, **training, **more)
    found = folder.look(tmp_path / "mine.npz", OPTIONS)
    same(found, made)
    assert (
        found.reading.notes[0]
        == "A validation part (x_val) serves as the test part, since there is no other."
    )


def test_small_numbers(tmp_path: Path) -> None:
    """Whole numbers up to 16, as scikit-learn keeps its digits, fill the range; `images` and `labels` are split."""
    images, labels = strokes(72)
    np.savez(tmp_path / "mine.npz", images=np.rint(images / 255 * 16), labels=labels)

    found = folder.look(tmp_path / "mine.npz", OPTIONS)

    assert found.training.images.max() == 255
    assert (found.reading.split_off, len(found.training), len(found.test)) == (True, 60, 12)
    assert found.reading.notes == ("Values from 0 to 16 were scaled to 0 to 255.",)


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("head", [False, True])
@pytest.mark.parametrize("zipped", [False, True])
def test_tables(head: bool, last: bool, zipped: bool, made: Arrays, tmp_path: Path) -> None:
    """train.csv and test.csv, with or without names of columns, the label first or last, zipped or not."""
    for part in ("train", "test"):
        text = table(made[f"x_{part}"], made[f"y_{part}"], head=head, last=last).encode()
        name = f"mnist_{part}.csv{'.gz' if zipped else ''}"
        (tmp_path / name).write_bytes(gzip.compress(text) if zipped else text)

    same(folder.look(tmp_path, OPTIONS), made)


def test_tables_of_kaggle(made: Arrays, tmp_path: Path) -> None:
    """A test.csv without labels is named and left; the test part comes from train.csv, each class at the same share."""
    (tmp_path / "train.csv").write_text(table(made["x_train"], made["y_train"], head=True))
    (tmp_path / "test.csv").write_text(table(made["x_test"], None, head=True))
    (tmp_path / "sample_submission.csv").write_text("ImageId,Label\n1,0\n")

    found = folder.look(tmp_path, OPTIONS)

    assert found.reading.notes == (
        "test.csv has no labels and was not used.",
        "1 other file was passed over (sample_submission.csv).",
    )
    assert found.test.per_class() == (4, 4, 4)


def test_pictures(made: Arrays, tmp_path: Path) -> None:
    """A folder of pictures per class is read, by parts or on one level, plain or zipped, also by Windows; its names are the classes."""
    names = ["ant", "bee", "猫"]
    for part in ("train", "test"):
        pictures(tmp_path / "two" / part, made[f"x_{part}"], made[f"y_{part}"], names)
    with (
        zipfile.ZipFile(tmp_path / "two.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        zipfile.ZipFile(tmp_path / "windows.zip", "w") as of_windows,
    ):
        for path in sorted((tmp_path / "two").rglob("*.png")):
            archive.write(path, path.relative_to(tmp_path))
            info = zipfile.ZipInfo("x")
            info.filename = str(path.relative_to(tmp_path)).replace("/", "\\")
            of_windows.writestr(info, path.read_bytes())

    order = {part: np.argsort(made[f"y_{part}"], kind="stable") for part in ("train", "test")}
    sorted_ = {name: array[order[name[2:]]] for name, array in made.items()}
    for path in (tmp_path / "two", tmp_path / "two.zip", tmp_path / "windows.zip"):
        found = folder.look(path, OPTIONS)
        same(found, sorted_)
        assert found.test.classes.names == tuple(names)
    assert folder.look(tmp_path / "two" / "train", OPTIONS).reading.split_off


def test_coloured_pictures_of_any_size(tmp_path: Path) -> None:
    """Pictures of several sizes are scaled on request; colour is kept where there is any, and can be taken off."""
    random = np.random.default_rng(0)
    for name in ("red", "blue"):
        (tmp_path / name).mkdir()
        for number in range(12):
            noise = random.integers(0, 256, (20 + number, 30, 3), np.uint8)
            Image.fromarray(noise).save(tmp_path / name / f"{number}.png")

    found = folder.look(tmp_path, DataOptions(resize=16))

    assert found.training.images.shape == (20, 16, 16, 3)
    assert (found.training.format.channels, found.training.format.polarity) == (3, "photograph")
    assert found.training.grey().images.shape == (20, 16, 16)

    data = sources.load(str(tmp_path), NullProgress(), DataOptions(resize=16))
    assert (data.test.channels, data.grey.test.channels) == (3, 1)
    assert data.reading
    assert "its luminance is studied" in data.reading.notes[-1]


def test_torchvision(made: Arrays, tmp_path: Path) -> None:
    """IDX files are found where torchvision puts them, and without a test part, too."""
    put_idx(tmp_path / "MNIST" / "raw", made)
    same(folder.look(tmp_path, OPTIONS), made)

    for path in (tmp_path / "MNIST" / "raw").glob("t10k*"):
        path.unlink()
    assert folder.look(tmp_path, OPTIONS).reading.split_off


@pytest.mark.parametrize("names", [("digits", "truth"), ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")])
def test_a_single_pair_of_idx_files(names: tuple[str, str], made: Arrays, tmp_path: Path) -> None:
    """A pair alone is read whatever its name, and all there is: its test part is drawn from it."""
    (tmp_path / names[0]).write_bytes(idx.encode(made["x_train"]))
    (tmp_path / names[1]).write_bytes(gzip.compress(idx.encode(made["y_train"].astype(np.uint8))))
    found = folder.look(tmp_path, OPTIONS)
    assert (found.reading.split_off, len(found.training) + len(found.test)) == (True, 60)
    assert found.reading.format == "two IDX files"


def test_two_pairs_of_other_names(made: Arrays, tmp_path: Path) -> None:
    """Two pairs of IDX files are told by words in their names; where these tell nothing, all are named."""
    for part in ("train", "test"):
        (tmp_path / f"my_{part}_images").write_bytes(idx.encode(made[f"x_{part}"]))
        (tmp_path / f"my_{part}_labels").write_bytes(idx.encode(made[f"y_{part}"].astype(np.uint8)))
    same(folder.look(tmp_path, OPTIONS), made)

    (tmp_path / "my_train_images").rename(tmp_path / "other")
    with pytest.raises(
        DatasetError, match=r"for each part, found 2 and 2 \(my_test_images, other, my_test_labels, …\)"
    ):
        folder.look(tmp_path, OPTIONS)


def test_emnist(tmp_path: Path) -> None:
    """Raw EMNIST is turned upright, its 26 labels from 1 on are letters; the name chooses among several sets."""
    x_train, y_train = strokes(26 * 12, classes=26, side=32)
    x_test, y_test = strokes(26 * 2, classes=26, side=32, seed=1)
    made = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    stored = {name: array.swapaxes(1, 2) if array.ndim == 3 else array + 1 for name, array in made.items()}
    put_idx(tmp_path, stored, "emnist-letters-", "test")
    put_idx(tmp_path, stored, "emnist-mnist-", "test")

    found = folder.look(tmp_path / "emnist-letters", OPTIONS)

    same(found, made)
    assert found.test.classes.names == tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert found.test.classes.nouns == "letters"
    assert "EMNIST stores its images transposed; rows and columns were exchanged." in found.reading.notes


def test_qmnist(made: Arrays, tmp_path: Path) -> None:
    """QMNIST's labels are the first of eight columns of whole numbers."""
    put_idx(tmp_path, made, "qmnist-", "test")
    for part in ("train", "test"):
        (tmp_path / f"qmnist-{part}-labels-idx1-ubyte").unlink()
        facts = np.zeros((len(made[f"y_{part}"]), 8), ">i4")
        facts[:, 0] = made[f"y_{part}"]
        header = np.array([0xC02, *facts.shape], ">u4").tobytes()
        (tmp_path / f"qmnist-{part}-labels-idx2-int").write_bytes(header + facts.tobytes())

    same(folder.look(tmp_path, OPTIONS), made)


@pytest.mark.parametrize(
    ("name", "title", "source"),
    [
        ("my data", "the data in “my data”", "the path in --dataset"),
        ("FashionMNIST", "Fashion-MNIST", "the path in --dataset"),
    ],
)
def test_titles(name: str, title: str, source: str, tmp_path: Path) -> None:
    """Data are called as their folder, or as the published set that it is named after, whose classes have names."""
    images, labels = strokes(200, classes=10, side=20)
    made = {"x_train": images, "y_train": labels, "x_test": images[:40], "y_test": labels[:40]}
    put_idx(tmp_path / name, made)

    found = sources.load(str(tmp_path / name), NullProgress())

    assert (found.title, found.source) == (title, source)
    assert (found.classes.noun, found.test.format.polarity) == (
        ("garment", "photograph") if title == "Fashion-MNIST" else ("digit", "ink")
    )
