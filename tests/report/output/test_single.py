"""Laws of the single file: the whole site, asking for nothing, small enough for mail."""

from __future__ import annotations

import re
from base64 import b64decode
from collections import Counter
from functools import partial
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

import pytest

from analysis.bundle import Bundle, storage
from analysis.system.progress import NullProgress
from report.chapters import chapters_of
from report.chapters.model import captions
from report.output import single
from report.output.enclosed import LARGE
from report.output.single import single_file
from tests.report.conftest import Built, Document, assert_chooses_images, parse, words

SMALL = 940_000
"""Bytes with which the largest drawings have to go, and small pictures have not: what all pages say takes 640,000."""


@pytest.fixture(scope="module")
def written(built: Built) -> dict[str, bytes]:
    """What lies in the folder of the site, by name."""
    files = (path for path in built.folder.rglob("*") if path.is_file())
    return {path.relative_to(built.folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def bundle(built: Built) -> Bundle:
    """What the site was made of, as it was read."""
    return storage.read(built.results)


@pytest.fixture(scope="module")
def document(bundle: Bundle, written: dict[str, bytes]) -> Document:
    """The single file of the ordinary run, from which nothing is left out."""
    made = single_file(bundle, written)
    assert made.left_out == ""
    assert len(made.content) < single.LIMIT
    return parse(made.content.decode())


def said(main: Element) -> Counter[str]:
    """Count the headings, paragraphs and cells of a text, without the links to files."""
    return Counter(
        words(each)
        for tag in ("h1", "h2", "h3", "p", "dt", "dd", "td", "th")
        for each in main.iter(tag)
        if "take" not in (each.get("class") or "")
    )


def test_it_holds_all_that_the_pages_say(document: Document, written: dict[str, bytes]) -> None:
    """Each heading, paragraph and cell of each page, and no other, but the line of the PDF, which it does not have."""
    pages = (parse(content.decode()) for name, content in written.items() if name.endswith(".html"))
    every, here = (
        sum((said(page.every("main")[0]) for page in pages), Counter()),
        said(document.every("main")[0]),
    )
    assert not here - every
    assert every - here == Counter(["Paper", "PDF"])


def test_no_words_stand_where_a_link_was(document: Document) -> None:
    """A file that is neither inside nor linked is called by its name, with which it is found in the folder of the site."""
    (footer,) = document.every("footer")
    assert {"digits-report.pdf", "results.json"} <= set(re.findall(r"[\w-]+\.\w+", words(footer)))


def test_it_asks_for_nothing(document: Document, bundle: Bundle) -> None:
    """Each picture, style and script is inside; each link leads to a place in the file, to a table inside, or to the web."""
    ids = [element.attrib["id"] for element in document.root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    for element in document.root.iter():
        for name in {"src", "srcset", "href"} & set(element.attrib):
            to = element.attrib[name]
            if to.startswith("#") and "=" in to:
                assert_chooses_images(to[1:], bundle)
                continue
            inside = to.startswith("data:") or (to.startswith("#") and to[1:] in ids)
            assert inside or (element.tag == "a" and to.startswith("https://")), (element.tag, to[:80])
    assert not re.search(r"url\(|@import|fetch\(", document.source)


def assert_saves_what_it_holds(document: Document, bundle: Bundle) -> None:
    """A button is there for a drawing that its figure holds, and for a slide where it holds all that stands on it."""
    for chapter in chapters_of(bundle):
        for id_, figure in chapter.figures.items():
            if figure is None:
                continue
            (frame,) = document.every("figure", id=f"fig-{id_}")
            held = {one.attrib["data-figure"] for one in frame.iter() if "data-figure" in one.attrib}
            on_slide = {one.name for one in figure.drawings} or {id_}
            buttons = [one.attrib for one in frame.iter("button") if "name" in one.attrib]
            assert {one["name"] for one in buttons if one["value"] == "svg"} <= held, id_
            slides = [one["name"] for one in buttons if one["value"] == "png"]
            assert slides == ([id_] if on_slide <= held else []), id_


def test_every_figure_and_table_is_offered(
    document: Document, bundle: Bundle, written: dict[str, bytes]
) -> None:
    """As SVG, PNG and CSV, or in words that say where the file is; what a link holds is the file of the site."""
    assert_saves_what_it_holds(document, bundle)
    for caption in captions(chapters_of(bundle)).values():
        (frame,) = (one for one in document.every("figure") if one.get("id") == caption.anchor)
        (take,) = (one for one in frame.iter("p") if one.get("class") == "take")
        buttons = [one.attrib for one in take.iter("button")]
        links = {one.attrib["download"]: one.attrib["href"] for one in take.iter("a")}
        for name, address in links.items():
            folder = "data" if name.endswith(".csv") else "figures"
            assert b64decode(address.partition(",")[2]) == written[f"{folder}/{name}"]
        said = {PurePosixPath(name).name for name in re.findall(r"(?:figures|data)/[\w.-]+", words(take))}
        offered = {*links, *said, *(f"{one['name']}.{one['value']}" for one in buttons)}
        kinds = {name.rpartition(".")[2] for name in offered}
        assert kinds == ({"svg", "png", "csv"} if caption.kind == "Figure" else {"csv"}), caption.id


def test_what_it_does_not_hold_is_said_to_be_elsewhere(bundle: Bundle, written: dict[str, bytes]) -> None:
    """A table too large to be inside, and a picture that was left out: no button, but the name of its file."""
    many = written | {"data/planes.csv": b"0" * LARGE}
    for made in (single_file(bundle, many), single_file(bundle, many, SMALL)):
        page = parse(made.content.decode())
        text = words(page.root)
        assert "data/planes.csv" in text
        assert "named without a link are in the folder of the site" in text
        assert_saves_what_it_holds(page, bundle)
    assert "figures/pca-pixels.svg" in text


def test_a_large_report_leaves_out_pictures_and_says_so(bundle: Bundle, written: dict[str, bytes]) -> None:
    """First the page of all images, then those for phones, then the largest, whose words stand in their place.

    No link leads nowhere then.
    """
    full = single_file(bundle, written)
    fewer = single_file(bundle, written, len(full.content) - 1)
    assert fewer.left_out == "all test images but the errors"
    without_phones = single_file(bundle, written, len(fewer.content) - 1)
    assert re.fullmatch(f"{fewer.left_out} and \\d+ drawings for phones", without_phones.left_out)
    small = single_file(bundle, written, SMALL)
    assert re.fullmatch(f"{fewer.left_out}, \\d+ drawings for phones and \\d+ pictures", small.left_out)
    assert len(small.content) < SMALL < len(without_phones.content) < len(fewer.content) < len(full.content)
    assert not [
        link for link in parse(fewer.content.decode()).every("a") if "=" in (link.get("href") or "")[:20]
    ]
    left_out = parse(small.content.decode()).every("span", class_="left-out")
    assert not [words(one) for one in left_out if len(words(one).split()) < 6]
    assert str(len(left_out)) in small.left_out


def test_what_is_left_out_is_said_with_the_limit(
    bundle: Bundle, written: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence, which says where the rest is."""
    monkeypatch.setattr(single, "single_file", partial(single_file, limit=SMALL))
    heard: list[str] = []
    progress = NullProgress()
    monkeypatch.setattr(progress, "warn", heard.append)
    single.write_single(bundle, written, tmp_path / "report.html", progress)
    assert re.fullmatch(
        r"To keep \S+report.html below 3 MB, all test images but the errors, \d+ drawings for phones and \d+ pictures were left out: the site has them.",
        heard[0],
    )


def test_with_an_address_it_links_the_files_of_the_site(bundle: Bundle, written: dict[str, bytes]) -> None:
    """What is too large to be inside is there; without an address it is named only."""
    cover = bundle.cover.model_copy(update={"site_url": "https://example.org/report"})
    made = single_file(bundle.model_copy(update={"cover": cover}), written).content.decode()
    links = {link.get("href") for link in parse(made).every("a")}
    named = {f"https://example.org/report/{name}" for name in written if name.startswith("figures/")}
    assert {f"https://example.org/report/{name}" for name in ("results.json", "digits-report.pdf")} <= links
    assert "Paper" in map(words, parse(made).every("dt"))
    assert {name for name in named if "-narrow" not in name} <= links


def test_an_address_cannot_leave_its_attribute(bundle: Bundle, written: dict[str, bytes]) -> None:
    """Not even one that no bundle may have."""
    cover = bundle.cover.model_copy(update={"site_url": 'https://e.org/"><script>alert(1)</script>'})
    made = single_file(bundle.model_copy(update={"cover": cover}), written).content.decode()
    assert "<script>alert(1)" not in made
    assert any("alert(1)" in link.get("href", "") for link in parse(made).every("a"))
