"""A small bundle of three classes, made by hand: what the chapters on results and on class means need."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from analysis.bundle import Bundle, Findings
from analysis.bundle.accuracy import AccuracyFindings, ClassScores, PrecisionRecallGap
from analysis.bundle.claims import Claim, ClaimName
from analysis.bundle.class_means import (
    ClassMeanFindings,
    ClosestPairs,
    DistanceErrorLink,
    MeanDifference,
    MeanDistance,
)
from analysis.bundle.classes import Classes, ImageFormat
from analysis.bundle.confusion import ConfusionFindings
from analysis.bundle.dataset import Balance, DatasetFindings, Part
from analysis.bundle.predictions import PredictionTable
from analysis.bundle.provenance import Cover, Machine, Provenance
from analysis.bundle.record import Estimate, Packed, Proportion
from analysis.bundle.scores import ScoreFindings
from analysis.bundle.seeds import SeedFindings, SeedRun
from analysis.bundle.test_set import DisputedLabels, WriterGroup, WriterGroups
from analysis.bundle.training import TrainingFindings
from report.text.naming import Naming
from tests.pretended import pretended

ANIMALS = Classes(names=("cat", "dog", "emu"), noun="animal", nouns="animals")
NAMING = Naming(ANIMALS)
PAIRS = ((0, 1), (0, 2), (1, 2))


def share(count: int, total: int) -> Proportion:
    value = count / total
    return pretended(
        Proportion, count=count, total=total, value=value, low=max(0, value - 0.04), high=min(1, value + 0.04)
    )


def estimate(value: float, half: float = 0.02) -> Estimate:
    return Estimate(value=value, low=value - half, high=value + half)


def class_scores(label: int, errors: int = 4, predicted: int = 121) -> ClassScores:
    return pretended(
        ClassScores,
        label=label,
        support=120,
        predicted=predicted,
        errors=errors,
        precision=share(min(predicted, 120 - errors), predicted) if predicted else None,
        recall=share(120 - errors, 120),
        f1=estimate(0.96, 0.01 * (label + 1)),
    )


def accuracy(**changes: Any) -> AccuracyFindings:  # noqa: ANN401  # any field
    """348 of 360 test images are correct; no recall stands out."""
    fields: dict[str, Any] = {
        "overall": share(348, 360),
        "errors": share(12, 360),
        "macro_f1": estimate(0.967),
        "majority": share(124, 360),
        "majority_label": 1,
        "near_chance": False,
        "classes": tuple(map(class_scores, range(3))),
        "recalls_equal_p": 0.41,
        "recalls_differ": False,
        "lowest_recall": 2,
        "lowest_recall_significant": False,
        "largest_gap": PrecisionRecallGap(label=2, value=0.0181),
        "never_predicted": (),
    }
    return pretended(AccuracyFindings, **{**fields, **changes})


def scores(top_2_errors: int = 3) -> ScoreFindings:
    return ScoreFindings(
        top_2=share(360 - top_2_errors, 360),
        log_loss=estimate(0.11),
        log_loss_uniform=1.0986,
        brier=estimate(0.05),
        brier_uniform=0.6667,
    )


def confusion(errors: int = 12) -> ConfusionFindings:
    """Only the number of errors: no chapter that is tested here looks further."""
    return pretended(ConfusionFindings, errors_total=errors, errors=(), pairs=())


def distance(rank: int, errors: int, classes: tuple[int, int] | None = None) -> MeanDistance:
    return MeanDistance(
        rank=rank,
        classes=classes or PAIRS[rank - 1],
        distance=2.0 + rank,
        standard_error=0.11,
        errors=errors,
    )


def difference(
    found: MeanDistance, *, named: bool = False, closest: bool = False, most: bool = False
) -> MeanDifference:
    return pretended(
        MeanDifference,
        classes=found.classes,
        difference=Packed.of(np.zeros((4, 5), np.int8)),
        largest=0.73,
        pixels_beyond_tenth=9,
        ink_difference=1.3,
        more_ink=found.classes[1],
        distance=found,
        named=named,
        closest=closest,
        most_errors=most,
    )


def class_means(errors: tuple[int, ...] = (9, 3, 0), **changes: Any) -> ClassMeanFindings:  # noqa: ANN401
    """Three pairs, closest first, with so many errors."""
    ranked = tuple(distance(rank, many) for rank, many in enumerate(errors, 1))
    most = max(ranked, key=lambda pair: pair.errors)
    fields: dict[str, Any] = {
        "means": Packed.of(np.zeros((3, 4, 5), np.uint8)),
        "deviations": Packed.of(np.zeros((3, 4, 5), np.uint8)),
        "mean_ink": (4.1, 5.2, 6.3),
        "mean_deviation": (0.2, 0.1, 0.3),
        "least_varied": 1,
        "most_varied": 2,
        "distances": ((0.0, 3.0, 4.0), (3.0, 0.0, 5.0), (4.0, 5.0, 0.0)),
        "largest_possible": 20**0.5,
        "ranked": ranked,
        "ties_with_closest": (ranked[0].classes,),
        "differences": (difference(ranked[-1], named=True), difference(ranked[0], closest=True)),
        "differences_named_alike": (ranked[0].classes,),
        "nearest_mean": share(290, 360),
        "network_advantage": estimate(0.161),
        "link": DistanceErrorLink(rho=-0.5, p=0.024, significant=True),
        "closest_pairs": pretended(
            ClosestPairs, pairs=1, share=share(errors[0], max(1, sum(errors))), uniform_share=0.333
        ),
        "closest_without_errors": next((pair for pair in ranked if not pair.errors), None),
        "most_confused": most if most.errors else None,
    }
    return pretended(ClassMeanFindings, **{**fields, **changes})


def seeds(**changes: Any) -> SeedFindings:  # noqa: ANN401  # any field
    fields: dict[str, Any] = {
        "preset": "quick",
        "runs": tuple(
            pretended(SeedRun, seed=seed, accuracy=share(346 + seed, 360), errors=14 - seed, log_loss=0.11, scaled_log_loss=0.1)
            for seed in (0, 1, 2)
        ),
        "run_count": 3,
        "errors_total": 39,
        "accuracy": estimate(0.9639, 0.006),
        "accuracy_sd": 0.0028,
        "new_images": estimate(0.9639, 0.012),
        "log_loss": estimate(0.11),
        "log_loss_sd": 0.004,
        "pairs": (),
    }  # fmt: skip
    return pretended(SeedFindings, **{**fields, **changes})


def writer_groups(comparison: str = "inconclusive") -> WriterGroups:
    return pretended(
        WriterGroups,
        students=pretended(WriterGroup, first=0, last=180, errors=share(8, 181)),
        employees=pretended(WriterGroup, first=181, last=359, errors=share(4, 179)),
        difference=estimate(0.0218),
        mid_p=0.052,
        comparison=comparison,
    )


def disputed_labels(
    errors: Proportion | None, among: tuple[int, ...] = (), confident: int = 0
) -> DisputedLabels:
    return pretended(DisputedLabels, listed=15,
        among_errors=among,
        errors=errors,
        among_most_confident=confident,
        accuracy_without=share(341, 345),
    )  # fmt: skip


def claim(name: ClaimName) -> Claim:
    turns: dict[str, float | int] = {"most_errors_supported": 1, "most_errors_partly": 5}
    return Claim(name=name, verdict="partly supported", figures={"images": 360}, turns=turns)


def bundle(
    *,
    classes: Classes = ANIMALS,
    name: Literal["mnist", "digits", "folder"] = "folder",
    polarity: Literal["ink", "photograph"] = "ink",
    confidence: bool = True,
    **findings: Any,  # noqa: ANN401  # any part
) -> Bundle:
    """Return a bundle of labels and predictions; all other findings are omitted, unless they are given."""
    part = Part(per_class=(120, 120, 120))
    fields: dict[str, Any] = {
        "dataset": pretended(DatasetFindings, name=name, title="Animals", source="a folder", fallback=False, tried=(), sha256={}, images=720,
            training=part, validation=None, test=part, balance=Balance(least=0, most=1, ratio=1.0, level="equal"),
        ),
        "accuracy": accuracy(),
        "confusion": confusion(),
        "predictions": PredictionTable(
            labels=(0,), predicted=(0,), second=None, confidence=(0.9,) if confidence else None
        ),
        "claims": (claim("high-accuracy"), claim("close-means")),
        "verdicts": None,
    }  # fmt: skip
    return pretended(
        Bundle,
        classes=classes,
        images=ImageFormat(height=4, width=5, channels=1, polarity=polarity),
        cover=Cover(authors=("Ada",), course="Course", instructor="Instructor", date="2026-11-22"),
        provenance=_provenance(),
        findings=pretended(Findings, **{**fields, **findings}),
    )


def _provenance() -> Provenance:
    return pretended(Provenance, created="2026-11-22T12:00:00Z", program="0.2.0", git_commit=None, versions={},
        machine=Machine(system="Linux", processor="x86_64", cores=2, accelerator=None),
        model_source="none", run_key=None, model_sha256=None, stages=(), longest_stage=None,
    )  # fmt: skip


def training(seed: int = 1, preset: str = "quick") -> TrainingFindings:
    return pretended(TrainingFindings, seed=seed, preset=preset, validation=share(170, 180))
