"""Train Keras' own MNIST example and our presets side by side, each in a process of its own, and compare.

    python benchmarks/training.py quick standard --seeds 5

Needs MNIST.  The test set is evaluated once per training, after its last epoch.  See README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from statistics import mean, stdev
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.data import sources
from analysis.data.images import ImageSet
from analysis.data.split import split
from analysis.models.recipes import PRESETS
from analysis.statistics.probabilities import Probabilities
from analysis.system.progress import NullProgress

if TYPE_CHECKING:
    import keras

STOCK = "mnist_convnet"
SWITCHED = "mnist_convnet with oneDNN"


def main() -> None:
    """Train everything that was asked for, one after another, and print a table."""
    options = _options()
    if options.one:
        print(json.dumps(measured(options.one, options.first_seed)))
        return
    rows = {}
    for name in (STOCK, SWITCHED, *options.presets):
        seeds = range(options.first_seed, options.first_seed + options.seeds)
        rows[name] = [_apart(name, seed) for seed in seeds]
    print(table(rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("presets", nargs="*", default=["quick", "standard"], help=", ".join(PRESETS))
    parser.add_argument("--seeds", type=int, default=1, help="trainings of each")
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser.parse_args()


def _apart(name: str, seed: int) -> dict[str, float]:
    """Measure in a fresh process: CPU time and memory of one training must not hold another's."""
    command = [sys.executable, __file__, "--one", name, "--first-seed", str(seed)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own file
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(name, seed, found, file=sys.stderr)
    return found


def measured(name: str, seed: int) -> dict[str, float]:
    """Train one network and return what it cost and what it reached."""
    if name == STOCK:
        # TensorFlow decides on oneDNN when it is imported: here as it comes, below as our backend wants it.
        import tensorflow as tf  # noqa: F401, PLC0415
    from analysis.models import backend  # noqa: F401, PLC0415  # starting TensorFlow is nobody's cost

    data = sources.load("mnist", NullProgress())
    cpu, wall = time.process_time(), time.perf_counter()
    model = _stock(data.training, seed) if name in {STOCK, SWITCHED} else _preset(data.training, name, seed)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    test = Probabilities(data.test.labels, _logits(model, data.test.images))
    return {
        "accuracy": float(test.correct.mean()),
        "log_loss": float(test.losses.mean()),
        "parameters": model.count_params(),
        "cpu": cpu,
        "wall": wall,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }


def _preset(training: ImageSet, name: str, seed: int) -> keras.Model:
    from analysis.models.training import train  # noqa: PLC0415

    rest, validation = split(training, seed)
    return train(rest, validation, PRESETS[name], seed).model


def _stock(training: ImageSet, seed: int) -> keras.Model:
    """Follow https://keras.io/examples/vision/mnist_convnet/ in network, loss, optimizer, batches and epochs.

    Only its softmax stands in the loss here instead of in the last layer, so that the log loss can be exact.
    """
    from analysis.models.backend import keras  # noqa: PLC0415

    layers = keras.layers
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(10),
        ]
    )
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(loss=loss, optimizer="adam", metrics=["accuracy"])
    images = training.images[..., np.newaxis].astype("float32") / 255
    labels = keras.utils.to_categorical(training.labels, 10)
    model.fit(images, labels, batch_size=128, epochs=15, validation_split=0.1, verbose=0)
    return model


def _logits(model: keras.Model, images: NDArray[np.uint8]) -> NDArray[np.float64]:
    from analysis.models import inference  # noqa: PLC0415

    return inference.logits(model, images)


def table(rows: dict[str, list[dict[str, float]]]) -> str:
    """Lay out means over the seeds, and what each costs against the stock example, as Markdown."""
    costs = {name: {key: mean(run[key] for run in runs) for key in runs[0]} for name, runs in rows.items()}
    stock = costs[STOCK]
    head = (
        f"{platform.platform()}, seeds: {len(rows[STOCK])}\n\n"
        "| | accuracy | log loss | parameters | CPU s | ratio | wall s | ratio | peak memory GB |\n"
        "|---|---|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(
        f"| {name} | {_over_seeds(rows[name], 'accuracy', '.2%')} | {_over_seeds(rows[name], 'log_loss', '.4f')} "
        f"| {cost['parameters']:,.0f} | {cost['cpu']:.0f} | {cost['cpu'] / stock['cpu']:.2f} "
        f"| {cost['wall']:.0f} | {cost['wall'] / stock['wall']:.2f} | {cost['memory']:.2f} |"
        for name, cost in costs.items()
    )


def _over_seeds(runs: list[dict[str, float]], key: str, style: str) -> str:
    """Write the mean over the seeds, with the standard deviation between them where there are several."""
    values = [run[key] for run in runs]
    return " ± ".join(
        format(value, style) for value in (mean(values), *([stdev(values)] if values[1:] else []))
    )


if __name__ == "__main__":
    main()
