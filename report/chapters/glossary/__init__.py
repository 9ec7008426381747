"""The glossary."""

from __future__ import annotations

from analysis.bundle import Bundle
from report.chapters.glossary.terms import TERMS
from report.chapters.model import Chapter


def chapter(bundle: Bundle) -> Chapter:
    """Build the list of terms, in alphabetical order."""
    del bundle  # the same for every report
    return Chapter(
        slug="glossary",
        name="Glossary",
        summary="The terms of this report",
        title="Glossary",
        lead="The terms that this report uses, each linked from its first use.",
        say={"entries": sorted(TERMS.items(), key=lambda entry: entry[1].name.casefold())},
    )
