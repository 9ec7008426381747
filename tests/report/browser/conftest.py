"""A real browser for the pages: one for the tests of a file, and a page in a context of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from report.chapters import CHAPTERS
from tests.tools import CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Request

    from tests.report.conftest import Built

UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true })"
SLUGS = [maker.__module__.rpartition(".")[2].replace("_", "-") for maker in CHAPTERS]
"""All chapters: each file is named for its own."""
LOAD = """() => {
  document.querySelectorAll("img").forEach((image) => { image.loading = "eager" });
  return Promise.all([...document.images].map((image) => image.decode()));
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start one browser.  Not one for all files: its event loop would bar those that need a loop of their own."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Opener:
    """Opens chapters of a site, and keeps what they say and what they ask for beyond their folder."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        """Open what lies in a folder."""
        self.browser, self.folder = browser, folder
        self.heard: list[str] = []
        self._contexts: list[Any] = []

    def __call__(self, slug: str, width: int = 1280, **options: Any) -> Page:  # noqa: ANN401  # those of Playwright
        """Open a chapter in a context of its own."""
        context = self.browser.new_context(viewport={"width": width, "height": 800}, **options)
        context.set_default_timeout(60_000)  # a busy machine is slow, not wrong
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.heard.append(message.text))
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        page.on("requestfailed", self._fail)
        page.on("request", lambda request: self._ask(request.url))
        self.go(page, slug)
        return page

    def go(self, page: Page, slug: str) -> None:
        """Open another chapter in the same page."""
        file = "index.html" if slug == "overview" else f"{slug}.html"
        page.goto((self.folder / file).as_uri())

    def close(self) -> None:
        """Close all contexts."""
        for context in self._contexts:
            context.close()

    def _fail(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that is left waits for its pictures no longer
            self.heard.append(request.url)

    def _ask(self, url: str) -> None:
        if not url.startswith(("file://", "data:", "blob:")):
            self.heard.append(url)


@pytest.fixture
def opened(browser: Browser, built: Built) -> Iterator[Opener]:
    """A way to open a chapter of the built site."""
    opener = Opener(browser, built.folder)
    yield opener
    opener.close()
