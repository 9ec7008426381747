"""Reports on 30 and on 100 classes, with names in several scripts, stay readable and light."""

from __future__ import annotations

import re

import numpy as np
import pytest

from analysis.bundle import Bundle
from analysis.bundle.accuracy import OtherOrder
from analysis.bundle.classes import Classes
from analysis.bundle.record import Omitted, Proportion, present
from report.chapters import class_count
from report.chapters.claims import claim_named
from report.chapters.confusion import pair_tests
from report.chapters.errors import cards
from report.chapters.model import drawings
from report.output import site
from report.output.drawings import draw_all
from report.output.edition import TALLEST
from report.output.render import Renderer
from report.text.naming import Naming
from tests.pretended import changed as pretending
from tests.pretended import pretended
from tests.report.conftest import pages_of, parse, words
from tests.report.weights import as_bytes, too_much

SHOWN = re.compile(r'(?:src|srcset)="(figures/[^"]+\.svg)"')
HEAVIEST_PAGE, HEAVIEST_CARDS, HEAVIEST_FIGURE = 400_000, 450_000, 150_000  # bytes


@pytest.fixture(scope="module")
def hundred_files(hundred_bundle: Bundle) -> dict[str, bytes]:
    """The whole site of a hundred classes."""
    return as_bytes(site.contents(hundred_bundle, frozenset()))


def test_a_hundred_classes_have_a_light_site(hundred_files: dict[str, bytes]) -> None:
    """No page and no drawing on it weighs more than a photograph, or asks for many pictures."""
    pages = {name: len(content) for name, content in hundred_files.items() if name.endswith(".html")}
    shown = {name for page in pages for name in SHOWN.findall(hundred_files[page].decode())}
    figures = {name: len(hundred_files[name]) for name in shown}

    assert too_much(hundred_files) == {}
    # The page of errors holds 270 images and sixty cards with bars and six images each; 170,000 bytes are images alone.
    assert pages.pop("errors.html") < HEAVIEST_CARDS
    assert max(pages.values()) < HEAVIEST_PAGE, pages
    assert max(figures.values()) < HEAVIEST_FIGURE, figures
    assert {"figures/confusion-matrix.svg", "figures/confusion-matrix-narrow.svg"} <= figures.keys()


def test_a_card_of_many_classes_draws_the_true_one_and_the_most_probable(hundred_bundle: Bundle) -> None:
    """Five bars, and how many classes have none."""
    for card in cards.cards(hundred_bundle):
        shares = card.image.probabilities or ()
        others = sorted(set(range(100)) - {card.image.image.label}, key=lambda label: -shares[label])[:4]
        assert [one.share for one in card.probabilities] == [
            shares[label] for label in sorted([card.image.image.label, *others])
        ]
        assert card.rest == "and 95 classes less probable"


@pytest.mark.parametrize(("count", "many"), [(20, False), (21, True)])
def test_up_to_twenty_classes_have_a_row_each(count: int, many: bool) -> None:
    """One more, and the matrix becomes a map."""
    classes = Classes(
        names=tuple(f"class {number}" for number in range(count)), noun="class", nouns="classes"
    )
    assert class_count.are_many(Naming(classes)) is many


def test_the_worst_twenty_classes_and_thirty_pairs_are_tables(
    hundred_files: dict[str, bytes], hundred_bundle: Bundle
) -> None:
    """In place of a matrix; the classes by recall, lowest first, the pairs by errors."""
    page, scores = parse(hundred_files["confusion.html"].decode()), hundred_bundle.findings.accuracy.classes
    rows = {
        name: [words(row.find("th")) for row in page.every("figure", id=f"tab-{name}")[0].iter("tr")][1:]
        for name in ("worst-classes", "worst-pairs")
    }
    recalls = {Naming(hundred_bundle.classes).name(score.label): score.recall.value for score in scores}
    shown = [recalls[name] for name in rows["worst-classes"]]

    assert not page.every("table", class_="matrix")
    assert shown == sorted(recalls.values())[: class_count.CLASSES]
    assert len(rows["worst-pairs"]) == class_count.PAIRS


@pytest.mark.parametrize(
    ("name", "count"), [("twelve_bundle", 12), ("thirty_bundle", 20), ("hundred_bundle", 20)]
)
def test_no_table_in_sight_has_more_than_thirty_rows(
    name: str, count: int, request: pytest.FixtureRequest
) -> None:
    """What is not folded shows all classes up to twenty, then the worst twenty; the folds are bounded, too."""
    bundle: Bundle = request.getfixturevalue(name)
    for chapter in Renderer(bundle, "web").chapters:
        for table in filter(None, chapter.tables.values()):
            assert len(table.table.rows) <= max(30, count), table.claim
            assert all(len(one.rows) <= class_count.FOLDED for one in table.numbers), table.claim
        for figure in filter(None, chapter.figures.values()):
            assert all(len(one.rows) <= class_count.FOLDED for one in figure.numbers), figure.claim
    assert len(class_count.shown_classes(bundle.findings.confusion, Naming(bundle.classes))) == count


