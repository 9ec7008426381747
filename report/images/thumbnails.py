"""The small pictures by name: what lies in the site's folder `images/`, and what the paper asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.class_means import ClassMeanFindings
from analysis.bundle.dataset import DatasetFindings
from analysis.bundle.errors import ErrorEvidence
from analysis.bundle.gallery import Gallery
from analysis.bundle.projection import ProjectionFindings
from analysis.bundle.record import present
from report.images import png
from report.images.mosaics import tiles
from report.text.formats import image_file

Kind = Literal["ink", "photograph", "difference", "heat"]

# Images in a row of the mosaic: on a wide screen and on a phone; on the cover, by how many there are.
MOSAIC_COLUMNS = (40, 25, 20, 10)


@dataclass(frozen=True)
class Thumbnail:
    """Pixels (h, w) or (h, w, 3), and how they are shown: as ink, as they are, as a signed difference, as a quantity."""

    kind: Kind
    pixels: NDArray[Any]

    def on_screen(self) -> bytes:
        """Return a PNG with a pixel for each pixel, transparent where there is no ink or no difference."""
        match self.kind:
            case "ink":
                return png.ink(self.pixels)
            case "difference":
                return png.difference(self.pixels)
            case "photograph":
                return png.photograph(self.pixels)
        return self.on_paper(1)

    def on_paper(self, times: int) -> bytes:
        """Return an opaque PNG with `times` by `times` pixels for each."""
        if self.kind == "ink":
            return png.ink_on_white(self.pixels, times)
        if self.kind == "difference":
            return png.difference_on_white(self.pixels, times)
        return (
            png.heat(self.pixels, times)
            if self.kind == "heat"
            else png.photograph(png.on_white(self.pixels), times)
        )


def thumbnails(bundle: Bundle) -> dict[str, Thumbnail]:
    """Return all small pictures that a page may show by name, for the parts of the bundle that are there.

    A test image has the name that `image_file` gives it.
    """
    found, images = bundle.findings, present(bundle.images)
    kind: Kind = "photograph" if images and images.polarity == "photograph" else "ink"
    plain = [*_training_images(found.dataset)]
    if gallery := present(found.gallery):
        plain += _test_images(gallery, kind)
    if slices := present(found.slices):
        plain += (
            (image_file(index), pixels) for each in slices.features for index, pixels in each.images.items()
        )
    if stress := present(found.stress):
        plain += (
            (f"stress-{each.kind}-{place}", pixels)
            for each in stress.others
            for place, pixels in enumerate(each.examples.array())
        )
    if evidence := present(found.error_evidence):
        plain += _neighbours(evidence)
    if means := present(found.class_means):
        plain += ((f"mean-{label}", mean) for label, mean in enumerate(means.means.array()))
    return {name: Thumbnail(kind, pixels) for name, pixels in plain} | {
        **(dict(_occlusions(evidence)) if evidence else {}),
        **(dict(_of_means(means)) if means else {}),
        **(dict(_components(projection)) if (projection := present(found.projection)) else {}),
    }


def _test_images(gallery: Gallery, kind: Kind) -> Iterator[tuple[str, NDArray[Any]]]:
    images = gallery.images()
    yield from ((image_file(index), image) for index, image in images.items())
    if gallery.mosaic:
        mosaic = tiles(gallery, photographs=kind == "photograph")
        yield from ((f"mosaic-{columns}", png.sheet(mosaic, columns)) for columns in MOSAIC_COLUMNS)
    for label, row in enumerate(gallery.rows):
        if row:
            yield f"row-{label}", np.hstack([images[index] for index in row])


def _training_images(found: DatasetFindings) -> Iterator[tuple[str, NDArray[Any]]]:
    if preprocessing := present(found.preprocessing):
        yield "preprocessing", preprocessing.image.array()
    if augmentation := present(found.augmentation):
        pairs = zip(augmentation.originals.array(), augmentation.augmented.array(), strict=True)
        for row, (original, augmented) in enumerate(pairs):
            yield f"original-{row}", original
            yield from ((f"augmented-{row}-{k}", each) for k, each in enumerate(augmented))


def _neighbours(found: ErrorEvidence) -> Iterator[tuple[str, NDArray[Any]]]:
    if found.training_pixels:
        images = found.training_pixels.array()
        yield from (
            (f"training-{image_file(index)}", image)
            for index, image in zip(found.training_indices, images, strict=True)
        )


def _occlusions(found: ErrorEvidence) -> Iterator[tuple[str, Thumbnail]]:
    if occlusion := present(found.occlusion):
        for index, each in zip(found.indices, occlusion.maps.array(), strict=True):
            yield f"occlusion-{image_file(index)}", Thumbnail("difference", each)


def _of_means(found: ClassMeanFindings) -> Iterator[tuple[str, Thumbnail]]:
    for label, deviation in enumerate(found.deviations.array()):
        yield f"deviation-{label}", Thumbnail("heat", png.grey(deviation))
    for each in found.differences:
        first, second = each.classes
        yield f"difference-{first}-{second}", Thumbnail("difference", png.grey(each.difference.array()))


def _components(found: ProjectionFindings) -> Iterator[tuple[str, Thumbnail]]:
    for number, component in enumerate(found.components.array(), 1):
        yield f"component-{number}", Thumbnail("difference", png.grey(component))
