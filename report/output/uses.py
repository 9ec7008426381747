"""Where the chapters use a term, as they are rendered one after the other: the glossary leads back there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from report.chapters.model import Chapter

TERM = re.compile(r'<a class="term"(?= href="[^"]*#term-([^"]+)")')


class Uses:
    """Remembers which chapters use a term."""

    def __init__(self) -> None:
        """Begin without a use."""
        self._chapters: dict[str, list[Chapter]] = {}

    def marked(self, content: Markup, chapter: Chapter) -> Markup:
        """Note what a rendered chapter uses, and give the first use of each term an id."""
        before: set[str] = set()

        def mark(link: re.Match[str]) -> str:
            key = link[1]
            if key in before:
                return link[0]
            before.add(key)
            self._chapters.setdefault(key, []).append(chapter)
            return f'<a class="term" id="{self.place(key, chapter)}"'

        return Markup(TERM.sub(mark, str(content)))  # noqa: S704  # as it was, with ids

    def of(self, key: str) -> list[Chapter]:
        """Return the chapters that use a term, in reading order."""
        return self._chapters.get(key, [])

    def place(self, key: str, chapter: Chapter) -> str:
        """Name the first use of a term in a chapter."""
        return f"use-{chapter.slug}-{key}"
