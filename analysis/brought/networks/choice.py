"""Which way in is the right one: tried on training images, taken where it is clearly best, else asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment, minimize_scalar
from scipy.stats import binomtest, ttest_rel

from analysis.brought.networks.model_input_syntax import WayIn
from analysis.bundle.network_use import Candidate, DecidedBy
from analysis.bundle.record import Estimate, Proportion
from analysis.statistics.intervals import mean_interval
from analysis.statistics.probabilities import Probabilities

SIGNIFICANT = 0.01
# So many of a hundred predictions may differ between two ways that are the same for practical purposes.
DIFFERENT = 0.01
# Standard deviation of the logarithm of a trained network's temperature on its training images: half to twice.
USUAL = 0.7
# Share of the way from guessing to perfection below which a network is taken for one that guesses.
ABOVE_CHANCE = 0.25
# Share of right predictions in another order of the classes from which that order is believed.
BELIEVED = 0.5
# Nats by which the temperature of one way must be less usual than that of another: 150 to 1.
UNUSUAL = 5
# Logarithms of the temperature between which a network that was trained too briefly or with weight decay may be; what is
# below is too sure, what is above too unsure, and its loss counts as larger by a share for each unit of the handicap.
NATURAL, STRAINED, MOST_STRAINED = (-0.5, 2.0), 0.5, 0.1
# Mean squared distances of the statistics of a batch normalisation count as equal up to this factor and this difference.
FITTING = 1.4, 3e-4
# Share of the images by which the numbers right of ways may differ that are the same for what is reported.
HARDLY = 0.003
# So many ways that are first by number right, and as many by loss, are tried on more images.
LEADING = 12


@dataclass(frozen=True, eq=False)
class Trial:
    """What a network says of training images when they are given to it in one way."""

    way: WayIn
    found: Probabilities | None
    """None where a score was not finite."""
    misfit: float | None = None
    """How far the statistics of the first batch normalisation are from those that it holds; None where there is none."""

    @cached_property
    def _scale(self) -> float:
        """Logarithm of the factor of the logits at which the mean loss and the handicap together are smallest."""
        found = _probabilities(self)

        def badness(scale: float) -> float:
            return float(_losses(found, scale).sum() + _handicap(scale))

        return float(minimize_scalar(badness, bounds=(-7, 7), method="bounded").x)

    @cached_property
    def tempered(self) -> NDArray[np.float64]:
        """The losses at that temperature: (n,).

        A wrong way on a larger scale lowers the loss of a network that is not sure enough; a temperature does so for
        every way, and then the way for which the weights were fitted has the smallest loss.
        """
        return _losses(_probabilities(self), self._scale)

    @property
    def handicap(self) -> float:
        """How unusual that temperature is, in nats: two ways that differ in scale alone have the same losses."""
        return _handicap(self._scale)

    @property
    def weighed(self) -> NDArray[np.float64]:
        """The losses by which ways are compared: at the best temperature, with what speaks against that: (n,)."""
        low, high = NATURAL
        strain = _handicap(max(low - self._scale, self._scale - high, 0))
        return self.tempered * (1 + min(STRAINED * strain, MOST_STRAINED)) + self.handicap / len(
            self.tempered
        )

    @property
    def confidence(self) -> float:
        """The mean confidence."""
        return float(_probabilities(self).confidence.mean())

    def record(self) -> Candidate:
        """Return the number right and the log loss, with intervals."""
        if self.found is None:
            return Candidate(name=str(self.way), right=Proportion.of(0, 1), log_loss=None, tempered=None)
        right = Proportion.of(self.found.correct.sum(), len(self.found))
        return Candidate(
            name=str(self.way),
            right=right,
            log_loss=Estimate.of(mean_interval(self.found.losses, floor=0)),
            tempered=Estimate.of(mean_interval(self.tempered, floor=0)),
        )


@dataclass(frozen=True)
class Choice:
    """The trials, the chosen or best first; what decided, None where nothing does; and whether classes are permuted."""

    trials: tuple[Trial, ...]
    decided_by: DecidedBy | None
    permuted: bool = False
    rivals: tuple[Trial, ...] = ()
    """Which cannot be told from the best where nothing decides."""


def choose(trials: Sequence[Trial], *, last: bool = True) -> Choice:
    """Take the way that is clearly best; near chance, where none is, the plainest.  `trials` stand in the order of plainness.

    Where the predictions fit the labels only in another order of the classes, it is judged in that order.  Unless there
    are more images to try (`last`), of ways that are hardly different one is taken.
    """
    usable = [trial for trial in trials if trial.found is not None]
    if len(usable) < 2:
        return Choice(tuple(usable), "only way")
    fitting = _fitting(usable)
    permuted = None if _above_chance(fitting) else _reordered(fitting)
    if permuted is None and not _above_chance(fitting):
        return _near_chance(usable) if fitting == usable else _of_fitting(_near_chance(fitting), usable)
    found = _decide(permuted or fitting, last=last)
    own = {trial.way: trial for trial in usable}
    back = tuple(own[trial.way] for trial in found.trials)
    found = Choice(back, found.decided_by, permuted is not None, found.rivals)
    return found if fitting == usable else _of_fitting(found, usable)


def _fitting(trials: Sequence[Trial]) -> list[Trial]:
    """Keep the ways in which the inputs of the first batch normalisation are as they were in the training.

    It holds their means and variances, which tell the way even where the network, stopped before they had settled, is more
    often right in another.
    """
    known = [trial.misfit for trial in trials if trial.misfit is not None]
    if not known:
        return list(trials)
    factor, difference = FITTING
    most = factor * min(known) + difference
    return [trial for trial in trials if trial.misfit is not None and trial.misfit <= most]


def _of_fitting(found: Choice, trials: Sequence[Trial]) -> Choice:
    """Add the ways that do not fit to a choice among those that do; say what decided where they were better."""
    chosen = found.trials[0]
    others = [trial for trial in trials if trial not in found.trials]
    better = any(_right(each) >= _right(chosen) or _loss(each) <= _loss(chosen) for each in others)
    decided = (
        "batch normalisation" if found.decided_by and (better or len(found.trials) == 1) else found.decided_by
    )
    return Choice(_sorted(trials, chosen), decided, found.permuted, found.rivals)


def leading(trials: Sequence[Trial]) -> list[WayIn]:
    """Return the ways that are worth trying on more images, in the same order; near chance, all of them."""
    usable = [trial for trial in trials if trial.found is not None]
    if not _above_chance(usable):
        return [trial.way for trial in usable]
    by_right = sorted(usable, key=_right, reverse=True)[:LEADING]
    by_loss = sorted(usable, key=_weighed)[:LEADING]
    by_fit = sorted((trial for trial in usable if trial.misfit is not None), key=_misfit)[:LEADING]
    return [trial.way for trial in usable if trial in {*by_right, *by_loss, *by_fit}]


def _near_chance(trials: Sequence[Trial]) -> Choice:
    """Take the plainest of ways that are all near chance, or of those that cannot be told from one clearly above it."""
    best = max(trials, key=_right)
    count, total = _right(best), len(_probabilities(best))
    found = binomtest(count, total, _majority(trials), alternative="greater")
    if found.pvalue * len(trials) >= SIGNIFICANT:
        return Choice(_sorted(trials, trials[0]), "nothing better than chance")
    near = [
        trial for trial in trials if not _more_right(best, trial) or _smaller(trial.tempered, best.tempered)
    ]
    if len(near) == 1:
        return Choice(_sorted(trials, best), "number right")
    return Choice(_sorted(trials, _usual(near)[0]), "nothing better than chance")


def _decide(trials: Sequence[Trial], *, last: bool) -> Choice:
    """Compare by weighed log loss; of ways that cannot be told apart take the plainest, if they predict the same."""
    best = min(trials, key=_weighed)
    rivals = _usual([trial for trial in trials if not _smaller(best.weighed, trial.weighed)])
    if len(rivals) == 1:
        (best,) = rivals
        clear = all(_more_right(best, trial) for trial in trials if trial is not best)
        return Choice(_sorted(trials, best), "number right" if clear else "log loss")
    if all(_differing(trial, rivals[0]) <= DIFFERENT for trial in rivals):
        return Choice(_sorted(trials, rivals[0]), "same predictions")
    for one in rivals:
        if all(one is other or _dominates(one, other) for other in rivals):
            return Choice(_sorted(trials, one), "log loss")
    rivals.sort(key=_right, reverse=True)
    if all(_more_right(rivals[0], trial) for trial in rivals[1:]):
        most = all(_right(rivals[0]) > _right(trial) for trial in trials if trial is not rivals[0])
        return Choice(_sorted(trials, rivals[0]), "number right" if most else "log loss")
    rights = [_right(trial) / len(trial.weighed) for trial in rivals]
    if last and max(rights) - min(rights) <= HARDLY:
        return Choice(_sorted(trials, min(rivals, key=_weighed)), "hardly different")
    return Choice(_sorted(trials, rivals[0]), None, rivals=tuple(rivals))


def _dominates(one: Trial, other: Trial) -> bool:
    """Say whether one way has at most as many errors as another, and clearly the smaller loss."""
    return _right(one) >= _right(other) and _smaller(_probabilities(one).losses, _probabilities(other).losses)


def _usual(trials: Sequence[Trial]) -> list[Trial]:
    """Keep the ways at whose scale the network is about as sure as trained ones are, compared with the others."""
    least = min(trial.handicap for trial in trials)
    return [trial for trial in trials if trial.handicap < least + UNUSUAL]


def _weighed(trial: Trial) -> float:
    return float(trial.weighed.mean())


def _misfit(trial: Trial) -> float:
    return np.inf if trial.misfit is None else trial.misfit


def _losses(found: Probabilities, scale: float) -> NDArray[np.float64]:
    return found.scaled(np.exp(-scale)).losses


def _handicap(scale: float) -> float:
    """Return minus the logarithm of a normal density, but for a constant."""
    return (scale / USUAL) ** 2 / 2


def _probabilities(trial: Trial) -> Probabilities:
    assert trial.found is not None  # noqa: S101  # others were left out
    return trial.found


def _right(trial: Trial) -> int:
    return int(_probabilities(trial).correct.sum())


def _loss(trial: Trial) -> float:
    return float(_probabilities(trial).losses.mean())


def _sorted(trials: Sequence[Trial], first: Trial) -> tuple[Trial, ...]:
    rest = [trial for trial in trials if trial is not first]
    return (first, *sorted(rest, key=lambda trial: (-_right(trial), _loss(trial))))


def _more_right(one: Trial, other: Trial) -> bool:
    """Test whether the numbers right differ: McNemar's exact test on the images that only one of both gets right."""
    right, also = _probabilities(one).correct, _probabilities(other).correct
    wins, losses = int((right & ~also).sum()), int((also & ~right).sum())
    return wins > losses and binomtest(wins, wins + losses).pvalue < SIGNIFICANT


