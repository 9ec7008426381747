"""The use of a given network: open it, find its way in and its way out, and say what was found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.brought.networks import layouts, opening, spare_outputs, way_in, way_out
from analysis.brought.networks.brought_network import BroughtNetwork
from analysis.brought.networks.choice import Choice, Trial, above_chance, choose, leading
from analysis.brought.networks.layouts import Layout
from analysis.brought.networks.model_input_syntax import WayIn, parse
from analysis.brought.networks.normalisation import Normalisation
from analysis.brought.networks.reader import BroughtReader, applied, batches
from analysis.brought.networks.spare_outputs import Columns
from analysis.brought.networks.way_in import Moments, Preparation
from analysis.bundle.network_use import NetworkUse, Outputs
from analysis.data.images import ImageSet
from analysis.evidence import stratified
from analysis.models.file_limits import explained
from analysis.statistics.probabilities import Probabilities
from analysis.system.errors import ModelError
from analysis.system.model_input_words import IN_COLOUR, OF_TRAINING_IMAGES
from analysis.system.progress import Progress

# Training images on which all ways are tried; those that came first then; and those that cannot be told apart then.
TRIED_ON: tuple[int, ...] = (300, 1_000, 5_000, 20_000)
# Images from which the moments of resized ones are taken, and of which a batch normalisation is asked.
MOMENTS_OF, MISFIT_OF = 10_000, 1_000
SHOWN = 6
NOT_FINITE = (
    "Expected finite scores, found NaN or infinity whichever way images are given: train the network anew, or save "
    "another state of it."
)


@dataclass(frozen=True)
class Found:
    """How to use the network."""

    reader: BroughtReader
    use: NetworkUse


def find(path: Path, wanted: str | None, training: ImageSet, seed: int, progress: Progress) -> Found:
    """Open a network and find its way in, on training images alone, unless it is `wanted`.  Raises ModelError."""
    network = opening.open_network(path, len(training.classes.names), spare=True)
    layout = layouts.fit(network.form.input_shape, training.shape, training.channels)
    with explained(path, "save it again, or bring its predictions with --predictions"):
        search = Search(network.of_input(layout.shape), layout, training, seed)
        way = search.fitted(parse(wanted), path) if wanted else None
        search = search.of_classes(way, path, progress)
        found = search.told(way) if way else search.tried(path, progress)
        reader = found.reader
        reader.describe()
        reader.logits(training.images[:2])
        reader.features(training.images[:2])[0:2]
    _warn(found.use, max(training.per_class()) / len(training), progress)
    megabytes = path.stat().st_size / 2**20
    return replace(found, use=found.use.model_copy(update={"file_megabytes": megabytes}))


@dataclass(frozen=True)
class Search:
    """A network, and the training images on which its ways in are tried."""

    network: BroughtNetwork
    layout: Layout
    training: ImageSet
    seed: int
    columns: Columns = ()
    """The output of each class, where there are more of them; else empty."""
    _known: dict[tuple[bool, str], Moments] = field(default_factory=dict)

    def fitted(self, way: WayIn, path: Path) -> WayIn:
        """Return a way with, of the sizes, the plainest that applies where none was named.  Raises ModelError."""
        if way.values in IN_COLOUR and self.layout.channels == 1:
            raise ModelError(
                f"Expected a network of three channels in {path}, for which {way.values!r} has constants, found one channel: "
                "name other values with --model-input."
            )
        possible = way_in.sizes(self.layout, self.training.shape, transposed=way.transposed)
        return way if way.size in possible else replace(way, size=possible[0])

    def of_classes(self, way: WayIn | None, path: Path, progress: Progress) -> Search:
        """Find out which output stands for each class, where there are more of them.  Raises ModelError."""
        outputs, names = self.network.form.outputs, self.training.classes.names
        if outputs <= len(names):
            return self
        ways = [way] if way else way_in.candidates(self.layout, self.training.shape, self.network.form.dtype)
        sample = self._sample(TRIED_ON[0])
        columns = spare_outputs.find(self._scores(ways, sample, progress)[0], sample.labels, names)
        if columns is None:
            raise ModelError(opening.other_outputs(outputs, len(names), path))
        left = sorted({*range(outputs)} - {*columns})
        progress.say(
            f"The network has {outputs:,} outputs for {len(names)} {self.training.classes.nouns}: "
            f"{', '.join(map(str, left[:SHOWN]))}{' and others' * (len(left) > SHOWN)}, counted from 0, left out."
        )
        return replace(self, columns=columns)

    def told(self, way: WayIn) -> Found:
        """Take the way that was chosen by option."""
        prepare = self._prepared(way)
        sample = self._sample(TRIED_ON[1])
        outputs = way_out.kind(applied(self.network.scores(), prepare, self.network, sample.images))
        return self._found(prepare, outputs, Choice((), "option"), 0)

    def tried(self, path: Path, progress: Progress) -> Found:
        """Try all ways, and take the one that is clearly best.  Raises ModelError where none is."""
        ways = way_in.candidates(self.layout, self.training.shape, self.network.form.dtype)
        first, *more = self._samples()
        trials, outputs = self._trials(ways, first, progress)
        left, sample, choice = leading(trials) if more else ways, first, choose(trials)
        for sample in more:
            trials, outputs = self._trials(left, sample, progress)
            choice = choose(trials, last=sample is more[-1])
            if choice.decided_by:
                break
            left = [way for way in ways if way in {trial.way for trial in choice.rivals}]
        if choice.decided_by is None:
            _show(choice, progress)
            raise ModelError(_undecided(choice, path))
        found = self._found(self._prepared(choice.trials[0].way), outputs, choice, len(sample))
        tried_before = len(ways) if len(choice.trials) < len(ways) else 0
        return replace(found, use=found.use.model_copy(update={"first_tried": tried_before}))

    def _trials(self, ways: list[WayIn], sample: ImageSet, progress: Progress) -> tuple[list[Trial], Outputs]:
        """Try ways on training images; say also what the scores are."""
        scores, outputs = self._scores(ways, sample, progress)
        trials = [
            Trial(way, self._probabilities(each, outputs, sample), self._misfit(way, sample))
            for way, each in zip(ways, scores, strict=True)
        ]
        if all(trial.found is None for trial in trials):
            raise ModelError(NOT_FINITE)
        return trials, outputs

    def _scores(
        self, ways: list[WayIn], sample: ImageSet, progress: Progress
    ) -> tuple[list[NDArray[np.floating]], Outputs]:
        """Return the scores of the sample in each way, and what they are; the network is traced once."""
        apply, scores = self.network.scores(), []
        with progress.bar("Ways in", len(ways)) as advance:
            for way in ways:
                scores.append(applied(apply, self._prepared(way), self.network, sample.images))
                advance(1)
        return scores, way_out.kind(np.concatenate(scores))

    @cached_property
    def _normalisation(self) -> Normalisation | None:
        return self.network.normalisation()

    def _misfit(self, way: WayIn, sample: ImageSet) -> float | None:
        """Return how badly a way fits what the first batch normalisation remembers; None where there is none."""
        found = self._normalisation
        if found is None:
            return None
        images = sample.images[:MISFIT_OF]
        return found.misfit(batches(found.inputs, self._prepared(way), self.network, images))

    def _samples(self) -> list[ImageSet]:
        """Return more and more of the training images, the last time perhaps all."""
        sizes = {min(size, len(self.training)) for size in TRIED_ON}
        return [self._sample(size) for size in sorted(sizes)]

    def _sample(self, size: int) -> ImageSet:
        return self.training[stratified(self.training.labels, size, np.random.default_rng(self.seed))]

    def _prepared(self, way: WayIn) -> Preparation:
        moments = self._moments(way) if way.values in OF_TRAINING_IMAGES else None
        return Preparation(self.layout, way, self.network.form.dtype, moments)

    def _moments(self, way: WayIn) -> Moments:
        """Return mean and standard deviation of the training images in this geometry; computed once."""
        key = way.transposed, way.size
        if key not in self._known:
            images = self.training if way.size != "resized" else self._sample(MOMENTS_OF)
            self._known[key] = way_in.moments(images.images, self.layout, way)
        return self._known[key]

    def _found(self, prepare: Preparation, outputs: Outputs, choice: Choice, images: int) -> Found:
        layout, way = self.layout, prepare.way
        use = NetworkUse(
            file=self.network.file,
            order=layout.order,
            height=layout.height,
            width=layout.width,
            channels=layout.channels,  # type: ignore[arg-type]  # pydantic checks the number
            values=way.values,
            moments=way_in.packed(prepare),
            inverted=way.inverted,
            transposed=way.transposed,
            size=way.size,
            decided_by=choice.decided_by or "option",
            classes_permuted=choice.permuted,
            images=images,
            candidates=tuple(trial.record() for trial in choice.trials),
            outputs=outputs,
            softmax_removed=self.network.softmax_removed,
            file_megabytes=0,
            classes=len(self.training.classes.names),
            confidence=choice.trials[0].confidence if choice.trials else None,
            output_of=self.columns,
            left_out=tuple(sorted({*range(self.network.form.outputs)} - {*self.columns}))
            if self.columns
            else (),
        )
        return Found(BroughtReader(self.network, prepare, outputs, self.columns), use)

    def _probabilities(
        self, scores: NDArray[np.floating], outputs: Outputs, sample: ImageSet
    ) -> Probabilities | None:
        if not np.isfinite(scores).all():
            return None
        return Probabilities(
            sample.labels, way_out.of_classes(way_out.to_logits(scores, outputs), self.columns)
        )


def _line(trial: Trial) -> str:
    found = trial.record()
    loss = f", log loss {found.log_loss.value:.3f}" if found.log_loss else ""
    return f"{trial.way!s:<34}{found.right.count:>6,} of {found.right.total:,} right{loss}"


def _show(choice: Choice, progress: Progress) -> None:
    """Print the table of the best ways."""
    for trial in choice.trials[:SHOWN]:
        progress.say(f"  {_line(trial)}")


def _undecided(choice: Choice, path: Path) -> str:
    shown = " and ".join(f"“{trial.way}” ({trial.record().right.value:.1%})" for trial in choice.rivals[:3])
    options = " or ".join(f'--model-input "{trial.way}"' for trial in choice.rivals[:3])
    return (
        f"Expected one way of giving images to {path} that is clearly best on training images, found that {shown} "
        f"cannot be told apart: say in which one it was trained, with {options}."
    )


def _warn(use: NetworkUse, majority: float, progress: Progress) -> None:
    """Say on the console what was found, and what looks wrong; `majority` is the share of the commonest class."""
    if not use.candidates:
        progress.note(f"the network is given {use.name}, as --model-input says")
        return
    best = use.candidates[0].right
    progress.note(
        f"the network is given {use.name}: {best.value:.1%} of {best.total:,} training images are right"
    )
    most = max(one.right.value for one in use.candidates)
    if not (use.classes_permuted or above_chance(most, majority)):
        progress.warn(
            f"The network is near guessing on training images, in whichever way they are given (at best {most:.1%} are right): "
            "is it trained, and on these classes?  --model-input says how it wants them."
        )
    if use.classes_permuted:
        progress.warn("The network names the classes in another order than the data: are its labels shifted?")
