"""Wherever a page names a pair of classes in short, such as 4/9, the name leads to its errors in both directions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from report.chapters.model import Chapter

# What is no text, or has a link already.
KEPT = re.compile(
    r"(<(?:a|svg|button|summary|code|pre)\b.*?</(?:a|svg|button|summary|code|pre)>|<[^>]*>)", re.DOTALL
)


class PairLinks:
    """The names that some chapter of a report has a place for, and these places."""

    def __init__(self, chapters: Sequence[Chapter]) -> None:
        """Collect them."""
        self._places = {
            str(escape(name)): (chapter.file, place)
            for chapter in chapters
            for name, place in chapter.places.items()
        }
        longest_first = sorted(self._places, key=len, reverse=True)
        names = "|".join(map(re.escape, longest_first))
        self._name = re.compile(rf"(?<![\w/.])(?:{names})(?![\w/])") if names else None

    def linked(self, content: Markup, file: str | None) -> Markup:
        """Link the names in the text of a page of the site, or of the only page there is, which is no such file.

        What stands in a link or a drawing already stays as it is.
        """
        if self._name is None:
            return content
        parts = KEPT.split(str(content))
        parts[::2] = (self._name.sub(lambda name: self._link(name[0], file), text) for text in parts[::2])
        return Markup("".join(parts))  # noqa: S704  # names are escaped as the text is

    def _link(self, name: str, here: str | None) -> str:
        file, place = self._places[name]
        return f'<a class="pair" href="{"" if here in {file, None} else file}#{place}">{name}</a>'
