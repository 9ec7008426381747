"""Site and PDF are made at the same time, where that is safe, and are what they are one after the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from analysis.bundle import Bundle, storage
from analysis.system.errors import PrintingError
from analysis.system.progress import NullProgress
from report.output import parallel, pdf, publication, site
from report.output.edition import Edition
from report.output.publication import Source

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No TensorFlow, two processors, a PDF of one line, and of the site which process made it, and what it offers."""
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(pdf, "typeset", lambda *_: b"%PDF")
    monkeypatch.setattr(site, "contents", lambda _, offered: {"page": said(os.getpid(), sorted(offered))})


def said(process: int, offered: Sequence[str]) -> bytes:
    return f"{process} offers {' '.join(offered)}".encode()


def published(bundle: Bundle, out: Path, edition: Edition | None) -> tuple[int, list[str], bool]:
    """Return which process made the site, what it offers, and whether there is a PDF."""
    source = Source(storage.dump(bundle), bundle, None)
    printed = publication.write(source, out, NullProgress(), edition, None)
    assert (out / site.PAPER).exists() == printed
    process, _, *offered = (out / "page").read_text().split()
    return int(process), offered, printed


WITH, WITHOUT = [site.PAPER, site.PREDICTIONS, site.RESULTS], [site.PREDICTIONS, site.RESULTS]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")
def test_another_process_makes_the_site_meanwhile(tiny_bundle: Bundle, tmp_path: Path) -> None:
    """It offers the PDF that is not yet made."""
    process, *rest = published(tiny_bundle, tmp_path / "out", Edition())
    assert rest == [WITH, True]
    assert process != os.getpid()


def test_beside_tensorflow_one_comes_after_the_other(
    tiny_bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is forked there."""
    monkeypatch.setitem(sys.modules, "tensorflow", ModuleType("tensorflow"))
    assert published(tiny_bundle, tmp_path / "out", Edition()) == (os.getpid(), WITH, True)


def test_a_site_alone_is_made_here(tiny_bundle: Bundle, tmp_path: Path) -> None:
    """So that other processes draw for it."""
    assert published(tiny_bundle, tmp_path / "out", None) == (os.getpid(), WITHOUT, False)


def test_a_site_does_not_offer_a_pdf_that_came_to_nothing(
    tiny_bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made anew."""

    def fail(*_: object) -> None:
        raise PrintingError("no Pango")

    monkeypatch.setattr(pdf, "typeset", fail)
    assert published(tiny_bundle, tmp_path / "out", Edition()) == (os.getpid(), WITHOUT, False)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")
def test_a_helper_has_no_helpers() -> None:
    """What it would share out it does itself: the system lets no such process have children."""
    (found,) = parallel.map_ordered(lambda _: parallel.map_ordered(lambda _: os.getpid(), range(3)), [0])
    assert len(set(found)) == 1
    assert found[0] != os.getpid()
