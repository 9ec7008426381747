"""The data set: sums of its parts, and the images that are shown of it."""

from __future__ import annotations

import re
from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import SHARE, Between, Near, agree, demand
from analysis.bundle.checks.formulas import below
from analysis.bundle.checks.limits import MAX_NAMES, MAX_SIDE
from analysis.bundle.checks.packing import unpacked
from analysis.bundle.checks.table import Table
from analysis.bundle.classes import ImageFormat
from analysis.bundle.dataset import Augmentation, DatasetFindings, Part, Preprocessing
from analysis.bundle.record import present

FIELD = "findings.dataset"
SHA256 = re.compile(r"[0-9a-f]{64}")
MAX_IMAGES = 100_000_000
MAX_COPIES = 100


def check(bundle: Bundle, table: Table) -> None:
    """Hold the counts to each other and to the table, the shown images to the format."""
    found, shape = bundle.findings.dataset, present(bundle.images)
    if shape:
        side = Between(1, MAX_SIDE)
        agree(
            "images",
            shape,
            {"height": side, "width": side, "channels": Between(1, 3), "pixels": shape.height * shape.width},
        )
    _check_parts(found, table)
    _check_balance(found)
    for name, checksum in found.sha256.items():
        demand(f"{FIELD}.sha256.{name}", bool(SHA256.fullmatch(checksum)), "64 hexadecimal digits")
    demand(f"{FIELD}.tried", len(found.tried) <= MAX_NAMES, f"{MAX_NAMES} entries at most")
    demand(f"{FIELD}.fallback", not found.fallback or found.name == "digits", "false: only the sample is one")
    for name in ("pixels", "duplicates"):
        none = found.training is not None or present(getattr(found, name)) is None
        demand(f"{FIELD}.{name}", none, "it omitted: there are no training images")
    if twice := present(found.duplicates):
        agree(
            f"{FIELD}.duplicates",
            twice,
            {"images": Between(0, table.n), "other_label": Between(0, twice.images)},
        )
    _check_pixels(bundle)
    preprocessing, augmentation = present(found.preprocessing), present(found.augmentation)
    demand(
        f"{FIELD}.preprocessing",
        shape is not None or not (preprocessing or augmentation),
        "it omitted: the bundle has no image format",
    )
    if preprocessing and shape:
        _check_preprocessing(preprocessing, shape, found.training)
    if augmentation and shape:
        _check_augmentation(augmentation, shape)


def _check_pixels(bundle: Bundle) -> None:
    """Hold the mean to the ink of the class means; no pixel is above 1."""
    found, means, shape = (
        bundle.findings.dataset,
        present(bundle.findings.class_means),
        present(bundle.images),
    )
    if not (pixels := present(found.pixels)):
        return
    most = (pixels.mean * (1 - pixels.mean)) ** 0.5 if 0 <= pixels.mean <= 1 else 0.0
    spread, ink = Between(0, most + 1e-6), Between(pixels.mean - 1e-6, 1)
    agree(f"{FIELD}.pixels", pixels, {"mean": SHARE, "standard_deviation": spread, "ink_share": ink})
    if means and shape and found.training and len(means.mean_ink) == len(found.training.per_class):
        full = sum(n * each for n, each in zip(found.training.per_class, means.mean_ink, strict=True))
        agree(
            f"{FIELD}.pixels.mean", pixels.mean, full / shape.pixels / shape.channels / found.training.images
        )


def _check_parts(found: DatasetFindings, table: Table) -> None:
    parts = {"training": found.training, "validation": found.validation, "test": found.test}
    demand(
        f"{FIELD}.validation",
        found.validation is None or found.training is not None,
        "none, where there is no training part",
    )
    for name, part in parts.items():
        if part:
            agree(f"{FIELD}.{name}.per_class", part.per_class, [Between(0, MAX_IMAGES)] * table.k)
            agree(f"{FIELD}.{name}.images", part.images, sum(part.per_class))
    agree(f"{FIELD}.test.per_class", found.test.per_class, table.support)
    agree(f"{FIELD}.images", found.images, sum(part.images for part in parts.values() if part))


def _check_balance(found: DatasetFindings) -> None:
    counts = (found.training or found.test).per_class
    fewest, most = min(counts), max(counts)
    demand(f"{FIELD}.training", most > 0, "images")
    ratio = fewest / most
    agree(f"{FIELD}.balance", found.balance, {
        "least": counts.index(fewest),
        "most": counts.index(most),
        "ratio": ratio,
        "level": "equal" if fewest == most else "uneven" if below(ratio, 0.75) is True else "balanced",
    })  # fmt: skip


def _check_preprocessing(found: Preprocessing, shape: ImageFormat, training: Part | None) -> None:
    field = f"{FIELD}.preprocessing"
    image = unpacked(f"{field}.image", found.image, "uint8", (shape.height, shape.width))
    agree(f"{field}.index", found.index, Between(0, (training.images if training else MAX_IMAGES) - 1))
    agree(f"{field}.row", found.row, Between(0, shape.height - 1))
    columns = found.columns
    first = columns[0] if columns else -1
    run = list(range(first, first + len(columns)))
    demand(
        f"{field}.columns",
        list(columns) == run and first >= 0 and run[-1] < shape.width,
        "neighbouring columns of the image",
    )
    before = image[found.row, run].tolist()
    agree(field, found, {"before": before, "after": [Near(value / 255, 2e-6) for value in before]})


def _check_augmentation(found: Augmentation, shape: ImageFormat) -> None:
    field, size = f"{FIELD}.augmentation", (shape.height, shape.width)
    limits: dict[str, Any] = {
        "rotation_degrees": Between(0, 180),
        "scale": SHARE,
        "shear": Between(0, 10),
        "shift_pixels": Between(0, MAX_SIDE),
        "elastic_pixels": Between(0, MAX_SIDE),
    }
    agree(field, found, limits)
    for name, packed, axes in (("originals", found.originals, 3), ("augmented", found.augmented, 4)):
        demand(
            f"{field}.{name}.shape",
            len(packed.shape) == axes and all(1 <= each <= MAX_COPIES for each in packed.shape[:-2]),
            f"{axes} axes",
        )
        unpacked(f"{field}.{name}", packed, "uint8", (*packed.shape[:-2], *size))
    agree(f"{field}.augmented.shape", found.augmented.shape[0], found.originals.shape[0])
