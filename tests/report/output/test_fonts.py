"""Laws of words on paper: what no font here can show is found beforehand, and what one can is let through."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from analysis.run.settings import Settings
from analysis.system.errors import PrintingError
from report.output import fonts, pdf

# For private use: no font should have it, and those that do are not Pango's choice for a text.
NOBODYS = "\U0010fff0"


@pytest.fixture(autouse=True)
def _pango() -> None:
    try:
        pdf.typesetter()
    except PrintingError as problem:
        pytest.skip(f"{problem}".partition("\n")[0])


def picture(sign: str) -> bytes:
    """Return what a PDF shows of a sign."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    content = pdf.typesetter().HTML(string=f"<p style='font-size: 40pt'>{sign}").write_pdf()
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        return bytes(document[0].render(scale=0.5).to_numpy().tobytes())


@pytest.mark.parametrize("name", ["Ada Lovelace", "Łukasz Größe", "Ωμέγα – Привет", "a\u200db", "…“”·×−"])
def test_words_of_the_papers_own_font(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the font of the paper has is never asked about: it costs no typesetting."""
    monkeypatch.setattr(pdf, "typesetter", lambda: pytest.fail("WeasyPrint was asked"))
    fonts.refuse_unshowable(Settings(authors=(name,), acknowledgements="Thanks\nto all"))


def test_every_text_is_looked_at() -> None:
    """Signs without a font are named wherever they stand, with what to install and how to do without."""
    title, author, course, instructor, thanks = (
        f"To {chr(ord(NOBODYS) + place)} and A" for place in range(5)
    )
    words = Settings(
        title=title, authors=("Ada", author), course=course, instructor=instructor, acknowledgements=thanks
    )

    with pytest.raises(
        PrintingError, match=r"U\+10FFF0.*U\+10FFF4.*: install Noto Sans.*--no-pdf\.$"
    ) as caught:
        fonts.refuse_unshowable(words)
    assert re.findall(r"U\+(\w+)", str(caught.value)) == [f"10FFF{place}" for place in range(5)]


def test_other_words_are_looked_at() -> None:
    """Names of classes count, too."""
    with pytest.raises(PrintingError):
        fonts.refuse_unshowable(Settings(), "zero", NOBODYS)


def test_what_is_said_to_be_missing_is_missing() -> None:
    """Of names in many scripts, those signs are named of which a PDF shows what it shows of no sign at all."""
    signs = "李김ส🦊عЖé𓀀"

    nothing = picture(NOBODYS)

    assert fonts.missing([signs]) == "".join(sign for sign in signs if picture(sign) == nothing)


@pytest.mark.parametrize(
    ("signs", "tool", "said"),
    [
        ("李한", "apt-get", "Noto Sans CJK: `sudo apt-get install fonts-noto-cjk`"),
        ("ส🦊", "apt-get", "install fonts-noto-core fonts-noto-color-emoji`"),
        ("ひ", "dnf", "`sudo dnf install google-noto-sans-cjk-fonts`"),
        ("ส", "apk", "`sudo apk add font-noto-all`"),
        ("ส", "brew", "install Noto Sans (fonts.google.com/noto)"),
    ],
)
def test_the_remedy_fits_the_system(
    signs: str, tool: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fonts are named by their packages where the system has a known package manager."""
    (tmp_path / tool).write_bytes(b"")
    (tmp_path / tool).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert said in fonts.remedy(signs)


def test_without_a_typesetter_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there can be no PDF, there are no words to miss on paper."""

    def fail() -> None:
        raise PrintingError("no Pango")

    monkeypatch.setattr(pdf, "typesetter", fail)
    assert fonts.missing([NOBODYS]) == ""
