"""All that the paper is made of besides its words, by address.  Nothing else can be addressed.

`report:styles/a4.css`      the style sheets for a size of paper as one: each costs a search for each element
`report:assets/ring.svg`    a file of templates/assets
`report:figures/pairs.svg`  a figure, drawn for paper
`report:formulas/ece.svg`   a formula, as a shape
`report:images/00042.png`   a small picture, enlarged: viewers blur small ones
`mpl-font:STIXGeneral.ttf`  a font that Matplotlib brings, wherever it is installed
`data:image/png;base64,…`   a picture inside a figure
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from functools import cached_property
from mimetypes import guess_type

from analysis.bundle import Bundle
from report.images.shipped import font
from report.images.thumbnails import Thumbnail, thumbnails
from report.output.render import templates
from report.text.formulas import FORMULAS

ENLARGED = 4
FONTS = ("STIXGeneral.ttf", "STIXGeneralItalic.ttf", "STIXGeneralBol.ttf", "STIXGeneralBolIta.ttf", "DejaVuSansMono.ttf")  # fmt: skip
ASSETS = ("ring.svg",)
STYLES = ("theme", "print", "print-evidence")
PAPERS = ("a4.css", "letter.css")
PICTURE = "data:image/png;base64,"


def _asset(name: str) -> bytes:
    return (templates() / "assets" / name).read_bytes()


class AssetLoader:
    """What one report needs; drawn when it is first asked for."""

    def __init__(self, bundle: Bundle, drawn: Callable[[], Mapping[str, bytes]]) -> None:
        """Wait for the drawings, which `drawn` returns, when the first is asked for."""
        self._bundle, self._drawn = bundle, drawn

    def fetch(self, address: str) -> tuple[bytes, str]:
        """Return content and media type.  Raises LookupError for any other address."""
        scheme, _, name = address.partition(":")
        if scheme == "mpl-font" and name in FONTS:
            return font(name).read_bytes(), "font/ttf"
        if scheme == "report":
            return self._made(name), guess_type(name)[0] or ""
        if address.startswith(PICTURE):
            return b64decode(address.removeprefix(PICTURE)), "image/png"
        raise LookupError(address)

    def _made(self, name: str) -> bytes:
        folder, _, file = name.partition("/")
        if folder == "styles" and file in PAPERS:
            return b"".join(_asset(f"{name}.css") for name in (*STYLES, f"print-{file.removesuffix('.css')}"))
        if folder == "assets" and file in ASSETS:
            return _asset(file)
        if folder == "formulas" and file.removesuffix(".svg") in FORMULAS:
            return (templates() / "formulas" / file).read_bytes()
        if folder == "figures":
            return self._figures[file]
        if folder == "images":
            return self._thumbnails[file.removesuffix(".png")].on_paper(ENLARGED)
        raise LookupError(name)

    @cached_property
    def _figures(self) -> Mapping[str, bytes]:
        return self._drawn()

    @cached_property
    def _thumbnails(self) -> Mapping[str, Thumbnail]:
        return thumbnails(self._bundle)
