"""The page of a comparison: one file with styles, scripts, pictures and tables inside, which asks for nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from analysis.bundle.record import Estimate, present
from analysis.comparison import Comparison
from report.chapters.frame import frame_of
from report.chapters.model import Chapter, Section, captions
from report.chapters.overview.headlines import Headline, headline
from report.comparison import tables, wording
from report.comparison.gallery import Gallery, galleries, in_whose_form, pictures
from report.figures import axis_ends
from report.figures.axis_ends import Ends
from report.images.png import data_uri
from report.images.theme import THEME
from report.output.permalinks import with_permalinks
from report.output.render import environment, templates, unindented
from report.output.tables import csv_files, tables_of
from report.text.formats import between, estimate, image_file, percent
from report.text.naming import Naming

STYLES = ("theme.css", "dark.css", "layout.css", "evidence.css", "images.css", "single.css")
SCRIPTS = ("site.js",)


class Held:
    """What the file holds itself, as the parts of a single file ask for it."""

    has_images = False

    def __init__(self, small: Mapping[str, bytes], files: Mapping[str, bytes]) -> None:
        """Hold pictures and tables by name."""
        self._small, self._files = small, files

    def picture(self, name: str) -> str:
        """Return the address that holds a picture; an empty one where there is none."""
        return data_uri(self._small[name]) if name in self._small else ""

    def file(self, name: str) -> str:
        """Return the address that holds a table."""
        return data_uri(self._files[name], "text/csv")


class Compared(NamedTuple):
    """One comparison as the page tells it."""

    end: str
    """Of the ids of its sections, figures and tables."""
    a: str
    b: str
    judged: str
    difference: Headline
    log_loss: str
    calibration: str
    """Why it is not compared; empty where it is."""
    changed_classes: str
    galleries: Sequence[Gallery]


def page(several: Sequence[Comparison]) -> str:
    """Render comparisons with the same first report; equal reports give equal pages."""
    held = pictures(several)
    told = [_told(found, held.keys()) for found in several]
    chapter = _chapter(several, told)
    small = {f"images/{image_file(row)}.png": each.on_screen() for row, each in held.items()}
    files = {f"data/{name}": content for name, content in csv_files([chapter]).items()}
    return _rendered(chapter, Held(small, files), several)


def _told(found: Comparison, held: Collection[int]) -> Compared:
    return Compared(
        end=found.b.letter.lower(),
        a=found.a.letter,
        b=found.b.letter,
        judged=wording.judged(found),
        difference=_difference(found),
        log_loss=wording.log_loss(found),
        calibration=wording.calibration(found),
        changed_classes=wording.changed_classes(found),
        galleries=galleries(found, held),
    )


def _chapter(several: Sequence[Comparison], told: Sequence[Compared]) -> Chapter:
    naming = Naming(several[0].a.bundle.classes)
    by_end = [
        (f"{name}-{each.end}", made)
        for found, each in zip(several, told, strict=True)
        for name, made in (
            ("answers", tables.two_by_two(found)),
            ("calibration", tables.calibration(found)),
            ("classes", tables.classes(found, naming)),
        )
    ]
    return Chapter(
        slug="comparison",
        name="Comparison",
        summary="Reports on the same test images side by side",
        title=wording.title(several),
        lead=told[0].judged if len(told) == 1 else wording.lead(several),
        sections=[
            Section("reports", "The reports"),
            *(section for each in told for section in _sections(each, told)),
        ],
        say={
            "headlines": _headlines(several[0]) if len(several) == 1 else (),
            "told": told,
            "same_images": wording.same_images(several),
        },
        figures={one.id: one.figure for each in told for one in each.galleries},
        tables={
            "reports": tables.reports(several),
            "differences": tables.differences(several),
            **dict(by_end),
        },
        beside=(*STYLES, *SCRIPTS),
    )


def _sections(each: Compared, told: Sequence[Compared]) -> Iterator[Section]:
    which = f"{each.b}: " if len(told) > 1 else ""
    yield Section(f"accuracy-{each.end}", f"{which}Accuracy")
    yield Section(f"probabilities-{each.end}", f"{which}Probabilities")
    yield Section(f"by-class-{each.end}", f"{which}By class")
    yield from (Section(f"images-{one.id}", one.heading) for one in each.galleries)


def _headlines(found: Comparison) -> Iterator[Headline]:
    """Yield both accuracies on one axis, and the differences in accuracy and log loss."""
    a, b = found.a, found.b
    axis = axis_ends.of_share(min(a.accuracy.low, b.accuracy.low))
    for one in (a, b):
        words = (percent(one.accuracy).rstrip("%"), "%", between(one.accuracy))
        yield headline(f"Accuracy of {one.letter}", one.accuracy, axis, 100, words)
    yield _difference(found)
    loss = present(found.log_loss)
    if loss and loss.low < loss.high:
        yield _of_log_loss(loss, f"Log loss, {b.letter} minus {a.letter}")


def _difference(found: Comparison) -> Headline:
    difference = found.test.difference
    around = axis_ends.around_zero(difference.low, difference.high)
    words = (estimate(difference, 100), " points", between(difference, scale=100))
    return headline(f"{found.b.letter} minus {found.a.letter}", difference, around, 100, words)


def _of_log_loss(loss: Estimate, label: str) -> Headline:
    end = axis_ends.round_up(max(abs(loss.low), abs(loss.high)))
    return headline(label, loss, Ends(-end, end), 1, (estimate(loss), "", between(loss)))


def _rendered(chapter: Chapter, held: Held, several: Sequence[Comparison]) -> str:
    made, frame = environment(), frame_of(in_whose_form(several).bundle)
    made.filters["scaled"] = frame.scaled
    shared: dict[str, Any] = {
        "own_parts": "single/parts.html.jinja",
        "enclosed": held,
        "frame": frame,
        "banner": frame.banner,
        "chapter": chapter,
        "say": chapter.say,
        "captions": captions([chapter]),
        "by_slug": {},
        "files": (),
        "address": "",
        "ornament": lambda _: "",
        "tables_of": tables_of,
        "paper_colours": THEME["paper"],
    }
    parts = made.get_template("screen/parts.html.jinja").make_module(shared)
    content = made.get_template("comparison/content.html.jinja").render(shared, part=parts)
    asset = {name: Markup((templates() / "assets" / name).read_text("utf-8")) for name in chapter.beside}  # noqa: S704
    return made.get_template("comparison/page.html.jinja").render(
        shared,
        part=parts,
        content=with_permalinks(unindented(Markup(content))),  # noqa: S704  # Jinja escaped it
        styles=[asset[name] for name in STYLES],
        scripts=[asset[name] for name in SCRIPTS],
    )
