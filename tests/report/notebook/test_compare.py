"""`report.compare`: of what a notebook built, or of what lies in folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import report
from analysis.bundle import Bundle, storage
from analysis.system.errors import BundleError
from report.notebook import Report
from tests.kinds import rival_of


def test_reports_and_files_are_compared(tmp_path: Path, kind: Callable[[str], Bundle]) -> None:
    """It says in a notebook what the command says, and leads to the page."""
    ours = kind("two-classes")
    storage.write(rival_of(ours), tmp_path / "other.json")
    built = Report(ours, tmp_path / "mine", None)
    found = report.compare(built, tmp_path / "other.json", out=tmp_path / "both.html")

    assert found.page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "A (mine): accuracy" in repr(found)
    assert "B (other): accuracy" in found._repr_html_()  # as IPython calls it
    assert found.page.as_uri() in found._repr_html_()
    assert found.comparisons[0].test.right.images == 120


def test_other_test_images_are_refused(tmp_path: Path, kind: Callable[[str], Bundle]) -> None:
    """In one sentence, and no page is written."""
    both = (Report(kind(name), tmp_path, None) for name in ("two-classes", "one-error"))
    with pytest.raises(BundleError, match="the same classes"):
        report.compare(*both, out=tmp_path / "both.html")
    assert not (tmp_path / "both.html").exists()
