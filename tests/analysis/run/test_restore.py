"""The network of a published site comes back as the run that it was, and only that network for that data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.bundle import Bundle, storage
from analysis.bundle.dataset import MNIST_SHA256
from analysis.bundle.record import present
from analysis.data import sources
from analysis.data.images import Dataset
from analysis.run import restore, runs, sweep
from analysis.system.errors import ModelError

pytestmark = pytest.mark.usefixtures("store")
NETWORK = b"a network"


@pytest.fixture
def site(swept_bundle: Bundle, data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the results of a trained network, and that network."""
    made = swept_bundle.provenance.model_copy(update={"model_sha256": runs.checksum(NETWORK)})
    folder = tmp_path / "published"
    folder.mkdir()
    storage.write(swept_bundle.model_copy(update={"provenance": made}), folder / "results.json")
    (folder / "model.keras").write_bytes(NETWORK)
    monkeypatch.setattr(sources, "load", lambda *_: replace(data, sha256=MNIST_SHA256))
    return folder


def test_the_run_is_found_as_if_it_had_been_trained_here(site: Path, data: Dataset) -> None:
    """Under the key of today's code, with its record; so is the sweep that it is part of."""
    training = present(storage.read(site / "results.json").findings.training)
    assert training
    restored = restore.restore(site)
    data = replace(data, sha256=MNIST_SHA256)
    found = runs.find(runs.run_key(data, training.preset, training.seed))

    assert found == restored
    assert found.record.training == training
    assert found.model.read_bytes() == NETWORK
    assert sweep.find(data, found) is not None


def test_another_network_is_refused(site: Path) -> None:
    """A network that the bundle does not name is no run of that report."""
    (site / "model.keras").write_bytes(b"another network")

    with pytest.raises(ModelError, match="found another"):
        restore.restore(site)
    assert not list(runs.STORE.glob("*seed*"))


def test_a_missing_network_is_named(site: Path) -> None:
    """In one sentence that says what to do."""
    (site / "model.keras").unlink()

    with pytest.raises(ModelError, match="found none"):
        restore.restore(site)
