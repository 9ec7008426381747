"""Time what the scripts of a site's pages do, in a browser, as it is and at a quarter of its speed.

    python -m benchmarks.page_scripts site

Needs Chromium.  See README.md beside this file.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from tests.tools import CHROMIUM

SLOWER = (1, 4)
TIMES = 9
# Durations of what is drawn with the next frame, and when the wall of images had its first picture.
OBSERVED = """
globalThis.frames_ = [];
const ask = globalThis.requestAnimationFrame.bind(globalThis);
globalThis.requestAnimationFrame = (call) => ask((now) => {
  const begin = performance.now();
  call(now);
  frames_.push(performance.now() - begin);
});
const look = () => {
  if (document.querySelector("#explorer .wall canvas")?.style.width) globalThis.wall_ = performance.now();
  else ask(look);
};
ask(look);
let begin = 0;
addEventListener("pointerup", () => { begin = performance.now(); }, true);
addEventListener("pointerup", () => { globalThis.lifted_ = performance.now() - begin; });
"""
CHANGED = """([selector, value, name]) => {
  const control = document.querySelector(selector);
  control.value = value;
  const begin = performance.now();
  control.dispatchEvent(new Event(name, { bubbles: true }));
  return performance.now() - begin;
}"""
FRAME = "() => new Promise((done) => setTimeout(() => done(Math.max(0, ...frames_.splice(0))), 300))"


class Step(NamedTuple):
    """One thing that a reader does, and the milliseconds that it may take: as the browser is, and four times slower."""

    name: str
    file: str
    bounds: tuple[int, int]
    took: Callable[[Page, int], float]


def wall(page: Page, _: int) -> float:
    """Open the page of all images."""
    page.reload()
    return float(page.wait_for_function("globalThis.wall_").json_value())


def filtered(page: Page, turn: int) -> float:
    """Sort and filter all images."""
    page.evaluate(CHANGED, ["#explorer [name=true]", str(turn), "change"])
    return float(
        page.evaluate(CHANGED, ["#explorer [name=sort]", ["loss", "confidence"][turn % 2], "change"])
    )


def scrolled(page: Page, turn: int) -> float:
    """Scroll the wall."""
    page.evaluate("(turn) => { frames_.length = 0; scrollTo(0, 900 + 700 * turn); }", turn)
    return float(page.evaluate(FRAME))


def moved(page: Page, turn: int) -> float:
    """Move the points from pixels to features."""
    if not turn:
        page.locator("button.ask").click()
        page.locator("#map-along").wait_for()
    page.evaluate("() => { frames_.length = 0; }")
    page.evaluate(CHANGED, ["#map-along", str(10 * turn), "input"])
    return float(page.evaluate(FRAME))


def drawn(page: Page, turn: int) -> float:
    """Draw a digit, and lift the pen."""
    left, top = page.evaluate(
        "(({x, y}) => [x, y])(document.querySelector('#sheet').getBoundingClientRect())"
    )
    page.mouse.move(left + 60 + turn, top + 60)
    page.mouse.down()
    for x, y in ((200, 60), (110, 240)):
        page.mouse.move(left + x, top + y, steps=6)
    page.mouse.up()
    return float(page.evaluate("lifted_"))


def answered(page: Page, turn: int) -> float:
    """Turn what is drawn."""
    if not turn:
        drawn(page, 0)
    return float(page.evaluate(CHANGED, ["#change input", str(turn), "input"]))


STEPS = (
    Step("all images are shown", "images.html", (500, 1000), wall),
    Step("they are filtered and sorted", "images.html", (30, 120), filtered),
    Step("they are drawn again while one scrolls", "images.html", (8, 32), scrolled),
    Step("the map's points move", "pca.html", (16, 64), moved),
    Step("a drawing is brought into form and answered", "try.html", (60, 250), drawn),
    Step("a changed image is answered", "try.html", (60, 250), answered),
)


def measured(site: Path) -> Mapping[tuple[str, int], float]:
    """Return the median milliseconds of each step, by its name and how much slower the browser was made."""
    found = {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for step in STEPS:
            for slower in SLOWER:
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
                page.add_init_script(OBSERVED)
                page.goto((site / step.file).resolve().as_uri())
                if step.file == "images.html":
                    page.wait_for_function("globalThis.wall_")
                found[step.name, slower] = median(step.took(page, turn) for turn in range(TIMES))
                page.close()
    return found


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path, help="the folder of a site")
    took = measured(parser.parse_args().site)
    print("| step | ms | allowed | four times slower, ms | allowed |\n| --- | ---: | ---: | ---: | ---: |")
    for step in STEPS:
        cells = (
            f"{took[step.name, slower]:.1f} | {most}"
            for slower, most in zip(SLOWER, step.bounds, strict=True)
        )
        print(f"| {step.name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
