"""The store of finished runs: `runs/<key>/` with model.keras and run.json.

A run's folder is assembled beside its place and renamed into it when complete, so whatever stands there is finished.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from analysis.bundle.provenance import Machine, Stage
from analysis.bundle.record import Record
from analysis.bundle.training import TrainingFindings
from analysis.data.images import Dataset
from analysis.models.recipes import recipe_for
from analysis.run import training_code
from analysis.system.files import explained, new_folder, try_folder

STORE = Path("runs")
MODEL, RECORD = "model.keras", "run.json"


class RunRecord(Record):
    """What is known of a finished run besides its model."""

    training: TrainingFindings
    """Settings and history."""
    data_sha256: dict[str, str]
    model_sha256: str
    versions: dict[str, str]
    machine: Machine
    stage: Stage
    """How long the training took."""


@dataclass(frozen=True)
class TrainedRun:
    """One finished training, not stored yet: the content of model.keras and of run.json."""

    model: bytes
    record: RunRecord


@dataclass(frozen=True)
class Run:
    """A finished run in the store."""

    key: str
    record: RunRecord

    @property
    def model(self) -> Path:
        """Return where the network is."""
        return STORE / self.key / MODEL


def recipe_key(data: Dataset, preset: str) -> str:
    """Name what all seeds of a recipe share: data, recipe and the code that trains."""
    shared = {
        "data": data.sha256,
        "recipe": asdict(recipe_for(preset, data.training)),
        "code": training_code.checksum(),
    }
    digest = sha256(json.dumps(shared, sort_keys=True).encode()).hexdigest()
    return f"{data.name}-{preset}-{digest[:8]}"


def run_key(data: Dataset, preset: str, seed: int) -> str:
    """Name one run."""
    return f"{recipe_key(data, preset)}-seed-{seed}"


def find(key: str) -> Run | None:
    """Return the finished run of that name; None where there is none, or where it has been damaged."""
    folder = STORE / key
    try:
        record = RunRecord.model_validate_json((folder / RECORD).read_bytes(), extra="ignore")
        content = (folder / MODEL).read_bytes()
    except (OSError, ValidationError):
        return None
    return Run(key, record) if checksum(content) == record.model_sha256 else None


def keep(key: str, trained: TrainedRun) -> Run:
    """Store a finished training, in place of an earlier one.  Raises OutputError, and keeps the earlier one then."""
    make_store()
    with new_folder(STORE / key) as folder:
        (folder / MODEL).write_bytes(trained.model)
        (folder / RECORD).write_text(trained.record.model_dump_json(indent=2), encoding="utf-8")
    return Run(key, trained.record)


def make_store() -> None:
    """Make sure that runs can be kept, before minutes are spent on one.  Raises OutputError."""
    with explained(STORE):
        STORE.mkdir(exist_ok=True)
    try_folder(STORE / "a-run")


def checksum(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()
