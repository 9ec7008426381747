"""What was found is said where it is found, in the abstract and in the conclusion, and in plain words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import pytest

from analysis.bundle import Bundle
from report.output.render import Renderer
from tests.golden.texts import stored
from tests.kinds import KINDS
from tests.report.conftest import parse

# Not "0 to 18%" and "82 to 100%": many shares without a case have the same one.
INTERVAL = re.compile(r"(?<![\d.])[−<>]?\d[\d.,]* to [<>]?[−\d][\d.,]*\d?%?")
NOT_PROSE = {"table", "svg", "nav", "figcaption", "h1", "h2", "h3"}
TEXTS = {"p", "li", "dd"}
# Pages that give numbers to explain them, or list what others say.
NO_FINDINGS = {"method.html", "glossary.html", "references.html", "404.html"}
# What was said once, and what it is called now.
HARD = {
    r"\b(that|those) (of|on|to|using) the\b": "name it again",
    r"\b(uniform|even) spread\b": "null hypothesis: errors in proportion to images",
    r"\bnamed beforehand\b": "prespecified",
    r"\bfinished network\b": "final model",
    r"\bcut off\b": "truncated",
    r"\bsignificantly many\b": "more errors than expected",
    r"(?<!-)\bsure(ness|st)?\b": "confidence",
    r"\bof the one error is\b": "the one error is not",
    r"\bof one claims\b": "the claim",
    r"\b(has|have) (a )?(lower|higher|fewer|more)\b[^.]* than (that|those)\b": "name what is lowest",
    r"\b\d+ \d+ times\b": "put the number of times in brackets",
    r"(?<=\. )\d+ \w+ (equals?|of them)\b": "a number that opens a sentence is a word",
    r"\bonly one pair\b": "two classes are no pairs",
    r"\bno pair has more errors\b": "the most errors",
}


def _prose(element: Element) -> Iterator[str]:
    """Return the running text, without tables, titles, captions and the large numbers of the first page."""
    if element.tag in NOT_PROSE or "headlines" in (element.get("class") or ""):
        return
    yield element.text or ""
    for child in element:
        yield from _prose(child)
        yield child.tail or ""


def _paragraphs(page: str) -> list[str]:
    """Return the paragraphs of a page; warnings repeat the numbers against which they warn."""
    (main,) = parse(page).every("main")
    whole = [
        each
        for each in main.iter()
        if each.tag in TEXTS and all(part.tag not in TEXTS for part in [*each.iter()][1:])
    ]
    texts = (" ".join("".join(_prose(each)).split()) for each in whole)
    return [text for text in texts if not text.startswith("Warning:")]


@pytest.mark.parametrize("name", KINDS)
def test_a_finding_is_said_where_it_is_found_and_in_abstract_and_conclusion(
    name: str, kind: Callable[[str], Bundle]
) -> None:
    """Law: the prose of a page says no interval twice, and no interval and no sentence stands on more than three pages."""
    pages = Renderer(kind(name), "web").pages()
    intervals: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    for file, page in pages.items():
        if file in NO_FINDINGS:
            continue
        paragraphs = _paragraphs(page)
        said = INTERVAL.findall("\n".join(paragraphs))
        here = Counter(each for each in said if not re.search(r"^0 to| 100%$", each))
        assert [each for each, times in here.items() if times > 1] == [], file
        intervals.update(here.keys())
        sentences.update(
            {each for text in paragraphs for each in re.split(r"(?<=[.?]) (?=[A-Z0-9])", text) if " " in each}
        )

    assert [each for each, times in intervals.items() if times > 3] == []
    assert [each for each, times in sentences.items() if times > 3 and len(each.split()) > 6] == []


@pytest.mark.parametrize("hard", HARD)
@pytest.mark.parametrize("name", KINDS)
def test_no_hard_word_is_left(name: str, hard: str) -> None:
    """Law: words and turns that readers stumbled over stand in no kind of report."""
    found = [
        (file, line.strip()[:120])
        for file, text in stored(name).items()
        if file not in {"styles.txt", "drawings.txt", "references.txt", "takeaway.txt"}
        for line in text.splitlines()
        if re.search(hard, line)
    ]

    assert found == [], f"say it otherwise: {HARD[hard]}"
