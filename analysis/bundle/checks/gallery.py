"""The test images that are shown: classes, and that the pixels of each are there."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import numpy as np

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import agree, demand
from analysis.bundle.checks.limits import MAX_SHOWN
from analysis.bundle.checks.packing import unpacked
from analysis.bundle.checks.table import Table
from analysis.bundle.gallery import Gallery
from analysis.bundle.record import present

FIELD = "findings.gallery"
MOSAIC, ROW = 400, 12


def check(bundle: Bundle, table: Table) -> None:
    """Hold the chosen images to the table, and their pixels to the format."""
    found, shape = present(bundle.findings.gallery), present(bundle.images)
    if found is None:
        return
    demand(FIELD, shape is not None, "it omitted: the bundle has no image format")
    assert shape is not None  # noqa: S101  # demanded above
    _check_indices(bundle, found, table)
    colour = (3,) if shape.channels == 3 else ()
    unpacked(
        f"{FIELD}.pixels", found.pixels, "uint8", (len(found.indices), shape.height, shape.width, *colour)
    )
    _check_typical(found, table)
    _check_mosaic(found, table)
    _check_rows(found, table)


def _check_indices(bundle: Bundle, found: Gallery, table: Table) -> None:
    kept, field = found.indices, f"{FIELD}.indices"
    demand(field, len(kept) <= MAX_SHOWN, f"{MAX_SHOWN:,} images at most")
    demand(
        field,
        list(kept) == sorted(set(kept)) and 0 <= min(kept, default=0) <= max(kept, default=0) < table.n,
        "rising rows of the test set",
    )
    shown = {*found.typical, *found.mosaic, *chain(*found.rows), *_described(bundle)}
    demand(field, shown == set(kept), "exactly the images that are shown")


def _described(bundle: Bundle) -> Iterable[int]:
    confidence = present(bundle.findings.confidence)
    extremes = confidence.most_confident_errors + confidence.least_confident_correct if confidence else ()
    return (each.index for each in bundle.findings.confusion.errors + extremes)


def _check_typical(found: Gallery, table: Table) -> None:
    agree(f"{FIELD}.typical", [int(table.labels[row]) for row in found.typical], list(range(table.k)))
    hits = table.confusion.diagonal()
    for place, row in enumerate(found.typical):
        demand(
            f"{FIELD}.typical.{place}", bool(table.correct[row] or not hits[place]), "a correct prediction"
        )


def _check_mosaic(found: Gallery, table: Table) -> None:
    mosaic, wrong = found.mosaic, table.wrong
    expected = round(table.n / wrong) if wrong else table.n
    ends = bool(wrong) and expected <= MOSAIC
    size = min(expected - 1, table.right) + 1 if ends else min(MOSAIC, table.right)
    demand(f"{FIELD}.mosaic", len(mosaic) == len(set(mosaic)) == size, f"{size} images, each once")
    agree(FIELD, found, {"mosaic_size": size, "mosaic_ends_in_error": ends})
    correct = table.correct[np.array(mosaic, np.intp)].tolist()
    demand(
        f"{FIELD}.mosaic",
        correct == [True] * (size - ends) + [False] * ends,
        "correct predictions, then an error" if ends else "correct predictions",
    )


def _check_rows(found: Gallery, table: Table) -> None:
    demand(f"{FIELD}.rows", len(found.rows) == table.k, f"{table.k} entries")
    for label, row in enumerate(found.rows):
        field, wanted = f"{FIELD}.rows.{label}", min(ROW, int(table.confusion[label, label]))
        ours = np.array(row, np.intp)
        holds = len(row) == len(set(row)) == wanted and bool(
            (table.correct[ours] & (table.labels[ours] == label)).all()
        )
        demand(field, holds, f"{wanted} correct images of class {label}")
