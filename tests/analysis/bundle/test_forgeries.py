"""False figures that look consistent: each is decided by its neighbours, by its draws or by another record, and refused."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest

from analysis.bundle import Bundle, storage
from analysis.system.errors import BundleError
from tests.forging import Change, put, together
from tests.kinds import bundle_of

PUBLISHED = Path(__file__).parents[3] / "site" / "results.json"


def refused(bundle: Bundle, change: Change) -> str:
    """Return why the bundle with this change is refused.  Fails where it is taken."""
    content = json.loads(storage.dump(bundle))
    before = deepcopy(content)
    change(content["findings"])
    assert content != before
    with pytest.raises(BundleError) as error:
        storage.parse(json.dumps(content).encode(), "results.json")
    return str(error.value)


CLASS_MEANS = {
    "a correlation beyond 1": put("class_means.link.rho", 1.2),
    "a correlation that distances and errors do not have": put("class_means.link.rho", 0.02),
    "a p that its draws cannot give": put("class_means.link.p", 1e-9),
    "more draws reached than made": put("class_means.mantel.reached", 20_001),
    "no test of what differs": together(put("class_means.mantel", None), put("class_means.link", None)),
    "a network far above the nearest mean": put("class_means.network_advantage.low", 0.5),
    "images that one alone had right": put("class_means.network_and_nearest_mean.first_only", 400),
    "one image more, both ways": together(
        put("class_means.network_and_nearest_mean.first_only", lambda n: n + 1),
        put("class_means.nearest_mean.count", lambda n: n + 1),
    ),
    "a closest pair without standard error": put("class_means.ranked.0.standard_error", 0.0),
    "distances of other means": put("class_means.distances.0.1", 0.1),
    "ink of other means": put("class_means.mean_ink.0", 3.0),
    "a difference that is not of the means": put("class_means.contrasts.0.largest", 0.01),
    "pixels that do not differ": put("class_means.contrasts.0.pixels_beyond_tenth", 700),
    "a pair that was never confused": put("class_means.errors.0", lambda n: n + 1),
    "a mean that was not named": put("class_means.named", [[0, 1]]),
    "test images of another set": put("class_means.support.0", lambda n: n + 1),
}


@pytest.mark.parametrize("change", CLASS_MEANS.values(), ids=CLASS_MEANS)
def test_class_means(change: Change, tiny_bundle: Bundle) -> None:
    """Distances and differences are those of the means, errors those of the matrix, p values those of the draws."""
    assert "findings.class_means" in refused(tiny_bundle, change)


PROJECTION = {
    "an explained variance of 180%": together(
        put("projection.pixels.explained.0", 1.7), put("projection.pixels.plane_variance", 1.8)
    ),
    "shares that add up to more than all": put("projection.features.explained", [0.4, 0.35, 0.3]),
    "shares that do not fall": put("projection.pixels.explained", lambda shares: shares[::-1]),
    "a variance that is not the sum of two": put("projection.pixels.plane_variance", 0.9),
    "a silhouette beyond 1": put("projection.pixels.class_silhouettes.0", 1.5),
    "a silhouette that is not the mean of the classes": put("projection.pixels.silhouette", 0.9),
    "clusters that nobody saw": put("projection.pixels.separate", list(range(10))),
    "a class at the wrong end": put("projection.pixels.poles.0", lambda ends: {"low": ends["high"], "high": ends["low"]}),
    "an advantage without ground": put("projection.neighbours_advantage.low", 0.3),
    "neighbours that one alone had right": put("projection.features_and_pixels.first_only", lambda n: n + 1),
    "the other plane as the better": put("projection.neighbours_better", "features"),
    "no comparison": put("projection.features_and_pixels", None),
    "components without a largest entry": put("projection.components.shape", [2, 14, 56]),
    "a majority that is none": put("projection.pixels.majority", 0.5),
    "a span that ends before it begins": put("projection.pixels.span.0", [3.0, -3.0]),
    "more neighbours than training images": put("projection.pixels.neighbours_among", 10**6),
    "features of another network": put("projection.features.dimensions", 7),
}  # fmt: skip


@pytest.mark.parametrize("change", PROJECTION.values(), ids=PROJECTION)
def test_projection(change: Change, tiny_bundle: Bundle) -> None:
    """Shares of a variance are at most 1, classes at the ends those of the points, comparisons those of the counts."""
    assert "found `findings." in refused(tiny_bundle, change)


@pytest.fixture(scope="module")
def published_bundle() -> Bundle:
    """MNIST's, as it is published."""
    return storage.read(PUBLISHED)


TEST_SET = {
    "writer groups that differ": together(
        put("writer_groups.p", 0.01), put("writer_groups.significant", True)
    ),
    "a difference without ground": put("writer_groups.difference.low", 0.002),
    "errors moved to the other group": together(
        put("writer_groups.students.errors.count", 15), put("writer_groups.employees.errors.count", 14)
    ),
    "a list of 5,000 disputed labels": put("disputed_labels.listed", 5_000),
    "an error that nobody disputes": put("disputed_labels.among_errors.0", 1_902),
    "a better accuracy without them": put("disputed_labels.accuracy_without.count", lambda n: n + 1),
    "fewer among the most confident": put("disputed_labels.among_most_confident", 2),
    "checksums of zeros of what is called MNIST": put(
        "dataset.sha256", lambda sums: dict.fromkeys(sums, "0" * 64)
    ),
    "no checksum of what is called MNIST": put("dataset.sha256", {}),
    "nine convolutions": put("network.convolutions", 9),
    "a layer that is most of the network": put("network.shares.0", 0.6),
    "a narrow interval over the listed runs": put("seeds.accuracy.low", 0.9967),
    "a pair without errors that has more than expected": put(
        "confusion.pairs", lambda pairs: [*pairs[:-1], {**pairs[-1], "significant": True}]
    ),
}


