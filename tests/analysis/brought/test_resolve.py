"""Scores and predictions are read as their maker meant them: what is right for the maker is right here, and how is said."""

from __future__ import annotations

import csv
import re
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from scipy.special import softmax

from analysis.brought import predictions_file, resolve
from analysis.brought.predictions import PredictionsRead, by_shape, of_columns
from analysis.brought.resolve import Brought
from analysis.data import sample
from analysis.data.images import Dataset
from analysis.system.errors import PredictionsError

RNG = np.random.default_rng(5)
N = 600


def scores_of(labels: np.ndarray, k: int) -> np.ndarray:
    """Return probabilities (n, K) of a classifier that is mostly right."""
    return np.asarray(softmax(RNG.normal(size=(len(labels), k)) * 1.5 + 4 * np.eye(k)[labels], axis=1))


LABELS = RNG.permutation(np.arange(N) % 12)
SHARES = scores_of(LABELS, 12)
RIGHT = int((SHARES.argmax(axis=1) == LABELS).sum())
TREES = np.array(["oak", "ash", "elm", "fir", "yew", "box", "bay", "fig", "gum", "ivy", "nut", "sal"])
AS_TEXTS = np.argsort(np.arange(12).astype(str))


def alone(
    scores: np.ndarray, labels: np.ndarray, heads: Sequence[str] | None = None, **more: object
) -> Brought:
    """Join scores with labels beside them."""
    return resolve.alone(PredictionsRead(scores, None, labels, tuple(heads) if heads else None), **more)  # type: ignore[arg-type]


ORDER = RNG.permutation(12)
HEADS = {
    "p_0": (LABELS, [f"p_{k}" for k in ORDER]),
    "0.0": (LABELS, [f"{k}.0" for k in ORDER]),
    "prob(class=0)": (LABELS, [f"prob(class={k})" for k in ORDER]),
    "class_1": (LABELS + 1, [f"class_{k + 1}" for k in ORDER]),
    "p_0 of labels from 1": (LABELS + 1, [f"p_{k}" for k in ORDER]),
    "names": (TREES[LABELS], TREES[ORDER].tolist()),
    "p_oak": (TREES[LABELS], [f"p_{name}" for name in TREES[ORDER]]),
    "oak (%)": (TREES[LABELS], [f"{name} (%)" for name in TREES[ORDER]]),
    "texts of numbers": (LABELS.astype(str), ORDER.astype(str).tolist()),
}


@pytest.mark.parametrize("heads", HEADS)
def test_columns_are_found_by_their_names(heads: str) -> None:
    """Whatever the order of the columns, as many predictions are correct as for their maker."""
    labels, names = HEADS[heads]

    found = alone(SHARES[:, ORDER], labels, names)

    assert int(found.correct.sum()) == RIGHT
    assert found.scores is not None
    assert np.allclose(softmax(found.scores.logits, axis=1).max(axis=1), SHARES.max(axis=1))


@pytest.mark.parametrize(
    ("labels", "columns", "said"),
    [
        (LABELS, np.arange(12), None),
        (
            LABELS,
            AS_TEXTS,
            r"as texts \(0, 1, 10, 11, 2, …\), as scikit-learn writes them: .* read as usual, ",
        ),
        (LABELS.astype(str), AS_TEXTS, "as texts"),
        (LABELS.astype(str), np.arange(12), "as numbers, although they are texts"),
        (LABELS + 1, np.arange(12), "count from 1"),
        (LABELS * 10 + 3, np.arange(12), r"that occur \(3 to 113\)"),
    ],
)
def test_labels_that_are_numbers(labels: np.ndarray, columns: np.ndarray, said: str | None) -> None:
    """Columns without names stand in the order of numbers or of texts, from 0 or from 1: the labels decide, and it is said."""
    found = alone(SHARES[:, columns], labels)

    assert int(found.correct.sum()) == RIGHT
    assert found.classes.names == tuple(map(str, np.unique(labels.astype(int))))
    assert re.search(said, " ".join(found.notes)) if said else found.notes == ()


