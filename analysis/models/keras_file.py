"""`.keras` files: written, read with care, and described."""

from __future__ import annotations

from math import prod
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.bundle.training import Layer, Network
from analysis.errors import ModelError
from analysis.files import write_file
from analysis.models.backend import keras
from analysis.models.inference import last_weights

_ACTIVATIONS = {"relu": "ReLU", "softmax": "softmax", "gelu": "GELU", "elu": "ELU"}
REMEDY = "give a .keras file that maps images of shape (28, 28, 1) to 10 scores"


def save(model: keras.Model, path: Path) -> None:
    """Write the model in Keras' own format.  Raises OutputError."""
    with TemporaryDirectory() as folder:
        beside = Path(folder, "model.keras")
        model.save(beside)
        write_file(path, beside.read_bytes())


def load(path: Path) -> keras.Model:
    """Read a model, and take a softmax off its end: (n, 28, 28, 1) → logits (n, 10).  Raises ModelError."""
    if not path.is_file():
        raise ModelError(f"Expected a model at {path}, found no such file: {REMEDY}.")
    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises whatever it stumbles over
        # Keras goes on with advice for other formats.
        found = (str(error).strip() or type(error).__name__).splitlines()[0].split(". ")[0]
        raise ModelError(f"Expected a Keras model in {path}, found “{found}”: {REMEDY}.") from error
    _check(model, path)
    return _with_logits(model)


def _check(model: keras.Model, path: Path) -> None:
    """Refuse a model that reads or says something else."""
    for what, found, expected in (
        ("input", getattr(model, "input_shape", None), (None, 28, 28, 1)),
        ("output", getattr(model, "output_shape", None), (None, 10)),
    ):
        if found != expected:
            raise ModelError(f"Expected {what} shape {expected} in {path}, found {found}: {REMEDY}.")
    if not model.weights:
        raise ModelError(f"Expected a trained network in {path}, found one without weights: {REMEDY}.")


def _with_logits(model: keras.Model) -> keras.Model:
    """Undo a final softmax: in float32 it is exactly 1 for most digits, and how sure the network was is lost."""
    last = model.layers[-1]
    if isinstance(last, keras.layers.Softmax):
        return keras.Model(model.inputs, last.input)
    if getattr(last, "activation", None) is keras.activations.softmax:
        last.activation = keras.activations.linear
    return model


def describe(model: keras.Model) -> Network:
    """List the layers, and name what the report calls the features: the input of the last layer with weights."""
    layers = [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
    receiver = last_weights(model)
    before = [
        layer for layer in layers[: layers.index(receiver)] if not isinstance(layer, keras.layers.Dropout)
    ]
    return Network(
        layers=tuple(_layer(layer) for layer in layers),
        parameters=model.count_params(),
        feature_layer=before[-1].name if before else "image",
        features=prod(receiver.input.shape[1:]),
    )


def _layer(layer: keras.Layer) -> Layer:
    return Layer(
        name=layer.name,
        kind=_kind(layer),
        output_shape=tuple(layer.output.shape[1:]),
        parameters=layer.count_params(),
    )


def _kind(layer: keras.Layer) -> str:
    """Say in words what a layer does, its activation included."""
    kind = type(layer).__name__
    match layer:
        case keras.layers.Conv2D():
            kind = f"Convolution {_size(layer.kernel_size)}"
        case keras.layers.MaxPooling2D():
            kind = f"Max-pooling {_size(layer.pool_size)}"
        case keras.layers.Dropout():
            kind = f"Dropout {layer.rate:.0%}"
    activation = getattr(getattr(layer, "activation", None), "__name__", "linear")
    return kind if activation == "linear" else f"{kind}, {_ACTIVATIONS.get(activation, activation)}"


def _size(sides: tuple[int, ...]) -> str:
    return " × ".join(map(str, sides))
