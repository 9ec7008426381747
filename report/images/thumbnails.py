"""The small pictures by name: what lies in the site's folder `digits/`, and what the paper asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from report.images import png
from report.text.formats import digit_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from analysis.bundle import Bundle
    from analysis.bundle.class_means import MeanFindings
    from analysis.bundle.dataset import DatasetFindings
    from analysis.bundle.gallery import Gallery
    from analysis.bundle.projection import ProjectionFindings

# Digits in a row of the crowd: on a wide screen and on a phone; on the cover, by how many there are.
CROWD_COLUMNS = (40, 25, 20, 10)


@dataclass(frozen=True)
class Drawing:
    """Pixels (h, w) and how they are to be seen: as ink, as a signed difference, or as a quantity."""

    kind: Literal["ink", "difference", "heat"]
    pixels: NDArray[Any]

    def on_screen(self) -> bytes:
        """Return a PNG with a pixel for each pixel, transparent where there is no ink or no difference."""
        if self.kind == "heat":
            return png.heat(self.pixels)
        return png.ink(self.pixels) if self.kind == "ink" else png.difference(self.pixels)

    def on_paper(self, times: int) -> bytes:
        """Return an opaque PNG with `times` by `times` pixels for each."""
        if self.kind == "heat":
            return png.heat(self.pixels, times)
        on_white = png.ink_on_white if self.kind == "ink" else png.difference_on_white
        return on_white(self.pixels, times)


def drawings(bundle: Bundle) -> dict[str, Drawing]:
    """Return all small pictures of the report by name; a test image has the name `digit_file` gives it."""
    found = bundle.findings
    return dict(
        [
            *_gallery(found.gallery),
            *_means(found.mean_digits),
            *_components(found.projection),
            *_training_images(found.dataset),
        ]
    )


def _ink(name: str, pixels: NDArray[Any]) -> tuple[str, Drawing]:
    return name, Drawing("ink", pixels)


def _gallery(gallery: Gallery) -> Iterator[tuple[str, Drawing]]:
    images = gallery.images()
    yield from (_ink(digit_file(index), image) for index, image in images.items())
    crowd = np.stack([images[index] for index in gallery.crowd])
    for columns in CROWD_COLUMNS:
        yield _ink(f"crowd-{columns}", png.sheet(crowd, columns))
    for digit, row in enumerate(gallery.rows):
        if row:
            yield _ink(f"row-{digit}", np.hstack([images[index] for index in row]))


def _means(found: MeanFindings) -> Iterator[tuple[str, Drawing]]:
    for digit, (mean, spread) in enumerate(zip(found.means.array(), found.spreads.array(), strict=True)):
        yield _ink(f"mean-{digit}", mean)
        yield f"spread-{digit}", Drawing("heat", spread)
    for each in found.differences:
        first, second = each.digits
        yield f"difference-{first}-{second}", Drawing("difference", each.difference.array())


def _components(found: ProjectionFindings) -> Iterator[tuple[str, Drawing]]:
    for place, component in enumerate(found.components.array(), 1):
        yield f"component-{place}", Drawing("difference", component)


def _training_images(found: DatasetFindings) -> Iterator[tuple[str, Drawing]]:
    yield _ink("preprocessing", found.preprocessing.image.array())
    if found.augmentation:
        pairs = zip(found.augmentation.originals.array(), found.augmentation.distorted.array(), strict=True)
        for row, (original, distorted) in enumerate(pairs):
            yield _ink(f"original-{row}", original)
            yield from (_ink(f"distorted-{row}-{place}", each) for place, each in enumerate(distorted))
