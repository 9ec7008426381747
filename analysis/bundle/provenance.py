"""Where a bundle comes from.  Times and dates live here, apart from the findings."""

from __future__ import annotations

from typing import Literal

from analysis.bundle.record import Record


class Cover(Record):
    """What the author says of the report; from `digits-report.toml`."""

    title: str | None = None
    """Null: what was found is the title."""
    authors: tuple[str, ...]
    course: str
    instructor: str
    date: str
    """ISO date printed on the cover."""
    acknowledgements: str | None = None
    """Null: the report has no acknowledgements."""
    paper: Literal["a4", "letter"] = "letter"
    """Size of the printed pages."""
    length: Literal["full", "short"] = "full"
    """The printed report: everything, or its main points on at most 8 pages."""
    site_url: str | None = None
    """Address of the published site; null: the paper names the files instead."""


class Machine(Record):
    """What the run was made on."""

    system: str
    processor: str
    cores: int
    accelerator: str | None
    """Name of the GPU that TensorFlow used; null on a CPU."""


class Stage(Record):
    """How long one stage took."""

    name: str
    wall_seconds: float
    cpu_seconds: float


class Provenance(Record):
    """How the findings came about, so that each can be traced and made again."""

    created: str
    """ISO date and time in UTC; `SOURCE_DATE_EPOCH` is honoured."""
    program: str
    """Version of digits-report."""
    git_commit: str | None
    """Commit of the checkout that ran; null outside a checkout; `+` at its end: with uncommitted changes."""
    versions: dict[str, str]
    """Python and the libraries that the numbers depend on."""
    machine: Machine
    model_source: Literal["trained", "earlier run", "file", "notebook", "none"]
    """Trained by this build, loaded from a finished run of the same key, given as a file, taken from a notebook or script, or
    predictions alone."""
    run_key: str | None
    """Name of the folder under `runs/`; null for a model that was given."""
    model_sha256: str | None
    """Checksum of the `.keras` file; null where only predictions were given."""
    scores: str | None = None
    """How scores that were given were understood, as a clause; null where a network gave logits, or there are none."""
    stages: tuple[Stage, ...]
    longest_stage: Stage | None
    """The one that took most time; null where none was timed."""