@pytest.mark.parametrize("change", TEST_SET.values(), ids=TEST_SET)
def test_what_is_known_of_mnist(change: Change, published_bundle: Bundle) -> None:
    """Exact p values follow from counts, checksums from the name, numbers of layers from the layers."""
    assert "found `findings." in refused(published_bundle, change)


DATA_AND_TRAINING = {
    "a part with one image more": put("dataset.training.images", lambda n: n + 1),
    "classes that are even": put("dataset.balance.level", "equal"),
    "a fallback that is none": together(put("dataset.name", "folder"), put("dataset.fallback", True)),
    "a mean pixel that is not that of the class means": put("dataset.pixels.mean", lambda mean: 1.01 * mean),
    "more ink than pixels": put("dataset.pixels.ink_share", 1.2),
    "a row of another image": put("dataset.preprocessing.before.0", lambda value: value ^ 1),
    "augmented images of another size": put("dataset.augmentation.augmented.shape", [2, 3, 14, 56]),
    "an augmentation by more than a turn": put("dataset.augmentation.rotation_degrees", 400),
    "a dense network with a convolution": put("network.kind", "convolutional"),
    "more features than the layer gives": put("network.features", 192),
    "another last layer": put("network.layers.2.output_shape", [11]),
    "a last epoch better than the network": together(
        put("training.epochs.2.validation_accuracy", 0.999),
        put("training.epochs.2.validation_error_rate", 0.001),
    ),
    "an epoch that counts images twice": put("training.epochs.1.training_error_rate", 0.01),
    "a learning rate above its peak": put("training.epochs.0.learning_rate", 1.0),
    "no overfitting": put("training.overfitting", "reversed"),
    "a gap that is not that of the two": put("training.generalisation_gap.high", 0.5),
    "validation images that are not those of the data": put("training.validation.total", lambda n: n + 1),
    "a mosaic that ends elsewhere": put("gallery.mosaic_ends_in_error", lambda ends: not ends),
    "a typical image of another class": put("gallery.typical", lambda rows: rows[::-1]),
    "a row with an image twice": put("gallery.rows.0", lambda row: [row[0], *row[:-1]]),
    "pixels of fewer images": put("gallery.indices", lambda rows: rows[:-1]),
}


@pytest.mark.parametrize("change", DATA_AND_TRAINING.values(), ids=DATA_AND_TRAINING)
def test_data_and_training(change: Change, tiny_bundle: Bundle) -> None:
    """Sums, shares, rows and gaps follow from parts, pixels, layers, epochs and counts."""
    assert "found `findings." in refused(tiny_bundle, change)


def test_a_stage_is_not_the_longest_because_it_says_so(tiny_bundle: Bundle) -> None:
    """Times are the machine's, their order is not."""
    content = json.loads(storage.dump(tiny_bundle))
    content["provenance"]["longest_stage"]["wall_seconds"] = 9.0
    with pytest.raises(BundleError, match="longest_stage"):
        storage.parse(json.dumps(content).encode(), "results.json")


ERROR_EVIDENCE = {
    "an error that is none": put("error_evidence.indices.0", lambda index: index + 1),
    "another order": put("error_evidence.indices", lambda indices: indices[::-1]),
    "a neighbour of another class": put(
        "error_evidence.pixels.errors.0.true.label", lambda label: (label + 1) % 10
    ),
    "a neighbour whose image is not kept": put("error_evidence.pixels.errors.0.true.index", 10**6),
    "more training images than there are": put("error_evidence.features.among", 10**6),
    "pixels of another form": put("error_evidence.training_pixels.shape.1", 7),
    "a map of another form": put("error_evidence.occlusion.step", lambda step: step + 1),
    "a square larger than the image": put("error_evidence.occlusion.window", 10**3),
    "one error less": put("error_evidence.occlusion.largest", lambda largest: largest[1:]),
    "a nearest class that is not the nearest": put("error_evidence.pixels.errors.0.nearest", "other"),
    "another sum": put("error_evidence.pixels.nearest.true", lambda n: n + 1),
}


@pytest.mark.parametrize("change", ERROR_EVIDENCE.values(), ids=ERROR_EVIDENCE)
def test_error_evidence(change: Change, tiny_with_network: Bundle) -> None:
    """The errors are the most confident, their neighbours of their classes, pictures of the form of the images."""
    without_cards = together(change, lambda found: found.pop("error_cards"))  # which would be computed anew
    assert "findings.error_evidence" in refused(tiny_with_network, without_cards)


@pytest.fixture(scope="module")
def tiny_with_network() -> Bundle:
    """A report whose network could be asked."""
    return bundle_of("sample")


STRESS = {
    "other images than the clean ones": put("stress.families.0.points.3.against_clean.images", lambda n: 10 * n),
    "an accuracy that its comparison does not give": put("stress.families.1.points.2.against_clean.first_only", lambda n: n + 1),
}  # fmt: skip


@pytest.mark.parametrize("change", STRESS.values(), ids=STRESS)
def test_stress(change: Change) -> None:
    """Each severity is of the same images."""
    assert "accuracies of the same" in refused(bundle_of("two-classes"), change)