def test_a_guessing_classifier_keeps_the_usual_order() -> None:
    """Where no order is clearly better, the columns count from 0."""
    found = alone(scores_of(RNG.permutation(LABELS), 12), LABELS)

    assert found.notes == ()


def test_classes_in_alphabetical_columns() -> None:
    """Names in an order of their own, columns as scikit-learn sorts them."""
    found = alone(SHARES[:, np.argsort(TREES)], TREES[LABELS], names=TREES.tolist())

    assert found.classes.names == tuple(TREES)
    assert int(found.correct.sum()) == RIGHT
    assert "alphabetical order" in found.notes[0]


LETTERS = [name for name in "abcdefghijklmnopqrstuvwxyz" if name not in "jz"]
SIGNS = RNG.permutation(np.arange(N) % 24)
SIGN_SHARES = scores_of(SIGNS, 24) * 0.999


@pytest.mark.parametrize("outputs", [25, 26])
def test_more_outputs_than_classes(outputs: int) -> None:
    """Twenty-four letters of sign language, numbered from 0 without 9: the columns of the others are left out, and named."""
    kept = np.array([k for k in range(25) if k != 9])
    scores = np.full((N, outputs), 0.001 / (outputs - 24))
    scores[:, kept] = SIGN_SHARES

    found = alone(scores, kept[SIGNS])

    assert len(found.classes.names) == 24
    assert int(found.correct.sum()) == int((SIGN_SHARES.argmax(axis=1) == SIGNS).sum())
    assert found.notes == (f"Classes without test images were left out: 9{', 25' if outputs == 26 else ''}.",)
    assert not found.in_plain_order
    named = alone(
        scores, np.array([*"abcdefghiklmnopqrstuvwxy"])[SIGNS], [*"abcdefghijklmnopqrstuvwxyz"][:outputs]
    )
    assert named.classes.names == tuple(LETTERS)


@pytest.mark.parametrize("first", [True, False])
def test_letters_from_1_with_a_column_for_0(first: bool) -> None:
    """A network with one output more than there are letters, as EMNIST's numbers make many."""
    scores = np.insert(SHARES, 0 if first else 12, 1e-6, axis=1)

    found = alone(scores, LABELS + 1 if first else LABELS)

    assert int(found.correct.sum()) == RIGHT
    assert found.classes.names == tuple(str(k + first) for k in range(12))


def test_what_leaving_out_a_class_changes_is_said() -> None:
    """The images whose highest score was there count as the next class, and the accuracy with them as errors is given."""
    scores = np.column_stack([SHARES, np.zeros(N)])
    scores[:30, 12] = 5

    found = alone(scores, LABELS)

    errors = (scores.argmax(axis=1) == LABELS).mean()
    assert int(found.correct.sum()) == RIGHT
    assert "30 of 600 images had their highest score there" in found.notes[0]
    assert f"an accuracy of {100 * errors:.2f}%" in found.notes[0]


