"""Train small networks as people do, and count how many are read as their makers meant them.

    python -m benchmarks.ways_in --cache FOLDER

Needs MNIST.  Networks that are in the folder are not trained again.  See README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.brought.networks import use
from analysis.bundle.classes import Classes
from analysis.data import sources
from analysis.data.images import ImageSet
from analysis.data.split import split
from analysis.models.backend import keras, tf
from analysis.system.errors import ModelError
from analysis.system.progress import NullProgress

layers = keras.layers
Images = NDArray[np.uint8]
Pixels = NDArray[np.floating]
Prepare = Callable[[Images], Pixels]

# Of the ordinary networks so many may stop with a question, and so far may an accuracy be from its maker's.
MOST_ASKED, MOST_OFF = 0.02, 0.003
HARD, HALF = 200, 0.5
"""First number of the hard ones; and the accuracy below which a network is hardly trained."""
DRAW = 1_000
"""Between the seeds of two draws of networks."""
LARGEST_WORK = 60_000
"""Images times epochs of one training."""
TWO = 3, 8


@dataclass(frozen=True)
class Spec:
    """One network: how it is built, what it is given, and how long it is trained."""

    body: str
    given: str
    end: str
    images: int
    epochs: int
    seed: int
    two: bool = False
    steps: int | None = None
    """Stopped after so many batches; None where it is not."""

    @property
    def name(self) -> str:
        """Name of its files."""
        stopped = f" {self.steps} steps" if self.steps else f" {self.epochs} epochs"
        words = f"{self.seed:02} {self.body} {self.given} {self.end} {self.images}{stopped}"
        return (words + " two" * self.two).replace(" ", "-")


def plain(images: Images) -> Pixels:
    """Divide by 255."""
    return images / np.float32(255)


def _standardised(training: Images) -> Prepare:
    mean, spread = plain(training).mean(), plain(training).std()
    return lambda images: (plain(images) - mean) / spread


def _scaler(training: Images) -> Prepare:
    """As scikit-learn's StandardScaler does, for the images of its own training alone."""
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415  # slow

    scaler = StandardScaler().fit(training.reshape(len(training), -1).astype(np.float64))
    return lambda images: (
        scaler.transform(images.reshape(len(images), -1).astype(np.float64))
        .reshape(images.shape)
        .astype(np.float32)
    )


def _imagenet(images: Images) -> Pixels:
    """As torchvision's transforms.Normalize is called with pretrained networks."""
    colours = np.repeat(plain(images)[..., np.newaxis], 3, axis=-1)
    return np.asarray(
        (colours - np.array([0.485, 0.456, 0.406])) / np.array([0.229, 0.224, 0.225]), np.float32
    )


def _caffe(images: Images) -> Pixels:
    colours = np.repeat(images[..., np.newaxis].astype(np.float32), 3, axis=-1)
    return np.asarray(keras.applications.vgg16.preprocess_input(colours))


def _unit(images: Images) -> Pixels:
    flat = images.reshape(len(images), -1).astype(np.float32)
    return np.asarray(keras.utils.normalize(flat, axis=1)).reshape(images.shape).astype(np.float32)


def always(prepare: Callable[[Images], Any]) -> Callable[[Images], Prepare]:
    """Need no training images."""
    return lambda _: lambda images: np.asarray(prepare(images))


# What people do to images, written as they write it, not as this program does.
GIVEN: dict[str, Callable[[Images], Prepare]] = {
    "0-1": always(plain),
    "0-255": always(lambda images: images.astype(np.float32)),
    "minus-1-to-1": always(lambda images: plain(images) * 2 - 1),
    "minus-half-to-half": always(lambda images: plain(images) - 0.5),
    "standardised": _standardised,
    "scaler": _scaler,
    "per-image": always(
        lambda images: tf.image.per_image_standardization(images[..., np.newaxis].astype(np.float32)).numpy()[
            ..., 0
        ]
    ),
    "imagenet": always(_imagenet),
    "caffe": always(_caffe),
    "columns-of-unit-length": always(lambda images: keras.utils.normalize(images.astype(np.float32), axis=1)),
    "rows-of-unit-length": always(lambda images: keras.utils.normalize(images.astype(np.float32), axis=-1)),
    "unit-length": always(_unit),
    "inverted": always(lambda images: 1 - plain(images)),
    "transposed": always(lambda images: plain(images).transpose(0, 2, 1)),
    "padded": always(lambda images: np.pad(plain(images), ((0, 0), (2, 2), (2, 2)))),
    "resized": always(
        lambda images: tf.image.resize(plain(images)[..., np.newaxis], (32, 32)).numpy()[..., 0]
    ),
}


