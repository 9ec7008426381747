"""Which studies this report leaves out, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.dataset import KNOWN_FILES
from analysis.bundle.record import Omitted, Record, present
from report.chapters.model import Column, NumberedTable, Table


def table(bundle: Bundle) -> NumberedTable | None:
    """Tabulate what was left out, with the reason; None where nothing was."""
    left_out = list(omissions(bundle))
    if not left_out:
        return None
    return NumberedTable(
        claim="Each of these studies was left out for the reason given.",
        measure="Studies of this program that this report does not contain",
        table=Table(
            left_out, [Column("Study", lambda each: each.study), Column("Reason", lambda each: each.reason)]
        ),
    )


class Omission(NamedTuple):
    """A study as a reader calls it, and why it was left out."""

    study: str
    reason: str


def omissions(bundle: Bundle) -> Iterator[Omission]:
    """Return all studies that were left out.

    A field that its record does not set is younger than the bundle: nobody decided to leave it out.  Files of a known
    source have nothing to tell: no study of them is missing.
    """
    found = bundle.findings
    inner = (found.scores, found.calibration, found.projection, found.error_evidence)
    for record in (bundle, found, found.dataset, *filter(None, map(present, inner))):
        yield from _omitted(record)


def _omitted(record: Record) -> Iterator[Omission]:
    for name, field in type(record).model_fields.items():
        value, was_decided = getattr(record, name), name in record.model_fields_set
        if isinstance(value, Omitted) and value != KNOWN_FILES and field.title and was_decided:
            yield Omission(field.title, value.reason)
