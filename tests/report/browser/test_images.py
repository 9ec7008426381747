"""The page of all test images: what is filtered, sorted and opened is what the bundle says, by mouse, finger and keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.all_images import AllImages
from analysis.bundle.record import Packed
from report.text.formats import confidence
from tests.report.browser.conftest import Opener
from tests.tools import AXE, needs_axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

WALL, OPENED, FOUND = "[role=listbox].wall", "[role=dialog]", ".controls [role=status]"
PIXELS = """() => {
  const canvas = document.querySelector("[role=dialog] canvas.large");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return [...data].filter((_, k) => k % 4 === 3);
}"""


class Truth:
    """What the bundle says of its test images."""

    def __init__(self, bundle: Bundle) -> None:
        """Read it from a bundle that holds all images and all scores."""
        table, found = bundle.findings.predictions, bundle.findings.all_images
        assert isinstance(found, AllImages)
        assert isinstance(table.scores, Packed)
        self.labels, self.predicted = np.array(table.labels), np.array(table.predicted)
        self.names, self.format, self.packed = bundle.classes.names, bundle.images, found
        view = table.view(len(self.names))
        assert view is not None
        self.confidence: NDArray[np.float64] = view.confidence
        scores = table.scores.array().astype(float)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        self.probabilities = powers / powers.sum(axis=1, keepdims=True)

    def pixels(self, row: int) -> list[int]:
        """Return the packed pixels of an image, row by row."""
        height, width = self.format.height, self.format.width  # type: ignore[union-attr]
        return self.packed.images(np.array([row]), height, width).ravel().tolist()


@pytest.fixture(scope="session")
def truth(tiny_bundle: Bundle) -> Truth:
    """What the built site shows."""
    return Truth(tiny_bundle)


def listed(page: Page) -> list[int]:
    """Return the rows of all images that are shown, in their order, from the list for readers of screens."""
    page.locator(".controls details").evaluate("(fold) => { fold.open = true }")
    page.locator(".listed a").first.wait_for()
    while page.get_by_role("button", name="Show 100 more").is_visible():
        page.get_by_role("button", name="Show 100 more").click()
    return [int(re.match(r"no\. (\d+)", words)[1]) for words in page.locator(".listed a").all_inner_texts()]  # type: ignore[index]


def go(page: Page, address: str) -> None:
    """Go to an address of the page, as a link does."""
    page.evaluate("(address) => { location.hash = address }", address)


def test_what_is_chosen_is_what_is_shown(opened: Opener, truth: Truth) -> None:
    """Each filter and each order, and several at once; the words count them, the controls and the address say them."""
    page = opened("images")
    page.locator(WALL).wait_for()
    rows, right = np.arange(len(truth.labels)), truth.labels == truth.predicted
    given = truth.probabilities[rows, truth.labels]
    choices = {
        "": rows,
        "true=4": rows[truth.labels == 4],
        "predicted=9": rows[truth.predicted == 9],
        "answer=wrong": rows[~right],
        "confidence=0.5-0.9": rows[(truth.confidence >= 0.5) & (truth.confidence < 0.9)],
        "sort=confidence": np.lexsort((rows, -truth.confidence)),
        "sort=loss": np.lexsort((rows, given)),
        "sort=given&reverse=yes": np.lexsort((rows, given))[::-1],
        "true=4&answer=right&sort=confidence": rows[(truth.labels == 4) & right][
            np.argsort(-truth.confidence[(truth.labels == 4) & right], kind="stable")
        ],
    }
    for address, expected in choices.items():
        go(page, address)
        page.locator(FOUND, has_text="360 images.").wait_for()
        assert listed(page) == expected.tolist(), address
        number = page.locator("[role=option]").get_attribute("aria-setsize")
        assert number == str(len(expected))
    go(page, "true=4&answer=right&sort=confidence")
    assert page.get_by_label("Label", exact=True).input_value() == "4"
    page.get_by_label("Prediction", exact=True).select_option("wrong")
    assert page.evaluate("location.hash") == "#true=4&answer=wrong&sort=confidence"
    assert opened.heard == []


def test_an_image_is_opened_as_the_bundle_has_it(opened: Opener, truth: Truth) -> None:
    """By its address, whatever the filter: label, prediction, all probabilities, and each pixel."""
    page = opened("images")
    page.locator(WALL).wait_for()
    error = int(np.flatnonzero(truth.labels != truth.predicted)[0])
    for row, choice in ((0, ""), (error, "&answer=wrong&sort=loss"), (359, "&sort=confidence&reverse=yes")):
        go(page, f"{row}{choice}")
        page.locator(OPENED, has_text=f"no. {row}").wait_for()
        said = page.locator(f"{OPENED} p", has_text="Label").inner_text()
        label, predicted = truth.names[truth.labels[row]], truth.names[truth.predicted[row]]
        sure = confidence(float(f"{truth.confidence[row]:.6g}"))
        assert said == f"Label {label}, predicted as {predicted} with a confidence of {sure}."
        lines = page.locator(f"{OPENED} .chances li").all_inner_texts()
        assert [line.split()[0] for line in lines] == list(truth.names)
        for line, chance in zip(lines, truth.probabilities[row].tolist(), strict=True):
            assert line.split()[1] == ("<0.1%" if chance < 0.001 else confidence(float(f"{chance:.6g}")))
        assert page.evaluate(PIXELS) == truth.pixels(row)
        known = page.locator(OPENED).get_by_role("link", name="What is known of this error")
        places = [f"errors.html#error-{row:05d}"] if row == error else []
        assert known.evaluate_all("(links) => links.map((link) => link.getAttribute('href'))") == places
    page.locator(f"{OPENED} .placed canvas").wait_for()
    go(page, "360")
    page.locator(FOUND, has_text="no. 360 is not among").wait_for()


def test_back_leads_back(opened: Opener) -> None:
    """From an image to the filter, from the filter to all."""
    page = opened("images")
    page.locator(WALL).wait_for()
    page.get_by_label("Label", exact=True).select_option("3")
    page.locator(WALL).click(position={"x": 10, "y": 10})
    assert page.locator(OPENED).is_visible()
    page.go_back()
    page.locator(OPENED).wait_for(state="hidden")
    assert page.evaluate("location.hash") == "#true=3"
    page.go_back()
    page.locator(FOUND, has_text="360 of 360").wait_for()


@pytest.mark.parametrize("way", ["mouse", "finger", "keyboard"])
def test_the_third_image_is_opened_and_shut(opened: Opener, truth: Truth, way: str) -> None:
    """The one under the pointer, or at which the arrows are; the focus goes there and comes back."""
    page = opened("images", width=390, has_touch=True)
    wall = page.locator(WALL)
    wall.wait_for()
    third = {"x": 2 * 29 + 14, "y": 14}
    if way == "mouse":
        wall.click(position=third)  # type: ignore[arg-type]
    elif way == "finger":
        wall.tap(position=third)  # type: ignore[arg-type]
    else:
        wall.focus()
        for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowUp"):
            page.keyboard.press(key)
        assert "no. 2: " in (page.locator("[role=option]").get_attribute("aria-label") or "")
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "dialog"
    assert page.evaluate(PIXELS) == truth.pixels(2)
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("location.hash") == "#3"
    page.keyboard.press("Escape")
    assert page.locator(OPENED).is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "listbox"


@needs_axe
@pytest.mark.parametrize(("width", "look"), [(1280, "light"), (320, "dark"), (390, "forced")])
def test_axe_finds_nothing_in_any_state(opened: Opener, width: int, look: str) -> None:
    """With an image open, with the list open, and where nothing is like that; nothing is wider than the window."""
    page = opened("images", width=width)
    page.emulate_media(
        color_scheme="dark" if look == "dark" else "light",
        forced_colors="active" if look == "forced" else "none",
    )
    page.locator(WALL).wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = {"color-contrast": {"enabled": look != "forced"}}
    for address in ("", "5", "true=1&predicted=2&answer=right", "answer=wrong"):
        go(page, address)
        page.locator(".controls details").evaluate("(fold) => { fold.open = true }")
        page.wait_for_timeout(100)
        found = page.evaluate(
            """(rules) => axe.run({resultTypes: ["violations"], rules, preload: false}).then((found) =>
              found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`))""",
            rules,
        )
        assert found == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_errors_are_there(opened: Opener, tiny_bundle: Bundle) -> None:
    """All of them, as pictures with their labels."""
    page = opened("images", java_script_enabled=False)
    assert page.locator(".without-script .shown").count() == tiny_bundle.findings.accuracy.errors.count


def test_a_number_leads_from_the_search_to_its_image(opened: Opener) -> None:
    """Of any test image, error or not."""
    page = opened("overview")
    page.keyboard.press("/")
    page.locator("[role=combobox]").fill("no. 17")
    page.locator("[role=option]", has_text="Test image 17").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/images.html#17")
    page.locator(OPENED, has_text="Test image no. 17").wait_for()


def test_the_matrix_leads_to_its_images(opened: Opener, truth: Truth) -> None:
    """A cell of the diagonal, an empty one, the head of a row and that of a column."""
    empty = next(
        (label, predicted)
        for label in range(10)
        for predicted in range(10)
        if not ((truth.labels == label) & (truth.predicted == predicted)).any()
    )
    page = opened("confusion")
    page.locator(f".matrix tbody tr:nth-child({empty[0] + 1}) td:nth-child({empty[1] + 2}) a").click()
    page.locator(FOUND, has_text="No of 360 images").wait_for()
    for link, expected in (
        (".matrix tbody tr:nth-child(5) .right a", (truth.labels == 4) & (truth.predicted == 4)),
        (".matrix tbody tr:nth-child(5) th a", truth.labels == 4),
        (".matrix .heads th:nth-child(6) a", truth.predicted == 4),
    ):
        page = opened("confusion")
        page.locator(link).click()
        page.locator(WALL).wait_for()
        assert listed(page) == np.flatnonzero(expected).tolist()


@pytest.mark.parametrize("figure", ["confidence", "reliability", "risk-coverage"])
def test_bars_bins_and_coverages_lead_to_as_many_images_as_they_count(opened: Opener, figure: str) -> None:
    """By links over the drawing, the broad as the slim; the page of all images counts the same."""
    page = opened("confidence")
    links = {
        which: page.locator(f"#fig-{figure} .spots.{which} a").evaluate_all(
            "(links) => links.map((link) => [link.getAttribute('href'), link.getAttribute('aria-label')])"
        )
        for which in ("broad", "slim")
    }
    assert links["broad"] == links["slim"]
    assert len(links["broad"]) > 2
    opened.go(page, "images")
    page.locator(WALL).wait_for()
    for address, words in links["broad"]:
        go(page, address.partition("#")[2])
        number = re.search(r"(\w+) images?$", words)[1]  # type: ignore[index]
        page.locator(FOUND, has_text=re.compile(f"^{number} of 360 images", re.IGNORECASE)).wait_for()
