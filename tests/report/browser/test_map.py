"""The map of the test images: whatever was filtered, zoomed, moved or selected, a point shows its own image."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.all_images import AllImages
from analysis.bundle.projection import Plane
from analysis.bundle.record import present
from report.chapters.subject import planes_of
from report.figures.projection import in_pixels
from tests.report.browser.conftest import Opener
from tests.tools import AXE, needs_axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.report.conftest import Built

MAP, ASK = ".map", "button.ask"
PIXELS = """(canvas) => [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data]
  .filter((_, k) => k % 4 === 3)"""


SAYS = """() => {
  const canvas = document.querySelector(".shown-point canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const [option, map] = [".map [role=option]", ".map canvas"].map((one) => document.querySelector(one));
  const [mark, box] = [option, map].map((one) => one.getBoundingClientRect());
  return {
    words: document.querySelector(".shown-point p").innerText, heard: option.getAttribute("aria-label"),
    pixels: [...data].filter((_, k) => k % 4 === 3), mark: [mark.x + 6 - box.x, mark.y + 6 - box.y],
  };
}"""


class Points:
    """Where each image should be, by the bundle and by what the map says of its view."""

    def __init__(self, bundle: Bundle) -> None:
        """Take planes, pixels and predictions of a bundle with all images."""
        table, packed, images = (
            bundle.findings.predictions,
            bundle.findings.all_images,
            present(bundle.images),
        )
        projection = present(bundle.findings.projection)
        assert isinstance(packed, AllImages)
        assert images
        assert projection
        self.labels, self.predicted = np.array(table.labels), np.array(table.predicted)
        self.planes: list[Plane] = [plane for _, plane in planes_of(projection)]
        self.images = packed.images(np.arange(packed.kept), images.height, images.width)

    def on_screen(self, page: Page) -> NDArray[np.float64]:
        """Return the places of all points on the map, (n, 2)."""
        box = page.locator(f"{MAP} canvas").bounding_box()
        assert box
        x, y, zoom, along = map(float, str(page.locator(MAP).get_attribute("data-view")).split(","))
        first, last = (
            in_pixels(plane, box["width"], box["height"]) for plane in (self.planes[0], self.planes[-1])
        )
        middle = np.array([box["width"], box["height"]]) / 2
        return np.asarray((first + along * (last - first) - middle - [x, y]) * zoom + middle)


@pytest.fixture(scope="session")
def points(tiny_bundle: Bundle) -> Points:
    """What the built site shows."""
    return Points(tiny_bundle)


def begun(opened: Opener, **options: object) -> Page:
    """Open the map."""
    page = opened("pca", **options)  # type: ignore[arg-type]
    page.locator(ASK).click()
    page.locator(MAP).wait_for()
    return page


def shown(page: Page) -> tuple[int, list[int], NDArray[np.float64]]:
    """Return row, pixels and marked place of the image that is shown, and hold its words to what a listener hears."""
    said = page.evaluate(SAYS)
    assert said["words"] == said["heard"]
    return int(said["words"].removeprefix("no. ").split(":")[0]), said["pixels"], np.array(said["mark"])


def assert_points_show_their_images(page: Page, points: Points, allowed: NDArray[np.bool_]) -> None:
    """Hover over some of the points that are shown: the nearest one is shown, marked, and with its own pixels."""
    canvas = page.locator(f"{MAP} canvas")
    canvas.scroll_into_view_if_needed()
    box, places = canvas.bounding_box(), points.on_screen(page)
    assert box
    inside = ((places > 8) & (places < [box["width"] - 8, box["height"] - 8])).all(axis=1) & allowed
    tried = np.flatnonzero(inside)[:: max(1, inside.sum() // 5)]
    assert len(tried) > 1
    for row in tried.tolist():
        x, y = places[row]
        page.mouse.move(box["x"] + x, box["y"] + y)
        found, pixels, mark = shown(page)
        far = np.hypot(*(places - [x, y]).T)
        assert allowed[found]
        assert far[found] <= far[allowed].min() + 0.6
        assert pixels == points.images[found].ravel().tolist()
        assert np.hypot(*(mark - places[found])) < 1


def test_a_point_shows_its_image_after_everything(opened: Opener, points: Points) -> None:
    """As it begins, between and at the features, filtered, zoomed by wheel and button, selected by drag, and all at once."""
    page = begun(opened)
    every = np.ones(len(points.labels), bool)
    assert_points_show_their_images(page, points, every)
    for along in ("50", "100"):
        page.locator("#map-along").fill(along)
        page.wait_for_function(
            f"document.querySelector('{MAP}').dataset.view.endsWith(',{int(along) / 100:g}')"
        )
        assert_points_show_their_images(page, points, every)
    page.locator("#map-label").select_option("3")
    threes = points.labels == 3
    assert_points_show_their_images(page, points, threes)
    page.locator("#map-label").select_option("")
    page.get_by_role("button", name="Zoom in").click()
    page.mouse.wheel(0, -200)
    assert_points_show_their_images(page, points, every)
    box = page.locator(f"{MAP} canvas").bounding_box()
    assert box
    corners = np.array([[0.2, 0.2], [0.8, 0.7]]) * [box["width"], box["height"]]
    places = points.on_screen(page)
    page.mouse.move(box["x"] + corners[0, 0], box["y"] + corners[0, 1])
    page.mouse.down()
    page.mouse.move(box["x"] + corners[1, 0], box["y"] + corners[1, 1], steps=3)
    page.mouse.up()
    selected = ((places >= corners[0]) & (places <= corners[1])).all(axis=1)
    page.locator(".as-map [role=status]", has_text=f"{selected.sum()} of 360").wait_for()
    assert_points_show_their_images(page, points, selected)
    page.get_by_role("button", name="Whole map").click()
    page.locator("#map-answer").select_option("right")
    kept = selected & (points.labels == points.predicted)
    assert_points_show_their_images(page, points, kept)
    links = page.locator(".selected a").evaluate_all("(links) => links.map((link) => link.hash.slice(1))")
    assert [int(link) for link in links] == np.flatnonzero(kept)[:60].tolist()
    page.get_by_role("button", name="Select none").click()
    page.locator("#map-answer").select_option("")
    page.locator(".as-map [role=status]", has_text="360 of 360").wait_for()
    assert opened.heard == []


@pytest.mark.parametrize("way", ["mouse", "finger", "keyboard"])
def test_an_image_is_opened_from_the_map(opened: Opener, points: Points, way: str) -> None:
    """By a click, by a second tap, by arrows and Enter; Escape gives the focus back."""
    page = begun(opened, **({"width": 390, "has_touch": True} if way == "finger" else {}))
    box = page.locator(f"{MAP} canvas").bounding_box()
    assert box
    if way == "keyboard":
        page.locator(MAP).focus()
        for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
            page.keyboard.press(key)
        row = shown(page)[0]
        page.keyboard.press("Enter")
    else:
        row = int(np.argmax(points.on_screen(page)[:, 0]))  # the outermost: no other is near
        x, y = points.on_screen(page)[row].tolist()
        if way == "mouse":
            page.locator(MAP).click(position={"x": x, "y": y})
        else:
            page.locator(MAP).tap(position={"x": x, "y": y})
            assert shown(page)[0] == row
            assert page.locator("[role=dialog]").is_hidden()
            page.locator(MAP).tap(position={"x": x, "y": y})
    page.locator("[role=dialog]", has_text=f"no. {row}").wait_for()
    assert page.locator("[role=dialog] canvas.large").evaluate(PIXELS) == points.images[row].ravel().tolist()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "map"


def test_an_address_leads_to_a_point(opened: Opener) -> None:
    """As the view of an image on the page of all images links it, and back."""
    page = opened("images")
    page.evaluate("location.hash = '7'")
    page.locator(".placed a").click()
    page.locator("[role=dialog]", has_text="Test image no. 7").wait_for()
    assert page.url.endswith("pca.html#map=7")
    page.get_by_role("link", name="Among all images").click()
    page.locator("[role=dialog]", has_text="Test image no. 7").wait_for()
    assert page.url.endswith("images.html#7")


@needs_axe
@pytest.mark.parametrize(("width", "look"), [(1280, "light"), (320, "dark"), (390, "forced")])
def test_axe_finds_nothing_on_the_map(opened: Opener, width: int, look: str) -> None:
    """With a selection and an open image; nothing is wider than the window."""
    page = begun(opened, width=width)
    page.emulate_media(
        color_scheme="dark" if look == "dark" else "light",
        forced_colors="active" if look == "forced" else "none",
    )
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.locator(MAP).focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Select its 100 neighbours").click()
    page.get_by_role("button", name="Open it").click()
    found = page.evaluate(
        """(rules) => axe.run({resultTypes: ["violations"], rules, preload: false}).then((found) =>
          found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`))""",
        {"color-contrast": {"enabled": look != "forced"}},
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_map_is_asked_for(opened: Opener, built: Built) -> None:
    """Before, the page has loaded ten kilobytes more than without the map, at most."""
    asked: list[str] = []
    page = opened("pca")
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.reload()
    page.locator(ASK).wait_for()
    more = [
        name
        for name in asked
        if name in {"explorer.css", "explorer.js", "map.js", "pixels.js", "scores.js", "points.js"}
    ]
    assert sum(len(gzip.compress((built.folder / name).read_bytes())) for name in more) < 10_240
    assert "pixels.js" not in asked
    assert page.locator("#fig-planes img").first.is_visible()
