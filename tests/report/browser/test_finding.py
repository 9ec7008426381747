"""What a reader looks for is found: by the search, with keyboard and finger, and in the single file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.bundle import storage
from report.output.single import single_file
from tests.report.browser.conftest import LOAD, Opener, in_two_sets_of_fonts

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.report.conftest import Built


@pytest.fixture(scope="module")
def single(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The single file of the built site, in a folder of its own."""
    files = {
        path.relative_to(built.folder).as_posix(): path for path in built.folder.rglob("*") if path.is_file()
    }
    made = single_file(storage.read(built.results), {name: path.read_bytes() for name, path in files.items()})
    place = tmp_path_factory.mktemp("single") / "report.html"
    place.write_bytes(made.content)
    return place


# Two frames: what a scroll changes has been drawn.
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def chosen(page: Page) -> str:
    """Return the title that Enter would open, as a listener hears it."""
    (option,) = page.locator("[role=option][aria-selected=true]").all()
    assert option.get_attribute("id") == page.locator("[role=combobox]").get_attribute(
        "aria-activedescendant"
    )
    return option.locator("b").inner_text()


def test_a_slash_opens_the_search_and_enter_goes_to_what_is_chosen(opened: Opener) -> None:
    """Arrows go round, Escape closes and gives the focus back; the index is asked for only then, and nothing else."""
    page = opened("method")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.locator(".sidebar .find").focus()
    page.keyboard.press("/")
    page.keyboard.type("wilson interval")
    page.locator("[role=option]").first.wait_for()
    assert page.locator("[role=combobox]").get_attribute("aria-expanded") == "true"
    first = chosen(page)
    assert first == "Wilson interval"
    page.keyboard.press("ArrowDown")
    assert chosen(page) != first
    page.keyboard.press("ArrowUp")
    assert chosen(page) == first
    page.keyboard.press("Escape")
    assert page.locator("dialog").is_hidden()
    assert page.evaluate("document.activeElement.className") == "find"
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#term-wilson")
    assert next(name for name in asked if name.endswith(".js")) == "search-index.js"
    assert opened.heard == []


def test_on_a_phone_a_finger_finds_a_figure(opened: Opener) -> None:
    """By the button of the menu bar; what is found fits the window and leads to the figure."""
    page = opened("overview", width=390, has_touch=True)
    page.locator(".menubar .find").tap()
    page.locator("[role=combobox]").fill("figure 2")
    option = page.locator("[role=option]").first
    box, title = option.bounding_box(), option.locator("b").inner_text()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["height"] >= 24
    assert title.startswith("Figure 2: ")
    option.tap()
    assert page.locator("figure:target .claim").inner_text() == title.removeprefix("Figure 2: ")


def test_things_are_found_by_their_names(opened: Opener, built: Built) -> None:
    """An index with or without its comma, a pair, an author, a term before all words that hold it, a file, a row."""
    error = storage.read(built.results).findings.confusion.errors[0]
    first, second = sorted((error.label, error.predicted))
    page = opened("overview")
    page.keyboard.press("/")
    asked = {
        str(error.index): f"Test image {error.index}",
        f"{first}/{second}": f"{first}/{second}",
        "lecun": "LeCun",
        "ECE": "expected calibration error (ECE)",
        "predictions.csv": "predictions.csv",
        "cite": "Cite this report",
        "dropout rate": "Table ",
    }
    for text, title in asked.items():
        page.locator("[role=combobox]").fill(text)
        page.locator("[role=option]").first.wait_for()
        assert chosen(page).startswith(title), text
    page.locator("[role=combobox]").fill("ECE")
    titles = page.locator("[role=option]").all_inner_texts()
    assert not [title for title in titles if "receives" in title]


@pytest.mark.parametrize(
    ("count", "said", "listed"),
    [
        (0, "Nothing found", 0),
        (1, "1 found", 1),
        (12, "12 found", 12),
        (13, "13 found; the first 12 are shown", 12),
    ],
)
def test_it_is_said_how_many_were_found(opened: Opener, count: int, said: str, listed: int) -> None:
    """Twelve at most are listed, and only of more it is said that these are the first."""
    page = opened("overview")
    entry = {"title": "Rare", "where": "Results", "words": "", "file": "a.html", "id": "a"}
    page.evaluate("([entry, count]) => { globalThis.searchIndex = Array(count).fill(entry) }", [entry, count])
    page.keyboard.press("/")  # after that the page's own index would come, and take its place
    page.locator("[role=combobox]").fill("rare")
    page.locator("dialog [role=status]").get_by_text(said, exact=True).wait_for()
    assert page.locator("[role=option]").count() == listed


def test_a_number_is_found_with_and_without_its_comma(opened: Opener) -> None:
    """An index is an identifier, however somebody writes it."""
    page = opened("overview")
    entry = {"title": "Test image 2414", "where": "Confusion", "words": "", "file": "a.html", "id": "a"}
    page.evaluate("(entry) => { globalThis.searchIndex = [entry] }", entry)
    page.keyboard.press("/")
    for text in ("2414", "2,414", "image 2414"):
        page.locator("[role=combobox]").fill(text)
        assert chosen(page) == "Test image 2414"
    page.locator("[role=combobox]").fill("414")
    page.locator("dialog [role=status]", has_text="Nothing found").wait_for()


