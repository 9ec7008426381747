"""Bundles for the tests of pages: an ordinary run, a flawless network given as a file, a run with other seeds, and more."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl
from xml.etree.ElementTree import Element

import numpy as np
import pytest
import tinyhtml5
from tinyhtml5 import inputstream

from analysis.bundle import Bundle, storage
from analysis.bundle.record import Omitted
from analysis.evidence import Evidence
from analysis.statistics.probabilities import Probabilities
from analysis.studies import study
from report.output import site
from report.output.render import Renderer
from tests import shelf
from tests.sharing import Store

OFFERED = frozenset({site.RESULTS, site.PREDICTIONS, site.MODEL, site.PAPER})


class Document(NamedTuple):
    """One page: its text as written, and its elements."""

    source: str
    root: Element

    def every(self, tag: str, **attributes: str) -> list[Element]:
        """Return all elements of a tag, perhaps only those with such attributes (`class_` holds a word)."""
        wanted = attributes.pop("class_", None)
        return [
            element
            for element in self.root.iter(tag)
            if all(element.get(name) == value for name, value in attributes.items())
            and (wanted is None or wanted in (element.get("class") or "").split())
        ]


class Patterns(dict[tuple[frozenset[str], bool], re.Pattern[str]]):
    """Patterns by the characters that they stop at, or go on with; tinyhtml5 keeps none of its own: it takes a wrong key."""

    def __missing__(self, key: tuple[frozenset[str], bool]) -> re.Pattern[str]:
        """Keep one more."""
        characters, go_on = key
        self[key] = re.compile(f"[{'' if go_on else '^'}{re.escape(''.join(characters))}]+")
        return self[key]


inputstream.characters_until_regex = Patterns()


def parse(source: str) -> Document:
    """Read HTML as a browser does."""
    return Document(source, tinyhtml5.parse(source, namespace_html_elements=False))


def words(element: Element | None) -> str:
    """Return the text of an element on one line."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def pages_of(bundle: Bundle) -> dict[str, Document]:
    """Return all pages of a bundle, by file name."""
    return {file: parse(page) for file, page in Renderer(bundle, "web", OFFERED).pages().items()}


def with_logits(bundle: Bundle, evidence: Evidence, logits: np.ndarray) -> Bundle:
    """Let a network with other logits stand in for that of a bundle: all studies are run anew."""
    other = Probabilities(evidence.predictions.labels, logits)
    found = study(replace(evidence, probabilities=other, predictions=other.predictions))
    return bundle.model_copy(update={"findings": bundle.findings.model_copy(update=found)})


@pytest.fixture(scope="session")
def flawless_bundle(tiny_evidence: Evidence, tiny_bundle: Bundle, store_of_run: Store) -> Bundle:
    """A network given as a file, on data of the user's own, that makes no error."""
    return store_of_run.once("flawless", lambda: _flawless(tiny_evidence, tiny_bundle))


def _flawless(tiny_evidence: Evidence, tiny_bundle: Bundle) -> Bundle:
    labels = tiny_evidence.predictions.labels
    logits = np.random.default_rng(3).normal(size=(len(labels), 10))
    logits[np.arange(len(labels)), labels] += 9
    bundle = with_logits(tiny_bundle, tiny_evidence, logits)
    given = Omitted(reason="the network was given as a file")
    data = {"name": "folder", "fallback": False, "augmentation": given}
    changed = {"dataset": bundle.findings.dataset.model_copy(update=data), "training": given}
    made = bundle.provenance.model_copy(update={"model_source": "file", "run_key": None})
    findings = bundle.findings.model_copy(update=changed)
    return bundle.model_copy(update={"findings": findings, "provenance": made})


@pytest.fixture(scope="session")
def hopeless_bundle(tiny_evidence: Evidence, tiny_bundle: Bundle, store_of_run: Store) -> Bundle:
    """A network that guesses, and likes the 3: more errors than are kept, and more than eight in a cell."""
    labels = tiny_evidence.predictions.labels
    logits = np.random.default_rng(5).normal(size=(len(labels), 10)) + 3 * np.eye(10)[3]
    return store_of_run.once("hopeless", lambda: with_logits(tiny_bundle, tiny_evidence, logits))


@pytest.fixture(scope="session")
def bundles(tiny_bundle: Bundle, flawless_bundle: Bundle, swept_bundle: Bundle) -> dict[str, Bundle]:
    """All three, by name."""
    return {"tiny": tiny_bundle, "flawless": flawless_bundle, "swept": swept_bundle}


@pytest.fixture(scope="session", params=["tiny", "flawless", "swept"])
def bundle(request: pytest.FixtureRequest, bundles: dict[str, Bundle]) -> Bundle:
    """Each of the three in turn."""
    return bundles[request.param]


@pytest.fixture(scope="session")
def documents(bundle: Bundle) -> dict[str, Document]:
    """All pages of a bundle, by file name."""
    return pages_of(bundle)


class Built(NamedTuple):
    """A site on disk, and the bundle file that it was made from."""

    folder: Path
    results: Path


@pytest.fixture(scope="session")
def built(tiny_bundle: Bundle, tmp_path_factory: pytest.TempPathFactory, store_of_run: Store) -> Built:
    """The whole site of the ordinary run, with figures and all downloads."""

    def make(here: Path) -> None:
        bundle = storage.write(tiny_bundle, here / "given.json")
        results = (here / "given.json").read_bytes()
        site.write(bundle, here / "site", results=results, model=b"a model", pdf=b"%PDF-1.7")

    here = store_of_run.folder_once("report", make, tmp_path_factory.mktemp("report"))
    return Built(here / "site", here / "given.json")


@pytest.fixture(scope="session")
def site_of(
    kind: Callable[[str], Bundle], tmp_path_factory: pytest.TempPathFactory, store_of_run: Store
) -> Callable[[str], Path]:
    """The folder with the site of a kind of report, by the name of the kind."""

    def found(name: str) -> Path:
        def make(here: Path) -> None:
            shelf.put(kind(name), here / "site")

        return store_of_run.folder_once(f"site of {name}", make, tmp_path_factory.mktemp("kind")) / "site"

    return found


def assert_chooses_images(fragment: str, bundle: Bundle) -> None:
    """Demand a choice that the page of all images understands: classes, a range of confidence, right or wrong."""
    for name, value in parse_qsl(fragment, strict_parsing=True):
        known: Container[str] = {
            "true": bundle.classes.names,
            "predicted": bundle.classes.names,
            "answer": {"right", "wrong"},
            "sort": {"confidence"},
            "reverse": {"yes"},
            "first": set(map(str, range(1, bundle.findings.accuracy.overall.total))),
        }.get(name, ())
        ends = [float(end) for end in value.removeprefix(">").split("-")] if name == "confidence" else []
        assert value in known or (len(ends) == 2 and 0 <= ends[0] < ends[1] <= 1), fragment
