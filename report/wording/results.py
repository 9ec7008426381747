"""What the chapter on results says.  A digit is called the hardest only where tests say so."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from report.text.formats import between, count, estimate, fixed, percent, points, probability, words
from report.text.grammar import a

if TYPE_CHECKING:
    from analysis.bundle import Findings
    from analysis.bundle.accuracy import AccuracyFindings
    from analysis.bundle.training import SweepFindings


class Score(NamedTuple):
    """One row of the table of scores."""

    name: str
    value: str
    interval: str
    convention: str


def title(found: AccuracyFindings) -> str:
    """Say how many digits were read."""
    right = found.overall
    if right.count == right.total:
        return f"All {count(right.total)} digits read correctly"
    return f"{count(right.count)} of {count(right.total)} digits read correctly"


def lead(found: AccuracyFindings) -> str:
    """Open the chapter: accuracy with its interval, and what a second guess would add."""
    return (
        f"The network reads {percent(found.overall)} of the test images correctly (95% interval "
        f"{between(found.overall)}). Had it two guesses for each, it would be right on {percent(found.top_2)}."
    )


def hardest(found: AccuracyFindings) -> str:
    """Caption of the recalls: is one digit harder than the others, or could that be chance?"""
    digit = found.lowest_recall
    equal = probability(found.recalls_equal_p)
    if not found.mistakes.count:
        return "No digit was misread, so none can be called the hardest."
    if found.lowest_recall_verified:
        return f"The {digit} is the hardest digit: it is misread more often than each of the other nine."
    if found.recalls_equal_p < 0.05:
        return f"The digits are not equally hard ({equal}). The {digit} is lowest here, but another could be."
    return f"The {digit} is read least often in this run, but all ten could be equally hard ({equal})."


def balance(found: AccuracyFindings) -> str:
    """Caption of the table by digit: how far precision and recall are apart."""
    unread = [score.digit for score in found.digits if score.precision is None]
    if unread:
        return f"Nothing was read as {a(unread[0])}."
    widest = max(
        abs(Decimal(str(score.precision.value)) - Decimal(str(score.recall.value)))
        for score in found.digits
        if score.precision
    )
    if not widest:
        return "Precision and recall agree for every digit."
    return f"Precision and recall of a digit differ by at most {points(widest, 1)}."


def second_guess(found: AccuracyFindings) -> str:
    """Caption of the scores: what two guesses would leave wrong."""
    left = found.top_2.total - found.top_2.count
    if not left:
        return "With two guesses, every image would be read correctly."
    return f"With two guesses, {count(left)} of {count(found.top_2.total)} images would still be misread."


def scores(found: Findings) -> list[Score]:
    """Return the headline scores with their intervals and conventions."""
    here, checked = found.accuracy, found.training.validation if found.training else None
    right = Score(
        "Accuracy", percent(here.overall), between(here.overall), "Share of images; Wilson interval"
    )
    held_out = [
        Score(
            "Accuracy, validation",
            percent(share),
            between(share),
            "Share of the held-out images; Wilson interval",
        )
        for share in [checked]
        if share
    ]
    two = Score(
        "Top-2 accuracy",
        percent(here.top_2),
        between(here.top_2),
        "Label among the two most probable digits; Wilson interval",
    )
    return [
        right,
        *held_out,
        two,
        Score(
            "Macro F1",
            estimate(here.macro_f1),
            between(here.macro_f1),
            "Mean of the ten F1 scores; bootstrap interval",
        ),
        Score(
            "Log loss",
            estimate(here.log_loss),
            between(here.log_loss),
            "In nats, of the right digit; 0 is best, 2.303 is guessing",
        ),
        Score(
            "Brier score",
            estimate(here.brier),
            between(here.brier),
            "Sum over the ten digits, from 0 to 2; 0.9 is guessing",
        ),
    ]


def spread(found: SweepFindings) -> str:
    """Give mean and spread over the seeds: `99.66% ± 0.03`."""
    mean = fixed(Decimal(str(found.accuracy.value)) * 100, 2)
    return f"{mean}% ± {fixed(Decimal(str(found.accuracy_sd)) * 100, 2)}"


def seeds(found: SweepFindings, seed: int | None) -> str:
    """Caption of the sweep: how far the accuracy moves from seed to seed, and which one this report is about."""
    runs = f"{words(len(found.runs))} seeds"
    shown = {run.seed for run in found.runs}
    mine = f" This report shows seed {seed}." if seed in shown else ""
    return f"{spread(found)} over {runs}.{mine}"
