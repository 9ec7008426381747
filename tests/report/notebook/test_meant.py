"""What a notebook holds is read as its maker meant it, and what the first page warns of is said there, too."""

from __future__ import annotations

from functools import partial
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

import report
from report.chapters import warnings
from report.notebook import Report

SMALL = load_digits()
X, Y = SMALL.data, SMALL.target
TWELVE = np.where((Y < 2) & (np.arange(len(Y)) % 2 == 0), Y + 10, Y)
TURNED = np.where((TWELVE > 9)[:, np.newaxis], X.reshape(-1, 8, 8).transpose(0, 2, 1).reshape(-1, 64), X)
NAMES = np.array(list("TSHIRWZABC"))
TRAIN, TEST = slice(0, 600), slice(1400, 1797)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def unpublished(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the pages; the bundle is dumped and checked all the same."""
    monkeypatch.setattr("report.output.site.write", lambda *_, **__: None)


def fitted(x: np.ndarray, y: np.ndarray) -> LogisticRegression:
    """Return a classifier of these labels."""
    return LogisticRegression(max_iter=60, tol=0.05).fit(x[TRAIN], y[TRAIN])


def _probabilities(model: LogisticRegression, images: np.ndarray) -> np.ndarray:
    return np.asarray(model.predict_proba(images))


LABELS = {
    "numbers as texts": (TURNED, TWELVE.astype(str)),
    "names": (X, NAMES[Y]),
    "from 3": (X, Y + 3),
    "truth values": (X, Y < 5),
}


@pytest.mark.usefixtures("unpublished")
@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("way", ["classifier", "method", "function", "array"])
def test_labels_of_scikit_learn(labels: str, way: str) -> None:
    """However a classifier of scikit-learn is handed over, its accuracy is the one that it computes itself."""
    x, y = LABELS[labels]
    model = fitted(x, y)
    handed = {
        "classifier": model,
        "method": model.predict_proba,
        "function": partial(_probabilities, model),
    }

    if way == "array":
        found = report.build(predictions=model.predict_proba(x[TEST]), y_test=y[TEST], pdf=False, quiet=True)
    else:
        found = report.build(handed[way], x[TEST], y[TEST], pdf=False, quiet=True)

    assert found.accuracy == pytest.approx(model.score(x[TEST], y[TEST]), abs=1e-5)


@pytest.mark.usefixtures("unpublished")
@pytest.mark.parametrize("rows", ["in order", "shuffled", "shuffled with a Series"])
def test_a_frame_is_read_by_its_names(rows: str) -> None:
    """Columns by the names of the classes, rows by the index, as the same table would be as a file."""
    pandas = pytest.importorskip("pandas")
    model = fitted(X, NAMES[Y])
    frame = pandas.DataFrame(model.predict_proba(X[TEST]), columns=model.classes_)[NAMES.tolist()]
    labels = NAMES[Y[TEST]]
    if rows != "in order":
        frame = frame.sample(frac=1, random_state=0)
    given = pandas.Series(labels) if rows == "shuffled with a Series" else labels

    found = report.build(predictions=frame, y_test=given, pdf=False, quiet=True)

    assert found.accuracy == pytest.approx(model.score(X[TEST], labels), abs=1e-5)
    assert bool(found.bundle.provenance.reading) == (rows == "shuffled")


@pytest.mark.usefixtures("unpublished")
def test_a_frame_may_bring_its_labels() -> None:
    """Then nothing else is needed."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"actual": Y[TEST], "predicted": Y[TEST]})

    assert report.build(predictions=frame, pdf=False, quiet=True).accuracy == 1


def test_the_warnings_of_the_first_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They stand in the output and in what the notebook shows, in the words of the page."""
    guesses = (Y[TEST] + 1) % 10
    found = report.build(predictions=guesses, y_test=Y[TEST], pdf=False)
    out, page = capsys.readouterr().out, (folder / "site" / "index.html").read_text(encoding="utf-8")

    warned = warnings.of(found.bundle)
    assert len(warned) == 2
    for each in warned:
        assert f"Warning: {each.words}" in out
        assert each.words in unescape(found._repr_html_())
        assert each.words in repr(found)
        assert each.numbers in unescape(page)


def test_a_report_without_warnings_shows_none() -> None:
    """Nothing is said where nothing is the matter."""
    found = report.build(predictions=Y[TEST], y_test=Y[TEST], pdf=False, quiet=True)

    assert isinstance(found, Report)
    assert "Warning" not in found._repr_html_() + repr(found)
