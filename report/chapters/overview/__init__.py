"""The first page: the abstract, four numbers with their intervals, and the claims with what decided them."""

from __future__ import annotations

from analysis.bundle import Bundle
from report.chapters.claims import supported_claims, verdict_counts
from report.chapters.model import Chapter, Section
from report.chapters.overview import abstract, claim_evidence, front_errors, headlines


def chapter(bundle: Bundle) -> Chapter:
    """Build the overview."""
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
            "verdicts": verdict_counts(bundle.findings.verdicts),
        },
    )
