"""Networks as lists of steps: NumPy says what Keras says, and whatever is no plain network is refused."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest

from analysis.models import inference, keras_archive, keras_file, plain_inference
from analysis.models.backend import keras
from analysis.models.network import build
from analysis.models.preprocessing import to_network
from analysis.models.recipes import PRESETS
from analysis.models.steps import NoStepsError, Steps, steps_of

ROOT = Path(__file__).parents[3]

layers = keras.layers
SHAPE = (12, 10, 2)
RANDOM = np.random.default_rng(0)


def functional(end: Callable[[keras.KerasTensor], keras.KerasTensor]) -> keras.Model:
    """Build a network of convolutions, and what `end` makes of them."""
    image = keras.Input(SHAPE)
    return keras.Model(image, layers.Dense(5)(layers.Flatten()(end(image))))


def sequential(*inner: keras.Layer) -> keras.Model:
    """Build a sequence that ends in five scores."""
    return keras.Sequential([keras.Input(SHAPE), *inner, layers.Flatten(), layers.Dense(5)])


def residual(image: keras.KerasTensor) -> keras.KerasTensor:
    """Join two ways by a sum, by `+` and side by side; a shared layer, and a network within the network."""
    shared = layers.Conv2D(4, 3, padding="same", activation="relu")
    inner = keras.Sequential(
        [keras.Input((12, 10, 4)), layers.Conv2D(4, 3, padding="same"), layers.BatchNormalization()]
    )
    first = shared(layers.Conv2D(2, 1)(image))
    second = keras.ops.relu(layers.Add()([first, inner(first)]) + inner(shared(image)))
    return layers.Concatenate()([second, first, layers.Concatenate(axis=-1)([image, second])])


def nested(image: keras.KerasTensor) -> keras.KerasTensor:
    """Join along the height, within a functional network of its own."""
    inside = keras.Input((12, 10, 2))
    inner = keras.Model(inside, layers.Concatenate(axis=1)([layers.Conv2D(2, 3, strides=2)(inside)] * 2))
    return layers.Dropout(0.5)(inner(layers.RandomRotation(0.1)(image)), training=True)


NETWORKS: dict[str, Callable[[], keras.Model]] = {
    "quick": lambda: build((28, 28), 10, PRESETS["quick"].channels, 0.1),
    "of small images": lambda: build((8, 8), 3, PRESETS["standard"].channels, 0.1),
    "residual": lambda: functional(residual),
    "nested": lambda: functional(nested),
    "convolutions": lambda: sequential(
        layers.Conv2D(6, (3, 5), strides=(2, 3), padding="same", use_bias=False),
        layers.Conv2D(6, 2, dilation_rate=2, padding="same", groups=3, activation=layers.LeakyReLU(0.1)),
        layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same", activation="elu"),
        layers.DepthwiseConv2D(2, strides=2, use_bias=False),
    ),
    "normalised": lambda: sequential(
        layers.Rescaling([2.0, 0.5], offset=-0.5),
        layers.Normalization(mean=[0.1, 0.3], variance=[0.5, 2.0]),
        layers.Normalization(),
        layers.Normalization(axis=None),
        layers.BatchNormalization(scale=False),
        layers.BatchNormalization(center=False, epsilon=0.1),
    ),
    "pooled": lambda: sequential(
        layers.ZeroPadding2D(((1, 2), (3, 0))),
        layers.AveragePooling2D(3, strides=2, padding="same"),
        layers.MaxPooling2D((2, 3), strides=1, padding="same"),
        layers.AveragePooling2D(2),
        layers.GlobalAveragePooling2D(keepdims=True),
    ),
    "global maximum": lambda: sequential(layers.Conv2D(7, 3), layers.GlobalMaxPooling2D(), layers.Reshape((1, -1))),
    "dense on pixels": lambda: sequential(layers.Dense(6, "tanh"), layers.Reshape((-1, 3)), layers.Dense(4, "softplus")),
    "ends of ReLU": lambda: sequential(
        layers.ReLU(max_value=1.5, negative_slope=0.3, threshold=0.2),
        layers.LeakyReLU(),
        layers.ELU(0.7),
        layers.Softmax(),
        layers.GaussianNoise(0.3),
    ),
    "activations": lambda: keras.Sequential(
        [
            keras.Input(SHAPE),
            layers.Flatten(),
            *(layers.Dense(20, name) for name in ("selu", "gelu", "silu", "hard_silu", "hard_sigmoid", "relu6")),
            *(layers.Dense(20, name) for name in ("leaky_relu", "sigmoid", "log_softmax")),
        ]
    ),
    "whole numbers": lambda: keras.Sequential(
        [keras.Input(SHAPE, dtype="uint8"), layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(4, "softmax")]
    ),
}  # fmt: skip


def drawn(model: keras.Model) -> None:
    """Give a network random weights with which values stay in bounds."""
    for variable in model.weights:
        if "variance" in variable.path or "gamma" in variable.path:
            variable.assign(RANDOM.uniform(0.5, 2, variable.shape))
        elif "count" not in variable.path:
            variable.assign(
                RANDOM.normal(0, 1.5 / np.sqrt(max(np.prod(variable.shape[:-1]), 1)), variable.shape)
            )
    for layer in model.layers:
        if isinstance(layer, layers.Normalization):
            layer.finalize_state()


def images_of(network: Steps, count: int = 200) -> np.ndarray:
    """Return images of random pixels in the form of a network's input."""
    grey = RANDOM.integers(0, 256, (count, *network.input_shape))
    return grey.astype(np.uint8) if network.input_dtype == "uint8" else (grey / 255).astype(np.float32)


