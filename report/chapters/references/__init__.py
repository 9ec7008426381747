"""The works that the other chapters cite; the list follows from their citations."""

from __future__ import annotations

from analysis.bundle import Bundle
from report.chapters.model import Chapter, Section
from report.chapters.references.works import WORKS, Work


class Citations:
    """Remembers which works the chapters cite, as they are rendered one after the other."""

    def __init__(self) -> None:
        """Begin without a citation."""
        self._keys: set[str] = set()

    def __call__(self, key: str) -> Work:
        """Cite a work.  Raises KeyError for one that is not on the list."""
        self._keys.add(key)
        return WORKS[key]

    def listed(self) -> list[tuple[str, Work]]:
        """Return key and work of each that was cited, in the order of its authors and year."""
        return sorted(
            ((key, WORKS[key]) for key in self._keys),
            key=lambda one: (one[1].authors.casefold(), one[1].year),
        )


def chapter(bundle: Bundle) -> Chapter:
    """Build the last chapter: the list of works, and the acknowledgements of the settings."""
    thanks = bundle.cover.acknowledgements
    sections = [Section("works", "References")]
    return Chapter(
        slug="references",
        name="References",
        summary="The works that this report builds on",
        title="References",
        lead="Each work is cited where its data, method or result is used.",
        sections=sections + ([Section("acknowledgements", "Acknowledgements")] if thanks else []),
        say={"acknowledgements": thanks or ""},
    )
