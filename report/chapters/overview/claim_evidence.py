"""The numbers that decide each claim, in words, and a small proof beside it that can be counted or measured."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.bundle import Bundle
from analysis.bundle.claims import Claim
from analysis.bundle.confusion import Pair
from analysis.bundle.record import present
from report.chapters import phrases
from report.chapters.claims import JudgedClaim, judged
from report.chapters.model import Image
from report.chapters.overview.headlines import Headline, accuracy, confidence_gap
from report.chapters.shown_images import errors_with_a_place, pair_id
from report.chapters.subject import planes_of
from report.text.formats import (
    fixed,
    image_file,
    long_confidence,
    percent,
    probability,
    sentence,
    tick,
)
from report.text.grammar import confused, errors_are, plural, some, things
from report.text.naming import Naming

# More dots than this cannot be counted; a number stands there instead.
DOTS_OF_ALL, DOTS_OF_PAIR = 120, 40


@dataclass(frozen=True)
class Track:
    """An estimate with its interval on an axis, and the value to compare it with."""

    interval: Headline
    note: str


@dataclass(frozen=True)
class Dots:
    """All errors as dots: full with a low confidence, hollow with a high one; a bar where they are too many or none."""

    full: int
    hollow: int
    words: str
    amount: tuple[int, int] | None = None
    """(part, whole) of the bar."""


@dataclass(frozen=True)
class CountedPair:
    """Two classes and the errors between them."""

    name: str
    images: tuple[Image, ...]
    """One of each class; empty without images."""
    words: str
    dots: int
    """0 where the words stand alone."""
    chapter: str
    place: str
    """Id of what they stand for in that chapter; empty where it shows none of it."""


@dataclass(frozen=True)
class Bar:
    """A number up to 1 as a bar."""

    name: str
    text: str
    value: float


@dataclass(frozen=True)
class Bars:
    """Several numbers as bars, and the value to compare them with."""

    bars: tuple[Bar, ...]
    note: str


Proof = Track | Dots | Bars | tuple[CountedPair, ...]


@dataclass(frozen=True)
class ClaimWithEvidence:
    """A claim as the overview states it."""

    claim: JudgedClaim
    words: str
    """The numbers that decided, with the threshold."""
    proof: Proof


def of_claims(bundle: Bundle) -> list[ClaimWithEvidence]:
    """Return every claim that was judged, in reading order."""
    both = zip(bundle.findings.claims, judged(bundle), strict=True)
    return [_with_evidence(claim, stated, bundle) for claim, stated in both]


def _with_evidence(claim: Claim, stated: JudgedClaim, bundle: Bundle) -> ClaimWithEvidence:
    words, proof = {
        "high-accuracy": _high_accuracy,
        "sure-when-right": _sure_when_right,
        "calibrated": _calibrated,
        "look-alikes": _look_alikes,
        "close-means": _close_means,
        "clusters": _clusters,
    }[claim.name](claim, bundle)
    return ClaimWithEvidence(stated, words, proof)


def _high_accuracy(claim: Claim, bundle: Bundle) -> tuple[str, Proof]:
    overall, threshold = bundle.findings.accuracy.overall, percent(claim.figures["threshold"])
    position = {
        "supported": "the whole 95% interval is above",
        "partly supported": "the 95% interval includes",
        "not supported": "the whole 95% interval is below",
    }[claim.verdict]
    words = f"{percent(overall)} of the test images are classified correctly; {position} the threshold of {threshold}."
    return words, Track(accuracy(bundle), f"Threshold: {threshold}")


def _sure_when_right(claim: Claim, bundle: Bundle) -> tuple[str, Proof]:
    figures, found = claim.figures, present(bundle.findings.confidence)
    assert found  # noqa: S101  # else the claim is not judged
    right, wrong, threshold = found.correct, found.incorrect, percent(figures["threshold"])
    words = _high_confidence(claim, threshold)
    sure, errors_sure = int(figures["correct_high"]), int(figures["errors_high"])
    if not 0 < wrong.count <= DOTS_OF_ALL:
        return words, Dots(0, 0, f"Correct, with {threshold} or more", (sure, max(right.count, 1)))
    note = (
        f"{things(wrong.below_90, 'error')} with a confidence below {threshold} (full dots), {some(errors_sure)} with "
        f"{threshold} or more (hollow dots)"
    )
    return words, Dots(wrong.below_90, errors_sure, sentence(note))


def _high_confidence(claim: Claim, threshold: str) -> str:
    """Give the shares of correct predictions and of errors with a high confidence, and the quantile that decides."""
    figures = claim.figures
    right, errors = int(figures["correct"]), int(figures["errors"])
    if not right:
        return "No prediction was correct."
    low = long_confidence(figures["low_tail"])
    sure = f"{sentence(some(int(figures['correct_high'])))} of the {things(right, 'correct prediction')}"
    wrong = _errors_too(errors, int(figures["errors_high"]))
    return (
        f"{sure} {plural(right, 'has', 'have')} a confidence of at least {threshold}{wrong}. The 5% quantile of the "
        f"correct ones is {low}; it must not be below {threshold}."
    )


def _errors_too(errors: int, high: int) -> str:
    if errors == 1:
        return f"; the one error has {'such a confidence, too' if high else 'a lower one'}"
    return f", and {some(high)} of the {things(errors, 'error')}" if errors else ""


def _calibrated(claim: Claim, bundle: Bundle) -> tuple[str, Proof]:
    found = present(bundle.findings.calibration)
    assert found  # noqa: S101  # else the claim is not judged
    allowed = percent(claim.figures["threshold"]).rstrip("%")
    words = (
        f"{phrases.confidence_gap(found.unscaled)} The interval has to lie within {allowed} percentage point of 0. "
        f"{phrases.calibration_tests(found)} {phrases.low_confidence(found.low_confidence)}"
    )
    return words, Track(confidence_gap(found), "0 points: mean confidence equals accuracy")


def _look_alikes(claim: Claim, bundle: Bundle) -> tuple[str, Proof]:
    naming, confusion = Naming(bundle.classes), bundle.findings.confusion
    found = confusion.named_pairs
    proof = tuple(_counted(pair, bundle) for pair in _pairs_to_count(bundle))
    if found is None:
        return "No image was misclassified, so there is no error to judge it by.", proof
    share = found.share
    words = (
        f"{errors_are(share.count, share.total)} between {phrases.prespecified_names(confusion, naming)}: "
        f"{phrases.with_interval(share)}. If errors were proportional to images, {percent(found.uniform_share, 1)} would be expected (one-sided binomial test, {probability(found.uniform_p)}). The claim requires "
        f"an interval above {percent(claim.figures['threshold'])}. {phrases.other_reading(claim, in_short=True)}"
    )
    return words.strip(), proof


def _pairs_to_count(bundle: Bundle) -> list[Pair]:
    """Return the pair with most errors, if it is another, and the named ones."""
    pairs = bundle.findings.confusion.pairs
    first = [pairs[0]] if pairs[0].errors and not pairs[0].named else []
    return first + [pair for pair in pairs if pair.named]


def _counted(pair: Pair, bundle: Bundle) -> CountedPair:
    naming, gallery = Naming(bundle.classes), present(bundle.findings.gallery)
    images = (
        tuple(Image(image_file(gallery.typical[label]), naming.name(label)) for label in pair.classes)
        if gallery
        else ()
    )
    dots = pair.errors if pair.errors <= DOTS_OF_PAIR else 0
    shown = {(error.label, error.predicted) for error in errors_with_a_place(bundle)}
    place = pair_id(pair.classes) if shown & {pair.classes, pair.classes[::-1]} else ""
    words = sentence(things(pair.errors, "error"))
    return CountedPair(naming.slashed(pair.classes), images, words, dots, "errors", place)


def _close_means(claim: Claim, bundle: Bundle) -> tuple[str, Proof]:
    naming, found = Naming(bundle.classes), present(bundle.findings.class_means)
    assert found  # noqa: S101  # else the claim is not judged
    first, tenth = found.ranked[0], found.closest_pairs
    closest = f"{sentence(naming.pair(first.classes))} have the closest means"
    required = f"The claim requires a significant correlation of at most {tick(claim.figures['threshold'])}."
    share = phrases.closest_share(tenth, len(found.ranked))
    said = (
        f"{closest}, and were {confused(first.errors)}.",
        share,
        phrases.mean_correlation(found),
        required,
    )
    pairs = tuple(
        CountedPair(
            naming.slashed(pair.classes),
            tuple(Image(f"mean-{label}", f"mean {naming.name(label)}") for label in pair.classes),
            f"Distance {fixed(pair.distance, 1)}, {things(pair.errors, 'error')}",
            0,
            "class-means",
            "tab-closest-means",
        )
        for pair in found.ranked[:2]
    )
    return " ".join(filter(None, said)), pairs


def _clusters(claim: Claim, bundle: Bundle) -> tuple[str, Proof]:
    found = present(bundle.findings.projection)
    assert found  # noqa: S101  # else the claim is not judged
    planes = planes_of(found)
    clear, weak = tick(claim.figures["threshold"]), tick(claim.figures["weak_threshold"])
    votes = " and ".join(f"{percent(plane.neighbours, 1)} ({name})" for name, plane in planes)
    words = (
        f"{phrases.mean_silhouettes(found)} The claim requires more than {clear}, and is partly supported above {weak} in one "
        f"plane. Five nearest neighbours in the plane classify {votes} of the images correctly."
    )
    bars = tuple(Bar(sentence(name), fixed(plane.silhouette, 2), plane.silhouette) for name, plane in planes)
    return words, Bars(bars, f"Mean silhouette; threshold: {clear}")
