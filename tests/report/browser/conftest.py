"""A real browser for the pages, one more with other fonts, and windows that are used again."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from report.chapters import CHAPTERS
from tests.fonts import WIDE, configuration
from tests.tools import CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright, Request

    from tests.report.conftest import Built

UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true })"
SLUGS = [maker.__module__.rpartition(".")[2].replace("_", "-") for maker in CHAPTERS]
"""All chapters: each file is named for its own."""
EMPTY = "about:blank"
LOAD = """() => {
  document.querySelectorAll("img").forEach((image) => { image.loading = "eager" });
  return Promise.all([...document.images].map((image) => image.decode()));
}"""


RUNNING = ExitStack()

in_two_sets_of_fonts = pytest.mark.parametrize(
    "fonts", [None, "wide_fonts"], ids=["own", "wide"], indirect=True
)
"""For what has to fit in any font: a test runs with those that this machine prefers, and with wide ones."""


@pytest.fixture(scope="session")
def wide_fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration with which a browser sees wide fonts alone."""
    return configuration(WIDE, tmp_path_factory.mktemp("fonts"))


@pytest.fixture(scope="module")
def fonts(request: pytest.FixtureRequest) -> Path | None:
    """The configuration of the fonts that a test asks for, or None for the machine's own."""
    name = getattr(request, "param", None)
    found: Path | None = request.getfixturevalue(name) if name else None
    return found


@pytest.fixture(scope="module")
def browser(fonts: Path | None) -> Browser:
    """Start one browser for the files of this folder that come one after the other, and one more for other fonts."""
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    return _started(fonts)


@cache
def _driver() -> Playwright:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # not everybody has it

    RUNNING.callback(_driver.cache_clear)
    return RUNNING.enter_context(sync_playwright())


@cache
def _started(fonts: Path | None) -> Browser:
    environment: dict[str, str | float | bool] = {**os.environ}
    if len(tempfile.gettempdir()) > 50 and sys.platform == "linux":
        environment["TMPDIR"] = "/tmp"  # noqa: S108  # the path of a socket there has 107 characters at most
    if fonts:
        environment["FONTCONFIG_FILE"] = str(fonts)
    started = _driver().chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=environment)
    RUNNING.callback(started.close)
    RUNNING.callback(_started.cache_clear)
    return started


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """Close the browser before tests elsewhere: its event loop would bar those that need a loop of their own."""
    yield
    if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
        RUNNING.close()


def file_of(slug: str) -> str:
    """Return the file of a chapter."""
    return "index.html" if slug == "overview" else f"{slug}.html"


class Opener:
    """Opens chapters of a site, and keeps what they say and what they ask for beyond their folder.

    A window serves test after test, since a new one costs half a second; one for each set of Playwright's options.
    """

    def __init__(self, browser: Browser, folder: Path) -> None:
        """Open what lies in a folder."""
        self.browser, self.folder = browser, folder
        self.heard: list[str] = []
        self._windows: dict[str, tuple[Page, dict[str, Any]]] = {}

    def __call__(self, slug: str, width: int = 1280, **options: Any) -> Page:  # noqa: ANN401  # those of Playwright
        """Open a chapter in the window with these options."""
        key = repr(sorted(options.items()))
        if key not in self._windows:
            self._windows[key] = self._window(options), options
        page, _ = self._windows[key]
        page.set_viewport_size({"width": width, "height": 800})
        self.go(page, slug)
        return page

    def go(self, page: Page, slug: str) -> None:
        """Open another chapter in the same page."""
        page.goto((self.folder / file_of(slug)).as_uri())

    def forget(self) -> None:
        """Leave all windows empty, as new ones are: what a reader chose, what was emulated and what was heard."""
        for page, options in self._windows.values():
            if page.url != EMPTY:
                if options.get("java_script_enabled", True):
                    page.evaluate("localStorage.clear()")
                page.emulate_media(
                    media="null",
                    color_scheme=options.get("color_scheme", "light"),
                    forced_colors=options.get("forced_colors", "none"),
                )
                page.goto(EMPTY)
        self.heard = []

    def close(self) -> None:
        """Close all windows, so that the next are new."""
        for page, _ in self._windows.values():
            page.context.close()
        self._windows = {}

    def _window(self, options: dict[str, Any]) -> Page:
        context = self.browser.new_context(**options)
        context.set_default_timeout(60_000)  # a busy machine is slow, not wrong
        page = context.new_page()
        page.on("console", lambda message: self.heard.append(message.text))
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        page.on("requestfailed", self._fail)
        page.on("request", lambda request: self._ask(request.url))
        return page

    def _fail(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that is left waits for its pictures no longer
            self.heard.append(request.url)

    def _ask(self, url: str) -> None:
        if not url.startswith(("file://", "data:", "blob:", EMPTY)):
            self.heard.append(url)


@cache
def _windows(browser: Browser, folder: Path) -> Opener:
    RUNNING.callback(_windows.cache_clear)
    return Opener(browser, folder)


@pytest.fixture
def opened(browser: Browser, built: Built) -> Iterator[Opener]:
    """A way to open a chapter of the built site."""
    opener = _windows(browser, built.folder)
    yield opener
    opener.forget()
