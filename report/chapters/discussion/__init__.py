"""What the results mean, what limits them, what should be done next, and what is concluded."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.bundle import Bundle
from analysis.bundle.accuracy import AccuracyFindings
from analysis.bundle.class_means import ClassMeanFindings
from analysis.bundle.record import Verdict, present
from report.chapters import phrases
from report.chapters.claims import judged, supported_claims, verdict_counts
from report.chapters.discussion import published_results
from report.chapters.discussion.limitations import limits
from report.chapters.model import Chapter, Section
from report.chapters.questions import questions
from report.chapters.subject import subject_of
from report.text.formats import between, percent, sentence

SECTIONS = (
    Section("what-holds", "Verdicts"),
    Section("interpretation", "Interpretation"),
    Section("limits", "Limitations"),
    Section("future-work", "Future work"),
    Section("conclusion", "Conclusion"),
)

# Convolutional networks have had error rates below 1% on MNIST since LeCun et al. (1998).
AMONG_PUBLISHED: dict[Verdict, str] = {
    "supported": "The whole interval of the error rate found here is below 1%, too.",
    "partly supported": "The interval of the error rate found here includes 1%.",
    "not supported": "The error rate found here is higher.",
}


def chapter(bundle: Bundle) -> Chapter:
    """Build the discussion."""
    overall, seeds = bundle.findings.accuracy.overall, present(bundle.findings.seeds)
    return Chapter(
        slug="discussion",
        name="Discussion",
        summary="Interpretation, limitations, future work and conclusion",
        title=f"Discussion: what an accuracy of {percent(overall)} shows, and what it does not",
        lead=lead(bundle),
        sections=SECTIONS,
        say={
            "claims": judged(bundle),
            "verdicts": verdict_counts(bundle.findings.verdicts),
            "baselines": baselines(bundle),
            "published": published(bundle),
            "errors": " ".join(_errors(bundle)),
            "confidence": " ".join(_confidence(bundle)),
            "seeds": phrases.accuracy_over_seeds(seeds) if seeds else "",
            "limits": limits(bundle),
            "questions": questions(bundle),
            "conclusion": conclusion(bundle),
            "augmented": present(bundle.findings.dataset.augmentation) is not None,
        },
        tables={"published-results": published_results.table(bundle)},
    )


def lead(bundle: Bundle) -> str:
    """Give the error rate with its interval, and say what this chapter is for."""
    wrong = bundle.findings.accuracy.errors
    return (
        f"The error rate of {subject_of(bundle).model} is {phrases.with_interval(wrong)}. This chapter interprets "
        "the results, states their limitations, and draws a conclusion."
    )


def baselines(bundle: Bundle) -> str:
    """Compare the accuracy with the baselines that were computed."""
    found, subject = bundle.findings.accuracy, subject_of(bundle)
    label = subject.naming.quoted(found.majority_label)
    start = (
        f"Always predicting {label}, the most frequent label of the test set, would have an accuracy of "
        f"{percent(found.majority)}; {_against_majority(found, subject.model)}."
    )
    return f"{start} {phrases.nearest_mean(bundle)}".strip()


def _against_majority(found: AccuracyFindings, model: str) -> str:
    position = "is not above that" if found.near_chance else "is above it"
    return f"the interval of the accuracy of {model}, {between(found.overall)}, {position}"


def published(bundle: Bundle) -> str:
    """Say where the error rate lies among published ones; empty for other data than MNIST."""
    if not subject_of(bundle).is_mnist:
        return ""
    return next(
        (AMONG_PUBLISHED[claim.verdict] for claim in bundle.findings.claims if claim.name == "high-accuracy"),
        "",
    )


def _errors(bundle: Bundle) -> Iterator[str]:
    """Say between which classes errors occur, and whether the distance of the class means goes with that."""
    subject = subject_of(bundle)
    if not subject.has_errors:
        yield "No image was misclassified, so nothing can be said about the kinds of errors."
        return
    yield phrases.significant_pairs(bundle.findings.confusion, subject.naming)
    means = present(bundle.findings.class_means)
    if means is None:
        return
    yield _of_means(means)
    yield "A correlation over pairs of classes does not show why single images are misclassified."


def _of_means(found: ClassMeanFindings) -> str:
    if found.link and not found.link.significant:
        return "The distance of two class means and the errors between the classes are not significantly correlated."
    return phrases.closer_means(found)


def _confidence(bundle: Bundle) -> Iterator[str]:
    found, selective = present(bundle.findings.confidence), present(bundle.findings.selective_prediction)
    if found is None:
        return
    yield phrases.error_confidence(found)
    if selective and found.incorrect.count:
        yield phrases.errors_withheld(selective)


def conclusion(bundle: Bundle) -> str:
    """Count the claims that are supported."""
    return f"{sentence(supported_claims(bundle.findings.verdicts))}."
