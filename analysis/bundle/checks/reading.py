"""How files of the user's own were read: against the images, the parts and the seed."""

from __future__ import annotations

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import Between, agree, demand
from analysis.bundle.checks.table import Table
from analysis.bundle.dataset import DatasetFindings, Reading
from analysis.bundle.record import present

FIELD = "findings.dataset.reading"
MOST_NOTES = 100


def check(bundle: Bundle, table: Table) -> None:
    """Hold what was found in the files to what came of it."""
    data, training = bundle.findings.dataset, present(bundle.findings.training)
    found, images = present(data.reading), present(bundle.images)
    if found is None:
        return
    demand(FIELD, data.name == "folder", "it omitted: the files are those of a known source")
    if images:
        photographs = found.polarity == "photographs"
        demand(f"{FIELD}.polarity", photographs == (images.polarity == "photograph"), "that of the images")
    agree(f"{FIELD}.one_of", found.one_of, Between(2, table.n * 1000))
    agree(f"{FIELD}.seed", found.seed, training.seed if training else Between(-(2**63), 2**64))
    demand(f"{FIELD}.notes", len(found.notes) <= MOST_NOTES, f"{MOST_NOTES} notes at most")
    if found.split_off:
        _check_split(found, data)


def _check_split(found: Reading, data: DatasetFindings) -> None:
    """Of each class, one of so many images, rounded up, is in the test part."""
    demand(f"{FIELD}.split_off", data.training is not None, "false: there is no training part to split from")
    parts = [part.per_class for part in (data.training, data.validation, data.test) if part]
    drawn = [-(-sum(counts) // found.one_of) for counts in zip(*parts, strict=True)]
    agree("findings.dataset.test.per_class", data.test.per_class, drawn)
