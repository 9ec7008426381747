"""All test images in the results: every pixel to the nearest of sixteen greys, and no more than a page can hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.bundle import Bundle, storage
from analysis.bundle.all_images import STEP, AllImages
from analysis.bundle.record import Omitted, Packed
from analysis.data import sources
from analysis.data.images import ImageSet
from analysis.evidence import Evidence
from analysis.run.settings import Settings
from analysis.statistics.label_votes import DISPUTED
from analysis.statistics.probabilities import Predictions
from analysis.studies import all_images, study
from analysis.system.progress import NullProgress
from tests.kinds import published


@pytest.mark.parametrize("shape", [(8, 8), (28, 28), (5, 9)])
def test_pixels_come_back_in_sixteen_greys(shape: tuple[int, int]) -> None:
    """Each within half a step of what it was; an image without ink and one that fills its frame, too."""
    rng = np.random.default_rng(3)
    images = rng.integers(0, 256, (40, *shape)) * (rng.random((40, *shape)) < 0.2)
    images[0], images[1] = 0, 255
    given = images.astype(np.uint8)
    found = AllImages.of(given, 1)
    back = found.images(np.arange(40), *shape)
    assert np.abs(back.astype(int) - given).max() <= STEP // 2
    assert set(np.unique(back)) <= set(range(0, 256, STEP))
    assert found.kept == 40
    assert found.boxes.array()[0].tolist() == [0, 0, 0, 0]


def test_other_peoples_images_stay_with_them(tiny_evidence: Evidence) -> None:
    """Only published sets are shown in full, unless the setting asks for it."""
    found = study(replace(tiny_evidence, all_images=False))["all_images"]
    assert found == Omitted(reason=all_images.YOURS)
    assert Settings().all_images is False


def test_too_many_images_become_an_even_share_and_all_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent stays below the limit, and no error is missing."""
    monkeypatch.setattr(all_images, "MOST_BYTES", 20_000)
    rng = np.random.default_rng(4)
    images = ImageSet(rng.integers(0, 256, (900, 12, 12), dtype=np.uint8), np.arange(900) % 3)
    labels = np.arange(900) % 3
    predicted = np.where(np.arange(900) % 97 == 5, (labels + 1) % 3, labels)
    names = replace(images, classes=images.classes.model_copy(update={"names": ("a", "b", "c")}))
    evidence = Evidence(names.classes, Predictions(labels, predicted, 3), seed=0, images=names)
    found = all_images.study(evidence)
    rows = found.rows(labels == predicted)
    assert found.each > 1
    assert set(range(0, 900, found.each)) | set(np.flatnonzero(labels != predicted)) == set(rows.tolist())
    assert all_images.sent(found) <= 20_000
    assert found.kept == len(rows)


@pytest.mark.parametrize("part", ["boxes", "greys", "each"])
def test_a_bundle_whose_packed_images_are_others_is_refused(tiny_bundle: Bundle, part: str) -> None:
    """The greys are those of the gallery, the boxes lie inside, the share is that of the predictions."""
    found = tiny_bundle.findings.all_images
    assert isinstance(found, AllImages)
    boxes, greys = found.boxes.array().copy(), found.greys.array().copy()
    shown = tiny_bundle.findings.gallery.indices[0]  # type: ignore[union-attr]
    boxes[shown, 0] += 8
    start = sum((h * w + 1) // 2 for _, _, h, w in found.boxes.array()[:shown].astype(int).tolist())
    greys[start] ^= 0xF0
    change = {"boxes": Packed.of(boxes), "greys": Packed.of(greys), "each": 2}
    wrong = found.model_copy(update={part: change[part]})
    findings = tiny_bundle.findings.model_copy(update={"all_images": wrong})
    with pytest.raises(Exception, match=f"all_images.(boxes|{part})"):
        storage.check(tiny_bundle.model_copy(update={"findings": findings}))


def test_the_published_images_are_all_of_mnist_and_fit() -> None:
    """Ten thousand in 0.92 MB as a browser gets them; sorted by the probability of the label, 7 of 15 disputed labels lead."""
    bundle = published()
    try:
        data = sources.load("mnist", NullProgress())
    except Exception as error:  # noqa: BLE001  # whatever is missing
        pytest.skip(f"no MNIST: {error}")
    found = AllImages.of(data.test.images, 1)
    assert all_images.sent(found) < 950_000 < all_images.MOST_BYTES
    given = bundle.findings.predictions.view(10).label_probability  # type: ignore[union-attr]
    first = np.argsort(given, kind="stable")[:29]
    assert len(DISPUTED & set(first.tolist())) == 7
