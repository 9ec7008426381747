"""The whole flow, from images to the bundle: read, train or load, predict, study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis import provenance, runs, sweep, train_run
from analysis.bundle import Bundle, Findings
from analysis.bundle.dataset import DatasetFindings
from analysis.bundle.provenance import Provenance
from analysis.bundle.record import Omitted
from analysis.data import sources
from analysis.data.split import split
from analysis.errors import ModelError
from analysis.evidence import Evidence, Features, LabelledVectors, named_pairs, stratified
from analysis.models.recipes import PRESETS
from analysis.predictions import Predictions, Probabilities
from analysis.studies import study
from analysis.studies.dataset import balance, describe, part

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from analysis.bundle import dataset
    from analysis.bundle.classes import Classes
    from analysis.bundle.seeds import SeedFindings
    from analysis.data.images import Dataset, ImageSet
    from analysis.provenance import Stopwatch
    from analysis.runs import Run
    from analysis.settings import Settings

# Enough training images to tell where the components of the features lie; all 55,000 would fill 300 MB.
FEATURES_OF = 10_000

GIVEN_AS_FILE = Omitted(reason="the network was given as a file")
NO_NETWORK = Omitted(reason="no network was given")


@dataclass(frozen=True)
class Network:
    """The `.keras` file that is studied, where it came from, and its run where it was not given as a file."""

    path: Path
    source: Literal["trained", "earlier run", "file"]
    run: Run | None = None


def read(settings: Settings, watch: Stopwatch) -> Dataset:
    """Read the data.  Raises DatasetError."""
    with watch.stage("reading the data"):
        data = sources.load(settings.dataset, watch.progress)
        watch.progress.note(f"{data.title}, from {data.source}")
    return data


def network(settings: Settings, data: Dataset, watch: Stopwatch, *, retrain: bool = False) -> Network:
    """Take the network that was given, or that of a finished run, or train one.  Starts TensorFlow."""
    with watch.stage("starting TensorFlow"):
        from analysis.models import backend  # noqa: F401 – slow, and not needed by `render`
    if settings.model:
        return Network(settings.model, "file")
    key = runs.run_key(data, settings.preset, settings.seed)
    run = None if retrain else runs.find(key)
    if run:
        watch.progress.say(f"Run {key} was finished before and is used again; --retrain trains it anew.")
        watch.stages.append(run.record.stage)
        return Network(run.model, "earlier run", run)
    runs.make_store()
    run = runs.keep(key, train_run.train(data, settings.preset, settings.seed, watch.progress))
    watch.stages.append(run.record.stage)
    return Network(run.model, "trained", run)


def analyze(settings: Settings, data: Dataset, chosen: Network, watch: Stopwatch) -> Bundle:
    """Put all questions to one network.  The test set is read here, and nowhere before."""
    from analysis.models import backend, description, examples, keras_file

    training, validation = split(data.training, settings.seed)
    with watch.stage("predicting"):
        model = keras_file.load(chosen.path, data.test.shape, len(data.classes.names))
        evidence = _gather(model, data, training, validation, settings.seed)
    with watch.stage("studying the predictions"):
        studied = study(evidence)
        augmentation = _augmentation(chosen.run, training, settings.seed)
        described = describe(data, training, validation, examples.preprocessing(training), augmentation)
    findings = Findings.model_validate(
        {
            **studied,
            "dataset": described,
            "network": description.describe(model),
            "training": chosen.run.record.training if chosen.run else GIVEN_AS_FILE,
            "seeds": _seeds(data, chosen.run),
        }
    )
    return Bundle(
        classes=data.classes,
        images=data.test.format,
        cover=provenance.cover(settings),
        provenance=_provenance(chosen, backend.accelerator(), watch),
        findings=findings,
    )


def of_predictions(
    classes: Classes, labels: NDArray[np.integer], predicted: NDArray[np.integer], settings: Settings
) -> Bundle:
    """Study labels and predicted classes alone, (n,) each: everything that needs more is omitted."""
    predictions = Predictions(labels, predicted, len(classes.names))
    studied = study(Evidence(classes, predictions, settings.seed, named_pairs=named_pairs(classes)))
    findings = {
        **studied,
        "dataset": _labels_alone(labels, len(classes.names)),
        "network": NO_NETWORK,
        "training": NO_NETWORK,
        "seeds": NO_NETWORK,
    }
    return Bundle(
        classes=classes,
        images=Omitted(reason="no test images were given"),
        cover=provenance.cover(settings),
        provenance=_provenance(None, None, None),
        findings=Findings.model_validate(findings),
    )


def _labels_alone(labels: NDArray[np.integer], classes: int) -> DatasetFindings:
    """Describe a test set of which only the labels are known."""
    per_class = tuple(np.bincount(labels, minlength=classes).tolist())
    no_training_images = Omitted(reason="no training images were given")
    return DatasetFindings(
        name="folder",
        title="the given labels",
        source="a table of labels and predictions",
        fallback=False,
        tried=(),
        sha256={"test-labels": runs.checksum(labels.astype(np.uint8).tobytes())},
        images=len(labels),
        training=None,
        validation=None,
        test=part(per_class),
        balance=balance(per_class),
        pixels=no_training_images,
        preprocessing=no_training_images,
        augmentation=no_training_images,
    )


def _gather(
    model: Any,  # noqa: ANN401 – Keras ships no types
    data: Dataset,
    training: ImageSet,
    validation: ImageSet,
    seed: int,
) -> Evidence:
    from analysis.models import inference

    rows = stratified(training.labels, FEATURES_OF, np.random.default_rng(seed))
    sample = LabelledVectors(inference.features(model, training.images[rows]), training.labels[rows])
    probabilities = _probabilities(model, data.test)
    return Evidence(
        classes=data.classes,
        predictions=probabilities.predictions,
        seed=seed,
        probabilities=probabilities,
        validation=_probabilities(model, validation),
        images=data.test,
        training_images=training,
        features=Features(sample, rows, inference.FeatureVectors(model, data.test.images)),
        named_pairs=named_pairs(data.classes),
        mnist_test_set=True if data.name == "mnist" else None,
    )


def _probabilities(model: Any, images: ImageSet) -> Probabilities:  # noqa: ANN401 – see above
    from analysis.models import inference

    try:
        return Probabilities(images.labels, inference.logits(model, images.images))
    except ValueError as error:
        raise ModelError(
            f"Expected finite scores, found others ({error}): train anew, with another --seed, or give another --model."
        ) from error


def _seeds(data: Dataset, run: Run | None) -> SeedFindings | Omitted:
    """Return the sweep that this run is part of."""
    found = sweep.find(data, run) if run else None
    return found or Omitted(reason="no other seeds were trained")


def _augmentation(run: Run | None, training: ImageSet, seed: int) -> dataset.Augmentation | Omitted:
    """Show what the training images of this run went through."""
    from analysis.models import examples

    if run is None:
        return GIVEN_AS_FILE
    augmentation = PRESETS[run.record.training.preset].augmentation
    if augmentation is None:
        return Omitted(reason="training images are not augmented")
    return examples.augmentation(training, augmentation, seed)


def _provenance(chosen: Network | None, accelerator: str | None, watch: Stopwatch | None) -> Provenance:
    return Provenance(
        created=provenance.now().isoformat(timespec="seconds").replace("+00:00", "Z"),
        program=provenance.program(),
        git_commit=provenance.git_commit(),
        versions=provenance.versions(),
        machine=provenance.machine(accelerator),
        model_source=chosen.source if chosen else "none",
        run_key=chosen.run.key if chosen and chosen.run else None,
        model_sha256=runs.checksum(chosen.path.read_bytes()) if chosen else None,
        stages=tuple(watch.stages) if watch else (),
        longest_stage=watch.longest if watch else None,
    )
