"""The scores of the whole test set, baselines to compare them with, and the accuracy on the validation split."""

from __future__ import annotations

from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.record import Estimate, Proportion, present
from analysis.bundle.scores import ScoreFindings
from report.chapters.model import Cell, Column, NumberedTable, Row, Table
from report.chapters.phrases import nearest_mean, with_interval
from report.chapters.subject import subject_of
from report.text.formats import between, count, estimate, fixed, percent, sentence
from report.text.grammar import things
from report.text.naming import Naming


def sentences(bundle: Bundle) -> dict[str, Any]:
    """Return what the template prints about the scores, by name."""
    calibration = present(bundle.findings.calibration)
    return {
        "scaled": calibration is not None and present(calibration.temperature) is not None,
        "nearest_mean": nearest_mean(bundle),
        "validation": validation(bundle),
    }


def validation(bundle: Bundle) -> str:
    """Give the accuracy on the validation split; empty where the training is not known."""
    training = present(bundle.findings.training)
    if training is None:
        return ""
    share = training.validation
    return (
        f"On the validation split of {count(share.total)} images, on which the training was followed, the accuracy is "
        f"{with_interval(share)}."
    )


def table(bundle: Bundle, naming: Naming) -> NumberedTable:
    """Tabulate all scores on the test set, and the accuracies of two simple baselines."""
    found, means = present(bundle.findings.scores), present(bundle.findings.class_means)
    here, chooses = bundle.findings.accuracy, subject_of(bundle).has_more_than_two_classes
    majority = (
        f"Always predicts {naming.quoted(here.majority_label)}, the most frequent label; Wilson interval"
    )
    nearest = "Predicts the class whose mean image is nearest; Wilson interval"
    rows = [
        _share("Accuracy", here.overall, "Share of correct predictions; Wilson interval"),
        *(_top_2(found) if found and chooses else []),
        _score("Macro F1", here.macro_f1, "Mean of the F1 scores of the classes; bootstrap interval"),
        *(_losses(found) if found else []),
        _share("Baseline: accuracy of the majority class", here.majority, majority),
        *([_share("Baseline: accuracy of the nearest mean", means.nearest_mean, nearest)] if means else []),
    ]
    return NumberedTable(
        claim=second_prediction(found) if found and chooses else against_majority(bundle, naming),
        measure="Scores on the test set, with 95% intervals, and the accuracy of baselines on the same images",
        table=Table([Column("Score"), Column("Value", "number"), Column("95% interval", "number")], rows),
    )


def second_prediction(found: ScoreFindings) -> str:
    """Say for how many images the label is not among the two most probable classes."""
    if not found.top_2_errors:
        return "Each true label is among the two most probable classes."
    images = things(found.top_2_errors, "image")
    return f"For {images}, the true label is not among the two most probable classes."


def against_majority(bundle: Bundle, naming: Naming) -> str:
    """Set the accuracy beside that of the majority class."""
    here = bundle.findings.accuracy
    return (
        f"{sentence(subject_of(bundle).model)} has an accuracy of {percent(here.overall)}; always predicting "
        f"{naming.quoted(here.majority_label)} has {percent(here.majority)}."
    )


def _share(name: str, share: Proportion, convention: str) -> Row:
    return Row([Cell(name, convention), percent(share), between(share)])


def _score(name: str, score: Estimate, convention: str) -> Row:
    return Row([Cell(name, convention), estimate(score), between(score)])


def _top_2(found: ScoreFindings) -> list[Row]:
    convention = "True label among the two most probable classes; Wilson interval"
    return [_share("Top-2 accuracy", found.top_2, convention)]


def _losses(found: ScoreFindings) -> list[Row]:
    uniform = "0 is best, equal probabilities for all classes give"
    log_loss = f"Mean cross-entropy in nats; {uniform} {fixed(found.log_loss_uniform, 3)}"
    brier = f"Squared distance summed over the classes, at most 2; {uniform} {fixed(found.brier_uniform, 3)}"
    return [_score("Log loss", found.log_loss, log_loss), _score("Brier score", found.brier, brier)]
