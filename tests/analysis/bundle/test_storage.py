"""`results.json` on disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from analysis.bundle import Bundle
from analysis.bundle.record import LATER, Omitted, Packed
from analysis.bundle.storage import read, write
from analysis.system.errors import BundleError


@pytest.fixture
def stored(tiny_bundle: Bundle, tmp_path: Path) -> Path:
    """The tiny bundle on disk."""
    write(tiny_bundle, tmp_path / "results.json")
    return tmp_path / "results.json"


def damaged(path: Path, change: Callable[[Any], object]) -> Path:
    """Change the content of a stored bundle."""
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
    return path


def test_a_bundle_survives_the_round_trip(tiny_bundle: Bundle, stored: Path, tmp_path: Path) -> None:
    """What is read is what writing returned, and writing it again gives the same bytes."""
    again = write(read(stored), tmp_path / "again.json")

    assert again == read(stored) == write(tiny_bundle, tmp_path / "third.json")
    assert (tmp_path / "again.json").read_bytes() == stored.read_bytes()


def test_every_number_has_six_significant_digits_at_most(stored: Path) -> None:
    """The last bits of a sum, which differ between machines, are not written."""
    floats: list[str] = []
    json.loads(stored.read_text(), parse_float=floats.append)

    assert len(floats) > 1000
    assert all(float(f"{float(text):.6g}") == float(text) for text in floats)
    assert "-0.0" not in floats


def test_rounding_moves_no_number_far(tiny_bundle: Bundle, stored: Path) -> None:
    """Six digits are enough for everything that is printed."""
    before, after = tiny_bundle.findings, read(stored).findings

    assert after.accuracy.macro_f1.value == pytest.approx(before.accuracy.macro_f1.value, rel=5e-6)
    assert after.predictions.confidence == pytest.approx(before.predictions.confidence, abs=5.1e-7)
    assert after.gallery == before.gallery


def test_figures_of_claims_keep_their_kind(tiny_bundle: Bundle, stored: Path) -> None:
    """Counts stay whole, switches stay switches."""
    for before, after in zip(tiny_bundle.findings.claims, read(stored).findings.claims, strict=True):
        assert {k: type(v) for k, v in before.figures.items()} == {
            k: type(v) for k, v in after.figures.items()
        }


def test_a_missing_bundle_is_asked_for(tmp_path: Path) -> None:
    """The sentence says how to make one."""
    with pytest.raises(BundleError, match=r"found none: .*digits-report"):
        read(tmp_path / "results.json")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_json_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty, a truncated, a binary and a hostile file."""
    (tmp_path / "results.json").write_bytes(content)
    with pytest.raises(BundleError, match=r"results\.json"):
        read(tmp_path / "results.json")


@pytest.mark.parametrize("version", [None, 0, 1, 4, "3", 2.5])
def test_another_version_is_named(stored: Path, version: object) -> None:
    """What was expected, what was found, and what to do: in one sentence."""
    path = damaged(stored, lambda content: content.update(schema_version=version))
    with pytest.raises(BundleError, match=rf"version 3 at .*, found version {version}: .*analyze"):
        read(path)


@pytest.mark.parametrize("content", ["[]", "{}", "null", "7"])
def test_json_of_another_kind_has_no_version(tmp_path: Path, content: str) -> None:
    """Any JSON may lie there."""
    (tmp_path / "results.json").write_text(content)
    with pytest.raises(BundleError, match="version None"):
        read(tmp_path / "results.json")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda c: c["findings"].pop("accuracy"), "findings.accuracy"),
        (lambda c: c["findings"]["accuracy"].update(extra=1), "findings.accuracy.extra"),
        (
            lambda c: c["findings"]["accuracy"]["overall"].update(value="much"),
            "findings.accuracy.overall.value",
        ),
        (
            lambda c: c["findings"]["accuracy"]["overall"].update(low=float("nan")),
            "findings.accuracy.overall.low",
        ),
        (lambda c: c["findings"]["gallery"]["pixels"].update(data="AAAA"), "findings.gallery.pixels"),
        (lambda c: c["findings"]["confidence"].pop("edges"), "findings.confidence.edges"),
        (
            lambda c: c["findings"]["confidence"]["classes"][3].update(label=None),
            "findings.confidence.classes.3.label",
        ),
        (
            lambda c: c["findings"]["calibration"]["temperature"]["limits"].pop("low"),
            "findings.calibration.temperature.limits.low",
        ),
        (lambda c: c["findings"].update(projection=None), "findings.projection"),
        (lambda c: c["findings"].update(projection={"why": "no"}), "findings.projection"),
        (lambda c: c["classes"].update(noun=7), "classes.noun"),
    ],
)
def test_the_damaged_field_is_named(stored: Path, change: Callable[[Any], object], field: str) -> None:
    """A missing, an unknown, a wrong, an undefined and a truncated one: in one sentence."""
    with pytest.raises(BundleError, match=rf"found `{field}[`.]") as caught:
        read(damaged(stored, change))

    assert "\n" not in str(caught.value)
    assert "Findings" not in str(caught.value)  # no names of our records
    assert "pydantic" not in str(caught.value)


def test_what_is_newer_than_a_bundle_counts_as_omitted(stored: Path) -> None:
    """A bundle from before a study existed still reads, and says so."""
    path = damaged(stored, lambda content: content["findings"].pop("selective_prediction"))

    assert read(path).findings.selective_prediction == LATER


def test_omitted_findings_survive_the_round_trip(bare_bundle: Bundle, tmp_path: Path) -> None:
    """With their reasons."""
    written = write(bare_bundle, tmp_path / "results.json")

    assert read(tmp_path / "results.json") == written
    assert (
        written.findings.scores
        == bare_bundle.findings.scores
        == Omitted(reason="no probabilities were given")
    )


@given(
    st.sampled_from([np.uint8, np.int8, np.uint16, np.int16]).flatmap(
        lambda kind: arrays(kind, array_shapes(max_dims=4, max_side=5))
    )
)
def test_an_array_survives_as_text(array: np.ndarray) -> None:
    """Same values, same shape, same type, whatever the byte order."""
    for given_order in (array, array.astype(array.dtype.newbyteorder())):
        unpacked = Packed.of(given_order).array()

        assert (unpacked == array).all()
        assert (unpacked.shape, unpacked.dtype.name) == (array.shape, array.dtype.name)
