"""Laws of the way in: a network is as accurate as its maker would compute, whichever way it was made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.neural_network import MLPClassifier

from analysis.brought.networks import use, way_out
from analysis.brought.networks.choice import Trial, choose
from analysis.brought.networks.model_input_syntax import parse
from analysis.bundle.classes import Classes
from analysis.data.images import ImageSet
from analysis.models.backend import keras
from analysis.statistics.probabilities import Probabilities
from analysis.system.errors import ModelError
from analysis.system.progress import NullProgress
from tests.analysis.brought.networks.ways import PLAIN, SIDE, WAYS, Maker, layers, probabilities
from tests.analysis.data.made_data import Listener

LOOKED_AT = np.arange(3, 26, 3)[:, np.newaxis]


@pytest.fixture(scope="module")
def maker(digits: ImageSet) -> Maker:
    """Train once on 1,200 small digits; the network looks at one pixel of each 3 × 3, which are equal."""
    return trained(digits, 1e-3)


def trained(digits: ImageSet, alpha: float) -> Maker:
    """Train with so much weight decay."""
    rows = np.random.default_rng(3).permutation(len(digits))
    training, test = digits[rows[:1200]], digits[rows[1200:]]
    found = MLPClassifier((16,), alpha=alpha, max_iter=1000, tol=3e-3, n_iter_no_change=3, random_state=0)
    found.fit(training.images[:, LOOKED_AT, LOOKED_AT.T].reshape(len(training), -1) / 255, training.labels)
    (kernel, last), (bias, last_bias) = found.coefs_, found.intercepts_
    spread = np.zeros((SIDE, SIDE, kernel.shape[1]))
    spread[LOOKED_AT, LOOKED_AT.T] = kernel.reshape(8, 8, -1)
    return Maker(spread, bias, last, last_bias, training, test)


def saved(model: keras.Model, folder: Path, name: str = "model.keras") -> Path:
    """Save a model by Keras itself."""
    model.save(folder / name)
    return folder / name


@pytest.mark.parametrize("name", WAYS)
def test_a_network_is_as_good_as_its_maker_says(name: str, maker: Maker, tmp_path: Path) -> None:
    """Values, polarity, orientation, shape and size are found on training images; the probabilities are the maker's."""
    make, way, outputs = WAYS[name]
    heard = Listener()
    found = use.find(saved(make(maker), tmp_path), None, maker.training, 0, heard)
    logits = found.reader.logits(maker.test.images)

    assert (found.use.name, found.use.outputs) == (way, outputs)
    assert (logits.argmax(axis=1) == maker.test.labels).mean() > 0.9
    if name != "softmax used twice":  # it says something else
        np.testing.assert_allclose(softmax(logits, axis=1), probabilities(maker.logits(), outputs), atol=2e-3)
    assert not heard.warned


def test_a_softmax_that_is_used_twice_stays(maker: Maker, tmp_path: Path) -> None:
    """Where taking it off would change more than the end of the network, the probabilities are the network's own."""
    model = WAYS["softmax used twice"][0](maker)
    said = model.predict(maker.test.images[..., np.newaxis] / 255, verbose=0)
    found = use.find(saved(model, tmp_path), "0-1", maker.training, 0, NullProgress())

    assert not found.use.softmax_removed
    np.testing.assert_allclose(softmax(found.reader.logits(maker.test.images), axis=1), said, atol=1e-5)


@pytest.mark.parametrize("name", ["-1 to 1", "inverted rows"])
def test_weight_decay_does_not_mislead(name: str, digits: ImageSet, tmp_path: Path) -> None:
    """A network that is not sure enough has a lower loss on a larger scale, and is still given what it was made for."""
    make, way, _ = WAYS[name]
    assert (
        use.find(
            saved(make(trained(digits, 1)), tmp_path), None, trained(digits, 1).training, 0, Listener()
        ).use.name
        == way
    )


