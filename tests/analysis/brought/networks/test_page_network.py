"""A network as a script: its weights are near what they were, and what no page can run is refused with its reason."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.brought.networks import page_network, way_in
from analysis.brought.networks.layouts import Layout
from analysis.brought.networks.model_input_syntax import WayIn
from analysis.brought.networks.page_network import NotInPageError, noted, script, script_or_none
from analysis.brought.networks.way_in import Moments, Preparation
from analysis.bundle import Bundle, storage
from analysis.bundle.network_use import ArrayUse, NetworkUse
from analysis.bundle.record import Omitted, Packed
from analysis.models import keras_file
from analysis.models.backend import keras
from analysis.models.network import build
from analysis.models.recipes import PRESETS
from analysis.models.steps import Steps, steps_of
from analysis.system.model_input_words import Size, Values

SITE = Path(__file__).parents[4] / "site"
layers = keras.layers


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """The published report."""
    return storage.read(SITE / "results.json")


@pytest.fixture(scope="module")
def network() -> bytes:
    """Its network."""
    return (SITE / "model.keras").read_bytes()


def held(content: bytes) -> dict[str, Any]:
    """Return what a script holds."""
    _, _, value = content.decode().partition("globalThis.networkSteps = ")
    found: dict[str, Any] = json.loads(value.rstrip(";\n"))
    return found


def unpacked(packed: dict[str, str]) -> NDArray[np.float64]:
    """Return numbers that were packed."""
    return np.frombuffer(b64decode(packed["data"]), packed["dtype"]).astype(np.float64)


def test_weights_are_near_what_they_were(bundle: Bundle, network: bytes) -> None:
    """Within half a step of the scale of their output channel; equal networks give equal bytes."""
    content = script(bundle, network)
    steps = held(content)["steps"]
    for one, step in zip(steps, steps_of(network).steps, strict=True):
        if kernel := one["weights"].get("kernel"):
            scale = unpacked(kernel["scale"])
            found = unpacked(kernel).reshape(-1, len(scale)) * scale
            assert (np.abs(found - step.weights["kernel"].reshape(found.shape)) <= 0.51 * scale).all()
    assert script(bundle, network) == content


@pytest.mark.parametrize("preset", ["quick", "standard"])
def test_scripts_are_small(bundle: Bundle, preset: str, tmp_path: Path) -> None:
    """At most 200 kB on the way, for networks whose weights nobody could guess."""
    recipe = PRESETS[preset]
    keras_file.save(build((28, 28), 10, recipe.channels, 0.1), tmp_path / "model.keras")
    content = script(bundle, (tmp_path / "model.keras").read_bytes())
    assert len(gzip.compress(content, 9)) < 200_000


def refused(bundle: Bundle, network: bytes | None) -> str:
    """Return the reason why no page runs a network, which the bundle says then, too."""
    with pytest.raises(NotInPageError) as error:
        script(bundle, network)
    assert noted(bundle, network).findings.page_network == Omitted(reason=str(error.value))
    assert script_or_none(bundle, network) is None
    return str(error.value)


def test_a_network_that_runs_has_no_reason(bundle: Bundle, network: bytes) -> None:
    """The field is null."""
    assert noted(bundle, network).findings.page_network is None


def test_what_is_not_there_is_said(bundle: Bundle, network: bytes) -> None:
    """No network, one that is not published, and one whose use an older bundle does not tell."""
    without = bundle.provenance.model_copy(update={"model_sha256": None})
    given = bundle.provenance.model_copy(update={"model_source": "file"})
    assert refused(bundle.model_copy(update={"provenance": without}), None) == page_network.NO_NETWORK
    assert refused(bundle, None) == page_network.NOT_PUBLISHED
    assert refused(bundle.model_copy(update={"provenance": given}), network) == page_network.OTHER_FORM


def test_other_networks_are_refused(bundle: Bundle, tmp_path: Path) -> None:
    """With a layer that is none of the steps, or with other outputs than the data have classes."""
    image = keras.Input((28, 28, 1))
    for name, end, reason in (
        ("recurrent", layers.GRU(3)(layers.Reshape((28, 28))(image)), page_network.OTHER_LAYERS),
        ("more", layers.Flatten()(image), page_network.MORE_OUTPUTS),
    ):
        outputs = 10 if name == "recurrent" else 12
        keras_file.save(keras.Model(image, layers.Dense(outputs)(end)), tmp_path / f"{name}.keras")
        assert refused(bundle, (tmp_path / f"{name}.keras").read_bytes()) == reason


@pytest.mark.parametrize("limit", ["LARGEST", "MOST_MULTIPLICATIONS"])
def test_large_networks_are_refused(
    bundle: Bundle, network: bytes, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """By the bytes of their weights, and by what one image takes."""
    steps: Steps = steps_of(network)
    monkeypatch.setattr(
        page_network, limit, {"LARGEST": 2 * steps.parameters}.get(limit, steps.multiplications)
    )
    script(bundle, network)
    monkeypatch.setattr(page_network, limit, getattr(page_network, limit) - 1)
    assert refused(bundle, network) == page_network.TOO_LARGE


@pytest.mark.parametrize(
    ("use", "value"),
    [
        (ArrayUse(shape=(28, 28), zero=0.0, full=1.0, outputs="logits"), 1.0),
        (ArrayUse(shape=(784,), zero=1.0, full=-1.0, outputs="probabilities"), -1.0),
    ],
)
def test_arrays_of_a_notebook(bundle: Bundle, network: bytes, use: ArrayUse, value: float) -> None:
    """What stood for 255 in them stands for it in the page; a network of colours is refused."""
    made = bundle.provenance.model_copy(update={"model_source": "notebook"})

    def used(use: ArrayUse) -> Bundle:
        findings = bundle.findings.model_copy(update={"array_use": use})
        return bundle.model_copy(update={"provenance": made, "findings": findings})

    found = held(script(used(use), network))
    assert unpacked(found["scale"]) * 255 + unpacked(found["offset"]) == pytest.approx(value)
    assert found["probabilities"] == (use.outputs == "probabilities")
    assert refused(used(use.model_copy(update={"shape": (28, 28, 3)})), network) == page_network.IN_COLOUR


def of_file(
    values: Values, size: Size, side: int, *, inverted: bool = False, moments: Moments | None = None
) -> NetworkUse:
    """Return what a report says of a network that was given as a file."""
    return NetworkUse(
        file="Keras", order="channels last", height=side, width=side, channels=1, values=values, inverted=inverted,
        transposed=False, size=size, decided_by="option", classes_permuted=False, images=0, candidates=(),
        outputs="logits", softmax_removed=False, file_megabytes=0.1, classes=10,
        moments=Packed.of(np.stack(moments).astype(np.float32)) if moments else None,
    )  # fmt: skip


def given(bundle: Bundle, use: NetworkUse) -> Bundle:
    """Say of the published report that its network was given as a file."""
    made = bundle.provenance.model_copy(update={"model_source": "file"})
    findings = bundle.findings.model_copy(update={"network_use": use})
    return bundle.model_copy(update={"provenance": made, "findings": findings})


@pytest.mark.parametrize(
    "way",
    [
        ("0-1", "unchanged", 28, False),
        ("0-255", "unchanged", 28, True),
        ("-1-1", "padded", 33, True),
        ("-0.5-0.5", "cropped", 23, False),
        ("standardised", "unchanged", 28, True),
        ("standardised by pixel", "padded", 32, True),
        ("standardised by pixel", "unchanged", 28, False),
    ],
)
def test_images_are_taken_as_a_given_network_wants_them(
    bundle: Bundle, tmp_path: Path, way: tuple[Values, Size, int, bool]
) -> None:
    """In margins, times a factor, plus an offset, they are what this program would give to the network."""
    values, size, side, inverted = way
    images = np.random.default_rng(1).integers(0, 256, (5, 28, 28)).astype(np.uint8)
    layout, wanted = Layout("channels last", side, side, 1), WayIn(values, inverted, False, size)
    moments = way_in.moments(images, layout, wanted) if values.startswith("standardised") else None
    pooled = way_in.packed(Preparation(layout, wanted, moments=moments)) if moments else None
    kept = tuple(pooled.array()) if pooled else None
    keras_file.save(build((side, side), 10, PRESETS["quick"].channels, 0.1), tmp_path / "model.keras")
    use = of_file(values, size, side, inverted=inverted, moments=kept)

    found = held(script(given(bundle, use), (tmp_path / "model.keras").read_bytes()))

    above, below, left, right = found["margins"]
    padded = np.pad(images, ((0, 0), (max(above, 0), max(below, 0)), (max(left, 0), max(right, 0))))
    cut = padded[:, max(-above, 0) :, max(-left, 0) :][:, :side, :side].reshape(5, -1)
    seen = cut * unpacked(found["scale"]) + unpacked(found["offset"])
    right_values = Preparation(layout, wanted, moments=moments)(images).reshape(5, -1)
    assert seen == pytest.approx(right_values, abs=2e-5)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"transposed": True}, page_network.OTHER_FORM),
        ({"size": "resized"}, page_network.OTHER_FORM),
        ({"values": "images of unit length"}, page_network.OTHER_FORM),
        ({"channels": 3}, page_network.IN_COLOUR),
        ({"output_of": tuple(range(10)), "left_out": (10,)}, page_network.MORE_OUTPUTS),
    ],
)
def test_images_in_another_form_are_refused(
    bundle: Bundle, network: bytes, changes: dict[str, Any], reason: str
) -> None:
    """What a page does not do to an image."""
    use = of_file("0-1", "unchanged", 28).model_copy(update=changes)
    assert refused(given(bundle, use), network) == reason
