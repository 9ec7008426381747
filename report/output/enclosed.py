"""What a single file holds itself: styles, scripts, pictures and small tables, by the names that they have in a site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from mimetypes import guess_type
from pathlib import PurePosixPath

from markupsafe import Markup

from analysis.bundle import Bundle
from report.images.png import data_uri
from report.images.thumbnails import thumbnails
from report.text.grammar import plural

SMALL_FILES = {".csv": "text/csv", ".tex": "text/x-tex", ".bib": "text/x-bibtex"}
LARGE = 100_000  # bytes: a larger table is left to the site


class Enclosed:
    """What the templates of the single file may ask for; how often each was asked for decides what is left out."""

    def __init__(
        self,
        bundle: Bundle,
        site: Mapping[str, bytes],
        styles: Sequence[str],
        scripts: Sequence[str],
        *,
        has_images: bool = False,
    ) -> None:
        """Hold what was written for the site of a bundle, by name; `styles` and `scripts` in their order.

        `has_images` says whether all test images are among the scripts.
        """
        self._site, self._thumbnails = site, thumbnails(bundle)
        self.styles, self.scripts = list(map(_plain, styles)), list(map(_plain, scripts))
        self.has_images = has_images
        self._addresses: dict[str, str] = {}
        self._asked: Counter[str] = Counter()
        self._sheets: set[str] = set()
        self._gone: set[str] = set()

    def picture(self, name: str) -> str:
        """Return the address that holds a picture; an empty one if it is left out."""
        if name in self._gone:
            return ""
        self._asked[name] += 1
        return self.kept(name)

    def kept(self, name: str) -> str:
        """Return the address that holds a picture which is not left out as long as it is asked for."""
        if name not in self._addresses:
            self._addresses[name] = data_uri(self._content(name), guess_type(name)[0] or "")
        return self._addresses[name]

    def shows(self, name: str) -> bool:
        """Say whether a picture is not left out."""
        return name not in self._gone

    def slides(self, id_: str, drawn: Sequence[str]) -> bool:
        """Say whether a figure is held with all its drawings, by their names, or as a sheet."""
        names = [f"figures/{name}.svg" for name in drawn or (id_,)]
        return not self._gone.intersection(names) and (bool(drawn) or names[0] in self._sheets)

    def sheet(self, name: str) -> str:
        """Return the address that holds the drawing of what is shown as markup; an empty one if it is left out."""
        if len(self._site[name]) >= LARGE:
            return ""
        self._sheets.add(name)
        return self.picture(name)

    def file(self, name: str) -> str:
        """Return the address that holds a table to be taken along; an empty one for what is large, or no table."""
        kind = SMALL_FILES.get(PurePosixPath(name).suffix)
        content = self._site.get(name, b"")
        return data_uri(content, kind) if kind and len(content) < LARGE else ""

    def leave_out(self, excess: int) -> bool:
        """Leave out pictures that take so many bytes; say whether there was any to be left out.

        First go those drawn for phones, which show the others then, next those that are only saved, and then the largest.
        """
        asked, self._asked = self._asked, Counter()
        before, narrow = len(self._gone), {name for name in asked if _is_narrow(name)}
        by_size = sorted(asked, key=lambda name: (-len(self.kept(name)), name))
        others = ({name} for name in by_size if name not in narrow | self._sheets)
        for names in (narrow, self._sheets & asked.keys(), *others):
            if excess <= 0:
                break
            self._gone |= names
            excess -= sum(asked[name] * len(self.kept(name)) for name in names)
        return len(self._gone) > before

    @property
    def left_out(self) -> list[str]:
        """What is shown on the site only, in words; empty where nothing is."""
        narrow = sum(map(_is_narrow, self._gone))
        pictures = len(self._gone - self._sheets) - narrow
        amounts = ((narrow, "drawing for phones", "drawings for phones"), (pictures, "picture", "pictures"))
        return [f"{many} {plural(many, *words)}" for many, *words in amounts if many]

    def _content(self, name: str) -> bytes:
        """Return a small picture drawn anew, since pages of a site hold some themselves; a figure as it was written."""
        if name.startswith("images/"):
            return self._thumbnails[PurePosixPath(name).stem].on_screen()
        return self._site[name]


def _plain(text: str) -> Markup:
    """Take a style sheet or a script as it is: neither holds an end of its element."""
    return Markup(text)  # noqa: S704  # it is ours


def _is_narrow(name: str) -> bool:
    return name.endswith("-narrow.svg")
