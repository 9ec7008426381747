"""The whole flow, from digits to the bundle: read, train or load, predict, study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis import provenance, runs, sweep
from analysis import train_run as trial
from analysis.bundle import Bundle, Findings
from analysis.bundle.provenance import Provenance
from analysis.data import sources
from analysis.data.split import split
from analysis.errors import ModelError
from analysis.evidence import Evidence, Points, stratified
from analysis.models.recipes import PRESETS
from analysis.predictions import Predictions
from analysis.studies import study
from analysis.studies.dataset import describe

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.data.images import Dataset, DigitSet
    from analysis.provenance import Stopwatch
    from analysis.runs import Run
    from analysis.settings import Settings

# Enough training images to tell where the components of the features lie; all 55,000 would fill 300 MB.
FEATURES_OF = 10_000


@dataclass(frozen=True)
class Network:
    """The `.keras` file that is studied, where it came from, and its run where it was not given as a file."""

    path: Path
    source: Literal["trained", "earlier run", "file"]
    run: Run | None = None


def read(settings: Settings, watch: Stopwatch) -> Dataset:
    """Read the digits.  Raises DatasetError."""
    with watch.stage("reading the digits"):
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
    run = runs.keep(key, trial.train(data, settings.preset, settings.seed, watch.progress))
    watch.stages.append(run.record.stage)
    return Network(run.model, "trained", run)


def analyze(settings: Settings, data: Dataset, chosen: Network, watch: Stopwatch) -> Bundle:
    """Put all questions to one network.  The test set is read here, and nowhere before."""
    from analysis.models import backend, examples, keras_file

    training, validation = split(data.training, settings.seed)
    with watch.stage("predicting"):
        model = keras_file.load(chosen.path)
        evidence = _gather(model, training, validation, data.test, settings.seed)
    with watch.stage("studying the predictions"):
        found = study(evidence)
    trained = chosen.run.record.training if chosen.run else None
    distortion = PRESETS[trained.preset].distortion if trained else None
    findings = Findings(
        dataset=describe(
            data,
            training,
            validation,
            examples.preprocessing(training),
            examples.augmentation(training, distortion, settings.seed),
        ),
        network=keras_file.describe(model),
        training=trained,
        sweep=sweep.find(data, chosen.run) if chosen.run else None,
        **found._asdict(),
    )
    return Bundle(
        cover=provenance.cover(settings),
        provenance=_provenance(chosen, backend.accelerator(), watch),
        findings=findings,
    )


def _gather(
    model: Any,  # noqa: ANN401 – Keras ships no types
    training: DigitSet,
    validation: DigitSet,
    test: DigitSet,
    seed: int,
) -> Evidence:
    from analysis.models import inference

    rows = stratified(training.labels, FEATURES_OF, np.random.default_rng(seed))
    return Evidence(
        training=training,
        validation=_answers(model, validation),
        test=test,
        predictions=_answers(model, test),
        training_features=Points(inference.features(model, training.images[rows]), training.labels[rows]),
        test_features=inference.Features(model, test.images),
        seed=seed,
    )


def _answers(model: Any, digits: DigitSet) -> Predictions:  # noqa: ANN401 – see above
    from analysis.models import inference

    try:
        return Predictions(digits.labels, inference.logits(model, digits.images))
    except ValueError as error:
        raise ModelError(
            f"Expected finite scores, found others ({error}): train anew, with another --seed, or give another --model."
        ) from error


def _provenance(chosen: Network, accelerator: str | None, watch: Stopwatch) -> Provenance:
    return Provenance(
        created=provenance.now().isoformat(timespec="seconds").replace("+00:00", "Z"),
        program=provenance.program(),
        git_commit=provenance.git_commit(),
        versions=provenance.versions(),
        machine=provenance.machine(accelerator),
        model_source=chosen.source,
        run_key=chosen.run.key if chosen.run else None,
        model_sha256=runs.checksum(chosen.path.read_bytes()),
        stages=tuple(watch.stages),
    )
