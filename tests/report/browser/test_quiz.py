"""Ten errors to be labelled: by mouse, finger and key, for everybody, and with the score that was earned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from report.output import site
from report.output.single import single_file
from tests.kinds import published
from tests.report.browser.conftest import UNFOLD, Opener
from tests.report.browser.test_accessibility import FAULTS as AXE_FAULTS
from tests.report.browser.test_accessibility import LOOKS
from tests.report.browser.test_pages import FAULTS
from tests.tools import AXE, needs_axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

FOCUSED = "document.activeElement.textContent.trim()"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published report, as a site and as one file."""
    here, bundle = tmp_path_factory.mktemp("quiz"), published()
    written = site.write(bundle, here / "site")
    (here / "site" / "single.html").write_bytes(single_file(bundle, written).content)
    return here / "site"


@pytest.fixture
def asked(browser: Browser, folder: Path) -> Iterator[Opener]:
    """A way to open it."""
    opener = Opener(browser, folder)
    yield opener
    assert opener.heard == []
    opener.close()


def question(page: Page) -> Locator:
    """Return the question that is asked: the only one to be seen."""
    return page.locator(".question:visible")


def label(page: Page, name: str = "label") -> Locator:
    """Return the answer that is the label, or the one that was predicted."""
    right = question(page).get_attribute(f"data-{name}")
    return question(page).get_by_role("button", name=right, exact=True)


def play(page: Page, agreed: int) -> None:
    """Agree with the label of the first questions, and with the network on the others."""
    for k in range(10):
        label(page, "label" if k < agreed else "predicted").click()
        page.locator(".next").click()


def test_the_score_is_what_was_earned(asked: Opener) -> None:
    """With the mouse; nothing is stored, and after a reload the first image is asked again."""
    page = asked("quiz")
    play(page, 7)
    assert page.locator(".score dd").all_inner_texts() == ["7 of 10", "0 of 10"]
    assert page.locator(".alike").inner_text() == "On 3 of the ten you gave the answer of the network."
    assert (
        page.get_by_role("status").text_content()
        == "You agree with 7 of 10 labels, the network with none of them."
    )
    assert page.locator(".question:visible").count() == 10
    page.reload()
    assert question(page).locator("h3").inner_text() == "1 of 10"
    assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_an_answer_is_marked_in_words(asked: Opener) -> None:
    """Right or wrong, below the names; it is said, too, and the image has no words that give it away."""
    page = asked("quiz")
    shown = question(page).get_by_role("img").get_attribute("alt") or ""
    assert shown.startswith("Test image ")
    assert shown.endswith(", to be labelled")
    right, wrong = (question(page).get_attribute(f"data-{name}") for name in ("label", "predicted"))
    label(page, "predicted").click()
    marked = {
        option.locator(".name").inner_text(): option.locator(".who").inner_text().split()
        for option in question(page).locator(".options li").all()
    }
    assert {name: words for name, words in marked.items() if words} == {
        right: ["label"],
        wrong: ["network,", "you"],
    }
    said = page.get_by_role("status").text_content() or ""
    assert said.startswith(
        f"You said {wrong}, as the network did. The label is {right}; the network said {wrong}, "
    )
    assert question(page).get_by_role("button").all_inner_texts() == ["Next image"]


def test_keys_alone_lead_through(asked: Opener) -> None:
    """Focus goes from the answer to the way on, then to the next question, at last to the score."""
    page = asked("quiz")
    question(page).get_by_role("button").first.focus()
    for k in range(10):
        page.keyboard.press("Enter" if k % 2 else "Space")
        assert page.evaluate(FOCUSED) == ("Next image" if k < 9 else "The score")
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUSED) == (f"{k + 2} of 10" if k < 9 else "The score")
        page.keyboard.press("Tab")
    assert page.locator(".score").is_visible()


def test_a_finger_finds_the_answers(asked: Opener) -> None:
    """On the narrowest phone they stand in one row, each large enough to be hit."""
    page = asked("quiz", width=320, has_touch=True, is_mobile=True)
    boxes = [one.bounding_box() for one in question(page).get_by_role("button").all()]
    assert len(boxes) == 5
    assert len({box["y"] for box in boxes if box}) == 1
    assert all(box and min(box["width"], box["height"]) >= 44 for box in boxes)
    for _ in range(10):
        label(page).tap()
        page.locator(".next").tap()
    assert page.locator(".yours").inner_text() == "10"


@needs_axe
@pytest.mark.parametrize("state", ["question", "answer", "score"])
def test_each_state_is_for_everybody(asked: Opener, state: str) -> None:
    """In each width, in light, dark and forced colours."""
    page = asked("quiz")
    if state == "answer":
        label(page, "predicted").click()
    if state == "score":
        play(page, 5)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, colours, forced in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours, forced_colors=forced)  # type: ignore[arg-type]
        rules = {"color-contrast": {"enabled": forced == "none"}}
        assert page.evaluate(AXE_FAULTS, [rules, False]) == [], (width, colours, forced)
        assert page.evaluate(FAULTS) == [], width


def test_without_script_each_label_is_unfolded(asked: Opener) -> None:
    """All ten are there, with their answers; what only counts is not."""
    page = asked("quiz", java_script_enabled=False)
    assert page.locator(".without-script").is_visible()
    assert page.locator(".score").is_hidden()
    assert page.locator(".question:visible .options .name").count() == 50
    page.locator(".question summary").first.click()
    assert page.locator(".question a").first.is_visible()


def test_the_front_page_leads_here_and_from_here_to_the_cards(asked: Opener) -> None:
    """Of the image that was asked about."""
    page = asked("overview")
    page.get_by_role("link", name="Could you do better?").click()
    label(page).click()
    question(page).get_by_role("link").click()
    assert "errors.html#error-" in page.url
    page.locator(".card:target").wait_for()


def test_the_single_file_asks_too(asked: Opener, folder: Path) -> None:
    """Among all chapters, and leads to cards of its own."""
    page = asked("overview")
    page.goto((folder / "single.html").as_uri())
    page.evaluate(UNFOLD)
    play(page, 10)
    assert page.locator(".yours").inner_text() == "10"
    address = page.locator(".question a").first.get_attribute("href") or ""
    assert page.locator(f".card{address}").count() == 1
