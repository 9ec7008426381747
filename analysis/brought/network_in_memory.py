"""A network in memory: a Keras model, or anything that maps a batch to scores; it gets the arrays as they are."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from analysis.brought import labels
from analysis.brought.networks import way_out
from analysis.bundle.network_use import Outputs
from analysis.bundle.record import Omitted
from analysis.bundle.training import Network
from analysis.data.images import ImageSet
from analysis.evidence import Features, LabelledVectors, rows_of_features
from analysis.system.errors import ModelError

Array = NDArray[np.generic]

BATCH = 500
# Between a softmax in float32 and the same one in float64.
SLIP = 1e-3


@dataclass(frozen=True)
class NetworkInMemory:
    """A network that was given in memory: its layers, its file, and what it hands to its last layer."""

    layers: Network | Omitted
    file: bytes
    features: Features | str | None
    """Or why there are none, as a clause."""
    accelerator: str | None
    outputs: Outputs


class Answers(NamedTuple):
    """The scores of a network for the test images, (n, K), and what else it shows of itself."""

    scores: Array
    network: NetworkInMemory | None = None
    columns: tuple[str, ...] | None = None
    """The classes of the columns, where the network names them."""
    last_input: Callable[[Array], Any] | None = None
    """What computes the input of its last layer with weights."""


class Applied:
    """What a function gives for each image, float32 (n, d), computed when rows are asked for; a `VectorSource`."""

    def __init__(self, apply: Callable[[Array], Any], images: Array) -> None:
        """Compute nothing yet."""
        self._apply, self._images = apply, images

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self._images)

    def __getitem__(self, rows: slice, /) -> NDArray[np.float32]:
        """Compute those of some images, (·, d)."""
        images = self._images[rows]
        parts = (images[start : start + BATCH] for start in range(0, max(len(images), 1), BATCH))
        return np.concatenate(
            [np.asarray(self._apply(part), np.float32).reshape(len(part), -1) for part in parts]
        )


def answers(model: Any, test: Array) -> Answers:  # noqa: ANN401
    """Ask a network for the scores of the test images.  Raises ModelError where it does not take them."""
    if not _is_keras(model):
        return _of_function(model, test)
    from analysis.models import backend

    scores = _scores(model.predict_on_batch, test)
    outputs = way_out.kind(scores.reshape(len(scores), -1).astype(np.float64))
    file = _file(model)
    if file is None:  # a network that cannot be saved is a function like any other
        return Answers(scores)
    applied = _last_input(model)
    if applied:
        scores = _before_softmax(model, Applied(applied, test), scores)
    return Answers(
        scores,
        NetworkInMemory(_described(model), file, None, backend.accelerator(), outputs),
        last_input=applied,
    )


def _of_function(model: Any, test: Array) -> Answers:  # noqa: ANN401
    """Ask a function, or a classifier of scikit-learn, which also names the classes of its columns."""
    apply = model
    if not callable(model):
        names = ("predict_proba", "decision_function", "predict")
        apply = next((each for name in names if callable(each := getattr(model, name, None))), None)
    if apply is None:
        raise ModelError(
            f"Expected a Keras model or a function from a batch of images to scores, found {type(model).__name__}: give "
            "model.predict or the like."
        )
    scores = _scores(apply, test)
    classes = getattr(getattr(apply, "__self__", model), "classes_", None)
    heads = (
        None if classes is None else tuple(map(str, labels.flat(np.asarray(classes), "classes_").tolist()))
    )
    return Answers(scores, columns=heads)


def with_features(
    found: Answers, test: Array, training: Array | None, known: ImageSet | None
) -> NetworkInMemory | None:
    """Return the network with the features that it computes; `known` are the training images with their labels."""
    if found.network is None or found.last_input is None:
        return found.network
    return replace(found.network, features=_features(found.last_input, test, training, known))


def _is_keras(model: object) -> bool:
    keras = sys.modules.get("keras")  # where nobody has imported it, there is no model of it
    return keras is not None and isinstance(model, keras.Model)


def _scores(apply: Callable[[Array], Any], images: Array) -> Array:
    """Return the scores of all images, (n, K), a batch at a time.  Raises ModelError."""
    found = []
    for start in range(0, len(images), BATCH):
        batch = images[start : start + BATCH]
        try:
            scores = np.asarray(_single(apply(batch)))
        except Exception as error:  # a network raises whatever it stumbles over
            said = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
            raise ModelError(
                f"Expected a network that takes x_test as it is, of shape {batch.shape} and type {batch.dtype}, found “{said}”: "
                "give the images in the form in which the network was trained."
            ) from error
        if scores.ndim not in (1, 2) or len(scores) != len(batch):
            raise ModelError(
                f"Expected a row of scores for each of {len(batch)} images, found the shape {scores.shape}: give a function "
                "that returns (n, classes)."
            )
        found.append(scores)
    return np.concatenate(found)


def _single(found: Any) -> Any:  # noqa: ANN401  # what a network gives
    """Return the only value of a dictionary; anything else as it is."""
    return next(iter(found.values())) if isinstance(found, dict) and len(found) == 1 else found


def _described(model: Any) -> Any:  # noqa: ANN401  # Keras ships no types
    from analysis.models import description

    try:
        return description.describe(model)
    except Exception:  # noqa: BLE001  # a network of one's own class may not tell its layers
        return Omitted(reason="the network does not tell its layers")


def _file(model: Any) -> bytes | None:  # noqa: ANN401  # see above
    """Return the .keras file of a copy without the optimizer; None where the network cannot be copied or saved."""
    from analysis.models import keras_file
    from analysis.models.backend import keras

    with suppress(Exception), TemporaryDirectory() as folder:
        copy = keras.models.clone_model(model)
        copy.set_weights(model.get_weights())
        copy.compiled, copy.optimizer = False, None  # Keras compiles a clone as the original was
        keras_file.save(copy, Path(folder, "model.keras"))
        return Path(folder, "model.keras").read_bytes()
    return None


def _last_input(model: Any) -> Callable[[Array], Any] | None:  # noqa: ANN401  # see above
    """Return what computes the input of the last layer with weights; None where the layers are not told."""
    from analysis.models import inference
    from analysis.models.backend import keras

    with suppress(Exception):
        before: Callable[[Array], Any] = keras.Model(
            model.inputs, inference.last_weights(model)[1]
        ).predict_on_batch
        return before
    return None


def _features(
    applied: Callable[[Array], Any], test: Array, training: Array | None, known: ImageSet | None
) -> Features | str | None:
    """Return the features; a clause that says why, where they are too many; None without training images."""
    if training is None or known is None:
        return None
    width = Applied(applied, training[:1])[:].shape[1]
    rows = rows_of_features(known.labels, width, np.random.default_rng(0))
    if isinstance(rows, str):
        return rows
    vectors = Applied(applied, training[rows])[:]
    return Features(LabelledVectors(vectors, known.labels[rows]), rows, Applied(applied, test))


def _before_softmax(model: Any, features: Applied, scores: Array) -> Array:  # noqa: ANN401  # see above
    """Undo a final softmax: in float32 it is exactly 1 for most images, and their confidence would be lost.

    The logits are taken only where their softmax is what the network says.
    """
    last = model.layers[-1]
    if type(last).__name__ != "Dense" or getattr(last.activation, "__name__", "") != "softmax":
        return scores
    weights = [np.asarray(each, np.float64) for each in last.get_weights()]
    vectors = features[:].astype(np.float64)
    if weights[0].shape[0] != vectors.shape[1]:
        return scores
    logits = vectors @ weights[0] + (weights[1] if len(weights) > 1 else 0)
    return logits if np.allclose(softmax(logits, axis=1), scores, rtol=0, atol=SLIP) else scores