@pytest.mark.parametrize("kind", NETWORKS)
def test_numpy_says_what_keras_says(kind: str, tmp_path: Path) -> None:
    """All scores of 200 images are equal within 1e-4, in logits where the network ends in a softmax."""
    model = NETWORKS[kind]()
    drawn(model)
    model.save(tmp_path / "model.keras")

    network = steps_of(tmp_path / "model.keras")
    images = images_of(network)
    bare = keras_file.without_softmax(keras.saving.load_model(tmp_path / "model.keras"))
    expected = inference.compiled_batches(bare)(images).reshape(len(images), -1)

    found = plain_inference.apply(network, images)
    assert np.ptp(expected, axis=0).min() > 1e-2
    np.testing.assert_allclose(found, expected, atol=1e-4, rtol=0)
    assert found.dtype == np.float32
    assert found.shape[1] == network.outputs
    assert network.softmax_removed == (kind == "whole numbers")
    assert network.single_precision


def test_the_published_network() -> None:
    """NumPy gives the logits of 200 images of digits within 1e-4, and Keras' answers; the steps are of the named kinds."""
    path = ROOT / "site" / "model.keras"
    images = RANDOM.integers(0, 256, (200, 28, 28), np.uint8) * (RANDOM.random((200, 28, 28)) < 0.2)
    network = steps_of(path.read_bytes())

    found = plain_inference.apply(network, to_network(images))

    expected = inference.logits(keras_file.load(path, (28, 28), 10), images)
    np.testing.assert_allclose(found, expected, atol=1e-4, rtol=0)
    assert network.parameters == keras_file.load(path, (28, 28), 10).count_params()
    assert {step.kind for step in network.steps} == {
        "convolution",
        "activation",
        "max pooling",
        "reshaping",
        "dense",
    }
    assert network.multiplications == sum(
        np.prod(step.shape[:2]) * step.weights["kernel"].size
        if step.kind == "convolution"
        else step.weights["kernel"].size
        for step in network.steps
        if "kernel" in step.weights
    )
    assert [step.inputs for step in network.steps] == [(place,) for place in range(len(network.steps))]


def test_an_open_side_is_that_of_the_images(tmp_path: Path) -> None:
    """A network for images of any size is one for those that it is asked about, and else refused."""
    inner = [layers.Conv2D(3, 3), layers.GlobalAveragePooling2D(), layers.Dense(2)]
    keras.Sequential([keras.Input((None, None, 1)), *inner]).save(tmp_path / "model.keras")

    assert steps_of(tmp_path / "model.keras", (9, 7, 1)).steps[0].shape == (7, 5, 3)
    with pytest.raises(NoStepsError, match="for images of one size"):
        steps_of(tmp_path / "model.keras")


