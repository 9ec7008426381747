"""Laws of networks of somebody else's: reported or refused in one sentence, before memory is taken for them."""

from __future__ import annotations

import io
import json
import re
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import h5py
import numpy as np
import pytest

from analysis.models import description, inference, keras_archive, keras_file
from analysis.models.backend import keras
from analysis.models.network import build
from analysis.system.errors import ModelError

layers = keras.layers
IMAGES = np.random.default_rng(0).integers(0, 256, (5, 12, 12), np.uint8)
CONFIG, WEIGHTS = keras_archive.CONFIG, keras_archive.WEIGHTS


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small network, trained for a step and saved by Keras itself, optimizer and all."""
    path = tmp_path_factory.mktemp("given") / "sound.keras"
    model = keras.Sequential([layers.Input((12, 12, 1)), layers.Flatten(), layers.Dense(8), layers.Dense(10)])
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.train_on_batch(IMAGES[..., None] / np.float32(255), np.arange(5))
    model.save(path)
    return path


def rewritten(path: Path, place: Path, changes: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    """Copy an archive with other content for some members."""
    with zipfile.ZipFile(path) as found, zipfile.ZipFile(place, "w", method) as archive:
        for name in found.namelist():
            archive.writestr(name, changes.get(name, found.read(name)))
    return place


def config(path: Path, change: Callable[[dict[str, Any]], None]) -> dict[str, bytes]:
    """Change what an archive says of its network."""
    with zipfile.ZipFile(path) as archive:
        found = json.loads(archive.read(CONFIG))
    change(found["config"])
    return {CONFIG: json.dumps(found).encode()}


def units(many: int) -> Callable[[dict[str, Any]], None]:
    """Return a change of the first dense layer's width."""

    def change(found: dict[str, Any]) -> None:
        found["layers"][2]["config"]["units"] = many
        found["layers"][3]["build_config"]["input_shape"] = [None, many]

    return change


def of_branches() -> keras.Model:
    """Build shared and nested networks, functions, and a softmax at the end of the inner one."""
    image = layers.Input((12, 12, 1))
    base = keras.Sequential(
        [layers.Input((12, 12, 1)), layers.Conv2D(3, 3), layers.Flatten(), layers.Dense(6)]
    )
    shared = layers.Dense(6)
    x = layers.Add()([shared(base(image)), shared(shared(base(image)))])
    head = keras.Sequential([layers.Input((6,)), layers.Dense(10, activation="softmax")])
    return keras.Model(image, head(layers.Dropout(0.1)(keras.ops.sqrt(x * x))))


def of_a_convolution() -> keras.Model:
    """Build one that ends in a convolution and a softmax."""
    inner = [layers.Conv2D(10, 3), layers.GlobalAveragePooling2D(), layers.Softmax()]
    return keras.Sequential([layers.Input((12, 12, 1)), *inner])


@pytest.mark.parametrize("make", [of_branches, of_a_convolution])
def test_networks_of_any_kind(make: Callable[[], keras.Model], tmp_path: Path) -> None:
    """Shared, nested and functional networks are described, and say the logarithm of what they said of themselves."""
    model = make()
    expected = model.predict(IMAGES[..., None] / np.float32(255), verbose=0)
    model.save(tmp_path / "given.keras")

    found = keras_file.load(tmp_path / "given.keras", (12, 12), 10)
    logits, network = inference.logits(found, IMAGES), description.describe(found)

    np.testing.assert_allclose(np.exp(logits) / np.exp(logits).sum(1, keepdims=True), expected, atol=1e-5)
    assert inference.features(found, IMAGES).shape == (5, network.features)
    shapes = {"image": (12, 12, 1)} | {layer.name: layer.output_shape for layer in network.layers}
    assert network.features == np.prod(shapes[network.feature_layer])
    assert network.layers[-1].output_shape == (10,)


def test_a_claim_of_a_million_units_takes_no_memory(sound: Path, tmp_path: Path) -> None:
    """A network that claims more weights than its file holds is refused within seconds and 100 MB."""
    path = rewritten(sound, tmp_path / "claims.keras", config(sound, units(10**6)))
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()

    with pytest.raises(ModelError, match=r"weights that are stored .*, found one of 155,000,010"):
        keras_file.load(path, (12, 12), 10)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    assert time.monotonic() - began < 10


