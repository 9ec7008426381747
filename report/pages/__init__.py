"""Pages of a site beside its chapters: what a reader can do there.  They are not numbered, and not on paper."""

from __future__ import annotations

from collections.abc import Collection

from analysis.bundle import Bundle
from report.chapters.model import Chapter
from report.pages import quiz, try_it

# Each returns None where the bundle, or the files that come with the site, have nothing for it.
PAGES = (try_it.page, quiz.page)


def pages_of(bundle: Bundle, files: Collection[str]) -> tuple[Chapter, ...]:
    """Return the pages of a site with these files."""
    return tuple(filter(None, (page(bundle, files) for page in PAGES)))
