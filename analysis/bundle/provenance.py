"""Where a bundle comes from.  Times and dates live here, apart from the findings."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from analysis.bundle.record import Record, Sha256, derived

MAX_LISTED = 100
"""Authors, and stages."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
Seconds = Annotated[float, Field(ge=0, le=1e9)]


def _real(text: str, form: re.Pattern[str], example: str) -> str:
    """Return a date or time that exists, in this form.  Raises ValueError."""
    try:
        datetime.fromisoformat(text)
        real = form.fullmatch(text) is not None
    except ValueError:
        real = False
    if not real:
        msg = f"expected one as {example}"
        raise ValueError(msg)
    return text


Moment = Annotated[str, AfterValidator(lambda text: _real(text, MOMENT, "2026-11-30T12:00:00Z"))]
Day = Annotated[str, AfterValidator(lambda text: _real(text, DAY, "2026-11-30"))]
# Without what no address holds unescaped (RFC 3986), and what would end an attribute.
ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\"<>\\^`{|}]+")
Address = Annotated[str, Field(pattern=f"^{ADDRESS.pattern}$")]


class Cover(Record):
    """What the author says of the report; from `digits-report.toml`."""

    title: str | None = None
    """Null: what was found is the title."""
    authors: tuple[str, ...] = Field(max_length=MAX_LISTED)
    course: str
    instructor: str
    date: Day
    """ISO date printed on the cover."""
    acknowledgements: str | None = None
    """Null: the report has no acknowledgements."""
    paper: Literal["a4", "letter"] = "letter"
    """Size of the printed pages."""
    length: Literal["full", "short"] = "full"
    """The printed report: everything, or its main points on at most 8 pages."""
    site_url: Address | None = None
    """Address of the published site; null: the paper names the files instead."""


class Machine(Record):
    """What the run was made on."""

    system: str
    processor: str
    cores: int = Field(ge=1, le=10**6)
    accelerator: str | None
    """Name of the GPU that TensorFlow used; null on a CPU."""


class Stage(Record):
    """How long one stage took."""

    name: str
    wall_seconds: Seconds
    cpu_seconds: Seconds


class Provenance(Record):
    """How the findings came about, so that each can be traced and made again."""

    created: Moment
    """ISO date and time in UTC; `SOURCE_DATE_EPOCH` is honoured."""
    program: str
    """Version of digits-report."""
    git_commit: Annotated[str, Field(pattern=r"^(?:[0-9a-f]{40}|[0-9a-f]{64})\+?$")] | None
    """Commit of the checkout that ran; null outside a checkout; `+` at its end: with uncommitted changes."""
    versions: dict[str, str]
    """Python and the libraries that the numbers depend on."""
    machine: Machine
    model_source: Literal["trained", "earlier run", "file", "notebook", "none"]
    """Trained by this build, loaded from a finished run of the same key, given as a file, taken from a notebook or script, or
    predictions alone."""
    run_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$")] | None
    """Name of the folder under `runs/`; null for a model that was given."""
    model_sha256: Sha256 | None
    """Checksum of the `.keras` file; null where only predictions were given."""
    scores: str | None = None
    """How scores that were given were understood, as a clause; null where a network gave logits, or there are none."""
    reading: tuple[str, ...] = Field(default=(), max_length=MAX_LISTED)
    """Sentences on what was done to read predictions that were given: orders, numbers from 1, classes left out."""
    stages: tuple[Stage, ...] = Field(max_length=MAX_LISTED)

    @model_validator(mode="after")
    def _tells_of_the_model_there_is(self) -> Self:
        if (self.model_sha256 is None) != (self.model_source == "none"):
            msg = "a checksum of the model where there is one"
            raise ValueError(msg)
        if (self.run_key is None) == self.is_ours:
            msg = "the key of a run, where the model is from one"
            raise ValueError(msg)
        return self

    @property
    def is_ours(self) -> bool:
        """Whether this program trained the network."""
        return self.model_source in {"trained", "earlier run"}

    @derived
    def longest_stage(self) -> Stage | None:
        """The one that took most time; null where none was timed."""
        return max(self.stages, key=lambda stage: stage.wall_seconds, default=None)
