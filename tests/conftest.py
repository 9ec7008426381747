"""What tests share: a small problem without TensorFlow, a bundle of it, and real MNIST where there is any."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from analysis.bundle import Bundle, Findings
from analysis.bundle.dataset import Augmentation, DatasetFindings, Part, Preprocessing, SourceTried
from analysis.bundle.provenance import Cover, Machine, Provenance, Stage
from analysis.bundle.record import Packed
from analysis.bundle.training import Epoch, Layer, Network, TrainingFindings
from analysis.data import folder
from analysis.data.images import Dataset, DigitSet
from analysis.evidence import Evidence, Points
from analysis.predictions import Predictions
from analysis.statistics import intervals
from analysis.studies import study

# The same examples in every run, and no deadline: a busy machine is no failure.
settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def digits() -> DigitSet:
    """Scikit-learn's 1,797 digits, each pixel enlarged to 3 × 3, with a margin of two."""
    small = load_digits()
    large = np.pad(small.images.repeat(3, axis=1).repeat(3, axis=2), ((0, 0), (2, 2), (2, 2)))
    return DigitSet((large * (255 / 16)).astype(np.uint8), small.target.astype(np.uint8))


@pytest.fixture(scope="session")
def mnist() -> Dataset:
    """Real MNIST, from the folder that DIGITS_REPORT_DATA names."""
    place = os.environ.get("DIGITS_REPORT_DATA")
    if not place:
        pytest.skip("DIGITS_REPORT_DATA names no folder with MNIST")
    training, test = folder.read(Path(place))
    return Dataset("mnist", "MNIST", "DIGITS_REPORT_DATA", training, test, sha256={})


@pytest.fixture(scope="session")
def tiny_evidence(digits: DigitSet) -> Evidence:
    """A logistic regression that reads 360 of the small digits, and misreads about twenty; 1,257 train it."""
    rows = np.random.default_rng(1).permutation(len(digits))
    test, validation, training = digits[rows[:360]], digits[rows[360:540]], digits[rows[540:]]
    model = LogisticRegression(C=0.02, max_iter=500).fit(_flat(training), training.labels)
    hidden = np.random.default_rng(2).normal(size=(64, 40))

    def predictions(part: DigitSet) -> Predictions:
        return Predictions(part.labels, model.decision_function(_flat(part)))

    def features(part: DigitSet) -> Points:
        return Points(np.maximum(0, _flat(part) @ hidden).astype(np.float32), part.labels)

    return Evidence(
        training=training,
        validation=predictions(validation),
        test=test,
        predictions=predictions(test),
        training_features=features(training),
        test_features=features(test).vectors,
        seed=736,
    )


@pytest.fixture(scope="session")
def tiny_bundle(tiny_evidence: Evidence) -> Bundle:
    """A complete bundle: every finding comes from the real studies, the rest is made up but possible."""
    validation = tiny_evidence.validation
    findings = Findings(
        dataset=_dataset(tiny_evidence),
        network=Network(
            layers=(
                Layer(name="flatten", kind="Flatten", output_shape=(784,), parameters=0),
                Layer(name="hidden", kind="Dense", output_shape=(40,), parameters=31_400),
                Layer(name="scores", kind="Dense", output_shape=(10,), parameters=410),
            ),
            parameters=31_810,
            feature_layer="hidden",
            features=40,
        ),
        training=TrainingFindings(
            preset="quick",
            seed=tiny_evidence.seed,
            batch_size=128,
            optimizer="AdamW",
            peak_learning_rate=0.002,
            weight_decay=0.02,
            dropout=0.3,
            averaging=0.99,
            label_smoothing=0,
            precision="float32",
            epochs=tuple(_epoch(number) for number in (1, 2, 3)),
            validation=intervals.proportion(validation.correct.sum(), len(validation)),
            training_sample=intervals.proportion(len(validation) - 1, len(validation)),
        ),
        sweep=None,
        **study(tiny_evidence)._asdict(),
    )
    return Bundle(cover=_cover(), provenance=_provenance(), findings=findings)


def _flat(part: DigitSet) -> np.ndarray:
    """One pixel of each 3 × 3: what scikit-learn's 8 × 8 images hold."""
    return part.images[:, 3:26:3, 3:26:3].reshape(-1, 64) / 255.0


def _dataset(evidence: Evidence) -> DatasetFindings:
    training, validation = evidence.training, evidence.validation
    first = training.images[0]
    return DatasetFindings(
        name="digits",
        title="Scikit-learn's handwritten digits",
        source="scikit-learn",
        fallback=True,
        tried=(
            SourceTried(name="DIGITS_REPORT_DATA", outcome="not set"),
            SourceTried(name="scikit-learn", outcome="used"),
        ),
        sha256={f"{part}-{kind}": "0" * 64 for part in ("train", "test") for kind in ("images", "labels")},
        training=Part(images=len(training), per_digit=training.per_digit()),
        validation=Part(
            images=len(validation), per_digit=tuple(np.bincount(validation.labels, minlength=10).tolist())
        ),
        test=Part(images=len(evidence.test), per_digit=evidence.test.per_digit()),
        pixel_mean=float(training.images.mean() / 255),
        pixel_sd=float(training.images.std() / 255),
        ink_share=float((training.images > 0).mean()),
        preprocessing=Preprocessing(
            index=0,
            image=Packed.of(first),
            row=14,
            before=tuple(first[14].tolist()),
            after=tuple((first[14] / 255).tolist()),
        ),
        augmentation=Augmentation(
            rotation_degrees=12,
            scale=0.12,
            shear=0.15,
            shift_pixels=2.5,
            originals=Packed.of(training.images[:2]),
            distorted=Packed.of(
                np.stack([np.roll(training.images[:2], s, axis=2) for s in (-1, 0, 1)], axis=1)
            ),
        ),
    )


def _epoch(number: int) -> Epoch:
    return Epoch(
        number=number,
        training_loss=0.9 / number,
        training_accuracy=1 - 0.3 / number,
        validation_loss=0.6 / number,
        validation_accuracy=1 - 0.2 / number,
        learning_rate=0.002 * (1 - number / 3),
        distorted=number < 3,
    )


def _cover() -> Cover:
    return Cover(
        authors=("Ada Example",),
        course="AIT 736 – Applied Machine Learning",
        instructor="Professor Yang Lei",
        date="2026-11-22",
    )


def _provenance() -> Provenance:
    return Provenance(
        created="2026-11-22T12:00:00Z",
        program="0.1.0",
        git_commit=None,
        versions={"python": "3.11", "numpy": "2.4"},
        machine=Machine(system="Linux", processor="x86_64", cores=2, accelerator=None),
        model_source="trained",
        run_key="digits-quick-736-00000000",
        model_sha256="0" * 64,
        stages=(Stage(name="train", wall_seconds=2.5, cpu_seconds=2.4),),
    )