def test_every_class_is_in_a_fold(thirty_bundle: Bundle) -> None:
    """What the tables leave out stands behind them."""
    pages = pages_of(thirty_bundle)
    for file in ("results.html", "dataset.html", "confidence.html", "pca.html"):
        heads = {words(head) for head in pages[file].every("th", scope="row")}
        assert set(thirty_bundle.classes.names) <= heads, file


def test_a_hundred_classes_can_be_printed(hundred_bundle: Bundle) -> None:
    """The document for paper and its drawings."""
    renderer = Renderer(hundred_bundle, "paper")
    assert "confusion-matrix.svg" in renderer.paper()
    assert len(draw_all(renderer.chapters, "paper")) == len(drawings(renderer.chapters))


@pytest.mark.parametrize("name", ["twelve", "sixteen", "thirty", "hundred"])
def test_no_drawing_leaves_half_a_page_empty(name: str, request: pytest.FixtureRequest) -> None:
    """However many classes there are, on paper none is so tall that what stands before it could not fill its page."""
    chapters = Renderer(request.getfixturevalue(f"{name}_bundle"), "paper").chapters
    tall = {drawing.name: drawing.paper for drawing in drawings(chapters) if drawing.paper > TALLEST}

    assert not tall


def test_long_ranks_are_written_as_other_counts(hundred_bundle: Bundle) -> None:
    """A hundred classes have 4,950 pairs."""
    naming, found = Naming(hundred_bundle.classes), hundred_bundle.findings.confusion
    assert pair_tests.all_pairs(found, naming).rows[0].cells[-1] == "1 to 4,950"


def test_pairs_of_other_classes_are_those_with_the_closest_training_means(thirty_bundle: Bundle) -> None:
    """The claim says how its pairs were chosen, and the chapter that nobody named them."""
    means, claim = present(thirty_bundle.findings.class_means), claim_named(thirty_bundle, "look-alikes")
    assert means
    assert claim

    named = sorted(pair.classes for pair in means.ranked[:2])
    assert claim.statement.endswith(
        f"whose training means are closest: {Naming(thirty_bundle.classes).pairs(named)}."
    )
    (section,) = pages_of(thirty_bundle)["confusion.html"].every("section", id="named-pairs")
    assert "Nobody named look-alikes among these shapes." in words(section)
    assert "Reports on these classes usually" not in words(section)


def warned(bundle: Bundle, **changes: object) -> Bundle:
    accuracy = pretending(bundle.findings.accuracy, **changes)
    return bundle.model_copy(update={"findings": bundle.findings.model_copy(update={"accuracy": accuracy})})


@pytest.mark.parametrize(
    ("means", "shift", "said"),
    [((1, 2, 0), 1, "if each output stood for the next shape"), ((2, 0, 1), 2, "for the previous shape"), ((1, 0, 2), None, "if circle stood for cross and cross stood for circle")],
)  # fmt: skip
def test_another_order_of_the_outputs_is_said_first(
    means: tuple[int, ...], shift: int | None, said: str, three_bundle: Bundle
) -> None:
    """On the first page and with the results: what it would give, that nothing was changed, and what to check."""
    other = pretended(OtherOrder, means=means, shift=shift, accuracy=Proportion.of(140, 150))
    pages = pages_of(warned(three_bundle, other_order=other))
    first, results = (words(pages[name].every("main")[0]) for name in ("index.html", "results.html"))

    for text in (first, results):
        assert "Warning: the outputs seem to stand in another order than the classes." in text
        assert f"it would be 93.3% {said}" in text or said in text
    assert "Nothing was changed." in results


def test_photographs_are_not_inverted_and_have_no_ink(three_bundle: Bundle) -> None:
    """Neither as thumbnails nor in the mosaic; the words speak of brightness."""
    images = present(three_bundle.images)
    assert images
    of_ink = three_bundle.findings.model_copy(update={"slices": Omitted(reason="not asked here")})
    photographs = three_bundle.model_copy(
        update={"images": images.model_copy(update={"polarity": "photograph"}), "findings": of_ink}
    )
    for file, page in pages_of(photographs).items():
        assert not page.every("img", class_="ink"), file
        assert " ink" not in words(page.every("main")[0]), file
    assert pages_of(three_bundle)["index.html"].every("img", class_="ink")


def test_names_that_could_be_misread_are_quoted(thirty_bundle: Bundle) -> None:
    """Words of the report itself, and more than a word; others and those of a table stay as they are."""
    naming = Naming(thirty_bundle.classes)

    assert naming.pair((0, 1)).replace("\N{NO-BREAK SPACE}", " ") == "“a” and “error”"
    assert [naming.quoted(label) for label in (2, 5, 7)] == ["“T-shirt/top”", "日本", "Ω"]
    assert naming.quoted(6) == "\N{FIRST STRONG ISOLATE}عين\N{POP DIRECTIONAL ISOLATE}"
    assert naming.name(1) == "error"
    assert naming.names(range(12)).count("class") == 2
    assert naming.names(range(30)).endswith(" and nineteen more")
    assert np.all([naming.name(k) in naming.names(range(30)) for k in range(11)])
