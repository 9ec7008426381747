"""Every number that a reader sees comes from the bundle.

Two nets.  The first reads the sources: no sentence in a template or in the wording contains a digit of its own,
apart from the constants below.  The second reads the pages: each number in the text is one that the bundle holds,
written in one of the ways of `report.text.formats`; that also catches numbers that were computed on the way.
"""

from __future__ import annotations

import ast
import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel

from analysis.bundle.gallery import PredictionTable
from analysis.bundle.record import Estimate, Packed, Proportion
from report import wording
from report.output.render import templates
from report.pages import labels
from report.text.formats import day, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conftest import Document

    from analysis.bundle import Bundle, Findings

NUMBER = re.compile(r"−?\d[\d,]*(?:\.\d+)?")

# What may stand in a sentence without being looked up.
CONSTANTS = {
    **dict.fromkeys("0123456789", "the ten digits, and counts that a reader can check on the page"),
    "10": "of digits",
    "12": "images in a row of examples",
    "28": "pixels of a side",
    "784": "pixels of an image",
    "255": "full ink, as it is stored",
    "45": "pairs of digits",
    "90": "ways to misread a digit; the mark of a sure answer, in percent",
    "990": "comparisons of two pairs",
    "95": "every interval, in percent",
    "5": "the level of every test, in percent",
    "20": "side of the square that an MNIST digit fills",
    "50": "one half, in percent",
    "98": "an example of a confidence, in percent",
    "99": "the mark of a high accuracy, and of a high confidence, in percent",
    "100": "all, in percent",
    "1,000": "rates of rare events",
    "0.5": "the mark of a clear silhouette; the end of a colour scale",
    "0.25": "the mark of a weak silhouette",
    "0.6": "full colour of a difference, in ink",
    "0.001": "the bound below which p is not written out",
    "0.99": "the bound above which p is not written out",
    "99.99": "the bound above which a confidence is not written out",
    "0.9": "Brier score of guessing, sum over ten digits",
    "2.303": "log loss of guessing, ln 10",
    **dict.fromkeys(("0.0", "1.00"), "what a rounded number is compared with before it is printed"),
    "256": "SHA-256",
    "3.11": "the lowest version of Python",
    "1990": "when scikit-learn's digits were written",
    "1995": "when MNIST's digits had been written",
}


def test_no_template_states_a_number() -> None:
    """What stands outside of the braces of a section has no digits but the constants."""
    for path in sorted((templates() / "sections").rglob("*.jinja")):
        plain = re.sub(
            r"(?s)\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|&\w+;", " ", path.read_text(encoding="utf-8")
        )
        assert not strangers(plain), path.name


def test_no_sentence_states_a_number() -> None:
    """Nor have the strings inside of the braces, and those of the wording."""
    for path in sorted((templates() / "sections").rglob("*.jinja")):
        texts = chain.from_iterable(re.findall(r'"([^"]*)"', code) for code in inside(path))
        assert not strangers(" ".join(text for text in texts if " " in text)), path.name
    for path in sorted(Path(wording.__file__).parent.glob("*.py")):
        assert not strangers(" ".join(sentences(path))), path.name


def inside(path: Path) -> Iterator[str]:
    """Yield what stands inside of the braces."""
    for pair in re.findall(r"(?s)\{\{(.*?)\}\}|\{%(.*?)%\}", path.read_text(encoding="utf-8")):
        yield from pair


