"""What a paper in LaTeX takes along: the headline numbers as macros, the report and its references as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.bundle import Bundle
from analysis.bundle.record import present
from report.chapters.frame import Frame
from report.chapters.overview import headlines
from report.chapters.overview.headlines import Headline
from report.chapters.references.works import Work
from report.text.escaped import latex

ARTICLE = re.compile(r"(?P<journal>\D+), (?P<volume>\d+)(?:\((?P<number>\d+)\))?(?:, (?P<pages>[\d–]+))?")
AFTER_INITIALS = re.compile(r"(?<=\.), (?:& )?")


def numbers_tex(bundle: Bundle) -> str:
    """Write a macro for each headline number and one for its 95% interval, such as `digitsAccuracyInterval`."""
    lines = [
        "% Headline numbers of a report by digits-report, and their 95% intervals: \\input this file.",
        _macro("TestImages", f"{bundle.findings.accuracy.overall.total:,}"),
        *(line for name, one in _named(bundle) for line in _both(name, one)),
    ]
    return "\n".join(lines) + "\n"


def _named(bundle: Bundle) -> Iterator[tuple[str, Headline]]:
    yield "Accuracy", headlines.accuracy(bundle)
    yield "Errors", headlines.errors(bundle)
    yield "MacroF", headlines.macro_f1(bundle)
    if calibration := present(bundle.findings.calibration):
        yield "ConfidenceGap", headlines.confidence_gap(calibration)
    yield "FourthHeadline", headlines.fourth(bundle)


def _both(name: str, one: Headline) -> Iterator[str]:
    yield f"{_macro(name, one.text + one.unit)} % {one.label}"
    yield _macro(f"{name}Interval", one.ends)


def _macro(name: str, text: str) -> str:
    return f"\\newcommand{{\\digits{name}}}{{{latex(text)}}}"


def report_bib(frame: Frame, date: str, works: Sequence[tuple[str, Work]]) -> str:
    """Write BibTeX of the report, whose date is `YYYY-MM-DD`, and of the works that it cites, by their keys."""
    report = {
        "key": "" if frame.author_names else f"{{{latex(frame.title)}}}",
        "author": " and ".join(f"{{{latex(name)}}}" for name in frame.author_names),
        "title": f"{{{latex(frame.title)}}}",
        "howpublished": latex(frame.made_for),
        "year": date[:4],
        "note": latex(frame.subtitle),
    }
    return "\n".join([_entry("misc", "this-report", report), *(_work(key, one) for key, one in works)])


def _work(key: str, one: Work) -> str:
    named = " and ".join(AFTER_INITIALS.split(one.authors)).replace("et al.", "others")
    place = ARTICLE.fullmatch(one.venue)
    where = place.groupdict(default="") if place else {"howpublished": latex(one.venue)}
    where |= {name: latex(where[name]) for name in ("journal", "pages") if name in where}
    fields = {"author": named, "title": f"{{{latex(one.title)}}}", "year": str(one.year), **where}
    return _entry("article" if place else "misc", key, fields | {"url": one.link})


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"
