"""The chapter on results: no class, group or baseline differs without a test, and each kind of bundle renders."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bundle.accuracy import PrecisionRecallGap
from analysis.bundle.record import Proportion
from report.chapters import phrases
from report.chapters.results import chapter, decimals, seed_runs, test_set
from report.figures.canvas import Medium
from report.output.render import Renderer
from tests.pretended import changed as pretending
from tests.report.chapters import small_bundle as small

PARTS: dict[str, dict[str, Any]] = {
    "bare": {"confidence": False},
    "whole": {
        "scores": small.scores(),
        "class_means": small.class_means(),
        "training": small.training(),
        "seeds": small.seeds(),
        "writer_groups": small.writer_groups(),
        "disputed_labels": small.disputed_labels(small.share(2, 12), (3, 5), 1),
        "name": "mnist",
    },
    "no errors": {
        "accuracy": small.accuracy(
            overall=small.share(360, 360), errors=small.share(0, 360), largest_gap=PrecisionRecallGap(label=0, value=0.0)
        ),
        "confusion": small.confusion(0),
        "scores": small.scores(0),
        "disputed_labels": small.disputed_labels(None),
    },
    "near chance": {"accuracy": small.accuracy(overall=small.share(120, 360), near_chance=True)},
    "one answer for all": {"accuracy": small.accuracy(
        classes=(small.class_scores(0, 0), small.class_scores(1, 120, 0), small.class_scores(2, 120, 0)),
        largest_gap=None, never_predicted=(1, 2),
    )},
}  # fmt: skip


def page(monkeypatch: pytest.MonkeyPatch, medium: Medium = "web", **parts: Any) -> str:  # noqa: ANN401
    """Render the chapter as the only one of a report."""
    monkeypatch.setattr("report.chapters.CHAPTERS", (chapter,))
    monkeypatch.setattr("report.pages.PAGES", ())
    renderer = Renderer(small.bundle(**parts), medium)
    return " ".join((renderer.paper() if medium == "paper" else renderer.pages()["results.html"]).split())


@pytest.mark.parametrize("medium", ["web", "paper"])
@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_every_kind_of_bundle_renders(
    parts: dict[str, Any], medium: Medium, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A section stands on the page exactly if the chapter names it, and so do figures and tables."""
    found, text = chapter(small.bundle(**parts)), page(monkeypatch, medium, **parts)

    for id_ in ("by-class", "scores", "writer-groups", "disputed-labels", "random-seeds"):
        assert (f'<section id="{id_}">' in text) == (id_ in {section.id for section in found.sections})
    for kind, shown in (("fig", found.figures), ("tab", found.tables)):
        for name, one in shown.items():
            assert text.count(f'id="{kind}-{name}"') == (one is not None)


def test_a_class_is_singled_out_by_a_test() -> None:
    """A recall that differs significantly from each other one is the lowest."""
    found = small.accuracy(lowest_recall_significant=True, recalls_differ=True)

    assert "emu is significantly lower" in phrases.recall_differences(found, small.NAMING)


@given(
    correct=st.tuples(*[st.integers(0, 120)] * 3), predicted=st.tuples(*[st.integers(120, 4000)] * 3)
)  # fmt: skip
def test_no_printed_gap_exceeds_the_bound(correct: tuple[int, ...], predicted: tuple[int, ...]) -> None:
    """Precision and recall in the table never differ by more than the caption says."""
    classes = tuple(
        pretending(small.class_scores(label, 120 - hits, total), precision=small.share(hits, total))
        for label, (hits, total) in enumerate(zip(correct, predicted, strict=True))
    )
    gaps = [abs(one.precision.value - one.recall.value) for one in classes if one.precision]
    gap = PrecisionRecallGap(label=0, value=float(f"{max(gaps):.6g}"))
    table = chapter(small.bundle(accuracy=small.accuracy(classes=classes, largest_gap=gap))).tables[
        "class-scores"
    ]

    assert table
    shown = [[_bare(str(cell)) for cell in row.cells[3:5]] for row in table.table.rows]
    bound = max(gaps) and float(table.claim.split("at most ")[1].split(" points")[0].replace(",", ""))
    assert max(abs(first - second) for first, second in shown) <= bound + 1e-9


def _bare(percentage: str) -> float:
    return float(percentage.strip("%<>"))


def test_the_decimals_of_a_column_are_those_of_its_smallest_total() -> None:
    """No column mixes decimals, and none has more than its smallest class allows."""
    many, few = small.share(1990, 2000), small.share(110, 120)

    assert [decimals(column) for column in ([many], [few], [many, few])] == [2, 1, 1]
    table = chapter(small.bundle()).tables["class-scores"]
    assert table
    assert {len(str(row.cells[5]).split(".")[1]) for row in table.table.rows} == {3}


@pytest.mark.parametrize(
    ("comparison", "said"),
    [
        ("not different", "The error rates of the two groups of writers do not differ significantly"),
        ("different", "The error rates of the two groups of writers differ significantly"),
        ("inconclusive", "The comparison of the error rates of the two groups of writers is inconclusive"),
    ],
)
def test_writers_differ_only_where_test_and_interval_say_so(comparison: str, said: str) -> None:
    """The caption follows the comparison; the text gives the difference with its interval."""
    groups = small.writer_groups(comparison)
    table = test_set.writer_groups(small.bundle(writer_groups=groups))

    assert table
    assert table.claim.startswith(said)
    assert "2.2 points (95% interval 0.2 to 4.2) higher" in test_set.writer_difference(groups)


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        (small.share(1, 1), "The one error is on the published list of disputed labels."),
        (None, "No image was misclassified, not even one with a disputed label."),
    ],
)
def test_errors_on_the_list_are_counted(errors: Proportion | None, said: str) -> None:
    """The caption holds for a single error and for no errors at all."""
    assert phrases.disputed_errors(small.disputed_labels(errors)) == said


@pytest.mark.parametrize(
    ("errors", "confident", "confidence", "said"),
    [
        (small.share(2, 12), 1, True, "one is on the list"),
        (small.share(4, 12), 3, True, "three are on the list"),
        (small.share(1, 12), 0, True, "none is on the list"),
        (small.share(1, 2), 1, True, ""),
        (small.share(2, 12), 0, False, ""),
        (None, 0, True, ""),
    ],
)  # fmt: skip
def test_the_three_most_confident_errors_must_exist(
    errors: Proportion | None,
    confident: int,
    confidence: bool,
    said: str,
) -> None:
    """With fewer errors than three, or without probabilities, nothing is said of the three most confident ones."""
    found = small.disputed_labels(errors, confident=confident)
    words = test_set.most_confident(small.bundle(disputed_labels=found, confidence=confidence))

    assert (said in words) if said else not words


SHOWN = [(1, "quick", 1), (7, "quick", None), (1, "thorough", None)]


@pytest.mark.parametrize(("seed", "preset", "shown"), SHOWN)
def test_the_shown_run_is_one_of_the_runs(seed: int, preset: str, shown: int | None) -> None:
    """A run of another recipe, or with another seed, is not marked among the runs."""
    bundle = small.bundle(seeds=small.seeds(), training=small.training(seed, preset))
    figure = seed_runs.figure(bundle)

    assert seed_runs.shown_seed(bundle) == shown
    assert figure
    said = "" if shown is None else "This report is about the run with seed 1."
    assert seed_runs.sentences(bundle)["this_run"] == said
    assert [row.cells[0] for row in figure.numbers[0].rows if row.strong] == ([] if shown is None else ["1"])