def test_shifted_labels_are_named(maker: Maker, tmp_path: Path) -> None:
    """A network that names the classes in another order is read in the way in which it is right, and a warning says so."""
    shifted = replace(maker, last=np.roll(maker.last, 1, axis=1), last_bias=np.roll(maker.last_bias, 1))
    model, heard = shifted.of_values(-255, 255).build(PLAIN), Listener()
    found = use.find(saved(model, tmp_path), None, maker.training, 0, heard)

    assert (found.use.name, found.use.classes_permuted) == ("0-255, inverted", True)
    assert found.use.candidates[0].right.value < 0.1
    assert "another order" in heard.warned[0]


def test_an_untrained_network_is_no_discovery(maker: Maker, tmp_path: Path) -> None:
    """Near chance in all ways, the plainest is taken, and a warning says so."""
    nothing = replace(maker, last=np.zeros_like(maker.last))
    heard = Listener()
    found = use.find(saved(nothing.build(PLAIN), tmp_path), None, maker.training, 0, heard)

    assert (found.use.name, found.use.decided_by) == ("0-1", "nothing better than chance")
    assert "near guessing" in heard.warned[0]


def test_two_ways_that_cannot_be_told_apart(maker: Maker, tmp_path: Path) -> None:
    """Then the command stops, shows the table, and names the option; which decides."""
    # Upright and transposed images are added up, and a third of the hidden units knows nothing.
    heard, rng = Listener(), np.random.default_rng(0)
    kernel = [maker.kernel, maker.transposed().kernel, rng.normal(size=maker.kernel.shape) / 9]
    undecided = replace(
        maker,
        kernel=np.concatenate(kernel, axis=2),
        bias=np.concatenate([maker.bias, maker.bias, 0 * maker.bias]),
        last=np.concatenate([maker.last, maker.last, rng.normal(size=maker.last.shape)]),
    )
    path, few = saved(undecided.build(PLAIN), tmp_path), maker.training[np.arange(120)]
    with pytest.raises(
        ModelError, match=r'cannot be told apart: say in which one it was trained, with --model-input "'
    ) as caught:
        use.find(path, None, few, 0, heard)

    assert "\n" not in str(caught.value)
    assert len(heard.said) == use.SHOWN
    assert use.find(path, "0-1, transposed", few, 0, heard).use.decided_by == "option"


def test_a_network_for_larger_images(maker: Maker, tmp_path: Path) -> None:
    """Images are resized where padding fits less, and the predictions are those of the maker but for a few."""
    model = maker.build((56, 56, 1), layers.AveragePooling2D(2))
    found = use.find(saved(model, tmp_path), None, maker.training, 0, Listener())
    predicted = found.reader.logits(maker.test.images).argmax(axis=1)

    assert found.use.name == "0-1, resized"
    assert (predicted == maker.logits().argmax(axis=1)).mean() > 0.95


