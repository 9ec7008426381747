"""A bundle of images in files of the user's own and of a network in a file: how both were read, made up but possible."""

from __future__ import annotations

from analysis.bundle import Bundle
from analysis.bundle.dataset import Duplicates, Reading
from analysis.bundle.network_use import Candidate, NetworkUse
from analysis.bundle.record import Estimate, Omitted, Proportion

GIVEN = Omitted(reason="the network was given as a file")
READING = Reading(
    format="two CSV files",
    polarity="dark on light",
    polarity_of_test="dark on light",
    split_off=False,
    one_of=6,
    seed=3,
    notes=("test.csv has no labels and was not used.",),
)
RIGHT = (("0-255, inverted", 934), ("0-255", 310), ("0-1", 112), ("0-1, inverted", 112))


def candidate(name: str, right: int, loss: float = 0.2, total: int = 1000) -> Candidate:
    """Return a way that was tried on so many training images."""
    found = Estimate(value=loss, low=loss - 0.1, high=loss + 0.1)
    return Candidate(name=name, right=Proportion.of(right, total), log_loss=found, tempered=found)


def use(**changes: object) -> NetworkUse:
    """Return a use that might have been found."""
    usual = {
        "file": "HDF5", "order": "channels last", "height": 28, "width": 28, "channels": 1, "values": "0-255",
        "inverted": True, "transposed": False, "size": "unchanged",
        "decided_by": "number right", "classes_permuted": False, "images": 1000,
        "candidates": tuple(candidate(*one) for one in RIGHT), "outputs": "logits", "softmax_removed": False,
        "file_megabytes": 1.5,
    }  # fmt: skip
    return NetworkUse.model_validate({**usual, **changes})


def given_of(bundle: Bundle) -> Bundle:
    """Return the bundle, as if images and network had been given as files."""
    data = {
        "name": "folder",
        "title": "the data in “mine”",
        "fallback": False,
        "augmentation": GIVEN,
        "reading": READING,
        "duplicates": Duplicates(images=2, other_label=1),
    }
    changed = {
        "dataset": bundle.findings.dataset.model_copy(update=data),
        "training": GIVEN,
        "network_use": use(),
    }
    made = bundle.provenance.model_copy(update={"model_source": "file", "run_key": None})
    findings = bundle.findings.model_copy(update=changed)
    return bundle.model_copy(update={"findings": findings, "provenance": made})
