"""Every number that a reader sees follows one value of the bundle (see number_law.py)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
import pytest

from analysis.bundle import Bundle, storage
from report.output.render import Renderer
from report.text.formats import day, short
from tests.report.conftest import parse
from tests.report.number_law import UNCHANGED, Change, explanations, numbers

VERSIONS = 6
SITE = Path(__file__).parents[2] / "site"

# What may stand in fixed prose; each is the same in every version of a page.
CONSTANTS = {
    **dict.fromkeys(
        map(str, range(1, 13)), "counted by hand in a sentence: one, both, five nearest neighbours"
    ),
    "0": "the lower end of a scale",
    "95": "every interval, in percent",
    "50": "one half, in percent",
    "90": "the threshold of a high confidence, in percent",
    "99": "the threshold of a high accuracy and of a very high confidence, in percent",
    "100": "all, in percent",
    "1,000": "rates of rare events",
    "0.5": "the threshold of a clear silhouette; the end of a colour scale",
    "0.25": "the threshold of a weak silhouette",
    "0.6": "full colour of a difference, in ink",
    "0.05": "the level of every test",
    "−1": "the lower end of a silhouette",
    "−0.5": "the threshold of a clear correlation",
    "255": "full ink, as it is stored",
    "256": "SHA-256",
    "1.96": "the quantile of the normal distribution for 95%",
    "3.11": "the lowest version of Python",
    "0.001": "the bound below which p is not written out",
    "0.99": "the bound above which p is not written out",
    "99.99": "the bound above which a confidence is not written out",
}


def text_of(page: str, named: Sequence[str]) -> str:
    """Return all that is read or heard of a page, without code, formulas, references and what is named: versions, dates, …"""
    body = parse(page).root.find("body")
    assert body is not None
    text = " ".join(
        " ".join(_spoken(body))
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NON-BREAKING HYPHEN}", "-")
        .split()
    )
    for said in named:
        text = re.sub(rf"(?<![\d.,]){re.escape(said)}(?!\d)", " ", text)
    return text


def _spoken(element: Element) -> list[str]:
    if element.tag in {"pre", "code", "math"} or element.get("class") in {
        "works",
        "glossary",
        "cite",
        "number",
        "kicker",
    }:
        return [element.tail or ""]
    if "sidebar" in (element.get("class") or "") or element.get("class") in {"menubar", "pager"}:
        return [element.tail or ""]
    heard = [element.get(name) or "" for name in ("alt", "aria-label")]
    inner = chain.from_iterable(_spoken(child) for child in element)
    return [element.text or "", *heard, *inner, element.tail or ""]


def _strings(bundle: Bundle) -> set[str]:
    """Return every text of the bundle that holds a digit, and how dates and checksums are shown."""
    # “30%”, the rate of a dropout layer, is a number like any other, and may be that of an interval elsewhere.
    found = {text for text in _texts(bundle) if re.search(r"\d[^%]*$", text) and len(text) > 1}
    dates = {day(date) for date in (bundle.cover.date, bundle.provenance.created)}
    hashes = {short(text) for text in found if len(text) == 64} | {
        text[:7] for text in found if len(text) >= 40
    }
    return found | dates | hashes


def _texts(part: Any) -> list[str]:  # noqa: ANN401  # whatever a bundle holds
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        return list(chain.from_iterable(map(_texts, chain(part, part.values()))))
    if isinstance(part, tuple):
        return list(chain.from_iterable(map(_texts, part)))
    if hasattr(part, "model_fields_set") and not isinstance(part, UNCHANGED):
        return list(chain.from_iterable(_texts(value) for _, value in part))
    return []


class Law:
    """The pages of a bundle, and of versions of it with other numbers."""

    def __init__(self, bundle: Bundle, versions: int = VERSIONS) -> None:
        """Render all."""
        rng = np.random.default_rng(736)
        self.bundle = bundle
        self.versions = [
            Change(rng, bundle.findings.accuracy.errors.count).of(bundle) for _ in range(versions)
        ]
        self.pages = self._numbers(bundle)
        self.other_pages = [self._numbers(version) for version in self.versions]
        self.known = explanations(bundle)
        self.other_known = [explanations(version) for version in self.versions]
        self._sources: dict[tuple[str, ...], set[int]] = {}

    @staticmethod
    def _numbers(bundle: Bundle) -> dict[str, list[str]]:
        pages = Renderer(bundle, "web", frozenset({"model.keras", "digits-report.pdf"})).pages()
        named = sorted(_strings(bundle), key=len, reverse=True)
        return {name: numbers(text_of(page, named)) for name, page in pages.items()}

    def sources(self, page: str, place: int) -> set[int]:
        """Return the values and formats that explain a number in all versions of its page."""
        seen = tuple(version[page][place] for version in self.other_pages)
        if seen not in self._sources:
            known = [known[number] for known, number in zip(self.other_known, seen, strict=True)]
            self._sources[seen] = set.intersection(*sorted(known, key=len))
        return self._sources[seen]

    def is_constant(self, page: str, place: int) -> bool:
        """Say whether a number is the same in all versions, and may stand in fixed prose."""
        number = self.pages[page][place]
        return number in CONSTANTS and all(version[page][place] == number for version in self.other_pages)

    def allows(self, page: str, place: int, number: str) -> bool:
        """Say whether the law lets this number stand there."""
        if self.sources(page, place) & self.known[number]:
            return True
        return number == self.pages[page][place] and self.is_constant(page, place)


@pytest.fixture(scope="module")
def law() -> Law:
    """The law for the published bundle, which has all parts and is large enough that no part of a count is all of it."""
    if not (SITE / "results.json").is_file():
        pytest.skip("site/ is not here")
    return Law(storage.read(SITE / "results.json"))


def test_the_same_sentences_are_chosen(law: Law) -> None:
    """Other numbers change no sentence: each page has as many numbers as before."""
    for version in law.other_pages:
        assert {page: len(found) for page, found in version.items()} == {
            page: len(found) for page, found in law.pages.items()
        }


def test_each_number_follows_one_value(law: Law) -> None:
    """Each number on a page is one value of the bundle in one format, in all versions, or a constant of the prose."""
    strangers = {
        page: [
            (number, [version[page][place] for version in law.other_pages])
            for place, number in enumerate(found)
            if not law.allows(page, place, number)
        ]
        for page, found in law.pages.items()
    }
    assert {page: found for page, found in strangers.items() if found} == {}


def test_a_wrong_number_is_caught(law: Law) -> None:
    """Of the numbers on the published pages, each moved by one in its last digit, at most 2% pass."""
    moved = [
        (page, place, _moved(number))
        for page, found in law.pages.items()
        for place, number in enumerate(found)
    ]
    passed = [where for where in moved if law.allows(*where)]
    assert len(passed) <= 0.02 * len(moved), passed[:20]


def _moved(number: str) -> str:
    last = int(number[-1])
    return number[:-1] + str(last + 1 if last < 9 else last - 1)
