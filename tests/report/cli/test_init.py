"""The settings file that `init` writes: the country of the locale is asked there, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.run import provenance, settings
from tests.report.cli.calls import call

COUNTRIES = (
    ("en_US.UTF-8", "letter", "is for letter paper, as is usual in US"),
    ("de_DE.UTF-8", "a4", "is for A4, as is usual in DE"),
    ("en_GB", "a4", "is for A4, as is usual in GB"),
    ("C.UTF-8", "letter", "is for letter paper, as your locale names no country"),
    ("nonsense\udc80_€€", "letter", "as your locale names no country"),
    ("", "a4", "as is usual in FR"),
)


@pytest.mark.parametrize(("locale", "paper", "said"), COUNTRIES)
def test_init_writes_the_paper_of_the_country(
    locale: str, paper: str, said: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LC_ALL, LC_PAPER or LANG names it: letter in North America and where none is named, else A4; it says so."""
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("LC_PAPER", "fr_FR.UTF-8")
    monkeypatch.setenv("LC_ALL", locale)

    assert said in call("init").stdout
    assert settings.load(folder / settings.FILE, {}).paper == paper


@pytest.mark.parametrize("name", ["LC_ALL", "LC_PAPER", "LANG"])
def test_no_other_command_asks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cover of a build is the same in every country."""
    papers = set()
    for locale in ("de_DE.UTF-8", "en_US.UTF-8"):
        monkeypatch.setenv(name, locale)
        papers.add(provenance.cover(settings.Settings()).paper)

    assert papers == {"letter"}
