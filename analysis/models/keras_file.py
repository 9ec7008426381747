"""`.keras` files: written, and read with care."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.errors import ModelError
from analysis.files import write_file
from analysis.models.backend import keras


def save(model: keras.Model, path: Path) -> None:
    """Write the model in Keras' own format.  Raises OutputError."""
    with TemporaryDirectory() as folder:
        beside = Path(folder, "model.keras")
        model.save(beside)
        write_file(path, beside.read_bytes())


def load(path: Path, shape: tuple[int, int], classes: int) -> keras.Model:
    """Read a model, and take a softmax off its end: (n, h, w, 1) → logits (n, K).  Raises ModelError."""
    remedy = f"give a .keras file that maps images of shape {(*shape, 1)} to {classes} scores"
    if not path.is_file():
        raise ModelError(f"Expected a model at {path}, found no such file: {remedy}.")
    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises whatever it stumbles over
        # Keras goes on with advice for other formats.
        found = (str(error).strip() or type(error).__name__).splitlines()[0].split(". ")[0]
        raise ModelError(f"Expected a Keras model in {path}, found “{found}”: {remedy}.") from error
    _check(model, path, (None, *shape, 1), (None, classes), remedy)
    return _with_logits(model)


def _check(
    model: keras.Model, path: Path, inputs: tuple[object, ...], outputs: tuple[object, ...], remedy: str
) -> None:
    """Refuse a model of another input or output, or without weights."""
    for what, found, expected in (
        ("input", getattr(model, "input_shape", None), inputs),
        ("output", getattr(model, "output_shape", None), outputs),
    ):
        if found != expected:
            raise ModelError(f"Expected {what} shape {expected} in {path}, found {found}: {remedy}.")
    if not model.weights:
        raise ModelError(f"Expected a trained network in {path}, found one without weights: {remedy}.")


def _with_logits(model: keras.Model) -> keras.Model:
    """Undo a final softmax: in float32 it is exactly 1 for most images, and their confidence would be lost."""
    last = model.layers[-1]
    if isinstance(last, keras.layers.Softmax):
        return keras.Model(model.inputs, last.input)
    if getattr(last, "activation", None) is keras.activations.softmax:
        last.activation = keras.activations.linear
    return model
