"""What the results mean, what limits them, what should be done next, and what is concluded."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.bundle import Bundle
from analysis.bundle.accuracy import AccuracyFindings
from analysis.bundle.class_means import DistanceErrorLink
from analysis.bundle.record import Verdict, present
from report.chapters import phrases
from report.chapters.claims import judged, supported_claims, verdict_counts
from report.chapters.discussion import published_results
from report.chapters.discussion.limitations import limits
from report.chapters.model import Chapter, Section
from report.chapters.questions import questions
from report.chapters.subject import subject_of
from report.text.formats import percent, sentence

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


# By whether any pair of classes has significantly more errors than expected.
SINGLED_OUT = {
    True: "Errors are not distributed over the pairs of classes by chance alone.",
    False: "The errors do not single out any pair of classes; with more test images, a pair might stand out.",
}
# By the confidence of most errors: what a person would find who looked at the least confident predictions.
REVIEWED = {
    "no errors": "Without an error, it cannot be said whether a review of the least confident predictions would find errors.",
    "mostly low": "A person who reviewed the predictions of low confidence would find most of the errors, but not the "
    "confident ones.",
    "mostly high": "A person who reviewed the predictions of low confidence would miss most of the errors.",
    "mixed": "A person who reviewed the predictions of low confidence would find some of the errors, and miss others.",
    "too few": "The errors are too few to say what a review of the least confident predictions would find.",
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
            "seeds": seeds is not None,
            "limits": limits(bundle),
            "questions": questions(bundle),
            "conclusion": conclusion(bundle),
            "augmented": present(bundle.findings.dataset.augmentation) is not None,
        },
        tables={"published-results": published_results.table(bundle)},
    )


def lead(bundle: Bundle) -> str:
    """Say what this chapter is for."""
    return f"This chapter interprets the results of {subject_of(bundle).model}, states their limitations, and draws a conclusion."


def baselines(bundle: Bundle) -> str:
    """Compare the accuracy with the baselines that were computed."""
    found, subject = bundle.findings.accuracy, subject_of(bundle)
    label = subject.naming.quoted(found.majority_label)
    start = (
        f"Always predicting {label}, the most frequent label of the test set, would have an accuracy of "
        f"{percent(found.majority)}; {_against_majority(found, subject.model)}."
    )
    return f"{start} {phrases.against_nearest_mean(bundle)}".strip()


def _against_majority(found: AccuracyFindings, model: str) -> str:
    position = "does not exceed it" if found.near_chance else "significantly exceeds it"
    return f"{model} {position}"


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
    confusion, means = bundle.findings.confusion, present(bundle.findings.class_means)
    if confusion.pair_count == 1:
        yield "Which of the two kinds of error weighs more depends on the use of the predictions; the accuracy counts both alike."
        return
    yield SINGLED_OUT[confusion.significant_count > 0]
    if means is None or means.link is None:
        return
    yield _of_means(means.link)
    yield "A correlation over pairs of classes does not show why single images are misclassified."


def _of_means(link: DistanceErrorLink) -> str:
    if not link.significant:
        return "They are not shown to depend on the similarity of the classes: the correlation with the distance of the means is not significant."
    if link.rho > 0:
        return "The correlation with the distance of the means contradicts the idea that similar classes are confused more often."
    return "The correlation with the distance of the means agrees with the idea that similar classes are confused more often."


def _confidence(bundle: Bundle) -> Iterator[str]:
    found = present(bundle.findings.confidence)
    if found is not None:
        yield REVIEWED[found.error_confidence]


def conclusion(bundle: Bundle) -> str:
    """Count the claims that are supported."""
    return f"{sentence(supported_claims(bundle.findings.verdicts))}."