OTHERS: dict[str, tuple[Callable[[], keras.Model], str]] = {
    "another layer": (lambda: sequential(layers.LayerNormalization()), "LayerNormalization"),
    "another activation": (lambda: sequential(layers.Dense(3, "mish")), "mish"),
    "channels first": (lambda: sequential(layers.MaxPooling2D(data_format="channels_first")), "channels last"),
    "softmax of rows": (lambda: sequential(layers.Softmax(axis=1)), "softmax over the last axis"),
    "a number added": (lambda: functional(lambda image: image + 1.0), "further arguments"),
    "unequal sums": (lambda: functional(lambda x: layers.Add()([x, layers.Conv2D(1, 1)(x)])), "several equal shapes"),
    "double precision": (lambda: sequential(layers.Dense(3, dtype="float64")), "float64"),
    "a program": (lambda: sequential(layers.Lambda(lambda x: x)), "Lambda"),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_networks_without_steps(kind: str, tmp_path: Path) -> None:
    """A network of another layer, or of a setting that no step has, is refused with its name."""
    make, said = OTHERS[kind]
    make().save(tmp_path / "model.keras")
    with pytest.raises(NoStepsError, match=said):
        steps_of(tmp_path / "model.keras")


def test_coarser_precision_is_said(tmp_path: Path) -> None:
    """A network that rounds to bfloat16 has steps, which compute more precisely than it does."""
    sequential(layers.Conv2D(3, 3, dtype="mixed_bfloat16")).save(tmp_path / "model.keras")
    assert not steps_of(tmp_path / "model.keras").single_precision


def changed(path: Path, change: Callable[[dict[str, bytes]], None], method: int = zipfile.ZIP_STORED) -> Path:
    """Write an archive anew, its members changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def claims(members: dict[str, bytes]) -> None:
    """Declare a layer of a million units more than its weights have."""
    config = json.loads(members[keras_archive.CONFIG])
    config["config"]["layers"][-1]["config"]["units"] = 10**6
    members[keras_archive.CONFIG] = json.dumps(config).encode()


def runs_in_circles(members: dict[str, bytes]) -> None:
    """Give a layer its own output."""
    config = json.loads(members[keras_archive.CONFIG])
    call = config["config"]["layers"][-1]["inbound_nodes"][0]["args"][0]
    call["config"]["keras_history"][0] = config["config"]["layers"][-1]["name"]
    members[keras_archive.CONFIG] = json.dumps(config).encode()


HOSTILE: dict[str, Callable[[dict[str, bytes]], None]] = {
    "claims": claims,
    "circles": runs_in_circles,
    "brackets": lambda members: members.update({keras_archive.CONFIG: b"[" * 10**6}),
    "another's class": lambda members: members.update(
        {keras_archive.CONFIG: members[keras_archive.CONFIG].replace(b'"keras.layers"', b'"os"')}
    ),
    "half of the weights": lambda members: members.update({keras_archive.WEIGHTS: members[keras_archive.WEIGHTS][:2000]}),
    "no configuration": lambda members: members.__delitem__(keras_archive.CONFIG),
    "Keras 2": lambda members: members.update({keras_archive.METADATA: b'{"keras_version": "2.15.0"}'}),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_refused(kind: str, tmp_path: Path) -> None:
    """Whatever does not fit, or is not there, is one error with a sentence."""
    path = tmp_path / "model.keras"
    functional(layers.Conv2D(2, 3)).save(path)
    with pytest.raises(NoStepsError, match=r"^Expected [^\n]+\.$"):
        steps_of(changed(path, HOSTILE[kind]))


def test_weights_elsewhere_are_not_read(tmp_path: Path) -> None:
    """A link out of the file of weights leads nowhere."""
    path = tmp_path / "model.keras"
    sequential().save(path)
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["kernel"] = np.zeros((240, 5), np.float32)

    def link(members: dict[str, bytes]) -> None:
        (tmp_path / "weights.h5").write_bytes(members[keras_archive.WEIGHTS])
        with h5py.File(tmp_path / "weights.h5", "r+") as file:
            del file["layers/dense/vars/0"]
            file["layers/dense/vars/0"] = h5py.ExternalLink(str(tmp_path / "other.h5"), "kernel")
        members[keras_archive.WEIGHTS] = (tmp_path / "weights.h5").read_bytes()

    with pytest.raises(NoStepsError, match="weights as a layer declares"):
        steps_of(changed(path, link))
