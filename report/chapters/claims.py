"""The claims of the report in words, and where their evidence is discussed."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.bundle import Bundle
from analysis.bundle.claims import Claim, ClaimName
from analysis.bundle.confusion import Pair
from analysis.bundle.record import Verdict
from report.text.formats import sentence
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


@dataclass(frozen=True)
class JudgedClaim:
    """One claim as a page states it."""

    name: ClaimName
    statement: str
    verdict: Verdict
    chapter: str
    section: str


def judged(bundle: Bundle) -> tuple[JudgedClaim, ...]:
    """Return all claims that were judged, in reading order."""
    return tuple(_judged(claim, bundle) for claim in bundle.findings.claims)


def claim_named(bundle: Bundle, name: ClaimName) -> JudgedClaim | None:
    """Return one claim; None where this report does not judge it."""
    return next((_judged(claim, bundle) for claim in bundle.findings.claims if claim.name == name), None)


def _judged(claim: Claim, bundle: Bundle) -> JudgedClaim:
    return JudgedClaim(claim.name, statement(claim.name, bundle), claim.verdict, *EVIDENCE[claim.name])


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
            return _look_alikes(bundle, naming)
        case "close-means":
            return f"{sentence(naming.nouns)} with similar mean images are the ones it confuses."
        case "clusters":
            return f"The {naming.nouns} form clear clusters in PCA."


def _look_alikes(bundle: Bundle, naming: Naming) -> str:
    if bundle.findings.confusion.named_by == "training means":
        pairs = naming.pairs(pair.classes for pair in _sorted_named(bundle))
        return f"Errors occur mainly between the {naming.nouns} whose training means are closest: {pairs}."
    return f"Errors occur mainly between look-alikes such as {_named_pairs(bundle, naming)}."


def _named_pairs(bundle: Bundle, naming: Naming) -> str:
    return " or ".join(naming.slashed(pair.classes) for pair in _sorted_named(bundle))


def _sorted_named(bundle: Bundle) -> list[Pair]:
    return sorted(
        (pair for pair in bundle.findings.confusion.pairs if pair.named), key=lambda pair: pair.classes
    )
