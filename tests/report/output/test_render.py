"""Templates are compiled once, where that can be remembered."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from report.output import render


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for what this program keeps."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    return tmp_path / "cache"


def loaded() -> str:
    return render.environment().get_template("web/page.html.jinja").name or ""


def test_compiled_templates_are_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time nothing is compiled."""
    loaded()
    assert list(cache.rglob("*.cache"))

    monkeypatch.setattr("jinja2.Environment.compile", None)
    assert loaded() == "web/page.html.jinja"


def test_a_place_that_cannot_be_written_harms_nobody(cache: Path) -> None:
    """A file stands where the folder would."""
    cache.write_text("not a folder")

    assert loaded() == "web/page.html.jinja"


@pytest.mark.parametrize(
    ("text", "kind"), [("a" * 12, " short"), ("a" * 13, ""), ("a" * 20, ""), ("a" * 21, " long")]
)
def test_cells_of_a_few_letters_stay_on_one_line(text: str, kind: str) -> None:
    """Words longer than those of this language may break."""
    table: Any = render.environment().get_template("table.html.jinja").module
    assert table.length(text).rstrip() == kind


@pytest.mark.parametrize(("letters", "long"), [(48, False), (49, True)])
def test_a_long_title_is_set_smaller(letters: int, long: bool) -> None:
    """Up to 48 letters fill two lines of a wide window."""
    template = render.environment().get_template("screen/masthead.html.jinja")
    frame = SimpleNamespace(title="a" * letters, course="", kind="", subtitle="")
    say = SimpleNamespace(headlines=[], front=SimpleNamespace(heading="", note="", tiles=[]))
    shown = template.render(frame=frame, say=say, beside=[], by_slug={})
    assert ('<h1 class="long">' in shown) == long
