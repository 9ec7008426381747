"""The claims of the report in words, and where their evidence is discussed."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.bundle import Bundle
from analysis.bundle.claims import Claim, ClaimName, VerdictCounts
from analysis.bundle.confusion import ConfusionFindings
from analysis.bundle.record import Verdict
from report.chapters.phrases import MORE_ERRORS, prespecified_names
from report.text.formats import count, listed, points, sentence
from report.text.grammar import number, opening, plural, things
from report.text.naming import Naming

# Chapter and section that hold the evidence.
EVIDENCE: dict[ClaimName, tuple[str, str]] = {
    "high-accuracy": ("results", "by-class"),
    "sure-when-right": ("confidence", "distribution"),
    "calibrated": ("confidence", "calibration"),
    "look-alikes": ("confusion", "named-pairs"),
    "close-means": ("class-means", "means-and-errors"),
    "clusters": ("pca", "separability"),
}


# Works that make or examine such a claim: of any classifier, and of digits alone.
SOURCES: dict[ClaimName, str] = {"sure-when-right": "hendrycks", "calibrated": "temperature"}
SOURCES_OF_DIGITS: dict[ClaimName, str] = {
    "high-accuracy": "lecun",
    "look-alikes": "geron",
    "clusters": "olah",
}


@dataclass(frozen=True)
class JudgedClaim:
    """One claim as a page states it."""

    name: ClaimName
    statement: str
    verdict: Verdict
    otherwise: str
    """What would have changed the verdict."""
    chapter: str
    section: str

    @property
    def place(self) -> str:
        """Id of the claim in the overview, for links back from its evidence."""
        return f"claim-{self.name}"


def judged(bundle: Bundle) -> tuple[JudgedClaim, ...]:
    """Return all claims that were judged, in reading order."""
    return tuple(_judged(claim, bundle) for claim in bundle.findings.claims)


def claim_named(bundle: Bundle, name: ClaimName) -> JudgedClaim | None:
    """Return one claim; None where this report does not judge it."""
    return next((_judged(claim, bundle) for claim in bundle.findings.claims if claim.name == name), None)


def _judged(claim: Claim, bundle: Bundle) -> JudgedClaim:
    said, changes = statement(claim.name, bundle), otherwise(claim)
    return JudgedClaim(claim.name, said, claim.verdict, changes, *EVIDENCE[claim.name])


def otherwise(claim: Claim) -> str:
    """Say with which results the verdict would be another."""
    figures, turns = claim.figures, claim.turns
    match claim.name:
        case "high-accuracy":
            return _errors_allowed(int(figures["images"]), turns)
        case "sure-when-right":
            return (
                "It would be partly supported if more than 5% of the correct predictions had a confidence below 90%, and not "
                "supported if more than half had."
            )
        case "calibrated":
            return (
                "It would be partly supported with a significant calibration error, and not supported with an interval of the "
                "difference that neither lies within one point of 0 nor includes 0. With this many images, a true difference "
                f"of {points(turns['detectable'])} is detected with a probability of 80%."
            )
        case "look-alikes":
            return _errors_required(int(figures["errors"]), turns)
        case "close-means":
            return (
                "It would be supported by a significant correlation of at most −0.5, partly supported by a weaker negative one or "
                f"if the closest pair had {MORE_ERRORS}, and not supported otherwise."
            )
        case "clusters":
            return (
                "It would be supported by a mean silhouette above 0.5 in each plane, partly supported by one above 0.25 in any, and "
                "not supported otherwise."
            )


def _errors_allowed(images: int, turns: dict[str, float | int]) -> str:
    most, partly = int(turns["most_errors_supported"]), int(turns["most_errors_partly"])
    partly_up_to = f"partly supported with up to {things(partly, 'error')}"
    if most < 0:
        return (
            f"It could not be supported by {count(images)} images, since even without an error the interval would include 99%; it "
            f"would be {partly_up_to}."
        )
    return f"It would be supported with up to {things(most, 'error')} in {count(images)} images, and {partly_up_to}."


def _errors_required(errors: int, turns: dict[str, float | int]) -> str:
    if not turns:
        return "It could only be judged with errors."
    most, partly = int(turns["fewest_supported"]), int(turns["fewest_partly"])
    if most < 0:
        return f"{opening(errors)} {plural(errors, 'error')} are too few to support it."
    return (
        f"It would be supported with {count(most)} or more of the {count(errors)} errors between these pairs, and partly supported "
        f"with {count(partly)} or more, if both baselines were exceeded significantly."
    )


def statement(name: ClaimName, bundle: Bundle) -> str:
    """Word a claim for these classes."""
    naming = Naming(bundle.classes)
    match name:
        case "high-accuracy":
            return "The classification accuracy on unseen images exceeds 99%."
        case "sure-when-right":
            return "Correct predictions have high confidence."
        case "calibrated":
            return "The confidence is calibrated: it matches the accuracy."
        case "look-alikes":
            return _look_alikes(bundle.findings.confusion, naming)
        case "close-means":
            return f"The {naming.nouns} with similar mean images are the ones that are confused."
        case "clusters":
            return f"The {naming.nouns} form clear clusters in PCA."


def _look_alikes(found: ConfusionFindings, naming: Naming) -> str:
    if found.named_by == "training means":
        pairs = prespecified_names(found, naming)
        return f"Errors occur mainly between the {naming.nouns} whose training means are closest: {pairs}."
    pairs = " or ".join(map(naming.slashed, sorted(found.named)))
    return f"Errors occur mainly between look-alikes such as {pairs}."


def sources(bundle: Bundle) -> list[str]:
    """Return the keys of the works that make such claims, in the order of the claims; there may be none."""
    known = SOURCES | (SOURCES_OF_DIGITS if bundle.classes.are_digits else {})
    return [known[claim.name] for claim in bundle.findings.claims if claim.name in known]


def supported_claims(found: VerdictCounts) -> str:
    """Count the claims that are supported: `three of six claims are supported`."""
    if found.claims == 1:
        return f"the claim is {_only(found)}"
    if found.supported == found.claims:
        return f"all {number(found.claims)} claims are supported"
    none = "neither" if found.claims == 2 else "none"
    supported = number(found.supported) if found.supported else none
    return f"{supported} of {number(found.claims)} claims {'is' if found.supported < 2 else 'are'} supported"


def _only(found: VerdictCounts) -> str:
    """Return the verdict on the only claim."""
    return (
        "supported" if found.supported else "partly supported" if found.partly_supported else "not supported"
    )


def verdict_counts(found: VerdictCounts) -> str:
    """Count all verdicts: `Three are supported, two are partly supported and one is not supported.`"""
    if found.claims == 1:
        return f"It is {_only(found)}."
    kinds = [
        (found.supported, "supported"),
        (found.partly_supported, "partly supported"),
        (found.not_supported, "not supported"),
    ]
    said = [f"{number(many)} {'is' if many == 1 else 'are'} {kind}" for many, kind in kinds if many]
    return f"{sentence(listed(said))}."
