"""What is said of two reports side by side, on the page and in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.bundle.record import Estimate, Omitted, present
from analysis.comparison import Comparison, Finding, Report, reports_of
from report.chapters.phrases import with_interval
from report.text.formats import NBSP, between, estimate, listed, points, probability
from report.text.grammar import every, number, plural, some, things
from report.text.naming import Naming

SEVERAL: dict[Finding, str] = {
    "better": "More accurate than {a} beyond chance: {b}",
    "worse": "Less accurate than {a} beyond chance: {b}",
    "inconclusive": "Test and interval disagree whether the accuracy differs from that of {a}: {b}",
    "no difference": "No difference in accuracy from {a} detected: {b}",
}
JUDGED: dict[Finding, str] = {
    "better": "{b} is more accurate than {a}, beyond chance",
    "worse": "{b} is less accurate than {a}, beyond chance",
    "inconclusive": "Whether {b} is as accurate as {a} is inconclusive, since test and interval disagree",
    "no difference": "No difference in accuracy between {a} and {b} was detected",
}


def p_value(p: float) -> str:
    """Write an exact p value, which may be 1: where nothing differs, or all is adjusted away."""
    return f"p{NBSP}={NBSP}1" if p == 1 else probability(p)


def title(several: Sequence[Comparison]) -> str:
    """Count what B fixes and breaks; of several reports, name them."""
    first, *others = several
    a, b = first.a.letter, first.b.letter
    if others:
        return f"{listed(each.b.letter for each in several)} compared with {a}"
    fixed, broken = first.test.right.first_only, first.test.right.second_only
    if not fixed and not broken:
        return f"{a} and {b} misclassify {'the same images' if first.both_wrong else 'no image'}"
    return f"{b} fixes {things(fixed, 'error')} of {a} and adds {some(broken)}"


def listed_letters(several: Sequence[Comparison]) -> str:
    """Name all reports: A, B and C."""
    return listed(each.letter for each in reports_of(several))


def lead(several: Sequence[Comparison]) -> str:
    """Say which of several reports differ from the first."""
    a = several[0].a.letter
    found = {
        finding: listed(each.b.letter for each in several if each.test.finding == finding)
        for finding in SEVERAL
        if any(each.test.finding == finding for each in several)
    }
    return " ".join(f"{SEVERAL[finding].format(a=a, b=letters)}." for finding, letters in found.items())


def judged(found: Comparison) -> str:
    """Say whether the accuracies differ, by how much, and by which test."""
    test, letters = found.test, {"a": found.a.letter, "b": found.b.letter}
    difference = test.difference
    return (
        f"{JUDGED[test.finding].format(**letters)}: the accuracy of {found.b.letter} minus that of {found.a.letter} is "
        f"{points(difference)} (95% interval {between(difference, scale=100)}; McNemar’s test, mid‑{p_value(test.p)})."
    )


def exchanged(found: Comparison) -> str:
    """Count the images by which of both is correct."""
    a, b, right = found.a.letter, found.b.letter, found.test.right
    both = f"{number(found.both_wrong)} {plural(found.both_wrong, 'image is', 'images are')} misclassified by both"
    if not right.first_only and not right.second_only:
        return f"{a} and {b} are correct on the same images; {both}."
    return (
        f"{b} fixes {things(right.first_only, 'error')} of {a} and breaks "
        f"{things(right.second_only, 'correct prediction')}; {both}."
    )


def log_loss(found: Comparison) -> str:
    """Give the difference in log loss with its interval, or say why there is none."""
    a, b, difference = found.a.letter, found.b.letter, found.log_loss
    if isinstance(difference, Omitted):
        return f"The log losses are not compared: {difference.reason}."
    if difference.low == difference.value == difference.high:
        same = "exactly 0" if difference.value == 0 else f"{estimate(difference)} for each image"
        return f"The log loss of {b} minus that of {a} is {same}."
    said = f"The log loss of {b} minus that of {a} is {with_interval(difference)}"
    if difference.low <= 0 <= difference.high:
        return f"{said}: no difference was detected."
    better = b if difference.value < 0 else a
    return f"{said}: the probabilities of {better} are the better ones."


def calibration(found: Comparison) -> str:
    """Say why calibration is not compared; empty where it is."""
    for one in (found.a, found.b):
        studied = one.bundle.findings.calibration
        if isinstance(studied, Omitted):
            return f"Calibration is not compared: in {one.letter}, {studied.reason}."
    return ""


def changed_classes(found: Comparison) -> str:
    """Say of which classes the recall changes beyond chance."""
    naming = Naming(found.a.bundle.classes)
    ways: tuple[tuple[Finding, str], ...] = (("better", "higher"), ("worse", "lower"))
    changes = [
        (way, [each.label for each in found.classes if each.test.finding == finding]) for finding, way in ways
    ]
    told = [f"{way} for {_classes(labels, naming)}" for way, labels in changes if labels]
    if not told:
        return f"No change in the recall of any {naming.noun} was detected."
    return f"With {found.b.letter}, recall is {listed(told)}, beyond chance."


def every_class(naming: Naming) -> str:
    """Name all classes inside a sentence: both animals, all ten digits."""
    return f"{every(len(naming.classes.names)).lower()} {naming.nouns}"


def _classes(labels: Sequence[int], naming: Naming) -> str:
    return naming.names(labels) if len(labels) < len(naming.classes.names) else every_class(naming)


def same_images(several: Sequence[Comparison]) -> str:
    """Say how it is known that the test images are the same, and where that is little."""
    known = [found for found in several if found.by_checksum]
    taken = [found for found in several if not found.by_checksum]
    said = [f"The test images of {listed_letters(known)} have the same checksum."] if known else []
    if taken:
        said.append(
            f"That {listed_letters(taken)} are about the same test images is taken from their labels, which are the same in "
            "the same order: not all of these reports hold a checksum of the images."
        )
        if taken[0].labels_are_sorted:
            said.append(
                "As the labels are sorted, other images with as many of each class would look the same."
            )
    return " ".join(said)


def summary(several: Sequence[Comparison]) -> Iterator[str]:
    """Yield what a terminal says: each report with its accuracy, then each comparison."""
    yield from map(reported, reports_of(several))
    for found in several:
        yield from (judged(found), exchanged(found), log_loss(found), changed_classes(found))
    if not all(found.by_checksum for found in several):
        yield same_images(several)
    if len(several) > 1:
        yield f"The p values are adjusted for {number(len(several))} comparisons (Holm)."


def reported(report: Report) -> str:
    """Name a report with its accuracy and its calibration, in one line."""
    calibration = present(report.bundle.findings.calibration)
    gap = f"; confidence minus accuracy {_points(calibration.unscaled.gap)}" if calibration else ""
    name = f" ({report.name})" if report.name else ""
    return f"{report.letter}{name}: accuracy {with_interval(report.accuracy)}{gap}."


def _points(difference: Estimate) -> str:
    return f"{points(difference)} (95% interval {between(difference, scale=100)})"
