"""Laws of files of networks: told by their content, read where they hold no program, published so that Keras opens them."""

from __future__ import annotations

import io
import pickle
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from analysis.brought.networks import opening, publishing, use
from analysis.data.images import ImageSet
from analysis.models import inference
from analysis.models.backend import keras, tf
from analysis.system.errors import ModelError
from analysis.system.progress import NullProgress

layers = keras.layers
IMAGES = np.random.default_rng(0).integers(0, 256, (9, 28, 28), np.uint8)
PLAIN = (28, 28, 1)


def small() -> keras.Model:
    """Build one convolution and one dense layer, trained for a step with an optimizer that remembers."""
    inner = [layers.Conv2D(3, 5), layers.Flatten(), layers.Dense(10)]
    model = keras.Sequential([layers.Input(PLAIN), *inner])
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.train_on_batch(IMAGES[..., None] / np.float32(255), np.arange(9))
    return model


def graph(seed: int, *, softmax: bool = False, batch: int | str = "n", last: str = "Gemm") -> onnx.ModelProto:
    """Write a convolution and a dense layer as PyTorch exports them, channels first."""
    rng = np.random.default_rng(seed)
    weights = {
        "k": rng.normal(size=(4, 1, 5, 5)), "kb": rng.normal(size=4), "w": rng.normal(size=(576, 10)), "b": rng.normal(size=10),
    }  # fmt: skip
    nodes = [
        helper.make_node("Conv", ["image", "k", "kb"], ["c"], kernel_shape=[5, 5]),
        helper.make_node("Relu", ["c"], ["r"]),
        helper.make_node("MaxPool", ["r"], ["p"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Flatten", ["p"], ["f"]),
        helper.make_node(last, ["f", "w", "b"], ["logits" if softmax else "scores"]),
        *([helper.make_node("Softmax", ["logits"], ["scores"])] if softmax else []),
    ]
    made = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [batch, 1, 28, 28])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [batch, 10])],
        [numpy_helper.from_array(value.astype(np.float32), name) for name, value in weights.items()],
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def test_hdf5_says_the_same(digits: ImageSet, tmp_path: Path) -> None:
    """A network as HDF5, whatever it is called, says what it says as `.keras`, and is published as that."""
    trained = small()
    model = keras.Sequential([layers.Input(PLAIN), *trained.layers, layers.Softmax()])
    model.save(tmp_path / "model.h5")
    (tmp_path / "net.keras").write_bytes((tmp_path / "model.h5").read_bytes())
    found = use.find(tmp_path / "net.keras", "0-1", digits, 0, NullProgress())
    said = model.predict(IMAGES[..., None] / 255, verbose=0)

    assert (found.use.file, found.use.softmax_removed) == ("HDF5", True)
    logits = found.reader.logits(IMAGES)
    np.testing.assert_allclose(np.exp(logits) / np.exp(logits).sum(1, keepdims=True), said, atol=1e-5)
    (tmp_path / "published.keras").write_bytes(publishing.content(tmp_path / "net.keras") or b"")
    opened = keras.saving.load_model(tmp_path / "published.keras")
    np.testing.assert_allclose(opened.predict(IMAGES[..., None] / 255, verbose=0), said, atol=1e-6)


def test_no_optimizer_is_published(tmp_path: Path) -> None:
    """What an optimizer remembers is left out; a file without it is published as it is, byte for byte."""
    small().save(tmp_path / "model.keras")
    clean = publishing.content(tmp_path / "model.keras")
    assert clean is not None
    assert len(clean) < 0.7 * (tmp_path / "model.keras").stat().st_size
    (tmp_path / "clean.keras").write_bytes(clean)
    assert publishing.content(tmp_path / "clean.keras") == clean
    one, other = (keras.saving.load_model(tmp_path / name) for name in ("model.keras", "clean.keras"))
    np.testing.assert_array_equal(inference.logits(one, IMAGES), inference.logits(other, IMAGES))


