"""The network in the page: what it says is what Keras says, and what it sees is what `predict` sees; by mouse, touch and key."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from analysis.brought.networks import page_network
from analysis.bundle import Bundle, storage
from analysis.data.images import Dataset
from analysis.new_images import mnist_form
from report.images.thumbnails import thumbnails
from report.output.render import Renderer, templates
from report.output.site import ASSETS, IMAGE
from report.pages import try_it
from tests.analysis.new_images.photographs import photograph
from tests.report.browser.conftest import UNFOLD, Opener
from tests.report.browser.test_accessibility import FAULTS as AXE_FAULTS
from tests.report.browser.test_accessibility import LOOKS
from tests.report.browser.test_pages import FAULTS
from tests.tools import AXE, needs_axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PUBLISHED = Path(__file__).parents[3] / "site"
SHEET = 280
# A function of bytes as base64, an image after the other.
READ = """const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const each = (text, length) => { const all = bytes(text);
  return Array.from({length: all.length / length}, (_, k) => all.subarray(k * length, (k + 1) * length)); };
"""
LOGITS = f"""([images, size]) => {{ {READ}
  const run = digits.network(networkSteps);
  return each(images, size).map((one) => [...run(one)]); }}"""
FORMED = f"""([picture, height, width]) => {{ {READ}
  const found = digits.inForm(bytes(picture), height, width);
  return found.image ? [...found.image] : found.reason; }}"""
ANSWERS = f"""([sheets, side]) => {{ {READ}
  const run = digits.network(networkSteps);
  return each(sheets, side * side).map((one) => {{
    const logits = [...run(digits.inForm(one, side, side).image)];
    return logits.indexOf(Math.max(...logits)); }}); }}"""
# Draws the strokes of a seven, as shares of the sheet.
SEVEN = [(0.3, 0.2), (0.7, 0.2), (0.5, 0.5), (0.42, 0.8)]


def text(images: NDArray[np.uint8]) -> str:
    """Write bytes as base64."""
    return b64encode(np.ascontiguousarray(images).tobytes()).decode()


@pytest.fixture(scope="module")
def published() -> Bundle:
    """The published report."""
    return storage.read(PUBLISHED / "results.json")


@pytest.fixture(scope="module")
def tried(browser: Browser, published: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    """A way to open the page of the published report, without its figures."""
    folder = tmp_path_factory.mktemp("try")
    steps = page_network.script(published, (PUBLISHED / "model.keras").read_bytes())
    renderer = Renderer(published, "web", {try_it.STEPS})
    written = {file: page.encode() for file, page in renderer.pages().items()}
    for name in (*ASSETS, *try_it.FILES):
        written[name] = steps if name == try_it.STEPS else (templates() / "assets" / name).read_bytes()
    written[try_it.IMAGES] = try_it.pixels_of(published)
    small, asked = thumbnails(published), IMAGE.findall("".join(renderer.pages().values()))
    written |= {f"images/{name}.png": small[name].on_screen() for name in asked if name in small}
    (folder / "images").mkdir()
    for name, content in written.items():
        (folder / name).write_bytes(content)
    opener = Opener(browser, folder)
    yield opener
    opener.close()


def answer(page: Page) -> str:
    """Return what the first output of the page says."""
    return page.locator("output").first.inner_text()


def seven(page: Page) -> None:
    """Draw a seven with the mouse."""
    sheet = page.locator("#sheet")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box
    first, *others = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]
    page.mouse.move(*first)
    page.mouse.down()
    for point in others:
        page.mouse.move(*point, steps=5)
    page.mouse.up()


def test_logits_are_those_of_keras(tried: Opener, mnist: Dataset) -> None:
    """Within 1e-3 on 200 test images, with the same answers."""
    from analysis.models import inference, keras_file  # noqa: PLC0415  # they start TensorFlow

    images = mnist.test.images[:200]
    right = inference.logits(keras_file.load(PUBLISHED / "model.keras", (28, 28), 10), images)
    found = np.array(tried("try").evaluate(LOGITS, [text(images), 784]))

    assert np.abs(found - right).max() < 1e-3
    assert (found.argmax(axis=1) == right.argmax(axis=1)).all()


def on_sheet(digit: NDArray[np.uint8], size: int, top: int, left: int) -> NDArray[np.uint8]:
    """Put an image on a white sheet, enlarged."""
    sheet = np.full((SHEET, SHEET), 255, np.uint8)
    large = Image.fromarray(digit).resize((size, size), Image.Resampling.BICUBIC)
    sheet[top : top + size, left : left + size] -= np.asarray(large)
    return sheet


@pytest.mark.parametrize("tenth", range(10))
def test_neither_place_nor_size_of_a_drawing_changes_an_answer(
    tried: Opener, mnist: Dataset, tenth: int
) -> None:
    """Of 100 drawings, in two sizes each anywhere on the sheet, and filling it."""
    rng, images = np.random.default_rng(tenth), mnist.test.images[10 * tenth : 10 * tenth + 10]
    page, answers = tried("try"), []
    for size in (120, 180, SHEET):
        places = rng.integers(0, SHEET - size + 1, (len(images), 2))
        sheets = np.stack([on_sheet(one, size, *place) for one, place in zip(images, places, strict=True)])
        answers.append(page.evaluate(ANSWERS, [text(sheets), SHEET]))

    assert answers[0] == answers[1] == answers[2]


def pictures(published: Bundle) -> list[NDArray[np.uint8]]:
    """Return drawings, photographs in even and uneven light, squared paper, thin lines, and two digits."""
    rng = np.random.default_rng(7)
    gallery = published.findings.gallery
    images = list(gallery.images().values())[:40]  # type: ignore[union-attr]
    photographs = [
        photograph(one, rng, dark=k % 2 == 0, noise=4 * (k % 4)) for k, one in enumerate(images[:16])
    ]
    squared = [one.copy() for one in photographs[:4]]
    for one in squared:
        one[::25] //= 2
        one[:, ::25] //= 2
    shaded = [(one * np.linspace(1, 0.4, one.shape[1])).astype(np.uint8) for one in photographs[4:8]]
    shaded[0][:, :150] //= 2
    thin = [255 - np.asarray(Image.fromarray(one).resize((90, 60))) // 255 * 200 for one in images[16:18]]
    return [
        *(on_sheet(one, 60 + 20 * k, 3 * k, 4 * k) for k, one in enumerate(images[18:28])),
        *photographs, *squared, *shaded, *thin, *images[28:30], np.concatenate([255 - images[30], 255 - images[31]], axis=1),
        np.full((200, 300), 128, np.uint8),
    ]  # fmt: skip


def formed(picture: NDArray[np.uint8]) -> NDArray[np.intp] | str:
    """Return the form as `predict` makes it, or why there is none."""
    try:
        return mnist_form.in_form(picture).ravel().astype(np.intp)
    except mnist_form.NotOneDigitError as error:
        return "even" if str(error).startswith("an even") else "several"


def test_the_form_is_that_of_predict(tried: Opener, published: Bundle) -> None:
    """Within one grey value; and what is no digit there is none here, for the same reason."""
    page = tried("try")
    found = [page.evaluate(FORMED, [text(one), *one.shape]) for one in pictures(published)]
    right = list(map(formed, pictures(published)))

    assert [type(one) for one in found] == [str if isinstance(one, str) else list for one in right]
    for number, (one, other) in enumerate(zip(found, right, strict=True)):
        near = one == other if isinstance(other, str) else np.abs(np.array(one) - other).max() <= 1
        assert near, number


def test_the_sheet_answers_the_mouse_and_forgets(tried: Opener) -> None:
    """The first output of the page begins with the label; undone, there is no answer, and nothing is ever asked for."""
    page = tried("try")
    assert answer(page) == "No answer yet."
    seven(page)
    page.wait_for_function("document.querySelector('output').value.startsWith('7, ')")
    assert "; then " in answer(page)
    assert page.locator(".probabilities .best th").inner_text() == "7"
    page.locator("button[name=undo]").click()
    assert answer(page) == "No answer yet."
    assert tried.heard == []


def test_the_sheet_answers_a_finger_and_the_page_stays(tried: Opener) -> None:
    """On a phone, where a finger would scroll elsewhere."""
    page = tried("try", width=390, has_touch=True, is_mobile=True)
    page.locator("#sheet").scroll_into_view_if_needed()
    box, before = page.locator("#sheet").bounding_box(), page.evaluate("scrollY")
    assert box
    session = page.context.new_cdp_session(page)
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]
    for kind, point in zip(("touchStart", *["touchMove"] * 3), points, strict=True):
        touched = [{"x": point[0], "y": point[1]}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("document.querySelector('output').value.startsWith('7, ')")
    assert page.evaluate("scrollY") == before


def test_the_sheet_answers_the_keyboard(tried: Opener) -> None:
    """A stroke down the middle is a one; Backspace takes it back."""
    page = tried("try")
    page.locator("#sheet").focus()
    for key in (" ", *["ArrowDown"] * 10, " "):
        page.keyboard.press(key)
    page.wait_for_function("document.querySelector('output').value.startsWith('1, ')")
    page.keyboard.press("Backspace")
    assert answer(page) == "No answer yet."


def test_a_test_image_enters_as_it_is(tried: Opener, published: Bundle) -> None:
    """By its picture, its number and its address the answer is the published one, and marked where it is wrong."""
    page = tried("try")
    error = max(published.findings.confusion.errors, key=lambda one: one.confidence or 0)
    says = f"{published.classes.names[error.predicted]}, "
    page.locator(f"button[name=image][value='{error.index}']").click()
    page.wait_for_function("(says) => document.querySelector('output').value.startsWith(says)", arg=says)
    assert page.locator(".probabilities .wrong").count() == 1
    assert page.locator(".about").inner_text().endswith(f"its label is {error.label}.")
    index = next(iter(published.findings.gallery.typical))  # type: ignore[union-attr]
    page.locator("input[name=index]").fill(str(index))
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('output').value.startsWith('0, ')")
    page.evaluate("(index) => { location.hash = index }", str(error.index))
    page.wait_for_function("(says) => document.querySelector('output').value.startsWith(says)", arg=says)
    page.locator("input[name=index]").fill("9999999")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.about').textContent.includes('9999999 is not among')")


def test_sliders_change_what_the_network_sees(tried: Opener) -> None:
    """Each of them, said with its unit; put back, the answer is the same as before."""
    page = tried("try")
    page.locator("button[name=image]").first.click()
    page.wait_for_function("document.querySelector('output').value.startsWith('0, ')")
    seen = "document.querySelector('#seen').toDataURL()"
    before, said = page.evaluate(seen), answer(page)
    for slider in page.locator("input[type=range]").all():
        slider.focus()
        page.keyboard.press("End")
        assert page.evaluate(seen) != before
        assert slider.get_attribute("aria-valuetext") == slider.evaluate(
            "(one) => one.nextElementSibling.textContent"
        )
        page.locator("button[name=reset]").click()
        assert page.evaluate(seen) == before
    assert answer(page) == said


def test_a_photograph_is_read(tried: Opener, published: Bundle) -> None:
    """In a browser that falsifies pixels that is said instead; so is a file that is no picture."""
    page, file = tried("try"), io.BytesIO()
    images = published.findings.gallery.images()  # type: ignore[union-attr]
    index = published.findings.gallery.typical[3]  # type: ignore[union-attr]
    Image.fromarray(photograph(images[index], np.random.default_rng(1))).save(file, "PNG")
    given: Any = {"name": "photo.png", "mimeType": "image/png", "buffer": file.getvalue()}
    empty: Any = {**given, "buffer": b"no picture"}
    page.locator("input[type=file]").set_input_files(given)
    page.wait_for_function("document.querySelector('output').value.startsWith('3, ')")
    page.locator("input[type=file]").set_input_files(empty)
    page.wait_for_function("document.querySelector('.about').textContent.includes('no picture')")
    page.evaluate("""() => { const real = CanvasRenderingContext2D.prototype.getImageData;
      CanvasRenderingContext2D.prototype.getImageData = function (...box) {
        const found = real.apply(this, box); found.data[5] ^= 1; return found; }; }""")
    page.locator("input[type=file]").set_input_files(given)
    page.wait_for_function("document.querySelector('.about').textContent.includes('falsifies')")


@needs_axe
def test_the_page_is_for_everybody(tried: Opener) -> None:
    """In each look, with an answer on it; it fits the narrowest window, and without script it says what it needs."""
    page = tried("try")
    page.locator("button[name=image]").last.click()
    page.wait_for_selector(".probabilities .best")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, colours, forced in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours, forced_colors=forced)  # type: ignore[arg-type]
        page.evaluate(UNFOLD)
        rules = {"color-contrast": {"enabled": forced == "none"}}
        assert page.evaluate(AXE_FAULTS, [rules, False]) == [], (width, colours, forced)
        assert page.evaluate(FAULTS) == [], width
    bare = tried("try", java_script_enabled=False)
    assert bare.locator(".without-script").is_visible()
    assert bare.locator("#sheet").is_hidden()


def test_the_front_page_leads_here(tried: Opener) -> None:
    """And the sidebar, on every page."""
    page = tried("overview")
    page.locator(".ways a").first.click()
    assert page.url.endswith("try.html")
    assert page.locator(".sidebar [aria-current=page]").inner_text() == "Try it"
