"""A network of somebody else's answers new images as its report says, from what lies in the folder of the site alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.special import softmax

from analysis.brought.networks import use
from analysis.bundle import Bundle, storage
from analysis.bundle.network_use import NetworkUse
from analysis.data.images import ImageSet
from analysis.models.backend import keras
from analysis.new_images import asked_network
from analysis.new_images.forms import NewImages
from analysis.run.runs import checksum
from analysis.system.errors import ModelError
from analysis.system.progress import NullProgress
from tests.made_up_brought import given_of

ASKED = 12
layers = keras.layers


@pytest.fixture(scope="module", params=["standardised", "standardised by pixel", "-1-1, transposed"])
def site(
    request: pytest.FixtureRequest,
    digits: ImageSet,
    tiny_bundle: Bundle,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, np.ndarray]:
    """Return the network of a site whose images are prepared in one way, and what its report says of some of them."""
    folder = tmp_path_factory.mktemp("given")
    dense = layers.Dense(10, kernel_initializer=keras.initializers.RandomNormal(seed=1))
    keras.Sequential([layers.Input((28, 28, 1)), layers.Flatten(), dense]).save(folder / "model.keras")
    found = use.find(folder / "model.keras", request.param, digits, 0, NullProgress())
    reported(tiny_bundle, found.use, folder)
    return folder / "model.keras", found.reader.logits(digits.images[:ASKED])


def reported(bundle: Bundle, found: NetworkUse, folder: Path) -> None:
    """Write the results of a site with this use of its network."""
    given = given_of(bundle)
    findings = given.findings.model_copy(update={"network_use": found})
    made = given.provenance.model_copy(
        update={"model_sha256": checksum((folder / "model.keras").read_bytes())}
    )
    storage.write(
        given.model_copy(update={"findings": findings, "provenance": made}), folder / "results.json"
    )


def test_new_images_are_prepared_as_the_report_says(site: tuple[Path, np.ndarray], digits: ImageSet) -> None:
    """Mean and standard deviation of the training images are in the results: the confidences are those of the report."""
    path, logits = site
    answers = asked_network.answers(
        asked_network.find(path), NewImages(("",) * ASKED, digits.images[:ASKED], tuple(range(ASKED)))
    )

    shares = softmax(logits, axis=1)
    assert [each.label for each in answers] == shares.argmax(axis=1).tolist()
    assert [each.confidence for each in answers] == pytest.approx(shares.max(axis=1), abs=1e-4)


def test_results_without_the_mean_are_refused(site: tuple[Path, np.ndarray], digits: ImageSet) -> None:
    """Those of an older version do not have it, and a network for standardised values cannot be asked without."""
    path, _ = site
    bundle = storage.read(path.parent / "results.json")
    found = bundle.findings.network_use
    assert isinstance(found, NetworkUse)
    reported(bundle, found.model_copy(update={"moments": None}), path.parent)
    new = NewImages(("",), digits.images[:1], (1,))
    if not found.values.startswith("standardised"):
        assert found.moments is None
        assert asked_network.answers(asked_network.find(path), new)
        return
    with pytest.raises(
        ModelError, match=r"Expected a report with the mean .* older version without: make it anew"
    ):
        asked_network.answers(asked_network.find(path), new)
