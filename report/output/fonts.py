"""Words that would be blank on paper, because no font here has their signs; and which font to install.

The paper is set in a font of Matplotlib's (decision 0050); for what that lacks, Pango looks among the fonts of the system.
"""

from __future__ import annotations

import logging
import re
import shutil
import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from logging.handlers import BufferingHandler
from typing import Protocol

from analysis.system.errors import PrintingError
from report.images.shipped import font
from report.output import pdf
from report.output.assets import FONTS

MOST_NAMED = 8
"""How many signs a message names."""
SAMPLES = {
    "Chinese": "李",
    "Japanese": "ひ",
    "Korean": "김",
    "Thai": "ส",
    "Arabic": "ع",
    "Hindi": "अ",
    "emoji": "🦊",
}
CJK, EMOJI, OTHER = "Noto Sans CJK", "Noto Color Emoji", "Noto Sans"
PACKAGES = {
    "apt-get install": {CJK: "fonts-noto-cjk", EMOJI: "fonts-noto-color-emoji", OTHER: "fonts-noto-core"},
    "dnf install": {
        CJK: "google-noto-sans-cjk-fonts",
        EMOJI: "google-noto-color-emoji-fonts",
        OTHER: "google-noto-sans*-fonts",
    },
    "apk add": {CJK: "font-noto-cjk", EMOJI: "font-noto-emoji", OTHER: "font-noto-all"},
}
_FAR_EAST = re.compile("CJK|HIRAGANA|KATAKANA|HANGUL|BOPOMOFO|IDEOGRAPHIC|FULLWIDTH|HALFWIDTH")
_NOT_DRAWN = {"Zs", "Zl", "Zp", "Cc", "Cf"}
# WeasyPrint's warning of a sign that it leaves blank.
_BLANK = re.compile(r"notdef glyph .*\(U\+([0-9A-F]+)\)")


class Words(Protocol):
    """What people write: settings, or the cover of a bundle."""

    @property
    def title(self) -> str | None: ...  # noqa: D102
    @property
    def authors(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def course(self) -> str: ...  # noqa: D102
    @property
    def instructor(self) -> str: ...  # noqa: D102
    @property
    def acknowledgements(self) -> str | None: ...  # noqa: D102


def refuse_unshowable(words: Words, *others: str, without: str = "--no-pdf") -> None:
    """Raise PrintingError where a word could not be read on paper.

    `others` are names of classes and the like; `without` is what leaves the PDF out, where this was called from.
    """
    if found := lacking(words, *others):
        raise PrintingError(
            f"Expected a font for every sign on paper, found that n{found[1:]}; or leave the PDF out: {without}."
        )


def lacking(words: Words, *others: str) -> str:
    """Say for which signs there is no font, and what to install; nothing where every word can be read on paper."""
    texts = (
        words.title or "",
        *words.authors,
        words.course,
        words.instructor,
        words.acknowledgements or "",
        *others,
    )
    found = missing(texts)
    return f"No font has {_named(found)}: {remedy(found)}" if found else ""


def missing(texts: Iterable[str]) -> str:
    """Return the signs for which there is no font, in the order of the texts; none where there can be no PDF anyway."""
    own = _own_signs()
    drawn = (sign for text in texts for sign in text if unicodedata.category(sign) not in _NOT_DRAWN)
    strange = "".join(dict.fromkeys(sign for sign in drawn if ord(sign) not in own))
    if not strange:
        return ""
    try:
        blank = set(_left_blank(strange))
    except PrintingError:
        return ""
    return "".join(sign for sign in strange if sign in blank)


def remedy(signs: str) -> str:
    """Say what to install for these signs on this system."""
    names = dict.fromkeys(map(_font_for, signs))
    command = next((one for one in PACKAGES if shutil.which(one.split()[0])), None)
    if command is None:
        return f"install {' and '.join(names)} (fonts.google.com/noto)"
    packages = " ".join(PACKAGES[command][name] for name in names)
    return f"install {' and '.join(names)}: `sudo {command} {packages}`"


def scripts_without_font() -> list[str]:
    """Return which scripts of many readers could not be printed here."""
    lacking = missing(SAMPLES.values())
    return [script for script, sign in SAMPLES.items() if sign in lacking]


def _own_signs() -> set[int]:
    """Return the signs of the font that the paper is set in."""
    from fontTools.ttLib import TTFont  # WeasyPrint brings it, too

    return set(TTFont(font(FONTS[0]))["cmap"].getBestCmap())


def _left_blank(signs: str) -> Iterator[str]:
    """Typeset the signs, and return those of which WeasyPrint says that it left them blank.

    It is asked, and not fontconfig, since it decides.  Raises PrintingError where it is missing.
    """
    weasyprint = pdf.typesetter()
    heard = BufferingHandler(len(signs) + 100)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(heard)
    try:
        weasyprint.HTML(string=_page(signs)).write_pdf()
    finally:
        logger.removeHandler(heard)
    found = (_BLANK.search(record.getMessage()) for record in heard.buffer)
    return (chr(int(match[1], 16)) for match in found if match)


def _page(signs: str) -> str:
    """Return a page with each sign in a paragraph of its own, so that none is drawn with its neighbour's font."""
    content = b64encode(font(FONTS[0]).read_bytes()).decode()
    style = f"@font-face {{ font-family: Report; src: url(data:font/ttf;base64,{content}) }} html {{ font: 11pt Report }}"
    return f'<html lang="en"><style>{style}</style>{"".join(f"<p>{escape(sign)}</p>" for sign in signs)}'


def _font_for(sign: str) -> str:
    """Return the name of a free font that has a sign."""
    if _FAR_EAST.match(unicodedata.name(sign, "")):
        return CJK
    return EMOJI if unicodedata.category(sign) in {"So", "Sk"} and ord(sign) > 0xFFFF else OTHER


def _named(signs: str) -> str:
    """List signs, with their numbers where a terminal may lack them, too."""
    listed = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs[:MOST_NAMED])
    return f"{listed} and {len(signs) - MOST_NAMED} more" if len(signs) > MOST_NAMED else listed