def _smaller(losses: NDArray[np.float64], others: NDArray[np.float64]) -> bool:
    """Test whether the losses of the same images, (n,) each, are smaller on average: the paired t-test."""
    difference = others - losses
    if not difference.std():
        return bool(difference.mean() > 0)
    return bool(difference.mean() > 0 and ttest_rel(others, losses).pvalue < SIGNIFICANT)


def _differing(one: Trial, other: Trial) -> float:
    return float((_probabilities(one).predicted != _probabilities(other).predicted).mean())


def _majority(trials: Sequence[Trial]) -> float:
    labels = _probabilities(trials[0]).labels
    return float(np.bincount(labels).max() / len(labels))


def _above_chance(trials: Sequence[Trial]) -> bool:
    """Say whether the best way is well above guessing the commonest class."""
    return above_chance(max(map(_right, trials)) / len(_probabilities(trials[0])), _majority(trials))


def above_chance(right: float, majority: float) -> bool:
    """Say whether a share of right predictions is well above that of the commonest class."""
    return right >= majority + ABOVE_CHANCE * (1 - majority)


def _reordered(trials: Sequence[Trial]) -> list[Trial] | None:
    """Judge all trials in the order of classes in which the best of them fits the labels; None where none does."""
    orders = [_order(_probabilities(trial)) for trial in trials]
    matched = [
        (_probabilities(trial).predicted == order[_probabilities(trial).labels]).mean()
        for trial, order in zip(trials, orders, strict=True)
    ]
    best = int(np.argmax(matched))
    chance = _majority(trials)
    if matched[best] < max(BELIEVED, chance + ABOVE_CHANCE * (1 - chance)):
        return None
    order = orders[best]
    return [
        Trial(trial.way, Probabilities(order[_probabilities(trial).labels], _probabilities(trial).logits))
        for trial in trials
    ]


def _order(found: Probabilities) -> NDArray[np.intp]:
    """Return the class as which each label is predicted, each class once, so that most predictions fit: (K,)."""
    return np.asarray(linear_sum_assignment(-found.predictions.confusion)[1])
