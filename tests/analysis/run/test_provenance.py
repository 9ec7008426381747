"""Dates can be fixed, commits name their changes, and stages are timed."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from analysis.bundle import Bundle
from analysis.bundle.provenance import Stage
from analysis.run import provenance
from analysis.run.settings import Settings
from analysis.system.errors import SettingsError
from analysis.system.progress import NullProgress


def test_the_date_can_be_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH sets clock and cover; a date of the settings goes before it on the cover."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")

    assert provenance.now() == dt.datetime(1970, 1, 2, tzinfo=dt.UTC)
    assert provenance.cover(Settings()).date == "1970-01-02"
    assert provenance.cover(Settings(date=dt.date(2026, 11, 30))).date == "2026-11-30"


@pytest.mark.parametrize(
    "fixed", ["tomorrow", "-1", "1.5", "1e9", "٣", "²", " 7", "253402300800", "9" * 30, "9" * 5000]
)
def test_a_date_that_is_none(fixed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something else in SOURCE_DATE_EPOCH than seconds up to the year 9999 is refused in a sentence."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", fixed)

    with pytest.raises(SettingsError, match=r"at most 253402300799, found .{1,50}: correct or unset it\."):
        provenance.now()


def test_the_last_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last second of the year 9999 is one."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "253402300799")

    assert provenance.now().isoformat() == "9999-12-31T23:59:59+00:00"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout with one commit of a file and a site, as the checkout that runs."""
    (tmp_path / "site").mkdir()
    for file in ("code.py", "site/index.html"):
        (tmp_path / file).write_text("1")
    who = ("-c", "user.name=A", "-c", "user.email=a@b.c")
    for words in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "One")):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
    monkeypatch.setattr(provenance, "CHECKOUT", tmp_path)
    return tmp_path


def test_a_changed_checkout_says_so(checkout: Path) -> None:
    """A commit gets its `+` from a change of code, not from the site that is made from it."""
    clean = provenance.git_commit()
    (checkout / "site" / "index.html").write_text("2")
    rebuilt = provenance.git_commit()
    (checkout / "code.py").write_text("2")

    assert clean is not None
    assert len(clean) == 40
    assert (rebuilt, provenance.git_commit()) == (clean, f"{clean}+")


def test_outside_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed program has no commit, even within somebody's repository."""
    monkeypatch.setattr(provenance, "CHECKOUT", tmp_path)

    assert provenance.git_commit() is None


def test_stages_are_timed_in_order() -> None:
    """Each stage that ended is there once, with times that are no less than nothing; one that failed is not."""
    watch = provenance.Stopwatch(NullProgress())
    with watch.stage("one"):
        pass
    with pytest.raises(ValueError, match="two"), watch.stage("two"):
        raise ValueError("two")

    assert [stage.name for stage in watch.stages] == ["one"]
    assert min(watch.stages[0].wall_seconds, watch.stages[0].cpu_seconds) >= 0


def test_the_longest_stage(tiny_bundle: Bundle) -> None:
    """The stage with most wall time, of whatever order; none before any was timed."""
    stages = tuple(Stage(name=str(wall), wall_seconds=wall, cpu_seconds=9 - wall) for wall in (1, 3, 2))
    made = tiny_bundle.provenance.model_copy(update={"stages": stages})

    assert made.longest_stage == stages[1]
    assert made.model_copy(update={"stages": ()}).longest_stage is None


def test_the_machine_is_described_but_not_named() -> None:
    """System, processor and cores are there."""
    found = provenance.machine("a GPU")

    assert found.cores >= 1
    assert found.accelerator == "a GPU"
    assert found.system
    assert found.processor
