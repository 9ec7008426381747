"""From what was brought to a bundle: the same studies as ever, and what needs more is omitted with its reason."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.brought.resolve import Brought
from analysis.brought.score_meaning import FROM_LOGITS, LEAST
from analysis.bundle import Bundle, Findings
from analysis.bundle.classes import Classes
from analysis.bundle.dataset import MNIST_SHA256, DatasetFindings, Duplicates, Part
from analysis.bundle.provenance import Provenance
from analysis.bundle.record import Omitted
from analysis.data.duplicates import duplicates
from analysis.evidence import NOT_GIVEN, Evidence, Features, named_pairs, positive_label
from analysis.run import provenance, runs
from analysis.run.provenance import Stopwatch
from analysis.run.settings import Settings
from analysis.statistics.probabilities import Predictions, Probabilities
from analysis.studies import study
from analysis.studies.dataset import pixel_statistics

# What float32 may move the logarithm of the least probability.
ROUNDED_LOGARITHM = 1e-4
NO_NETWORK = Omitted(reason="no network was given")
ONLY_A_FUNCTION = Omitted(reason="the network was given as a function, which does not tell its layers")
AS_GIVEN = Omitted(reason="the network was given with images in the form that it takes")
NOT_TOLD = Omitted(reason="how the training images were prepared was not told")
NO_IMAGES = Omitted(reason="no test images were given")
NO_TRAINING_IMAGES = Omitted(reason="no training images were given")


def of_predictions(
    classes: Classes, labels: NDArray[np.integer], predicted: NDArray[np.integer], settings: Settings
) -> Bundle:
    """Study labels and predicted classes alone, (n,) each: everything that needs more is omitted."""
    return study_brought(Brought(classes, labels, predicted), settings, None)


def study_brought(given: Brought, settings: Settings, watch: Stopwatch | None) -> Bundle:
    """Put all questions that what was given can answer, and say how it was read."""
    if watch:
        for note in given.notes:
            watch.progress.say(note)
    network, unknown = given.network, ONLY_A_FUNCTION if given.function else NO_NETWORK
    findings = {
        **study(_evidence(given, settings)),
        "dataset": _dataset(given),
        "network": network.layers if network else unknown,
        "training": Omitted(reason="the network was given as it is") if network else unknown,
        "seeds": Omitted(reason="no other seeds were trained") if network else unknown,
        "history": given.history,
        "network_use": AS_GIVEN if network else unknown,
        "array_use": given.arrays,
    }
    return Bundle(
        classes=given.classes,
        images=given.test.format if given.test else NO_IMAGES,
        cover=provenance.cover(settings),
        provenance=_provenance(given, watch),
        findings=Findings.model_validate(findings),
    )


def _evidence(given: Brought, settings: Settings) -> Evidence:
    features = given.network.features if given.network else None
    probabilities = Probabilities(given.labels, given.scores.logits) if given.scores else None
    predictions = Predictions(given.labels, given.predicted, len(given.classes.names))
    return Evidence(
        classes=given.classes,
        predictions=probabilities.predictions if probabilities else predictions,
        seed=settings.seed,
        probabilities=probabilities,
        no_probabilities=given.no_scores or NOT_GIVEN["probabilities"],
        decimals=given.scores.decimals if given.scores else None,
        labels_at_zero=_labels_at_zero(given, probabilities),
        images=given.test,
        training_images=given.training,
        features=features if isinstance(features, Features) else None,
        no_network="the network was given with images in the form that it takes"
        if given.network
        else NO_NETWORK.reason,
        extras=settings.extras,
        no_features=features if isinstance(features, str) else NOT_GIVEN["features"],
        named_pairs=named_pairs(given.classes, settings.pairs),
        named_by="settings" if settings.pairs else "usage",
        positive=positive_label(given.classes, settings.positive),
        mnist_test_set=True if given.source.name == "mnist" else None,
        all_images=settings.all_images or given.source.is_known,
    )


def _labels_at_zero(given: Brought, found: Probabilities | None) -> int:
    """Count the images whose label was given a probability of 0, which was replaced by the least one."""
    if found is None or given.scores is None or given.scores.meaning == FROM_LOGITS:
        return 0
    return int((found.losses > -np.log(LEAST) - ROUNDED_LOGARITHM).sum())


def _dataset(given: Brought) -> DatasetFindings:
    """Describe the test set, of which perhaps only the labels are known, and the training images where there are any."""
    counts = np.bincount(given.labels, minlength=len(given.classes.names))
    test = Part(per_class=tuple(counts.tolist()))
    training = Part(per_class=given.training.per_class()) if given.training else None
    return DatasetFindings(
        name=given.source.name,
        title=given.source.title,
        published=given.source.published,
        source=given.source.source,
        fallback=False,
        tried=(),
        sha256=_checksums(given),
        training=training,
        validation=None,
        test=test,
        pixels=pixel_statistics(given.training.images) if given.training else NO_TRAINING_IMAGES,
        preprocessing=NOT_TOLD if given.training else NO_TRAINING_IMAGES,
        augmentation=NOT_TOLD if given.training else NO_TRAINING_IMAGES,
        reading=given.source.reading,
        duplicates=_duplicates(given),
    )


def _duplicates(given: Brought) -> Duplicates | Omitted:
    """Count the test images that are among the training images."""
    if not (given.training and given.test):
        return NO_TRAINING_IMAGES
    images, other_label = duplicates(given.training, given.test)
    return Duplicates(images=images, other_label=other_label)


def _checksums(given: Brought) -> dict[str, str]:
    """Return those of the content as this program holds it, a byte per label and pixel; of MNIST those of its files."""
    arrays = {
        "train-images": given.training.images if given.training else None,
        "train-labels": given.training.labels.astype(np.uint8) if given.training else None,
        "test-images": given.test.images if given.test else None,
        "test-labels": given.labels.astype(np.uint8),
    }
    held = {name: array for name, array in arrays.items() if array is not None}
    if given.source.name == "mnist":
        return {name: MNIST_SHA256[name] for name in held}
    return {name: runs.checksum(array.tobytes()) for name, array in held.items()}


def _provenance(given: Brought, watch: Stopwatch | None) -> Provenance:
    network = given.network
    return Provenance(
        created=provenance.now().isoformat(timespec="seconds").replace("+00:00", "Z"),
        program=provenance.program(),
        git_commit=provenance.git_commit(),
        versions=provenance.versions(),
        machine=provenance.machine(network.accelerator if network else None),
        model_source="notebook" if network else "none",
        run_key=None,
        model_sha256=runs.checksum(network.file) if network else None,
        scores=given.scores.meaning if given.scores else None,
        reading=given.notes,
        stages=tuple(watch.stages) if watch else (),
    )
