"""Laws of data of one's own: classes, polarity, the test part, duplicates."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from analysis.data import content, folder, polarity, sources
from analysis.data.duplicates import duplicates
from analysis.data.found import Part
from analysis.data.images import ImageSet
from analysis.data.options import DataOptions
from analysis.data.parting import part_off
from analysis.system.errors import DatasetError
from tests.analysis.data.made_data import Listener, archive, put_idx, strokes, table, write_text

OPTIONS = DataOptions()


def test_too_many_classes(tmp_path: Path) -> None:
    """One class more than a hundred is refused with the number."""
    images, labels = strokes(101 * 12, classes=101, side=8)
    np.savez(tmp_path / "mine.npz", images=images, labels=labels)

    with pytest.raises(DatasetError, match="Expected 2 to 100 classes, found 101 different labels"):
        folder.look(tmp_path / "mine.npz", OPTIONS)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("a", "b"), "one name for each of the 3 classes .0 to 2., found 2"),
        (("a", "b", "c", "d"), "found 4 names"),
        (("a", "b", "a"), "found “a” twice"),
        (("a", "b", "\u202ec"), "printable"),
    ],
)
def test_names_that_do_not_fit(names: tuple[str, ...], said: str, tmp_path: Path) -> None:
    """Names of another number, equal names, and names that cannot be printed are refused in one sentence."""
    with pytest.raises(DatasetError, match=said):
        folder.look(archive(tmp_path), DataOptions(classes=names))


def test_names(tmp_path: Path) -> None:
    """Names come from the user, else from classes.txt, else they are the labels; the noun has its plural."""
    archive(tmp_path)
    assert folder.look(tmp_path, OPTIONS).test.classes.names == ("0", "1", "2")
    (tmp_path / "classes.txt").write_text("Äpfel\nமரம்\nc\n", encoding="utf-8-sig")
    assert folder.look(tmp_path, OPTIONS).test.classes.names == ("Äpfel", "மரம்", "c")
    given = folder.look(tmp_path, DataOptions(classes=("x", "y", "z"), noun="city")).test.classes
    assert (given.names, given.noun, given.nouns) == (("x", "y", "z"), "city", "cities")


def test_labels_from_one(tmp_path: Path) -> None:
    """Labels that do not count from 0 name their classes, and a note says so."""
    found = folder.look(
        archive(tmp_path, y_train=np.arange(60) % 3 + 1, y_test=np.arange(12) % 3 + 1), OPTIONS
    )

    assert found.test.classes.names == ("1", "2", "3")
    assert (found.training.labels.min(), found.reading.notes) == (
        0,
        ("The labels 1 to 3 were counted from 0.",),
    )


def test_polarity() -> None:
    """Dark margins are the dark of ink's paper, bright ones paper; where margins are neither, it is a photograph."""
    images, _ = strokes(60)
    gradients = np.add.outer(np.arange(60), np.add.outer(np.arange(12) * 9, np.arange(12) * 7)).astype(
        np.uint8
    )

    assert polarity.of_margins(images) == "light"
    assert polarity.of_margins(255 - images) == "ink"
    assert polarity.of_margins(gradients) == "photograph"


@pytest.mark.parametrize("inverted", [(), ("x_train", "x_test"), ("x_test",)])
def test_paper_is_zero(inverted: tuple[str, ...], tmp_path: Path) -> None:
    """However each part is stored, paper becomes 0; what was found is said, and parts that differ are warned of."""
    (x_train, _), (x_test, _) = strokes(60), strokes(12, seed=1)
    changes = {name: 255 - {"x_train": x_train, "x_test": x_test}[name] for name in inverted}
    listener = Listener()

    found = sources.load(str(archive(tmp_path, **changes)), listener)

    np.testing.assert_array_equal(found.training.images, x_train)
    np.testing.assert_array_equal(found.test.images, x_test)
    assert "60 training and 12 test images of 12 × 12 pixels, 3 classes" in listener.said[0]
    assert bool(listener.warned) == (len(inverted) == 1)


def test_polarity_can_be_set(tmp_path: Path) -> None:
    """The user's word counts: photographs stay as they are, ink is inverted."""
    images, _ = strokes(60)
    found = folder.look(archive(tmp_path), DataOptions(polarity="ink"))
    np.testing.assert_array_equal(found.training.images, 255 - images)
    assert found.training.format.polarity == "ink"
    found = folder.look(archive(tmp_path), DataOptions(polarity="photograph"))
    np.testing.assert_array_equal(found.training.images, images)
    assert found.training.format.polarity == "photograph"


def test_the_test_part_is_drawn_alike() -> None:
    """The parts make up all images, share none, hold a sixth of each class rounded up, and follow from the seed."""
    images, labels = strokes(100, classes=5)
    training, test = part_off(Part(images, labels), 1)
    again, other = part_off(Part(images, labels), 1)[1], part_off(Part(images, labels), 2)[1]

    assert np.bincount(test.labels).tolist() == [4] * 5
    assert len(training.labels) + len(test.labels) == 100
    np.testing.assert_array_equal(again.images, test.images)
    assert (other.images != test.images).any()
    with pytest.raises(DatasetError, match=r"at least 12 images of every class .* found 11 with the label 4"):
        part_off(Part(images[:59], labels[:59]), 0)


def test_duplicates_are_counted() -> None:
    """Test images that are training images are counted, those with another label apart."""
    training, test = ImageSet(*strokes(60)), ImageSet(*strokes(12, seed=1))
    assert duplicates(training, test) == (0, 0)

    test.images[:4] = training.images[:4]
    test.labels[:1] = 2
    assert duplicates(training, test) == (4, 1)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """An archive that unpacks to more than fifty times its size is refused, and nothing is left of it."""
    with zipfile.ZipFile(tmp_path / "mine.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("train.csv", bytes(content.SMALL + 1))

    with pytest.raises(DatasetError, match=r"at most 50 times of what is packed in mine.zip"):
        folder.look(tmp_path / "mine.zip", OPTIONS)


def test_several_sets_in_a_folder(tmp_path: Path) -> None:
    """Where file names tell several sets apart, they are listed."""
    (x_train, y_train), (x_test, y_test) = strokes(60), strokes(12, seed=1)
    made = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    put_idx(tmp_path, made, "one-")
    put_idx(tmp_path, made, "two-")

    with pytest.raises(DatasetError, match=r"found 2 \(one, two\): add one of these names"):
        folder.look(tmp_path, OPTIONS)


def test_one_table_is_split(tmp_path: Path) -> None:
    """A table alone has its test part split off."""
    images, labels = strokes(72)

    found = folder.look(write_text(tmp_path, table(images, labels, head=True)), OPTIONS)

    assert (found.reading.format, found.reading.split_off, len(found.test)) == ("a CSV file", True, 12)
