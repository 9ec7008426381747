"""The whole flow, from images to the bundle: read, train or load, predict, study."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.bundle import Bundle, Findings, dataset
from analysis.bundle.network_use import NetworkUse
from analysis.bundle.provenance import Provenance
from analysis.bundle.record import Omitted
from analysis.bundle.seeds import SeedFindings
from analysis.data import sources
from analysis.data.images import Dataset, ImageSet
from analysis.data.split import split
from analysis.evidence import (
    AskedNetwork,
    Evidence,
    Features,
    LabelledVectors,
    named_pairs,
    positive_label,
    rows_of_features,
)
from analysis.models.recipes import recipe_for
from analysis.run import provenance, runs, sweep, train_run
from analysis.run.provenance import Stopwatch
from analysis.run.runs import Run
from analysis.run.settings import Settings
from analysis.statistics.probabilities import Probabilities
from analysis.studies import study
from analysis.studies.dataset import describe
from analysis.studies.naming import with_named_pairs
from analysis.system.errors import ModelError
from analysis.system.progress import Advance, Progress

if TYPE_CHECKING:
    from analysis.brought.networks.reader import Reader

# GitHub refuses larger ones.
LARGEST_FILE = 100 * 2**20

GIVEN_AS_FILE = Omitted(reason="the network was given as a file")
PREPARED_OTHERWISE = Omitted(reason="the network receives images in another form")


@dataclass(frozen=True)
class Network:
    """The file that is studied, where it came from, and its run where it was not given as a file."""

    path: Path
    source: Literal["trained", "earlier run", "file"]
    run: Run | None = None

    @cached_property
    def published(self) -> bytes | None:
        """What a site offers of it: a `.keras` file without the state of an optimizer; None for ONNX."""
        from analysis.brought.networks import publishing

        return self.path.read_bytes() if self.run else publishing.content(self.path)


def read(settings: Settings, watch: Stopwatch) -> Dataset:
    """Read the data, in colour for a given network alone.

    Raises DatasetError, and SettingsError where pairs of other classes are named.
    """
    with watch.stage("reading the data"):
        data = sources.load(settings.dataset, watch.progress, settings.data_options())
        positive_label(data.classes, settings.positive)
        named_pairs(data.classes, settings.pairs)  # refuse others than its classes before the training
        watch.progress.note(f"{data.title}, from {data.source}")
    return data if settings.model else data.grey


def network(settings: Settings, data: Dataset, watch: Stopwatch) -> Network:
    """Take the network that was given, or that of a finished run, or train one.  Starts TensorFlow."""
    with watch.stage("starting TensorFlow"):
        from analysis.models import backend  # noqa: F401 – slow, and not needed by `render`
    if settings.model:
        return Network(settings.model, "file")
    key = runs.run_key(data, settings.preset, settings.seed)
    run = None if settings.retrain else runs.find(key)
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
    from analysis.models import backend, examples

    training, validation = split(data.training, settings.seed)
    reader, use = _reader(settings, chosen, training, watch)
    with watch.stage("predicting"):
        evidence = _gather(reader, data, training, validation, settings, watch.progress)
    evidence = replace(evidence, key=_key(data, chosen, use))
    with watch.stage("studying the predictions"):
        studied = study(evidence)
        augmentation = _augmentation(chosen.run, training, settings.seed)
        plain = use is None or use.name == "0-1"
        shown = examples.preprocessing(training.grey()) if plain else PREPARED_OTHERWISE
        described = describe(data.grey, training.grey(), validation, shown, augmentation)
    findings = Findings.model_validate(
        {
            **studied,
            "dataset": described,
            "network": reader.describe(),
            "network_use": use,
            "training": chosen.run.record.training if chosen.run else GIVEN_AS_FILE,
            "seeds": _seeds(data, chosen.run, evidence.named_pairs),
        }
    )
    return Bundle(
        classes=data.classes,
        images=data.test.grey().format,
        cover=provenance.cover(settings),
        provenance=_provenance(chosen, backend.accelerator(), watch),
        findings=findings,
    )


def _key(data: Dataset, chosen: Network, use: NetworkUse | None) -> str:
    """Return what data, network and its use are known by: what took long to find out about them is kept under it."""
    known = (
        data.sha256,
        data.test.shape,
        runs.checksum(chosen.path.read_bytes()),
        use and use.model_dump_json(),
    )
    return runs.checksum(json.dumps(known, sort_keys=True).encode())


def _reader(
    settings: Settings, chosen: Network, training: ImageSet, watch: Stopwatch
) -> tuple[Reader, NetworkUse | None]:
    """Open the network; how one of somebody else's is used is found out on training images.  Raises ModelError."""
    from analysis.brought.networks import reader, use
    from analysis.models import keras_file

    if chosen.source != "file":
        model = keras_file.load(chosen.path, training.shape, len(training.classes.names))
        return reader.OwnReader(model), None
    with watch.stage("opening the network"):
        found = use.find(chosen.path, settings.model_input, training, settings.seed, watch.progress)
    mention_size(chosen.published or b"", watch.progress)
    return found.reader, found.use


