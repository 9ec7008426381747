"""`report.build`: what a notebook has becomes a report; the network gets the arrays as they are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

import report
from analysis.bundle import storage
from analysis.bundle.record import Omitted, present
from analysis.system.errors import DigitsReportError, PrintingError

if TYPE_CHECKING:
    from report.notebook import Report

SMALL = load_digits()
X, Y = SMALL.data, SMALL.target
TRAIN, TEST = slice(0, 600), slice(1400, 1797)
NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@pytest.fixture(scope="module")
def model() -> LogisticRegression:
    """Return a network that takes rows of 64 numbers from 0 to 16."""
    return LogisticRegression(max_iter=60, tol=0.05).fit(X[TRAIN], Y[TRAIN])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def unpublished(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the pages, which other tests look at; the bundle is dumped and checked all the same."""
    monkeypatch.setattr("report.output.site.contents", lambda *_: {})
    monkeypatch.setattr("report.output.site.put", lambda *_: {})


def test_a_function_and_its_images(
    model: LogisticRegression, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report has the accuracy that its maker computes, its site opens, and each stage is one line."""
    found = report.build(
        model.predict_proba,
        X[TEST],
        Y[TEST],
        x_train=X[TRAIN],
        y_train=Y[TRAIN],
        pdf=False,
        title="Mine",
        authors="Ada",
    )

    assert found.accuracy == pytest.approx(model.score(X[TEST], Y[TEST]), abs=1e-5)
    assert (folder / found.site / "index.html").is_file()
    assert found.pdf is None
    assert storage.read(found.site / "results.json") == found.bundle
    assert (found.bundle.cover.title, found.bundle.cover.authors) == ("Mine", ("Ada",))
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        "Predicting",
        "Studying",
        "Writing",
    ]


def test_what_the_notebook_shows(model: LogisticRegression) -> None:
    """The summary names accuracy and interval, links the pages that are there, and fetches nothing."""
    found = report.build(predictions=model.predict(X[TEST]), y_test=Y[TEST], pdf=False, quiet=True)
    shown = found._repr_html_()

    assert 'href="site/index.html"' in shown
    assert "PDF" not in shown
    assert "95% interval" in shown
    assert not {"<script", "<style", "http", "color"} & set(shown.split('"'))
    assert "site/index.html" in repr(found)


def test_the_single_file_in_the_words_of_the_command(
    model: LogisticRegression, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`single_file` is what `--single-file` is: every chapter in one page beside the site, linked where it is shown."""
    answers = model.predict(X[TEST])
    found = report.build(predictions=answers, y_test=Y[TEST], pdf=False, single_file="report.html")

    page = (folder / "report.html").read_text(encoding="utf-8")
    assert all(f'id="chapter-{file.stem}"' in page for file in folder.glob("site/[!i]*.html"))
    assert found.single_file is not None
    assert 'href="report.html"' in found._repr_html_()
    assert "single file" in capsys.readouterr().out


@pytest.mark.parametrize("place", ["report.txt", "site/report.html"])
def test_a_place_that_the_single_file_may_not_take_is_refused_at_once(place: str, folder: Path) -> None:
    """One sentence, before the network is asked; no site is written."""
    with pytest.raises(DigitsReportError, match=r"single_file|no such|no/") as refused:
        report.build(predictions=Y[TEST], y_test=Y[TEST], pdf=False, single_file=place)
    assert "--single-file" not in str(refused.value)
    assert not (folder / "site").exists()


@pytest.mark.usefixtures("unpublished")
@pytest.mark.parametrize(
    ("x", "said"),
    [
        (X.reshape(-1, 8, 8), "from 0 to 16"),
        (X.reshape(-1, 8, 8, 1) / 16, "from 0 to 1"),
        (X.reshape(-1, 1, 8, 8) / 8 - 1, "from −1 to 1"),
        ((X * 15).astype(np.uint8), "from 0 to 255"),
        ((X.reshape(-1, 8, 8) - 5) / 6, "from -0.833 to 1.83"),
        ((1 - np.pad(X.reshape(-1, 8, 8) / 16, ((0, 0), (4, 4), (4, 4)))), "light margins"),
        (np.repeat(X.reshape(-1, 8, 8, 1) / 16, 3, axis=3), "from 0 to 1"),
    ],
)
def test_every_form_of_images(x: np.ndarray, said: str) -> None:
    """The function gets them as they are; the report says how its pictures came about, and ink is bright in them."""
    got: list[np.ndarray] = []

    def answer(batch: np.ndarray) -> np.ndarray:
        got.append(batch)
        return np.asarray(np.eye(10)[Y[TEST][: len(batch)]])

    found = report.build(answer, x[TEST], Y[TEST], pdf=False, quiet=True)

    assert np.array_equal(np.concatenate(got), x[TEST])
    assert said in found.bundle.findings.dataset.source
    gallery = present(found.bundle.findings.gallery)
    assert gallery
    pixels = gallery.pixels.array()
    middle, margin = pixels[:, pixels.shape[1] // 2], pixels[:, 0, 0]
    assert middle.mean() > margin.mean()


@pytest.mark.usefixtures("unpublished")
@pytest.mark.parametrize(
    ("x", "y", "classes", "names"),
    [
        (X, np.eye(10)[Y], None, tuple("0123456789")),
        (X, np.array(NAMES)[Y], NAMES, NAMES),
        (X.tolist(), Y.tolist(), list(NAMES), NAMES),
        (X, Y[:, np.newaxis].astype(np.float32), NAMES, NAMES),
    ],
)
def test_every_form_of_labels(
    x: object, y: object, classes: Sequence[str] | None, names: object, model: LogisticRegression
) -> None:
    """Numbers, one-hot rows, names, lists and columns are the same labels."""
    found = report.build(
        model.predict_proba, np.asarray(x)[TEST], np.asarray(y)[TEST], classes=classes, pdf=False, quiet=True
    )

    assert found.accuracy == pytest.approx(model.score(X[TEST], Y[TEST]), abs=1e-5)
    assert found.bundle.classes.names == names


def nothing(_: np.ndarray) -> np.ndarray:
    """Answer nothing."""
    return np.zeros((1, 10))


WRONG: dict[str, tuple[Callable[[], Report], str]] = {
    "neither": (lambda: report.build(x_test=X, y_test=Y), "both or neither"),
    "both": (lambda: report.build(nothing, X, Y, predictions=Y), "both or neither"),
    "no labels": (lambda: report.build(nothing, X), "Expected y_test"),
    "no images": (lambda: report.build(nothing, y_test=Y), "Expected x_test"),
    "no y_train": (lambda: report.build(nothing, X, Y, x_train=X), "Expected y_train"),
    "lengths": (lambda: report.build(nothing, X, Y[:9]), "1,797 images and 9 labels"),
    "no function": (lambda: report.build("model.keras", X, Y), "found str"),
    "scores": (lambda: report.build(nothing, X, Y), "for each of 500 images"),
    "a shape": (lambda: report.build(nothing, X[:, :63], Y), "found the shape 1,797 × 63"),
    "an exception": (lambda: report.build(lambda _: 1 / 0, X, Y), "division by zero"),
    "a history": (lambda: report.build(predictions=Y, y_test=Y, history=[1]), "what model.fit returns"),
    "few names": (lambda: report.build(predictions=Y, y_test=Y, classes=["a", "b"]), "from 0 to 1, found 9"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_reported(case: str, folder: Path) -> None:
    """One sentence, and nothing is left in the folder."""
    call, said = WRONG[case]

    with pytest.raises(DigitsReportError, match=said) as caught:
        call()

    assert "\n" not in str(caught.value)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("where", ["title", "classes", "labels"])
def test_words_that_no_font_has(where: str, folder: Path) -> None:
    """A sign that no font can show, in a title or a name, is one sentence that names the way out of Python; nothing is left."""
    strange = "\U00012000"  # a cuneiform sign
    names = [strange, *NAMES[1:]]
    given_names = names if where == "classes" else None
    y = np.array(names)[Y[TEST]] if where == "labels" else Y[TEST]

    with pytest.raises(PrintingError, match="Expected a font for every sign") as caught:
        report.build(
            predictions=np.eye(10)[Y[TEST]], y_test=y, classes=given_names,
            title=strange if where == "title" else None, quiet=True,
        )  # fmt: skip

    assert "leave the PDF out: pdf=False." in str(caught.value)
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("unpublished")
def test_a_history_without_validation_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Curves need validation images; the report says so and goes on."""
    found = report.build(predictions=Y, y_test=Y, history={"loss": [1.0], "accuracy": [0.5]}, pdf=False)

    assert found.bundle.findings.history is None
    assert "Warning: The history is left out" in capsys.readouterr().out


@pytest.mark.usefixtures("unpublished")
def test_without_training_images() -> None:
    """What compares with training images is omitted, and says so."""
    found = report.build(
        lambda batch: np.eye(10)[Y[TEST][: len(batch)]], X[TEST], Y[TEST], pdf=False, quiet=True
    )

    assert found.bundle.findings.class_means == Omitted(reason="no training images were given")
    assert found.bundle.findings.network == Omitted(
        reason="the network was given as a function, which does not tell its layers"
    )


def test_the_package_is_light() -> None:
    """`import report` imports neither NumPy nor anything else that is slow."""
    code = "import sys, report; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert not {"numpy", "pydantic", "matplotlib", "tensorflow", "jinja2"} & set(done.stdout.split())
