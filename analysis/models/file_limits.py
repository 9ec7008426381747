"""What a network of somebody else's may take: known from what its file says, before any memory is taken for it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import prod
from pathlib import Path

from analysis.models import inference
from analysis.models.backend import keras
from analysis.models.keras_archive import MOST_LAYERS, MOST_OUTPUTS, MOST_WEIGHTS
from analysis.system.errors import ModelError

# A network may make more weights of those that are stored (LoRA, random states), but not many more.
DERIVED, SPARE = 2, 1_000
CONVERT = "convert it to ONNX with tf2onnx, or bring its predictions with --predictions"
REBUILD = (
    "build the model of Keras' own layers and save it again, or bring its predictions with --predictions"
)
LAMBDA = re.compile(r"`Lambda`|Lambda layer|passed to Lambda")
# How Keras names what it cannot make: in the message of an error, or within a longer one.
UNKNOWN = re.compile(
    r"(?:Could not locate|Could not deserialize|Unknown) (?:(class|function|layer):? )?'(?:keras\.layers\.)?([^']+)'"
)


@contextmanager
def explained(path: Path, remedy: str, old: str | None = None) -> Iterator[None]:
    """Turn whatever a given network raises into a ModelError; `old` is the version of Keras 1 or 2 that wrote it."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except ModelError:
        raise
    except Exception as error:  # Keras raises whatever it stumbles over
        found = f"one of Keras {old}, and in it " if old else ""
        raise ModelError(
            f"Expected a Keras model in {path}, found {found}{_said(error, old, CONVERT if old else remedy)}."
        ) from error


def _said(error: Exception, old: str | None, remedy: str) -> str:
    """Say what Keras stumbled over, and what helps."""
    text = str(error)
    if LAMBDA.search(text):
        return (
            "a Lambda layer, which is a program and is not run: write it with layers of Keras, and save again"
        )
    if match := UNKNOWN.search(text):
        kind, name = match.groups("class")
        known = name.removesuffix("_v2")
        if kind == "function" and hasattr(keras.activations, known):
            return f'the function {name} of TensorFlow: write activation="{known}" instead, and save the model again'
        return f"the {kind} {name[:80]}, which Keras 3 does not know: {CONVERT if old else REBUILD}"
    # Keras goes on with advice for other formats.
    found = (text.strip() or type(error).__name__).splitlines()[0].split(". ")[0][:200]
    return f"“{found}”: {remedy}"


@contextmanager
def outlined(make: Callable[[], keras.Model]) -> Iterator[keras.Model]:
    """Yield what is made, without memory for its weights."""
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield make()
    finally:
        # Keras would fill them all with numbers at its next opportunity.
        keras.backend.clear_session()


def check_size(outline: keras.Model, path: Path, stored: int) -> None:
    """Refuse a network that claims more weights than its file holds, or takes too much memory or too many lines."""
    if len(outline.layers) > MOST_LAYERS:
        raise ModelError(
            f"Expected at most {MOST_LAYERS:,} layers in {path}, found {len(outline.layers):,}: give a smaller network."
        )
    claimed = sum(prod(variable.shape) for variable in outline.variables)
    if claimed > min(DERIVED * stored + SPARE, MOST_WEIGHTS):
        raise ModelError(
            f"Expected a network of the {stored:,} weights that are stored in {path} and at most {MOST_WEIGHTS:,}, "
            f"found one of {claimed:,}: save the model again."
        )
    widest = inference.widest(outline)
    if widest > MOST_OUTPUTS:
        raise ModelError(
            f"Expected layers of at most {MOST_OUTPUTS:,} outputs for each image in {path}, found one of {widest:,}: "
            "give a smaller network."
        )
