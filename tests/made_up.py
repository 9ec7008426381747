"""Bundles for tests: findings of the real studies, and data, network, training and provenance that are possible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.bundle import Bundle, Findings
from analysis.bundle.dataset import DatasetFindings, Part
from analysis.bundle.provenance import Cover, Machine, Provenance, Stage
from analysis.bundle.record import Omitted
from analysis.evidence import Evidence
from analysis.studies import study
from tests import made_up_parts

ONE_RUN = Omitted(reason="no other seeds were trained")
NO_NETWORK = Omitted(reason="no network was given")


def bundle_of(evidence: Evidence) -> Bundle:
    """Return a complete bundle of the evidence."""
    assert evidence.images is not None
    findings = Findings(
        dataset=made_up_parts.dataset(evidence),
        network=made_up_parts.network(evidence),
        training=made_up_parts.training(evidence),
        seeds=ONE_RUN,
        **study(evidence),
    )
    return Bundle(
        classes=evidence.classes,
        images=evidence.images.format,
        cover=_cover(),
        provenance=provenance(),
        findings=findings,
    )


def predictions_alone(evidence: Evidence) -> Bundle:
    """Return the bundle of labels and predicted classes only."""
    bare = replace(
        evidence, probabilities=None, validation=None, images=None, training_images=None, features=None
    )
    counts = np.bincount(evidence.predictions.labels, minlength=len(evidence.classes.names))
    dataset = DatasetFindings(
        name="folder",
        title="labels and predictions",
        source="a table of predictions",
        fallback=False,
        tried=(),
        sha256={},
        training=None,
        validation=None,
        test=Part(per_class=tuple(counts.tolist())),
        pixels=NO_NETWORK,
        preprocessing=NO_NETWORK,
        augmentation=NO_NETWORK,
    )
    findings = Findings(
        dataset=dataset, network=NO_NETWORK, training=NO_NETWORK, seeds=ONE_RUN, **study(bare)
    )
    made = provenance().model_copy(
        update={
            "model_source": "none",
            "run_key": None,
            "model_sha256": None,
            "stages": (),
        }
    )
    return Bundle(
        classes=evidence.classes,
        images=Omitted(reason="no test images were given"),
        cover=_cover(),
        provenance=made,
        findings=findings,
    )


def _cover() -> Cover:
    return Cover(
        authors=("Ada Example",),
        course="CS 101 – Machine Learning",
        instructor="Professor Grace Hopper",
        date="2026-11-22",
    )


def provenance() -> Provenance:
    """Return a run of nowhere."""
    stage = Stage(name="train", wall_seconds=2.5, cpu_seconds=2.4)
    return Provenance(
        created="2026-11-22T12:00:00Z",
        program="0.1.0",
        git_commit=None,
        versions={"python": "3.11", "numpy": "2.4"},
        machine=Machine(system="Linux", processor="x86_64", cores=2, accelerator=None),
        model_source="trained",
        run_key="digits-quick-736-00000000",
        model_sha256="0" * 64,
        stages=(stage,),
    )