WRONG: dict[str, tuple[Callable[[], Brought], str]] = {
    "transposed": (lambda: alone(SHARES.T, LABELS), "found a column for each: transpose"),
    "fewer columns": (lambda: alone(SHARES[:, :9], LABELS), "Expected 12 columns of scores, one per class, found 9"),
    "other names": (lambda: alone(SHARES, TREES[LABELS], [*TREES[:11], "cat"], names=TREES), "found “cat”"),
    "a column that is none": (lambda: alone(np.column_stack([SHARES, np.arange(N) + 9]), LABELS), "in others .12. for 600 of 600"),
    "more columns without names": (lambda: alone(np.column_stack([SHARES, SHARES]), TREES[LABELS]), "name the classes in the order"),
    "a class that has no images": (
        lambda: resolve.alone(PredictionsRead(None, np.where(np.arange(N) < 9, 77, LABELS), LABELS)),
        "none of “77”, which 9 predictions name",
    ),
    "one label in the clouds": (
        lambda: resolve.alone(PredictionsRead(None, LABELS, np.where(np.arange(N) == 0, 987654321, LABELS))),
        "found 1 of “987654321”",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit(case: str) -> None:
    """One sentence names the true cause."""
    make, said = WRONG[case]

    with pytest.raises(PredictionsError, match=said) as caught:
        make()
    assert "\n" not in str(caught.value)


def test_predictions_from_0_and_labels_from_1() -> None:
    """One is added to each prediction, and said."""
    found = resolve.alone(PredictionsRead(None, SHARES.argmax(axis=1), LABELS + 1))

    assert int(found.correct.sum()) == RIGHT
    assert "one was added" in found.notes[0]


@pytest.mark.parametrize("top", [1, 100, 0.5])
def test_one_hot_scores_are_decisions(top: float) -> None:
    """A single number in each row is no confidence."""
    found = alone(top * np.eye(12)[SHARES.argmax(axis=1)], LABELS)

    assert found.scores is None
    assert found.no_scores == resolve.DECISIONS
    assert int(found.correct.sum()) == RIGHT


def test_a_predicted_class_beside_other_scores_is_said() -> None:
    """Scores are followed, and rows in which a column says otherwise are counted."""
    beside = SHARES.argmax(axis=1)
    beside[:7] = (beside[:7] + 1) % 12
    found = resolve.alone(PredictionsRead(SHARES, None, LABELS, beside=beside))

    assert found.notes == (
        "In 7 of 600 rows the predicted class is not that of the highest score, which was followed.",
    )


@pytest.fixture(scope="module")
def digits() -> Dataset:
    """Return scikit-learn's sample."""
    return Dataset("digits", "the sample", "the library itself", *sample.read(), sha256={})


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("name", ["id", "ImageId", "index", "Unnamed: 0", ""])
def test_rows_are_brought_into_the_order_of_their_ids(name: str, first: int, digits: Dataset) -> None:
    """A shuffled loader, or a sorted submission: a column that holds each number once says which image is meant."""
    n = len(digits.test)
    ids = RNG.permutation(n)
    guesses = np.where(np.arange(n) % 10 == 0, (digits.test.labels + 1) % 10, digits.test.labels)
    columns = [ids + first, guesses[ids]]

    found = resolve.with_dataset(of_columns([name, "predicted"], columns, "here"), digits)

    assert np.array_equal(found.predicted, guesses)
    assert "brought into the order of the column that numbers the images" in found.notes[0]


def test_rows_that_are_already_in_order_stay(digits: Dataset) -> None:
    """Where the numbers are those of something else, the rows are left as they are, and it is said."""
    columns = [RNG.permutation(len(digits.test)), digits.test.labels]

    found = resolve.with_dataset(of_columns(["id", "predicted"], columns, "here"), digits)

    assert found.correct.all()
    assert "left in their order" in found.notes[0]


NAMES = [
    ("actual", "predicted"), ("ground_truth", "prediction"), ("Ground Truth", "Predicted Class"), ("expected", "answer"),
    ("true-label", "pred.label"), ("y_true", "y_hat"), ("label", "class"), ("class", "predicted"), ("target", "argmax"),
    ("actual", "label"),
]  # fmt: skip
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "latin-1"]


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("index", [True, False])
def test_usual_names_of_columns(names: tuple[str, str], index: bool, tmp_path: Path) -> None:
    """Labels and predictions are told by what people call them, with or without pandas' index."""
    guesses = SHARES.argmax(axis=1)
    rows = zip(np.arange(N), LABELS, guesses, strict=True)
    with (tmp_path / "p.csv").open("w", newline="") as file:
        csv.writer(file).writerows([row[not index :] for row in [("", *names), *rows]])

    found = resolve.alone(predictions_file.read(tmp_path / "p.csv"))

    assert np.array_equal(found.labels, LABELS)
    assert np.array_equal(found.predicted, guesses)


def test_scores_among_columns_that_say_other_things(tmp_path: Path) -> None:
    """File names, losses and verdicts are passed over; the numbered columns are the scores."""
    head = ["filename", "actual", "predicted", *(f"p_{k}" for k in range(12)), "loss", "correct", "writer"]
    guesses = SHARES.argmax(axis=1)
    rows = [
        [f"{i}.png", LABELS[i], guesses[i], *SHARES[i], 3.7, guesses[i] == LABELS[i], "Ada"] for i in range(N)
    ]
    with (tmp_path / "p.csv").open("w", newline="") as file:
        csv.writer(file).writerows([head, *rows])

    found = resolve.alone(predictions_file.read(tmp_path / "p.csv"))

    assert int(found.correct.sum()) == RIGHT
    assert found.notes == ()


def decimals_with_commas(value: float) -> str:
    """Write as a German spreadsheet does."""
    return f"{value:.7f}".replace(".", ",")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [";", "\t", ",", " "])
