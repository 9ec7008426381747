"""Laws of a site with an address: it can be listed, shared and lost in."""

from __future__ import annotations

import io
import re
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from analysis.bundle import Bundle
from report.chapters import chapters_of
from report.figures import preview
from report.images.thumbnails import thumbnails
from report.output import sharing
from report.output.render import Renderer
from tests.report.conftest import parse

ADDRESS = "https://example.org/digits/"


@pytest.fixture(scope="module")
def renderer(tiny_bundle: Bundle) -> Renderer:
    """The pages of a site with an address, given without the last slash."""
    cover = tiny_bundle.cover.model_copy(update={"site_url": ADDRESS.rstrip("/")})
    return Renderer(tiny_bundle.model_copy(update={"cover": cover}), "web")


@pytest.fixture(scope="module")
def shared(renderer: Renderer) -> dict[str, bytes]:
    """What such a site has more than others."""
    mosaic = thumbnails(renderer.bundle)[sharing.MOSAIC].on_screen()
    return sharing.shared(renderer, {sharing.MOSAIC: mosaic})


def test_a_site_without_an_address_has_none_of_it(tiny_bundle: Bundle) -> None:
    """Nothing names an address that nobody gave."""
    renderer = Renderer(tiny_bundle, "web")
    assert sharing.shared(renderer, {}) == {}
    assert not any(re.search("og:|canonical", page) for page in renderer.pages().values())


def test_every_page_is_listed_once(renderer: Renderer, shared: dict[str, bytes]) -> None:
    """The sitemap has the addresses that the pages give as their own."""
    urls = [url[0].text or "" for url in ET.fromstring(shared[sharing.SITEMAP])]  # noqa: S314  # ours
    pages = [parse(page) for page in renderer.pages().values()]
    assert urls == [page.every("link", rel="canonical")[0].get("href") for page in pages]
    assert all(url.startswith(ADDRESS) for url in urls)


def test_every_page_can_be_shared(renderer: Renderer) -> None:
    """Title, words and picture, all at whole addresses."""
    for page in map(parse, renderer.pages().values()):
        said = {one.get("property"): one.get("content") or "" for one in page.every("meta")}
        assert said["og:title"]
        assert len(said["og:description"]) > 40
        assert said["og:image"] == f"{ADDRESS}{sharing.PREVIEW}"


def test_the_picture_has_the_size_that_is_asked_for(shared: dict[str, bytes]) -> None:
    """1200 by 630 pixels, with words and images on it."""
    picture = Image.open(io.BytesIO(shared[sharing.PREVIEW])).convert("L")
    assert picture.size == (1200, 630)
    for part in ((0, 0, 1200, 160), (0, 160, 1200, 630)):
        assert min(picture.crop(part).tobytes()) < 60


def test_a_long_title_is_broken_between_words() -> None:
    """Each line has room, and no word is lost."""
    title = "One hundred thousand photographs of garments, nineteen thousand errors"
    lines = preview.wrapped(title, 746)
    assert " ".join(lines) == title
    assert len(lines) > 1


def test_a_wrong_address_leads_back(renderer: Renderer, shared: dict[str, bytes]) -> None:
    """From any folder, the page links every chapter, and finds its styles."""
    page = parse(shared[sharing.LOST].decode())
    (base,) = page.every("base")
    links = [urljoin(base.get("href") or "", link.get("href") or "") for link in page.every("a")]
    assert links == [f"{ADDRESS}{chapter.file}" for chapter in chapters_of(renderer.bundle)]
    assert page.every("base")[0].get("href") == ADDRESS
