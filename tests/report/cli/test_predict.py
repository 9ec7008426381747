"""`predict`: the network of a site names pictures and rows of pixels, and says how sure it is."""

from __future__ import annotations

import csv
import re
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from analysis.bundle import Bundle, storage
from analysis.data.images import ImageSet
from analysis.models import inference, keras_file
from analysis.models.network import build
from analysis.models.recipes import PRESETS
from analysis.new_images import forms
from analysis.new_images.forms import Form
from analysis.run.runs import checksum
from analysis.system.errors import PredictionsError
from tests.report.cli.calls import call, one_sentence


@pytest.fixture(scope="module")
def made(tiny_bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the network of a site, untrained, with its results."""
    path = tmp_path_factory.mktemp("site") / "model.keras"
    keras_file.save(build((28, 28), 10, PRESETS["quick"].channels, dropout=0.1, seed=3), path)
    provenance = tiny_bundle.provenance.model_copy(update={"model_sha256": checksum(path.read_bytes())})
    storage.write(tiny_bundle.model_copy(update={"provenance": provenance}), path.parent / "results.json")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_pictures_in_a_folder(made: Path, digits: ImageSet, folder: Path) -> None:
    """Class, confidence and second choice are those of the network, on the terminal and in the file; --show draws all."""
    (folder / "pictures").mkdir()
    for number in range(3):
        Image.fromarray(255 - digits.images[number]).save(folder / "pictures" / f"{number}.png")

    done = call("predict", "pictures", "--model", made, "--out", "answers.csv", "--show", "seen")
    found = rows(folder / "answers.csv")

    assert done.exit_code == 0, done.output
    logits = inference.logits(keras_file.load(made, (28, 28), 10), digits.images[:3])
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert [row["class"] for row in found] == [str(label) for label in shares.argmax(axis=1)]
    assert [float(row["confidence"]) for row in found] == pytest.approx(shares.max(axis=1), abs=1e-4)
    assert [row["second"] for row in found] == [str(label) for label in np.argsort(shares, axis=1)[:, -2]]
    lines = done.stdout.splitlines()
    assert lines[-3].split()[:2] == ["pictures/0.png", found[0]["class"]]
    seen = np.asarray(Image.open(folder / "seen" / "1.png").convert("L"))
    assert np.array_equal(255 - seen[::8, ::8], digits.images[0])


def test_rows_of_pixels(made: Path, digits: ImageSet, folder: Path) -> None:
    """Kaggle's table of pixels, with or without labels and names, gives Kaggle's table of answers."""
    pixels = digits.images[:4].reshape(4, -1)
    heads = [f"pixel{number}" for number in range(pixels.shape[1])]
    np.savetxt("plain.csv", pixels, "%d", ",")
    np.savetxt("named.csv", pixels, "%d", ",", header=",".join(heads), comments="")
    np.savetxt(
        "labelled.csv",
        np.c_[digits.labels[:4], pixels],
        "%d",
        ",",
        header=",".join(["label", *heads]),
        comments="",
    )
    answers = []
    for name in ("plain", "named", "labelled"):
        done = call(
            "predict", f"{name}.csv", "--model", made, "--out", f"{name}-out.csv", "--kaggle", "--quiet"
        )
        assert (done.exit_code, done.output) == (0, "")
        answers.append(rows(folder / f"{name}-out.csv"))

    expected = inference.logits(keras_file.load(made, (28, 28), 10), digits.images[:4]).argmax(axis=1)
    assert answers[0] == answers[1] == answers[2]
    assert answers[0] == [{"ImageId": str(n), "Label": str(label)} for n, label in enumerate(expected, 1)]


def test_what_is_refused(made: Path, folder: Path) -> None:
    """One sentence each, before anything is written."""
    (folder / "text.png").write_text("no picture")
    (folder / "words.csv").write_text("a,b\nc,d\n")
    (folder / "narrow.csv").write_text("1,2\n3,4\n")
    (folder / "alone").mkdir()
    (folder / "alone" / "model.keras").write_bytes(made.read_bytes())
    (folder / "full").mkdir()
    (folder / "full" / "mine.txt").write_text("mine")
    Image.new("L", (28, 28)).save(folder / "a.png")
    before = {path.name for path in folder.iterdir()}

    for arguments, said in (
        (["a.png"], "Expected a network at site/model.keras"),
        (["a.png", "--model", "alone/model.keras"], "Expected results.json beside"),
        (["missing.png", "--model", made], "No such file"),
        (["text.png", "--model", made, "--out", "out.csv"], "no picture"),
        (["words.csv", "--model", made], "Expected 784 pixels in row 1 of words.csv"),
        (["narrow.csv", "--model", made], "found 2"),
        (["narrow.csv", "a.png", "--model", made], "one kind at a time"),
        (["a.png", "--model", made, "--kaggle"], "add --out"),
        (["a.png", "--model", made, "--show", "full"], "found files in it"),
    ):
        found = call("predict", "--quiet", *arguments)
        assert said in one_sentence(found)
    assert {path.name for path in folder.iterdir()} == before


def test_one_bad_picture_among_many(made: Path, digits: ImageSet, folder: Path) -> None:
    """The others are answered, under the numbers that they were given; what was not read is listed with its reason."""
    (folder / "pictures").mkdir()
    for number in range(4):
        Image.fromarray(255 - digits.images[number]).save(folder / "pictures" / f"{number}.png")
    (folder / "pictures" / "1.png").write_text("no picture")
    (folder / "pictures" / "2.png").write_bytes((folder / "pictures" / "0.png").read_bytes()[:90])
    (folder / "pictures" / "old").mkdir()

    plain = call("predict", "pictures", "--model", made, "--out", "answers.csv", "--show", "seen")
    kaggle = call("predict", "pictures", "--model", made, "--out", "kaggle.csv", "--kaggle", "--quiet")

    assert (plain.exit_code, kaggle.exit_code) == (1, 1)
    assert [row["name"] for row in rows(folder / "answers.csv")] == ["pictures/0.png", "pictures/3.png"]
    assert [row["ImageId"] for row in rows(folder / "kaggle.csv")] == ["1", "4"]
    assert sorted(path.name for path in (folder / "seen").iterdir()) == ["1.png", "4.png"]
    assert "1 folder" in plain.stderr
    assert kaggle.stderr.splitlines() == [
        "Expected a picture in pictures/1.png, found “no picture, or half of one”: give PNG, JPEG, BMP, GIF, TIFF or WebP.",
        "Expected a picture in pictures/2.png, found “no picture, or half of one”: give PNG, JPEG, BMP, GIF, TIFF or WebP.",
    ]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("#{}", "a cell that is no number"),
        ("", "no cells"),
        ("{},7", "785"),
        ("-{}", "numbers other than whole ones from 0 to 255"),
        ("nan,{}", "numbers other|785"),
        ("999{}", "numbers other than whole ones from 0 to 255"),
    ],
)
@pytest.mark.parametrize("place", [0, 2])
def test_one_bad_row_among_many(bad: str, said: str, place: int, digits: ImageSet, folder: Path) -> None:
    """Wherever it stands and whatever it begins with, it is said, and no later row gets another number."""
    lines = [",".join(map(str, image.ravel())) for image in digits.images[:4]]
    whole = [f"1{line[1:]}" for line in lines]  # the first pixel is no zero, so that a sign before it tells
    (folder / "whole.csv").write_text("\n".join(whole) + "\n")
    (folder / "bad.csv").write_text(
        "\n".join([*whole[:place], bad.format(whole[place]), *whole[place + 1 :], ""])
    )

    found, every = (forms.of_files([folder / name], Form(28, 28)) for name in ("bad.csv", "whole.csv"))

    (sentence,) = found.unread
    assert re.search(f"row {place + 1} of bad.csv.*found ({said})", sentence)
    assert list(found.numbers) == [number for number in (1, 2, 3, 4) if number != place + 1]
    assert np.array_equal(found.images, np.delete(every.images, place, axis=0))


def test_an_endless_line_is_refused_early(folder: Path) -> None:
    """No row of 784 pixels has millions of letters: little of them is read."""
    (folder / "long.csv").write_bytes(b"7" * 30_000_000)

    tracemalloc.start()
    with pytest.raises(PredictionsError, match="found one of more than"):
        forms.of_files([folder / "long.csv"], Form(28, 28))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 1_000_000
