"""The first page: the abstract, four numbers with their intervals, and the claims with what decided them."""

from __future__ import annotations

from analysis.bundle import Bundle
from analysis.bundle.claims import VerdictCounts
from report.chapters.model import Chapter, Section
from report.chapters.overview import claim_evidence, headlines
from report.chapters.overview.abstract import abstract
from report.text.formats import listed, sentence
from report.text.grammar import number


def chapter(bundle: Bundle) -> Chapter:
    """Build the overview."""
    first, *more = abstract(bundle)
    return Chapter(
        slug="overview",
        name="Overview",
        summary="Abstract, main numbers, and claims with their verdicts",
        title=f"Overview: {title(bundle.findings.verdicts)}",
        lead=first,
        sections=[Section("headline-numbers", "Main numbers"), Section("claims", "Claims and verdicts")],
        say={
            "abstract": more,
            "headlines": headlines.headlines(bundle),
            "claims": claim_evidence.of_claims(bundle),
            "verdicts": verdicts(bundle.findings.verdicts),
        },
    )


def title(found: VerdictCounts) -> str:
    """Count the claims that are supported: `three of six claims are supported`."""
    if found.supported == found.claims:
        return (
            "the claim is supported"
            if found.claims == 1
            else f"all {number(found.claims)} claims are supported"
        )
    none = "neither" if found.claims == 2 else "none"
    supported = number(found.supported) if found.supported else none
    return f"{supported} of {number(found.claims)} claims {'is' if found.supported < 2 else 'are'} supported"


def verdicts(found: VerdictCounts) -> str:
    """Count all verdicts: `Three are supported, two are partly supported and one is not supported.`"""
    kinds = [
        (found.supported, "supported"),
        (found.partly_supported, "partly supported"),
        (found.not_supported, "not supported"),
    ]
    said = [f"{number(many)} {'is' if many == 1 else 'are'} {kind}" for many, kind in kinds if many]
    return f"{sentence(listed(said))}."