@pytest.mark.parametrize("batch", ["n", 4])
def test_onnx_says_what_its_graph_says(batch: int | str, digits: ImageSet, tmp_path: Path) -> None:
    """Scores, features and layers of an ONNX file are those of its graph; its softmax is taken off."""
    pytest.importorskip("onnxruntime")
    onnx.save(graph(1, softmax=True, batch=batch), str(tmp_path / "net.bin"))
    found = use.find(tmp_path / "net.bin", "0-255", digits, 0, NullProgress())
    weights = {each.name: numpy_helper.to_array(each) for each in graph(1).graph.initializer}
    features, logits = found.reader.features(IMAGES)[:], found.reader.logits(IMAGES)
    described = found.reader.describe()

    kernel, bias = weights["k"].transpose(2, 3, 1, 0), weights["kb"]
    inner = tf.nn.max_pool2d(
        tf.nn.relu(tf.nn.conv2d(IMAGES[..., None].astype("f4"), kernel, 1, "VALID") + bias), 2, 2, "VALID"
    )
    expected = inner.numpy().transpose(0, 3, 1, 2).reshape(9, -1)
    np.testing.assert_allclose(features, expected, rtol=1e-3, atol=1e-2)
    np.testing.assert_allclose(logits, features @ weights["w"] + weights["b"], rtol=1e-3, atol=0.1)
    assert (found.use.file, found.use.outputs, found.use.softmax_removed) == ("ONNX", "logits", True)
    assert (found.use.order, found.use.published, publishing.content(tmp_path / "net.bin")) == (
        "channels first",
        False,
        None,
    )
    assert (described.features, described.feature_layer) == (576, "flatten_3")
    assert described.parameters == sum(layer.parameters for layer in described.layers) == 5874
    assert described.layers[0].output_shape == (4, 24, 24)


def lambda_layer(folder: Path, ending: str) -> Path:
    """Save a network that holds a program."""
    keras.Sequential([layers.Input(PLAIN), layers.Lambda(lambda x: x * 2), layers.Flatten(), layers.Dense(10)]).save(folder / f"m.{ending}")  # fmt: skip
    return folder / f"m.{ending}"


class Homemade(keras.layers.Layer):  # type: ignore[misc]  # Keras ships no types
    """A layer that nobody has registered."""

    def call(self, x: object) -> object:
        """Return what is given."""
        return x


def of(*inner: keras.Layer) -> Callable[[Path], Path]:
    """Return what saves a network."""

    def make(folder: Path) -> Path:
        keras.Sequential([layers.Input(PLAIN), *inner]).save(folder / "m.keras")
        return folder / "m.keras"

    return make


def written(content: bytes) -> Callable[[Path], Path]:
    """Return what writes a file."""

    def make(folder: Path) -> Path:
        (folder / "m.keras").write_bytes(content)
        return folder / "m.keras"

    return make


