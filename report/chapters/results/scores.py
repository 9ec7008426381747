"""The scores of the whole test set, baselines to compare them with, and the accuracy on the validation split."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.record import Estimate, Proportion, present
from analysis.bundle.scores import ScoreFindings
from report.chapters.model import Cell, Column, NumberedTable, Table
from report.chapters.phrases import nearest_mean, with_interval
from report.chapters.subject import subject_of
from report.text.formats import between, count, estimate, fixed, percent
from report.text.naming import Naming


def sentences(bundle: Bundle) -> dict[str, Any]:
    """Return what the template prints about the scores, by name."""
    calibration, found = present(bundle.findings.calibration), present(bundle.findings.scores)
    return {
        "scaled": calibration is not None and present(calibration.temperature) is not None,
        "nearest_mean": nearest_mean(bundle),
        "log_loss": found is not None and present(found.log_loss) is not None,
        "validation": validation(bundle),
    }


def validation(bundle: Bundle) -> str:
    """Give the accuracy on the validation split; empty where the training is not known."""
    training = present(bundle.findings.training)
    if training is None:
        return ""
    share = training.validation
    return (
        f"On the validation split of {count(share.total)} images, with which the training was monitored, the accuracy is "
        f"{with_interval(share)}."
    )


def table(bundle: Bundle, naming: Naming) -> NumberedTable:
    """Tabulate all scores on the test set, and the accuracies of two simple baselines."""
    return NumberedTable(
        claim="Scores and baselines.",
        measure="On the test set, with 95% intervals, and the accuracy of baselines on the same images",
        table=Table(
            list(_scores(bundle, naming)),
            [
                Column("Score", lambda score: Cell(score.name, score.convention)),
                Column("Value", _value, "number"),
                Column("95% interval", lambda score: between(score.value), "number"),
            ],
        ),
    )


def _value(score: _Score) -> str:
    return percent(score.value) if isinstance(score.value, Proportion) else estimate(score.value)


def _scores(bundle: Bundle, naming: Naming) -> Iterator[_Score]:
    found, means = present(bundle.findings.scores), present(bundle.findings.class_means)
    here = bundle.findings.accuracy
    majority = (
        f"Always predicts {naming.quoted(here.majority_label)}, the most frequent label; Wilson interval"
    )
    yield _Score("Accuracy", here.overall, "Share of correct predictions; Wilson interval")
    if found and subject_of(bundle).has_more_than_two_classes:
        top_2 = "True label among the two most probable classes; Wilson interval"
        yield _Score("Top-2 accuracy", found.top_2, top_2)
    yield _Score("Macro F1", here.macro_f1, "Mean of the F1 scores of the classes; bootstrap interval")
    if found:
        yield from _losses(found)
    yield _Score("Baseline: accuracy of the majority class", here.majority, majority)
    if means:
        nearest = "Predicts the class whose mean image is nearest; Wilson interval"
        yield _Score("Baseline: accuracy of the nearest mean", means.nearest_mean, nearest)


class _Score(NamedTuple):
    name: str
    value: Proportion | Estimate
    convention: str


def _losses(found: ScoreFindings) -> list[_Score]:
    uniform = "0 is best, equal probabilities for all classes give"
    log_loss = f"Mean cross-entropy in nats; {uniform} {fixed(found.log_loss_uniform, 3)}"
    brier = f"Squared distance summed over the classes, at most 2; {uniform} {fixed(found.brier_uniform, 3)}"
    value = present(found.log_loss)
    losses = [_Score("Log loss", value, log_loss)] if value else []
    return [*losses, _Score("Brier score", found.brier, brier)]