def unallocated() -> bytes:
    """Return weights that are declared, and of which nothing is stored."""
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        file.create_dataset("weights", (10**5, 10**5), chunks=(1000, 1000))
    return stream.getvalue()


BROKEN: dict[str, tuple[dict[str, bytes], int, str]] = {
    "packed": ({}, zipfile.ZIP_DEFLATED, "as Keras writes it"),
    "bomb": ({CONFIG: b" " * 2**26}, zipfile.ZIP_STORED, "below 33,554,432 bytes"),
    "no network": ({CONFIG: b"[]"}, zipfile.ZIP_STORED, "Expected a Keras model"),
    "brackets": ({CONFIG: b"[" * 10**6}, zipfile.ZIP_STORED, "Expected a Keras model"),
    "unknown layer": (
        {CONFIG: b'{"class_name": "X", "config": {}}'},
        zipfile.ZIP_STORED,
        "Expected a Keras model",
    ),
    "no weights": ({WEIGHTS: b""}, zipfile.ZIP_STORED, "Expected a Keras model"),
    "unallocated": ({WEIGHTS: unallocated()}, zipfile.ZIP_STORED, "some elsewhere or none"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_archives_are_refused(kind: str, sound: Path, tmp_path: Path) -> None:
    """What is packed, nested, missing or only promised is refused in one sentence."""
    changes, method, said = BROKEN[kind]
    path = rewritten(sound, tmp_path / "broken.keras", changes, method)

    with pytest.raises(ModelError, match=said) as caught:
        keras_file.load(path, (12, 12), 10)
    assert "\n" not in str(caught.value)


def test_other_formats_are_named(tmp_path: Path) -> None:
    """HDF5, Keras' former format, is refused with the way out: published as model.keras it could not be loaded."""
    with h5py.File(tmp_path / "model.keras", "w"):
        pass
    with pytest.raises(ModelError, match=r"found HDF5, Keras' former format, .* save it again as \.keras"):
        keras_file.load(tmp_path / "model.keras", (12, 12), 10)


def test_flipped_bits(sound: Path, tmp_path: Path) -> None:
    """A damaged file is refused in one sentence, or is a network that can be studied."""
    content, random, said = sound.read_bytes(), Random(0), []  # noqa: S311 – no secret
    path = tmp_path / "flipped.keras"
    for _ in range(25):
        changed = bytearray(content)
        for place in random.sample(range(len(changed)), 8):
            changed[place] ^= 1 << random.randrange(8)
        path.write_bytes(changed[: random.choice([len(changed), random.randrange(len(changed))])])
        try:
            keras_file.load(path, (12, 12), 10)
        except ModelError as error:
            said.append(str(error))
    assert len(said) > 10
    assert all(re.fullmatch(r"Expected [^\n]+\.", sentence) for sentence in said)


def test_what_is_published_can_be_loaded(sound: Path, tmp_path: Path) -> None:
    """The bytes of a given file, whatever its name, are a network for plain Keras under the name model.keras."""
    (tmp_path / "given.zip").write_bytes(sound.read_bytes())
    (tmp_path / "model.keras").write_bytes((tmp_path / "given.zip").read_bytes())

    given = keras_file.load(tmp_path / "given.zip", (12, 12), 10)
    published = keras.saving.load_model(tmp_path / "model.keras")

    np.testing.assert_array_equal(inference.logits(given, IMAGES), inference.logits(published, IMAGES))


def test_equal_networks_give_equal_files(tmp_path: Path) -> None:
    """Neither the time nor a place in memory stands in a saved file."""
    for number in (1, 2):
        keras_file.save(build((12, 12), 10, (4, 4, 4, 4, 4), 0.1, seed=3), tmp_path / f"{number}.keras")
        time.sleep(1.1 * (number == 1))

    assert (tmp_path / "1.keras").read_bytes() == (tmp_path / "2.keras").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.keras") as archive:
        assert {info.date_time for info in archive.infolist()} == {keras_file.NO_TIME}
        assert b"date" not in archive.read(keras_archive.METADATA)