def zipped(*names: str) -> bytes:
    """Return an archive with members of these names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return stream.getvalue()


def saved_model(folder: Path) -> Path:
    """Return a folder as TensorFlow writes it."""
    (folder / "m").mkdir()
    (folder / "m" / "saved_model.pb").write_bytes(b"\x08\x01")
    return folder / "m"


def exported(model: onnx.ModelProto) -> Callable[[Path], Path]:
    """Return what writes a graph."""
    return written(model.SerializeToString())


def with_loop() -> onnx.ModelProto:
    """Return a graph that may run for ever."""
    model = graph(0)
    model.graph.node.append(helper.make_node("Loop", ["", "", "f"], ["x"]))
    return model


def with_function(*inner: onnx.NodeProto) -> onnx.ModelProto:
    """Return a graph whose scores go through a local function of these nodes, from `i` to `o`."""
    model = graph(0)
    opsets = [helper.make_opsetid("", 17)]
    model.functions.append(helper.make_function("own", "F", ["i"], ["o"], inner, opsets))
    model.opset_import.append(helper.make_opsetid("own", 1))
    model.graph.node[-1].output[0] = "before"
    model.graph.node.append(helper.make_node("F", ["before"], ["scores"], domain="own"))
    return model


def elsewhere(tensor: onnx.TensorProto, **said: str) -> None:
    """Say that an array stands in another file."""
    tensor.data_location = TensorProto.EXTERNAL
    tensor.ClearField("raw_data")
    for key, value in said.items():
        tensor.external_data.add(key=key, value=value)


def with_file_elsewhere(location: str, **said: str) -> onnx.ModelProto:
    """Return a graph some of whose weights are in another file."""
    model = graph(0)
    elsewhere(model.graph.initializer[2], location=location, **said)
    return model


def with_constant_elsewhere() -> onnx.ModelProto:
    """Return a graph with a local function that reads a file above its folder."""
    constant = numpy_helper.from_array(np.zeros(10, np.float32), "c")
    elsewhere(constant, location="../secret")
    nodes = [
        helper.make_node("Constant", [], ["k"], value=constant),
        helper.make_node("Add", ["i", "k"], ["o"]),
    ]
    return with_function(*nodes)


def with_gigabytes() -> onnx.ModelProto:
    """Return a small file that asks for 2.7 GB: a constant of 26,000 × 26,000, whose size is computed."""
    model = graph(0)
    model.graph.initializer.extend(
        [numpy_helper.from_array(np.array([n, n], np.int64), f"n{n}") for n in (2, 13_000)]
    )
    model.graph.node[-1].output[0] = "before"
    model.graph.node.extend(
        [
            helper.make_node("Mul", ["n2", "n13000"], ["n"]),
            helper.make_node("ConstantOfShape", ["n"], ["large"]),
            helper.make_node("ReduceMax", ["large"], ["nought"], keepdims=0),
            helper.make_node("Add", ["before", "nought"], ["scores"]),
        ]
    )
    return model


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "tf.nn.softmax": (
        of(layers.Flatten(), layers.Dense(10, activation=tf.nn.softmax)),
        r'function softmax_v2 of TensorFlow: write activation="softmax"',
    ),
    "own layer": (
        of(layers.Flatten(), layers.Dense(10), Homemade()),
        "class Homemade, which Keras 3 does not know: build the model",
    ),
    "lambda": (lambda folder: lambda_layer(folder, "keras"), "a Lambda layer, which is a program"),
    "lambda in HDF5": (lambda folder: lambda_layer(folder, "h5"), "a Lambda layer, which is a program"),
    "eleven": (of(layers.Flatten(), layers.Dense(11)), "Expected 10 scores .* found 11, one more than"),
    "nine": (of(layers.Flatten(), layers.Dense(9)), "Expected 10 scores .* found 9, one fewer than"),
    "SavedModel": (saved_model, "SavedModel, which is a program .* save it as .keras, or .* --predictions"),
    "file of a SavedModel": (
        lambda folder: saved_model(folder) / "saved_model.pb",
        "SavedModel, which is a program .* save it as .keras",
    ),
    "map": (of(layers.Conv2D(10, 3)), r"one row of scores .* found an output of shape 26 × 26 × 10: add"),
    "folder": (lambda folder: folder, "found a folder: name the file in it"),
    "nothing": (lambda folder: folder / "none.keras", "found no such file"),
    "empty": (written(b""), "an empty file"),
    "pickle": (written(pickle.dumps({"w": 1})), "a pickle, which is a program"),
    "PyTorch": (written(zipped("archive/data.pkl")), r"a PyTorch file.* torch.onnx.export"),
    "other zip": (written(zipped("a.txt")), "an archive of a.txt"),
    "half": (written(zipped("config.json")[:30]), "half of an archive"),
    "web page": (written(b"<!DOCTYPE html>"), "a web page"),
    "pointer": (written(b"version https://git-lfs.github.com/spec/v1\n"), "a pointer of Git LFS"),
    "TFLite": (written(b"\x1c\x00\x00\x00TFL3"), "a TensorFlow Lite model"),
    "text": (written(b"hello"), "of no format that is known"),
    "damaged ONNX": (written(b"\x08\x07\x12\xff"), "Expected an ONNX network"),
    "loop": (exported(with_loop()), "without loops"),
    "loop in a function": (
        exported(with_function(helper.make_node("Loop", ["", "", "i"], ["o"]))),
        "without loops",
    ),
    "constant of a function elsewhere": (
        exported(with_constant_elsewhere()),
        r"in a file beside it, found '\.\./secret', which is elsewhere",
    ),
    "weights elsewhere": (
        exported(with_file_elsewhere("/etc/passwd")),
        r"in a file beside it, found '/etc/passwd', .*external_data=False",
    ),
    "weights above": (exported(with_file_elsewhere("a/../../passwd")), "which is elsewhere"),
    "weights nowhere": (
        exported(with_file_elsewhere("m.data")),
        "in m.data beside it, found no such file: keep both in one folder",
    ),
    "too few weights": (
        exported(with_file_elsewhere("m.keras", offset="23040")),
        "Expected 23,040 bytes for 'w'",
    ),
    "weights at a word": (exported(with_file_elsewhere("m.keras", offset="ten")), "a number of bytes"),
    "gigabytes": (exported(with_gigabytes()), "at most 67,108,864 outputs .* found one of 676,000,000"),
    "unknown operation": (exported(graph(0, last="Nonsense")), "Expected an ONNX network"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    """Programs, other formats and damage are named in one sentence that says what helps."""
    make, said = REFUSED[name]
    with pytest.raises(ModelError, match=said) as caught:
        opening.open_network(make(tmp_path), 10)
    assert str(caught.value).startswith("Expected ")
    assert "\n" not in str(caught.value)


def test_weights_beside_an_onnx_file(tmp_path: Path) -> None:
    """PyTorch writes them into a file beside it: the scores are those of one file; a link to elsewhere is not followed."""
    pytest.importorskip("onnxruntime")
    (tmp_path / "a").mkdir()
    onnx.save_model(
        graph(3),
        str(tmp_path / "a" / "m.onnx"),
        save_as_external_data=True,
        location="m.onnx.data",
        size_threshold=100,
    )
    onnx.save_model(graph(3), str(tmp_path / "whole.onnx"))
    batch = np.random.default_rng(0).random((2, 1, 28, 28)).astype(np.float32)
    apart, whole = (
        opening.open_network(tmp_path / name, 10).scores()(batch) for name in ("a/m.onnx", "whole.onnx")
    )
    np.testing.assert_array_equal(apart, whole)

    (tmp_path / "a" / "m.onnx.data").rename(tmp_path / "m.onnx.data")
    (tmp_path / "a" / "m.onnx.data").symlink_to(tmp_path / "m.onnx.data")
    with pytest.raises(ModelError, match="which is elsewhere"):
        opening.open_network(tmp_path / "a" / "m.onnx", 10)


def test_local_functions_are_part_of_the_graph(tmp_path: Path) -> None:
    """What a local function does is done, and its nodes are listed."""
    pytest.importorskip("onnxruntime")
    path = exported(with_function(helper.make_node("Neg", ["i"], ["o"])))(tmp_path)
    found, batch = opening.open_network(path, 10), np.ones((2, 1, 28, 28), np.float32)
    (tmp_path / "plain").mkdir()
    plain = opening.open_network(exported(graph(0))(tmp_path / "plain"), 10)

    np.testing.assert_array_equal(found.scores()(batch), -plain.scores()(batch))
    assert [layer.operation for layer in found.describe().layers][-2:] == ["Dense", "Neg"]


def test_memory_that_only_an_input_decides_has_an_end(tmp_path: Path) -> None:
    """Where the size of an array is known when the network runs, too large a one is refused then, in one sentence."""
    pytest.importorskip("onnxruntime")
    model = graph(0)
    model.graph.initializer.append(numpy_helper.from_array(np.array([26_000, 26_000], np.float32), "n"))
    model.graph.node[-1].output[0] = "before"
    model.graph.node.extend(
        [
            helper.make_node("ReduceMax", ["image"], ["most"], keepdims=0),
            helper.make_node("Mul", ["most", "n"], ["size"]),
            helper.make_node("Cast", ["size"], ["whole"], to=TensorProto.INT64),
            helper.make_node("ConstantOfShape", ["whole"], ["large"]),
            helper.make_node("ReduceMax", ["large"], ["nought"], keepdims=0),
            helper.make_node("Add", ["before", "nought"], ["scores"]),
        ]
    )
    apply = opening.open_network(exported(model)(tmp_path), 10).scores()
    with pytest.raises(ModelError, match="runs within 2 GB of memory"):
        apply(np.ones((2, 1, 28, 28), np.float32))


def test_dictionaries_and_foreign_letters(tmp_path: Path) -> None:
    """A network whose output is a dictionary, or whose layers have names that TensorFlow cannot trace, is read."""
    image = keras.Input(PLAIN, name="bild")
    dense = layers.Dense(10, name="слой один")
    keras.Model({"bild": image}, {"digit": dense(layers.Flatten()(image))}).save(tmp_path / "m.keras")
    pixels = np.random.default_rng(0).random((3, *PLAIN)).astype(np.float32)
    kernel, bias = dense.get_weights()

    said = opening.open_network(tmp_path / "m.keras", 10).scores()(pixels)
    np.testing.assert_allclose(said, pixels.reshape(3, -1) @ kernel + bias, atol=1e-5)


def test_onnx_without_its_runtime(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where onnxruntime is not installed, the sentence says how to install it."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    path = exported(graph(0))(tmp_path)
    with pytest.raises(ModelError, match="pip install onnx onnxruntime"):
        opening.open_network(path, 10)