def _convolutions(many: int, *, normalised: bool = False) -> Callable[[], list[keras.Layer]]:
    def made() -> list[keras.Layer]:
        found: list[keras.Layer] = []
        for number in range(many):
            found.append(layers.Conv2D(12 * (number + 1), 3, activation=None if normalised else "relu"))
            found += [layers.BatchNormalization(), layers.ReLU()] if normalised else []
            found.append(layers.MaxPooling2D(2))
        return [*found, layers.Flatten(), layers.Dense(32, "relu")]

    return made


BODIES: dict[str, Callable[[], list[keras.Layer]]] = {
    "dense": lambda: [layers.Flatten(), layers.Dense(64, "relu")],
    "one convolution": _convolutions(1),
    "two dense": lambda: [
        layers.Flatten(),
        layers.Dense(128, "relu"),
        layers.Dropout(0.2),
        layers.Dense(64, "relu"),
    ],
    "two convolutions": _convolutions(2),
    "normalised": _convolutions(2, normalised=True),
    "tanh": lambda: [layers.Flatten(), layers.Dense(64, "tanh")],
    "three convolutions": _convolutions(3),
    "linear": lambda: [layers.Flatten()],
}
ENDS = ("softmax", "logits", "sigmoids")


def ordinary(count: int, draw: int) -> Iterator[Spec]:
    """Combine bodies, preparations and ends, otherwise in each draw; numbers of images and epochs are drawn."""
    rng = np.random.default_rng(draw)
    for number in range(count):
        images = int(rng.choice([1_000, 2_000, 4_000, 10_000, 20_000]))
        most = max(1, LARGEST_WORK // images)
        epochs = int(rng.choice([each for each in (1, 2, 3, 5, 8, 12) if each <= most]))
        body = list(BODIES)[number % len(BODIES)]
        given = list(GIVEN)[(number // len(BODIES) + number + draw) % len(GIVEN)]
        yield Spec(body, given, ENDS[number % len(ENDS)], images, epochs, DRAW * draw + number)


def hard(draw: int) -> Iterator[Spec]:
    """Return networks that hardly know their images: sigmoids for 0–255, and two classes after a few steps."""
    first = DRAW * draw
    for number, body in enumerate(("dense", "one convolution", "two convolutions", "tanh")):
        yield Spec(body, "0-255", "sigmoids", 1_000, 1, first + HARD + number)
    for number, given in enumerate(("0-1", "0-255", "standardised", "minus-1-to-1")):
        yield Spec("one convolution", given, "softmax", 1_000, 1, first + 300 + number, two=True, steps=10)
        yield Spec("dense", given, "sigmoids", 1_000, 1, first + 310 + number, two=True, steps=20)


def trained(spec: Spec, training: ImageSet, test: ImageSet, folder: Path) -> None:
    """Train a network, and keep it beside its maker's own accuracy on the test images."""
    keras.utils.set_random_seed(spec.seed)
    known = training[np.arange(spec.images)]
    prepare = GIVEN[spec.given](known.images)
    pixels, classes = prepare(known.images), len(training.classes.names)
    shape = (
        pixels.shape[1:] if pixels.ndim == 4 or spec.body in {"dense", "linear"} else (*pixels.shape[1:], 1)
    )
    single = spec.two and spec.end == "sigmoids"
    activation = {"softmax": "softmax", "sigmoids": "sigmoid"}.get(spec.end)
    model = keras.Sequential(
        [layers.Input(shape), *BODIES[spec.body](), layers.Dense(1 if single else classes, activation)]
    )
    model.compile(keras.optimizers.Adam(1e-3), _loss(spec))
    labels = known.labels if spec.end != "sigmoids" or single else np.eye(classes)[known.labels]
    pixels = pixels.reshape(-1, *shape)
    if spec.steps:
        rows = np.arange(min(64 * spec.steps, spec.images))
        model.fit(pixels[rows], labels[rows], batch_size=64, verbose=0)
    else:
        model.fit(pixels, labels, batch_size=64, epochs=spec.epochs, verbose=0)
    scores = model.predict(prepare(test.images).reshape(-1, *shape), batch_size=500, verbose=0)
    predicted = (scores[:, 0] > 0.5).astype(int) if single else scores.argmax(axis=1)
    model.save(folder / f"{spec.name}.keras")
    accuracy = float((predicted == test.labels).mean())
    (folder / f"{spec.name}.json").write_text(json.dumps({**asdict(spec), "accuracy": accuracy}))
    keras.backend.clear_session()


def _loss(spec: Spec) -> keras.losses.Loss:
    if spec.end == "sigmoids":
        return keras.losses.BinaryCrossentropy()
    return keras.losses.SparseCategoricalCrossentropy(from_logits=spec.end == "logits")


@dataclass(frozen=True)
class Judged:
    """What came of one network: the way that was found, None where the program asks, and both accuracies."""

    spec: Spec
    maker: float
    reported: float | None
    said: str
    seconds: float

    @property
    def off(self) -> float:
        """How far the reported accuracy is from its maker's; 0 where none is reported."""
        return 0 if self.reported is None else abs(self.reported - self.maker)


def judged(spec: Spec, training: ImageSet, test: ImageSet, folder: Path) -> Judged:
    """Read a network as the program does."""
    maker, began = json.loads((folder / f"{spec.name}.json").read_text())["accuracy"], time.perf_counter()
    try:
        found = use.find(folder / f"{spec.name}.keras", None, training, 736, NullProgress())
    except ModelError as error:
        return Judged(spec, maker, None, str(error), time.perf_counter() - began)
    seconds = time.perf_counter() - began
    reported = float((found.reader.logits(test.images).argmax(axis=1) == test.labels).mean())
    keras.backend.clear_session()
    far = ", nearest of those tried" if found.use.nearest_only else ""
    return Judged(spec, maker, reported, f"{found.use.name} by {found.use.decided_by}{far}", seconds)


def of_two(images: ImageSet) -> ImageSet:
    """Keep two digits."""
    rows = np.flatnonzero(np.isin(images.labels, TWO))
    kept = images[rows]
    names = Classes(names=tuple(map(str, TWO)), noun="digit", nouns="digits")
    return replace(kept, labels=np.searchsorted(TWO, kept.labels), classes=names)


def main() -> None:
    """Train what is missing, judge everything, and count."""
    options = _options()
    data = sources.load("mnist", NullProgress())
    known, _ = split(data.training, 736)
    whole = {False: (data.training, known, data.test)}
    whole[True] = tuple(map(of_two, whole[False]))  # type: ignore[assignment]  # as many
    options.cache.mkdir(parents=True, exist_ok=True)
    outcomes = []
    for spec in [*ordinary(options.count, options.draw), *hard(options.draw)]:
        if options.only and options.only not in spec.name:
            continue
        training, tried, test = whole[spec.two]
        if not (options.cache / f"{spec.name}.json").exists():
            trained(spec, training, test, options.cache)
        if options.train:
            continue
        outcomes.append(judged(spec, tried, test, options.cache))
        print(_line(outcomes[-1]), flush=True)
    groups: dict[str, list[Judged]] = {"ordinary": [], "hardly trained": [], "hard": []}
    for one in outcomes:
        kind = (
            "hard" if one.spec.seed % DRAW >= HARD else "hardly trained" if one.maker < HALF else "ordinary"
        )
        groups[kind].append(one)
    for name, found in groups.items():
        print(f"{name}: {summary(found)}")


def summary(outcomes: Sequence[Judged]) -> str:
    """Count those that stop with a question and those that are reported otherwise than their makers would."""
    asked = sum(one.reported is None for one in outcomes)
    off = sum(one.off > MOST_OFF for one in outcomes)
    seconds = [one.seconds for one in outcomes] or [0]
    return (
        f"{len(outcomes)} networks, {asked} stopped with a question, {off} reported more than {100 * MOST_OFF:.1f} points "
        f"off, {np.median(seconds):.1f} s each, {max(seconds):.1f} s at most"
    )


def _line(one: Judged) -> str:
    mark = "?" if one.reported is None else "!" if one.off > MOST_OFF else " "
    reported = "     –" if one.reported is None else f"{one.reported:6.2%}"
    return f"{mark} {one.maker:6.2%} {reported} {one.seconds:5.1f} s  {one.spec.name:<75} {one.said[:200]}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True, help="folder for the networks")
    parser.add_argument("--count", type=int, default=80, help="ordinary networks")
    parser.add_argument(
        "--draw", type=int, default=0, help="which networks: 0 are those that the thresholds were set on"
    )
    parser.add_argument("--train", action="store_true", help="train what is missing, and judge nothing")
    parser.add_argument("--only", help="networks whose name has this in it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