def mention_size(file: bytes, progress: Progress) -> None:
    """Warn of a network that cannot be published where many publish."""
    if len(file) > LARGEST_FILE:
        progress.warn(
            f"The network's file has {len(file) / 2**20:,.0f} MB, and GitHub takes none above 100: leave model.keras out "
            "where the site is published there."
        )


def _gather(  # noqa: PLR0913, PLR0917  # what there is to look at
    reader: Reader,
    data: Dataset,
    training: ImageSet,
    validation: ImageSet,
    settings: Settings,
    progress: Progress,
) -> Evidence:
    with progress.bar("Images", len(data.test) + len(validation)) as advance:
        probabilities = _probabilities(reader, data.test, advance)
        held_out = _probabilities(reader, validation, advance)
    features = _features(reader, training, data.test, settings.seed, progress)
    found = Evidence(
        classes=data.classes,
        predictions=probabilities.predictions,
        seed=settings.seed,
        probabilities=probabilities,
        validation=held_out,
        images=data.test.grey(),
        training_images=training.grey(),
        held_training_images=data.training.grey(),
        network=AskedNetwork(reader.logits, reader.features, data.test.images, data.training.images),
        extras=settings.extras,
        features=features if isinstance(features, Features) else None,
        no_features="" if isinstance(features, Features) else features,
        named_pairs=named_pairs(data.classes, settings.pairs),
        named_by="settings" if settings.pairs else "usage",
        positive=positive_label(data.classes, settings.positive),
        mnist_test_set=True if data.name == "mnist" else None,
        all_images=settings.all_images or data.is_known,
    )
    return with_named_pairs(found)


def _features(
    reader: Reader, training: ImageSet, test: ImageSet, seed: int, progress: Progress
) -> Features | str:
    """Return the features; a clause that says why, where they are too many."""
    rows = rows_of_features(training.labels, reader.describe().features, np.random.default_rng(seed))
    if isinstance(rows, str):
        progress.note(f"the features are left out: {rows}")
        return rows
    sample = LabelledVectors(reader.features(training.images[rows])[:], training.labels[rows])
    return Features(sample, rows, reader.features(test.images))


def _probabilities(reader: Reader, images: ImageSet, advance: Advance) -> Probabilities:
    try:
        return Probabilities(images.labels, reader.logits(images.images, advance))
    except ValueError as error:
        raise ModelError(
            f"Expected finite scores, found others ({error}): train anew, with another --seed, or give another --model."
        ) from error


def _seeds(data: Dataset, run: Run | None, named: tuple[tuple[int, int], ...]) -> SeedFindings | Omitted:
    """Return the sweep that this run is part of, with the pairs that this report names."""
    found = sweep.find(data, run, named) if run else None
    return found or Omitted(reason="no other seeds were trained")


def _augmentation(run: Run | None, training: ImageSet, seed: int) -> dataset.Augmentation | Omitted:
    """Show what the training images of this run went through."""
    from analysis.models import examples

    if run is None:
        return GIVEN_AS_FILE
    augmentation = recipe_for(run.record.training.preset, training).augmentation
    if augmentation is None:
        return Omitted(reason="training images are not augmented")
    return examples.augmentation(training.grey(), augmentation, seed)


def _provenance(chosen: Network, accelerator: str | None, watch: Stopwatch) -> Provenance:
    return Provenance(
        created=provenance.now().isoformat(timespec="seconds").replace("+00:00", "Z"),
        program=provenance.program(),
        git_commit=provenance.git_commit(),
        versions=provenance.versions(),
        machine=provenance.machine(accelerator),
        model_source=chosen.source,
        run_key=chosen.run.key if chosen.run else None,
        model_sha256=runs.checksum(chosen.published or chosen.path.read_bytes()),
        stages=tuple(watch.stages),
    )