def test_tables_as_programs_write_them(encoding: str, separator: str, tmp_path: Path) -> None:
    """Encodings, separators, decimal commas and commas at the end of lines change no number."""
    names = np.array(["Käfer", "Föhre", "Öl"])[LABELS % 3]
    shares = scores_of(LABELS % 3, 3)
    write = str if separator in ", " else decimals_with_commas
    end = separator if separator == "," else ""
    rows = [
        separator.join([name, *map(write, row.tolist())]) + end
        for name, row in zip(names, shares, strict=True)
    ]
    head = separator.join(["label", "Käfer", "Föhre", "Öl"]) + end
    (tmp_path / "p.csv").write_text("\r\n".join([head, *rows]) + "\r\n", encoding=encoding)

    found = resolve.alone(predictions_file.read(tmp_path / "p.csv"))

    assert found.scores is not None
    assert found.classes.names == ("Käfer", "Föhre", "Öl")
    assert np.allclose(softmax(found.scores.logits, axis=1), shares, atol=1e-6)


def test_a_table_of_numpy_and_one_of_r(tmp_path: Path) -> None:
    """NumPy's savetxt writes a sign before the names, R leaves out the name of the rows' names."""
    guesses = SHARES.argmax(axis=1)
    np.savetxt(tmp_path / "n.csv", np.c_[LABELS, guesses], fmt="%d", delimiter=",", header="label,predicted")
    lines = [f'"{i + 1}",{LABELS[i]},{guesses[i]}' for i in range(N)]
    (tmp_path / "r.csv").write_text("\n".join(['"label","predicted"', *lines]))

    for name in ("n.csv", "r.csv"):
        assert np.array_equal(resolve.alone(predictions_file.read(tmp_path / name)).predicted, guesses)


@pytest.mark.parametrize("text", ['{"predictions": [1, 2]}', "[[0.1, 0.9]]", '[{"label": 1}]'])
def test_json_is_called_what_it_is(text: str, tmp_path: Path) -> None:
    """And the way from there is named."""
    (tmp_path / "p.json").write_text(text)

    with pytest.raises(PredictionsError, match="found JSON: save its numbers as CSV"):
        predictions_file.read(tmp_path / "p.json")


def test_a_table_takes_little_more_memory_than_its_numbers(tmp_path: Path) -> None:
    """Rows become numbers a part at a time: a hundred thousand rows of ten scores are 8 MB."""
    with (tmp_path / "p.csv").open("w") as file:
        file.write("label,0,1,2,3,4,5,6,7,8,9\n")
        file.writelines(["3,0.11,0.09,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1\n"] * 100_000)
    tracemalloc.start()
    found = predictions_file.read(tmp_path / "p.csv")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert found.scores is not None
    assert found.scores.shape == (100_000, 10)
    assert most < 50e6


def test_the_second_of_two_classes_in_a_table() -> None:
    """A column called probability, or predicted, may hold that of the second class."""
    labels, share = np.arange(90) % 2, 0.2 + 0.5 * (np.arange(90) % 2) + 0.1 * RNG.random(90)
    for name in ("probability", "predicted", "score"):
        found = resolve.alone(of_columns(["label", name], [labels, share], "here"))
        assert found.scores is not None
        assert found.correct.all()
    assert by_shape(share).scores is not None
