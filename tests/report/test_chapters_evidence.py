"""Laws of the chapters that argue: confusion, mean digits, confidence, PCA."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.bundle.record import Estimate, Packed
from report import mistakes
from report.pages import PAGES
from report.wording import confidence, confusion, mean_digits, pairs, projection

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from conftest import Document

    from analysis.bundle import Bundle
    from analysis.bundle.confusion import ConfusionFindings

OURS = [page for page in PAGES if page.slug in {"confusion", "mean-digits", "confidence", "pca"}]


def words(element: Element) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def with_tiers(found: ConfusionFindings, standing: int, verified: int) -> ConfusionFindings:
    """Let the first pairs stand out, and the order of some of them be certain."""
    ranked = tuple(
        pair.model_copy(update={"tier": "stands out" if place < standing else "seen"})
        for place, pair in enumerate(found.pairs)
    )
    order = tuple(pair.digits for pair in ranked[:verified])
    return found.model_copy(update={"pairs": ranked, "verified_order": order})


# --- the matrix and the images -------------------------------------------------------------------------


def test_the_matrix_shows_every_count(documents: dict[str, Document], bundle: Bundle) -> None:
    """Ten rows with ten counts each, a zero for those who listen, and what was misread at the end of the row."""
    (table,) = documents["confusion.html"].every("table", class_="matrix")
    for digit, row in enumerate(table.findall("tbody/tr")):
        counts = bundle.findings.confusion.counts[digit]
        cells = [words(cell) for cell in row.findall("td")]
        assert words(row.find("th")) == str(digit)
        assert cells[:10] == [str(count) for count in counts]
        assert cells[10] == str(sum(counts) - counts[digit])


def test_heads_of_the_matrix_say_what_they_head(documents: dict[str, Document]) -> None:
    """Each head has a scope; the empty corner is no head."""
    (table,) = documents["confusion.html"].every("table", class_="matrix")
    assert all(head.get("scope") for head in table.iter("th"))
    assert [corner.tag for corner in (row[0] for row in table.findall("thead/tr"))] == ["td", "td"]


def test_the_claimed_cells_are_framed_also_when_empty(documents: dict[str, Document]) -> None:
    """3/5 and 8/9, both ways: four frames, whatever was found."""
    (table,) = documents["confusion.html"].every("table", class_="matrix")
    framed = [
        (digit, place)
        for digit, row in enumerate(table.findall("tbody/tr"))
        for place, cell in enumerate(row.findall("td"))
        if "named" in (cell.get("class") or "").split()
    ]
    assert framed == [(3, 5), (5, 3), (8, 9), (9, 8)]


def test_every_red_cell_leads_to_its_images(documents: dict[str, Document], bundle: Bundle) -> None:
    """A link for each kind of mistake that occurred, and a group of images behind it."""
    page = documents["confusion.html"]
    (table,) = page.every("table", class_="matrix")
    links = [link.get("href", "").removeprefix("#") for link in table.iter("a")]
    assert len(links) == bundle.findings.confusion.cells
    assert {group.get("id") for group in page.every("li", class_="bin")} == set(links)


def test_every_kept_mistake_is_shown_once(
    hopeless_documents: dict[str, Document], hopeless_bundle: Bundle
) -> None:
    """Also where there are too many to keep, and more than eight in a group; the page says how many there are."""
    found = hopeless_bundle.findings.confusion
    assert found.mistakes_total > len(found.mistakes)
    page = hopeless_documents["confusion.html"]
    shown = [words(image) for image in page.every("li", class_="misread")]
    assert len(shown) == len(found.mistakes)
    assert f"{len(found.mistakes)} of {found.mistakes_total} mistakes" in [
        words(head) for head in page.every("h2")
    ]
    assert any(words(group.find("h3")).endswith("shown") for group in page.every("li", class_="bin"))


@given(st.lists(st.integers(1, 20), max_size=60))
def test_rows_of_images_are_filled(sizes: list[int]) -> None:
    """Packing loses no group, and leaves no room that a later group would fill."""
    groups = [mistakes.Group(0, 1, (None,) * size, size) for size in sizes]  # type: ignore[arg-type]
    order = list(mistakes.packed(groups))
    assert sorted(group.total for group in order) == sorted(sizes)
    room = mistakes.COLUMNS
    for place, group in enumerate(order):
        if group.span > room:
            assert all(later.span > room for later in order[place:])
            room = mistakes.COLUMNS
        room -= group.span


@given(st.integers(0, 100_000))
def test_red_deepens_with_the_mistakes(fullest: int) -> None:
    """Four steps, in order, for any number; the fullest cell of fifty or more is in the last step."""

    class Found:
        counts = ((5, fullest),)

    step = mistakes.unit(Found())  # type: ignore[arg-type]
    steps = [mistakes.heat(max(1, count // step)) for count in range(1, fullest + 1, max(1, fullest // 50))]
    assert steps == sorted(steps)
    assert set(steps) <= {1, 2, 3, 4}
    assert len(mistakes.steps(step)) == 4
    assert fullest < 50 or mistakes.heat(fullest // step) == 4


# --- what is said of pairs --------------------------------------------------------------------------------


@given(standing=st.integers(0, 6), verified=st.integers(0, 4))
def test_a_title_singles_out_no_more_than_the_tests_do(
    tiny_bundle: Bundle, standing: int, verified: int
) -> None:
    """One pair is named only if just one stands out; `truly` and `most of all` ask for a certain first place."""
    found = with_tiers(tiny_bundle.findings.confusion, standing, verified)
    text = confusion.title(found)
    assert ("No pair" in text) == (standing == 0)
    assert ("Only" in text) == (standing == 1)
    assert ("truly" in text or "most of all" in text) == (standing > 0 and verified > 0)
    assert text.replace("\N{NO-BREAK SPACE}", " ").count(" and ") == (
        standing == 1 or (standing > 1 and verified > 0)
    )


@given(standing=st.integers(0, 6), verified=st.integers(0, 4))
def test_four_questions_have_four_answers(tiny_bundle: Bundle, standing: int, verified: int) -> None:
    """Each with what decides it; `None` where the tests name nothing."""
    spread, above, order, places = pairs.answers(
        with_tiers(tiny_bundle.findings.confusion, standing, verified)
    )
    assert spread.answer in {"No", "They may be"}
    assert (above.answer == "None") == (standing == 0)
    assert (order.answer == "None") == (verified == 0)
    assert "3/5" in places.answer
    assert "8/9" in places.answer


def test_a_pair_is_often_confused_only_beyond_an_even_spread(bundle: Bundle) -> None:
    """Supported means that it stands out; a pair without a mistake is never more than not supported."""
    found = bundle.findings.confusion
    for pair in found.pairs:
        verdict = pairs.verdict(pair, found)
        assert (verdict == "supported") == (pair.tier == "stands out")
        assert verdict == "not supported" or pair.mistakes


def test_verdicts_fall_along_the_ranking(bundle: Bundle) -> None:
    """Among pairs ordered by rate, none is judged better than one with a higher rate, those that stand out apart."""
    order = ["supported", "partly supported", "not supported"]
    found = bundle.findings.confusion
    rest = [pair for pair in found.pairs if pair.tier != "stands out"]
    judged = [
        order.index(pairs.verdict(pair, found)) for pair in sorted(rest, key=lambda pair: -pair.rate.value)
    ]
    assert judged == sorted(judged)


def test_the_named_pairs_are_always_reported(documents: dict[str, Document]) -> None:
    """Their means, their difference, a verdict and the number that decides it."""
    (figure,) = documents["confusion.html"].every("figure", id="fig-named-pairs")
    text = words(figure)
    for claim in ("3 and 5 are often confused.", "8 and 9 are often confused."):
        assert claim in text.replace("\N{NO-BREAK SPACE}", " ")
    assert len([face for face in figure.iter("img") if "difference" in (face.get("src") or "")]) >= 2
    assert text.count("upported") >= 2


# --- confidence --------------------------------------------------------------------------------------------


@given(st.floats(-0.2, 0.2), st.floats(1e-5, 0.1))
def test_a_gap_has_a_direction_only_beyond_chance(value: float, half: float) -> None:
    """The sentence takes a side only where the interval does not hold 0, and never prints a difference as 0."""
    text = confidence.gap(Estimate(value=value, low=value - half, high=value + half))
    assert ("within chance" in text) == (abs(value) <= half)
    if abs(value) > half:
        assert ("surer than right" in text) == (value > 0)
        assert re.search(r"[1-9]", text)


@given(st.floats(0.1, 1))
def test_limits_of_confidence_are_true(value: float) -> None:
    """`more than` and `or more` hold to the last digit that is printed, and nothing but 1 is called 100%."""
    text = confidence.at_least(value)
    shown = float(re.search(r"[\d.]+", text)[0])
    assert shown <= 100 * value + 0.051
    assert text.startswith("more than") or text.endswith("or more")
    assert ("100%" in text) == (value == 1)


def test_the_histogram_counts_every_image(documents: dict[str, Document], bundle: Bundle) -> None:
    """The bins add up to the right and to the wrong answers, in the bundle and in the table."""
    found = bundle.findings.confidence
    rows = confidence.histogram(found)
    assert sum(right for _, right, _ in rows) == found.correct.count
    assert sum(wrong for *_, wrong in rows) == found.wrong.count
    names = [words(cell) for cell in documents["confidence.html"].root.iter("th")]
    assert all(name in names for name, *_ in rows)


# --- means and maps ------------------------------------------------------------------------------------------


def test_one_pair_is_closest_only_if_no_other_could_be(bundle: Bundle) -> None:
    """With tiny standard errors there is one; with huge ones all 45 are equally close."""
    ranked = bundle.findings.mean_digits.ranked
    sharp = [each.model_copy(update={"standard_error": 0.0}) for each in ranked]
    blurred = [each.model_copy(update={"standard_error": 50.0}) for each in ranked]
    assert mean_digits.closest(sharp).endswith("are the closest.")
    assert mean_digits.closest(blurred).startswith("45 pairs")


def test_the_distances_shown_hold_the_claimed_pairs(bundle: Bundle) -> None:
    """Whatever their place; the first is the closest, the last the farthest of 45."""
    found = bundle.findings.mean_digits
    shown = mean_digits.shown(found.ranked, found.differences)
    assert {(3, 5), (8, 9)} <= {each.digits for _, each in shown}
    assert (shown[0][0], shown[-1][0]) == (1, 45)


def test_digits_stand_apart_or_are_mixed_but_not_both(bundle: Bundle) -> None:
    """The two lists share no digit, and the sentence names all of both."""
    for plane in (bundle.findings.projection.pixels, bundle.findings.projection.features):
        apart, mixed = set(projection.together(plane)), set(projection.mixed(plane))
        assert not apart & mixed
        assert (
            len(apart) == 10
            or len(mixed) == 10
            or {int(digit) for digit in re.findall(r"\d", projection.groups(plane))} == apart | mixed
        )


def test_poles_are_the_digits_at_the_ends(tiny_bundle: Bundle) -> None:
    """Ten digits on a diagonal: 0 and 9 are the ends of the first component, 9 and 0 of the second."""
    steps = np.arange(10, dtype=np.uint16)
    plane = tiny_bundle.findings.projection.pixels.model_copy(
        update={"points": Packed.of(np.stack([steps, 9 - steps], axis=1))}
    )
    assert projection.poles(plane, "0123456789") == ((0, 9), (9, 0))


# --- the words themselves ----------------------------------------------------------------------------------------


def test_sentences_are_whole(documents: dict[str, Document], hopeless_documents: dict[str, Document]) -> None:
    """No hole where a number should be, no plural of one, nothing left of Python."""
    wrong = re.compile(
        r"None of them|nan|\bTrue\b|\bFalse\b|\bNone\b(?! of| [A-Z]|$)|\{|\}|  |\b(?:one|1) (?:mistakes|images|pairs)\b"
        r"|\bno mistakes? are\b|\ba 8\b| [,.;]|\.\.|\bthe the\b",
    )
    for document in [
        *(documents[page.file] for page in OURS),
        *(hopeless_documents[page.file] for page in OURS),
    ]:
        (chapter,) = document.every("main")
        for part in ("p", "h1", "h2", "h3", "li"):
            for element in chapter.iter(part):
                assert not wrong.search(words(element)), words(element)


def test_no_two_captions_say_the_same(documents: dict[str, Document]) -> None:
    """Each figure and table of a chapter makes a claim of its own."""
    for page in OURS:
        claims = [words(claim) for claim in documents[page.file].every("p", class_="claim")]
        assert len(claims) == len(set(claims))