def sentences(path: Path) -> Iterator[str]:
    """Yield the strings of a module, without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def strangers(text: str, known: Iterable[str] = ()) -> set[str]:
    """Return the numbers of a text that are neither constants nor known."""
    return {number.rstrip(",") for number in NUMBER.findall(text)} - CONSTANTS.keys() - set(known)


def test_every_number_on_a_page_is_in_the_bundle(documents: dict[str, Document], bundle: Bundle) -> None:
    """Text, alternative text and labels alike."""
    known = written(bundle)
    found = {name: strangers(spoken(document, bundle), known) for name, document in documents.items()}
    assert not {name: numbers for name, numbers in found.items() if numbers}


def test_a_made_up_number_is_found(documents: dict[str, Document], bundle: Bundle) -> None:
    """The net has small meshes: of the numbers with decimals, moved by one last digit, most are caught."""
    known = written(bundle)
    text = " ".join(spoken(document, bundle) for document in documents.values())
    real = {number for number in NUMBER.findall(text) if "." in number and len(number) > 4} - CONSTANTS.keys()
    moved = {number[:-1] + str((int(number[-1]) + 5) % 10) for number in real}
    assert len(moved - known) > 0.6 * len(moved)


def spoken(document: Document, bundle: Bundle) -> str:
    """Return all that is read or heard of a page, without names, dates, versions and checksums."""
    body = document.every("body")[0]
    heard = [element.get(name) or "" for element in body.iter() for name in ("alt", "aria-label")]
    text = " ".join(chain(body.itertext(), heard)).replace("\N{NO-BREAK SPACE}", " ")
    for said in sorted(strings(bundle), key=len, reverse=True):
        text = text.replace(said, " ")
    return text


def strings(bundle: Bundle) -> set[str]:
    """Return every text of the bundle that holds a digit, and how dates and checksums are shown."""
    found = {text for text in _walk(bundle, str) if re.search(r"\d", text)}
    dates = {day(date) for date in (bundle.cover.date, bundle.provenance.created)}
    shown = {short(text) for text in found if len(text) == 64} | {
        text[:7] for text in found if len(text) == 40
    }
    return found | dates | shown


def _walk(part: object, kind: type) -> Iterator[object]:
    """Yield all leaves of a kind; predictions and pictures are no numbers of the text."""
    if isinstance(part, PredictionTable | Packed):
        return
    if isinstance(part, BaseModel):
        part = dict(part)
    if isinstance(part, dict):
        yield from chain.from_iterable(_walk(value, kind) for value in chain(part, part.values()))
    elif isinstance(part, tuple):
        yield from chain.from_iterable(_walk(value, kind) for value in part)
    elif type(part) is kind:
        yield part


def _records(part: object, kind: type) -> Iterator[object]:
    if isinstance(part, kind):
        yield part
    elif isinstance(part, BaseModel):
        yield from chain.from_iterable(_records(value, kind) for value in dict(part).values())
    elif isinstance(part, tuple):
        yield from chain.from_iterable(_records(value, kind) for value in part)


def written(bundle: Bundle) -> set[str]:
    """Return every number of the bundle in every way in which it may be written."""
    found = bundle.findings
    parts = found.dataset.training, found.dataset.validation, found.dataset.test
    sizes = {len(part) for part in _tuples(found)}
    whole = {*_walk(bundle, int), *sizes, sum(part.images for part in parts), *_derived(bundle)}
    texts = {f"{value:,}" for value in whole} | {str(value) for value in whole}
    texts |= {f"{label.number}" for label in labels(found).values()}
    for share in _records(found, Proportion):
        texts |= _share(share)
    for number in _records(found, Estimate):
        texts |= {
            _fixed(limit * scale, digits)
            for limit in (number.low, number.value, number.high)
            for scale in (1, 100)
            for digits in range(7)
        }
    for value in chain(_walk(bundle, float), _differences(found)):
        texts |= {_fixed(abs(value), digits) for digits in range(5)} | {
            _fixed(value, digits) for digits in range(5)
        }
        texts |= {_fixed(100 * Decimal(str(value)), digits) for digits in range(4)}
    return texts


def _differences(found: Findings) -> Iterator[Decimal]:
    """Yield shares that follow from others by one sum, difference or ratio."""
    for epoch in found.training.epochs if found.training else ():
        training, validation = (
            Decimal(str(value)) for value in (epoch.training_accuracy, epoch.validation_accuracy)
        )
        yield from (1 - training, 1 - validation, training - validation)
    for plane in (found.projection.pixels, found.projection.features):
        first, second, third = (Decimal(str(share)) for share in plane.explained[:3])
        yield from (first + second, second / third)
    for score in found.accuracy.digits:
        if score.precision:
            yield abs(Decimal(str(score.precision.value)) - Decimal(str(score.recall.value)))
    counts = found.dataset.training.per_digit
    yield Decimal(min(counts)) / max(counts)


def _derived(bundle: Bundle) -> Iterator[int]:
    """Yield counts that follow from others by one subtraction or sum."""
    found = bundle.findings
    for share in _records(found, Proportion):
        yield share.total - share.count
    for each in (found.confidence.correct, found.confidence.wrong):
        yield from (each.count - each.below_90, each.count - each.above_99)
    yield found.accuracy.overall.total - found.confidence.correct.above_99 - found.confidence.wrong.above_99
    yield found.confidence.correct.above_99 + found.confidence.wrong.above_99
    yield found.confidence.correct.below_90 + found.confidence.wrong.below_90
    yield from (sum(row) - row[digit] for digit, row in enumerate(found.confusion.counts))
    for stage in bundle.provenance.stages:
        for seconds in (stage.wall_seconds, stage.cpu_seconds):
            yield from divmod(round(seconds), 60)


def _share(share: Proportion) -> set[str]:
    exact = Decimal(share.count) / share.total
    limits = [Decimal(str(limit)) for limit in (share.low, share.high)]
    percent = {_fixed(100 * value, digits) for value in (exact, 1 - exact, *limits) for digits in range(3)}
    thousand = {_fixed(1000 * value, digits) for value in (exact, 1 - exact, *limits) for digits in range(2)}
    counts = {_fixed(share.total * limit, 0) for limit in limits}
    return percent | thousand | counts | {"99.9", "0.1", "0.01"}


def _tuples(part: object) -> Iterator[tuple[object, ...]]:
    if isinstance(part, BaseModel):
        part = tuple(dict(part).values())
    if isinstance(part, tuple):
        yield part
        yield from chain.from_iterable(map(_tuples, part))


def _fixed(value: float | Decimal, digits: int) -> str:
    """Round half-up, apart from the code that is tested."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{rounded:,.{digits}f}".replace("-", "−") if rounded else f"{abs(rounded):,.{digits}f}"
