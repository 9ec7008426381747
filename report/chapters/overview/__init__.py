"""The first page: the abstract, four numbers with their intervals, and the claims with what decided them."""

from __future__ import annotations

from analysis.bundle import Bundle
from report.chapters.claims import judged, sources, supported_claims, verdict_counts
from report.chapters.model import Chapter, Section
from report.chapters.overview import abstract, claim_evidence, front_errors, headlines
from report.text.grammar import opening


def chapter(bundle: Bundle) -> Chapter:
    """Build the overview."""
    claims = judged(bundle)
    first, *more = abstract.paragraphs(bundle)
    return Chapter(
        slug="overview",
        name="Overview",
        summary="Abstract, main numbers, and claims with their verdicts",
        title=f"Overview: {supported_claims(bundle.findings.verdicts)}",
        lead=first,
        sections=[Section("headline-numbers", "Main numbers"), Section("claims", "Claims and verdicts")],
        say={
            "abstract": more,
            "headlines": headlines.headlines(bundle),
            "third_interval": headlines.third_interval(bundle),
            "front": front_errors.front_errors(bundle),
            "claims": claim_evidence.of_claims(bundle),
            "judged": "One claim is judged"
            if len(claims) == 1
            else f"{opening(len(claims))} claims are judged, each",
            "verdicts": verdict_counts(bundle.findings.verdicts),
            "sources": sources(bundle),
        },
    )
