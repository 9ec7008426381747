"""The limitations of the results, in the order in which they weigh, each from what this bundle holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.bundle import Bundle
from analysis.bundle.confusion import ConfusionFindings
from analysis.bundle.record import present
from report.chapters import phrases
from report.chapters.subject import Subject, subject_of
from report.text.formats import count, count_between, sentence
from report.text.grammar import opening, plural, things


@dataclass(frozen=True)
class Limit:
    """One reason why the results may not hold elsewhere."""

    name: str
    words: str
    """Without the last full stop: the works follow."""
    works: tuple[str, ...] = ()
    """Keys of the works that are cited."""


def limits(bundle: Bundle) -> tuple[Limit, ...]:
    """Return the limitations of this report."""
    return tuple(_limits(bundle, subject_of(bundle)))


def _limits(bundle: Bundle, subject: Subject) -> Iterator[Limit]:
    if subject.is_sample:
        about = f"The data are {bundle.findings.dataset.title}, with {subject.test_images}"
        yield Limit("Not MNIST.", f"{about}. No number of this report describes MNIST")
    yield _runs(bundle, subject)
    yield _errors(bundle)
    yield _writers(bundle, subject)
    yield from _validation(bundle, subject)
    if subject.is_mnist:
        yield _reuse(subject)
    yield from _disputed(bundle)
    yield _other_images(subject)


def _runs(bundle: Bundle, subject: Subject) -> Limit:
    training, seeds = present(bundle.findings.training), present(bundle.findings.seeds)
    if not subject.has_network:
        return Limit(
            "Predictions without a model.",
            "How the model was trained, on which images and how often, is not known. Another training may give other errors",
        )
    if training is None:
        return Limit(
            f"A network {subject.how_brought}.",
            "Its training is not known: it may have been trained on images that are used here for validation or testing, and "
            "another training may give other errors",
        )
    if seeds is None:
        order = ", and may give another order of the pairs" * (bundle.findings.confusion.pair_count > 1)
        return Limit(
            "One run.",
            f"The network was trained once, with seed {training.seed}. Another seed gives other errors{order}; the intervals do not cover "
            "this",
        )
    return Limit(
        "Random seeds.",
        f"Apart from the comparison of {things(seeds.run_count, 'run')}, all chapters describe the run with seed {training.seed}; each run "
        "makes other errors",
    )


def _errors(bundle: Bundle) -> Limit:
    wrong = bundle.findings.accuracy.errors
    if not wrong.count:
        said = f"No error in {count(wrong.total)} images is compatible with {phrases.error_rate_bound(wrong)}"
        return Limit("No errors.", said)
    name = f"{opening(wrong.count)} {plural(wrong.count, 'error')}."
    rate = f"The expected number of errors in {count(wrong.total)} new images is between {count_between(wrong, 'and')} (95% interval)"
    order = _order_of_pairs(bundle.findings.confusion)
    return Limit(name, f"{rate}. {order}" if order else rate)


def _order_of_pairs(found: ConfusionFindings) -> str:
    """Say how much of the order of the pairs is beyond chance; empty of one pair."""
    if found.pair_count == 1:
        return ""
    certain = found.verified_ranks
    if certain:
        return f"Of the order of the pairs of classes, {things(certain, 'rank')} {plural(certain, 'is', 'are')} certain"
    return "They do not decide the order of the pairs of classes: no rank is certain"


def _writers(bundle: Bundle, subject: Subject) -> Limit:
    """Say that images of one writer are not independent; of MNIST, what is known of its writers."""
    if not subject.is_handwritten:
        return Limit(
            "Dependent images.",
            "All intervals and tests treat the test images as independent. Images from one origin, such as one person or one "
            "device, resemble each other; the intervals may then be too narrow",
        )
    several = (
        "All intervals and tests treat the test images as independent, but each writer contributed several, and images of "
        "one writer resemble each other. For new writers, the intervals may be too narrow"
    )
    if not subject.is_mnist:
        return Limit("Writers.", several)
    groups = present(bundle.findings.writer_groups)
    differ = f" {phrases.writer_groups(groups, of_the_test_set=True)}." if groups else ""
    return Limit(
        "Writers.",
        f"{several}.{differ} QMNIST publishes who wrote each image, which this report does not use",
        ("yadav",),
    )


def _validation(bundle: Bundle, subject: Subject) -> Iterator[Limit]:
    data, training = bundle.findings.dataset, present(bundle.findings.training)
    if training is None or data.validation is None:
        return
    scaling = present(bundle.findings.calibration)
    temperature = ", such as the temperature," if scaling and present(scaling.temperature) else ""
    writers = ". Their writers also wrote training images; no writer of a test image did"
    yield Limit(
        "Validation split.",
        f"The {count(data.validation.images)} validation images were split off the training images at random. What is fitted "
        f"or chosen on them{temperature} may be optimistic for new images{writers if subject.is_mnist else ''}",
        ("mnist",) if subject.is_mnist else (),
    )


def _reuse(subject: Subject) -> Limit:
    """Say that the test set of MNIST is not new, neither to the field nor to this program."""
    own = "Other recipes of this program were evaluated on the same test images. " * subject.is_trained_here
    return Limit(
        "Reuse of the test set.",
        f"{own}Thousands of publications have reported results on these images since the data set appeared. The test "
        "accuracy of a method that was chosen with such results known may be optimistic. On reconstructed images that had not "
        "been used before, error rates were somewhat different, but the order of classifiers remained broadly reliable",
        ("yadav",),
    )


def _disputed(bundle: Bundle) -> Iterator[Limit]:
    found = present(bundle.findings.disputed_labels)
    if found:
        said = f"{phrases.disputed_errors(found)} Such an error may be a correct prediction of an image with a wrong label"
        yield Limit("Disputed labels.", said, ("northcutt",))


def _other_images(subject: Subject) -> Limit:
    naming = subject.naming
    if not subject.is_handwritten:
        return Limit(
            "Other images.",
            f"How {naming.image_nouns} from other sources would be classified was not measured",
        )
    return Limit(
        "Not your handwriting.",
        f"Each image holds one {naming.noun}, scaled and centred. {sentence(naming.nouns)} elsewhere touch each other, are "
        "rotated or crossed out; how these would be classified was not measured",
    )
