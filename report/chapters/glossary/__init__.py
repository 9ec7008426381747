"""The glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.chapters.glossary.terms import TERMS
from report.chapters.model import Chapter

if TYPE_CHECKING:
    from analysis.bundle import Bundle


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