@pytest.mark.parametrize("way", ["click", "tap", "Enter", "Space"])
def test_a_term_says_what_it_means_where_it_stands(opened: Opener, way: str) -> None:
    """By mouse, finger and keyboard; Escape gives the focus back, and the way on leads to the glossary."""
    touch = way == "tap"
    page = opened("method", width=390 if touch else 1280, has_touch=touch)
    term, box = page.locator("main a.term").first, page.locator(".definition")
    meaning = term.get_attribute("data-meaning") or ""
    if way in {"click", "tap"}:
        getattr(term, way)()
    else:
        term.focus()
        page.keyboard.press(way)
    box.wait_for()
    assert box.locator("p").inner_text() == meaning
    place, word = box.bounding_box(), term.bounding_box()
    assert place
    assert word
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= (390 if touch else 1280)
    assert place["y"] >= word["y"] + word["height"] or place["y"] + place["height"] <= word["y"]
    page.keyboard.press("Escape")
    assert box.is_hidden()
    assert term.evaluate("(one) => one === document.activeElement")
    term.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#term-*")
    assert opened.heard == []


def test_a_second_click_on_a_term_shuts_its_definition(opened: Opener) -> None:
    """As does one beside it; another term shows its own."""
    page = opened("method")
    terms = page.locator("main > section > p > a.term")
    one, other = terms.first, terms.last
    box = page.locator(".definition")
    one.click()
    box.wait_for()
    one.click()
    assert box.is_hidden()
    one.click()
    other.click()
    assert box.locator("b").inner_text() == other.get_attribute("data-term")
    page.mouse.click(5, 5)
    assert box.is_hidden()


@pytest.mark.parametrize("options", [{"java_script_enabled": False}, {}], ids=["no script", "a new window"])
def test_a_term_is_a_link_to_the_glossary(opened: Opener, options: dict[str, bool]) -> None:
    """Without script, and wherever a new window is asked for."""
    page = opened("method", **options)
    term = page.locator("main a.term").first
    if options:
        term.click()
        page.wait_for_url("**/glossary.html#term-*")
    else:
        with page.context.expect_page() as other:
            term.click(modifiers=["ControlOrMeta"])
        other.value.wait_for_url("**/glossary.html#term-*")
        other.value.close()
    use = page.locator(":target + dd .uses a").first if options else None
    if use:
        use.click()
        page.wait_for_url("**/*.html#use-*")
        assert page.locator("a.term:target").count() == 1


def test_what_nobody_wrote_is_not_found(opened: Opener) -> None:
    """That is said, and Enter stays."""
    page = opened("overview")
    page.keyboard.press("/")
    page.keyboard.type("qwxz")
    page.locator("dialog [role=status]", has_text="Nothing found").wait_for()
    page.keyboard.press("Enter")
    assert page.locator("dialog").is_visible()


def test_without_script_nothing_offers_a_search(opened: Opener) -> None:
    """No button, no field."""
    page = opened("overview", java_script_enabled=False)
    assert page.locator(".find").count() == 2
    assert not any(button.is_visible() for button in page.locator(".find").all())


@in_two_sets_of_fonts
@pytest.mark.parametrize("width", [1280, 390])
def test_the_single_file_is_whole(opened: Opener, single: Path, width: int) -> None:
    """It asks for nothing, shows every picture, fits the window, and its search and its chapters lead to their places."""
    page = opened("overview", width=width)
    page.goto(single.as_uri())
    page.evaluate(LOAD)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bar = ".menubar" if width < 1180 else ".sidebar"
    if width < 1180:
        page.locator(".menubar summary").click()
    link = page.locator(f"{bar} .chapters > li > a", has_text="Confidence")
    link.scroll_into_view_if_needed()
    page.evaluate(SETTLED)  # the bar unfolds the chapter that is read, and moves the link
    link.click()
    assert page.locator(":target h1").inner_text().startswith("Confidence: ")
    page.locator(f"{bar} [aria-current=page]", has_text="Confidence").wait_for(state="attached")
    assert page.locator(".menubar details").get_attribute("open") is None
    page.keyboard.press("/")
    page.keyboard.type("table 1")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("Enter")
    assert page.locator(":target .number").inner_text() == "Table 1"
    assert opened.heard == []


def test_the_single_file_shows_all_images_where_there_is_room(opened: Opener, single: Path) -> None:
    """A cell of the matrix leads to its images, a number to one, and the map is there, all in one page."""
    page = opened("overview")
    page.goto(single.as_uri())
    page.locator(".matrix tbody tr:nth-child(4) .right a").click()
    page.locator(".controls [role=status]", has_text="of 360 images").wait_for()
    assert page.get_by_label("Label", exact=True).input_value() == "3"
    page.evaluate("location.hash = '5'")
    page.locator("[role=dialog]", has_text="Test image no. 5").wait_for()
    page.locator(".opened .placed a").click()
    page.locator(".map ~ .beside [role=dialog]", has_text="Test image no. 5").wait_for()
    assert page.locator(".spots.broad a").count() > 5
    assert opened.heard == []