def test_more_images_tell_two_ways_apart(
    maker: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the first images do not decide, the ways that are left are tried on more of them."""
    monkeypatch.setattr(use, "TRIED_ON", (40, 40, 5_000))
    model = maker.build(PLAIN, layers.Dropout(0.1))
    found = use.find(saved(model, tmp_path), None, maker.training, 0, Listener())

    assert (found.use.name, found.use.images, found.use.first_tried) == ("0-1", len(maker.training), 40)
    assert 2 <= len(found.use.candidates) < found.use.first_tried
    assert found.use.candidates[0].right.total == len(maker.training)


def test_a_weak_network_gets_what_suits_it_clearly_best(maker: Maker, tmp_path: Path) -> None:
    """Near chance, too, the way that is better than all others and than guessing is taken, and a warning says what it is."""
    rng, heard = np.random.default_rng(3), Listener()
    weak = replace(maker, last=maker.last + rng.normal(size=maker.last.shape)).of_values(-255, 255)
    found = use.find(saved(weak.build(PLAIN), tmp_path), None, maker.training, 0, heard)

    assert (found.use.name, found.use.decided_by) == ("0-255, inverted", "number right")
    assert found.use.candidates[0].right.value < 0.33
    assert "near guessing" in heard.warned[0]


def test_a_weak_network_is_not_turned_around(maker: Maker, tmp_path: Path) -> None:
    """Near chance, the plainest way is taken of those that suit it about equally well, not one that suits it far worse."""
    rng = np.random.default_rng(3)
    weak = replace(maker, last=maker.last + 1.3 * rng.normal(size=maker.last.shape)).of_values(-1, 1)
    found = use.find(saved(weak.build(PLAIN), tmp_path), None, maker.training, 0, Listener()).use

    assert found.decided_by in {"number right", "nothing better than chance"}
    assert found.inverted
    best = max(one.right.count for one in found.candidates)
    assert found.candidates[0].right.count > 0.8 * best


def of_letters(maker: Maker, names: list[str], place: dict[int, int], outputs: int) -> tuple[Maker, ImageSet]:
    """Return a network of more outputs, in which digit `i` has output `place[i]`, and images of the digits that have one."""
    last, bias = np.zeros((maker.last.shape[0], outputs)), np.full(outputs, -20.0)
    for digit, output in place.items():
        last[:, output], bias[output] = maker.last[:, digit], maker.last_bias[digit]
    kept = maker.training[np.flatnonzero(np.isin(maker.training.labels, list(place)))]
    labels = np.searchsorted(list(place), kept.labels)
    classes = Classes(names=tuple(names), noun="letter", nouns="letters")
    return replace(maker, last=last, last_bias=bias), replace(kept, labels=labels, classes=classes)


SPARE = {
    "labels from 1": ([*"abcdefghij"], {digit: digit + 1 for digit in range(10)}, 11, (0,)),
    "numbers left out": ([*"01345678"], {digit: digit for digit in range(9) if digit != 2}, 10, (2, 9)),
    "labels from 3": (
        [str(n) for n in range(3, 13)],
        {digit: digit + 3 for digit in range(10)},
        13,
        (0, 1, 2),
    ),
}


@pytest.mark.parametrize("wanted", [None, "0-1"])
@pytest.mark.parametrize("kind", SPARE)
def test_outputs_without_a_class_are_left_out(
    kind: str, wanted: str | None, maker: Maker, tmp_path: Path
) -> None:
    """Whoever counts labels from 1, or skips numbers, has more outputs than classes: each class keeps its own."""
    names, place, outputs, left_out = SPARE[kind]
    model, images = of_letters(maker, names, place, outputs)
    heard = Listener()
    found = use.find(saved(model.build(PLAIN), tmp_path), wanted, images, 0, heard)
    logits = found.reader.logits(images.images)

    assert (found.use.output_of, found.use.left_out) == (tuple(place.values()), left_out)
    assert (found.use.name, found.use.classes_permuted) == ("0-1", False)
    assert logits.shape == (len(images), len(names))
    assert (logits.argmax(axis=1) == images.labels).mean() > 0.95
    assert any(f"{outputs} outputs for {len(names)} letters" in said for said in heard.said)


def test_outputs_that_fit_no_class_are_refused(maker: Maker, tmp_path: Path) -> None:
    """Where in no row of outputs the labels are predicted, the network is of other classes, and is refused."""
    shuffled = {digit: (3 * digit) % 10 for digit in range(10)}
    model, images = of_letters(maker, [*"abcdefghij"], shuffled, 12)
    with pytest.raises(ModelError, match=r"Expected 10 scores for the 10 classes .* found 12"):
        use.find(saved(model.build(PLAIN), tmp_path), None, images, 0, Listener())


@pytest.mark.parametrize(("sharp", "nearest"), [(1, False), (30, True)])
def test_a_network_that_is_far_too_sure_may_want_something_else(
    sharp: float, nearest: bool, maker: Maker, tmp_path: Path
) -> None:
    """Where the loss is above that of one and the same, right confidence everywhere, the way may be only the nearest."""
    noise = np.random.default_rng(2).normal(size=maker.last.shape) * 0.15
    model = replace(maker, last=sharp * (maker.last + noise), last_bias=sharp * maker.last_bias).build(PLAIN)
    found = use.find(saved(model, tmp_path), "0-1", maker.training, 0, Listener())
    assert not found.use.nearest_only  # nobody tried
    found = use.find(saved(model, tmp_path), None, maker.training, 0, Listener())
    right = found.use.candidates[0].right.value

    even = -right * np.log(right) - (1 - right) * np.log((1 - right) / 9)
    assert found.use.even_loss == pytest.approx(even, rel=1e-5)
    assert found.use.nearest_only is nearest


def learnt(training: ImageSet, pixels: np.ndarray, steps: int, rate: float) -> keras.Model:
    """Train a network on these pixels, batch by batch."""
    keras.utils.set_random_seed(1)
    ends = [layers.Flatten(), layers.Dense(64, "relu"), layers.Dense(10, "softmax")]
    model = keras.Sequential([layers.Input(pixels.shape[1:]), *ends])
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
    for step in range(steps):
        rows = np.arange(32 * step, 32 * step + 32) % len(pixels)
        model.train_on_batch(pixels[rows], training.labels[rows])
    return model


def test_large_values_make_a_network_too_sure(digits: ImageSet, tmp_path: Path) -> None:
    """One that was trained on 0–255 has a smaller loss with 0–1 and a hundredfold temperature, which no network has."""
    training = digits[np.random.default_rng(1).permutation(len(digits))[:1200]]
    model = learnt(training, training.images[..., np.newaxis].astype(np.float32), 450, 1e-3)

    assert use.find(saved(model, tmp_path), None, training, 0, Listener()).use.name == "0-255"


def test_more_right_is_not_enough() -> None:
    """A way with a few more right, but with errors as sure as the rest, gives way to one that knows when it is unsure."""
    rows, labels, classes = np.arange(1000), np.arange(1000) % 4, np.eye(4)
    trials = [
        Trial(
            parse(way),
            Probabilities(
                labels, margin[:, np.newaxis] * classes[np.where(rows < right, labels, labels - 1)]
            ),
        )
        for way, right, margin in (("0-1", 500, np.where(rows < 500, 6, 0.1)), ("0-255", 530, 0 * rows + 2.0))
    ]
    found = choose(trials)

    assert (str(found.trials[0].way), found.decided_by) == ("0-1", "log loss")


def test_ways_that_differ_in_scale_alone(maker: Maker, tmp_path: Path) -> None:
    """Where other values merely multiply the scores, those are taken at which the network is as sure as networks are."""
    bare = replace(maker, bias=0 * maker.bias, last_bias=0 * maker.last_bias)
    path = saved(bare.build(PLAIN), tmp_path)
    assert use.find(path, None, maker.training, 0, Listener()).use.name == "0-1"
    path = saved(bare.of_values(255, 0).build(PLAIN), tmp_path)
    assert use.find(path, None, maker.training, 0, Listener()).use.name == "0-255"


def test_scores_beyond_float32_are_named(maker: Maker, tmp_path: Path) -> None:
    """Where those of some images are finite, but in no way those of all, a sentence says so."""
    scaled = replace(maker, kernel=maker.kernel * 1e3, last=maker.last * 1e38)
    large = replace(scaled, bias=0 * maker.bias, last_bias=0 * maker.last_bias)
    path = saved(large.build(PLAIN), tmp_path)
    images = maker.training.images.copy()
    images[: len(images) // 2] = 0
    with pytest.raises(ModelError, match="Expected finite scores, found NaN or infinity whichever way"):
        use.find(path, None, replace(maker.training, images=images), 0, Listener())


@pytest.mark.parametrize("share", [0.0, 1e-30, 0.3, 1 - 2**-24, 1.0])
def test_one_column_is_as_sure_of_either_class(share: float) -> None:
    """What a float32 rounds to 1 leaves the other class the half of its last digit, not nothing."""
    nought, one = way_out.to_logits(np.array([[share]], np.float32), "sigmoids")[0]

    assert np.exp(one) == pytest.approx(float(np.float32(share)), abs=1e-30)
    assert np.exp(nought) == pytest.approx(max(1 - share, 2**-25), rel=1e-6)
