"""What was drawn before is recalled: the same bytes, without Matplotlib, as long as nothing differs that they follow from."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from analysis.bundle import Bundle, storage
from analysis.system.cache import Kept
from report.chapters import chapters_of
from report.chapters.model import Drawing, drawings
from report.figures import kept, svg
from report.images import shipped
from report.images.thumbnails import thumbnails
from report.output.drawings import draw_all
from tests.kinds import KINDS, bundle_of

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which drawings are kept."""
    monkeypatch.setattr(kept, "store", lambda: Kept(tmp_path / "drawings", kept.MOST))
    return tmp_path / "drawings"


def drawn(bundle: Bundle, slug: str = "pca") -> dict[str, bytes]:
    """Draw one chapter."""
    (chapter,) = (each for each in chapters_of(bundle) if each.slug == slug)
    return draw_all([chapter], "web", thumbnails(bundle))


@pytest.mark.usefixtures("folder")
def test_what_was_drawn_before_is_recalled(tiny_bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it was, and as it is where nothing is kept; drawings and sheets."""
    first = drawn(tiny_bundle)
    with monkeypatch.context() as patch:
        patch.setattr(kept, "store", lambda: Kept(Path(os.devnull), 0))
        assert drawn(tiny_bundle) == first
    monkeypatch.setattr(svg, "draw", None)
    assert drawn(tiny_bundle) == first
    assert {name.rpartition(".")[2] for name in first} == {"svg", "png"}


def test_what_is_damaged_is_drawn_anew(tiny_bundle: Bundle, folder: Path) -> None:
    """And then is kept again."""
    first = drawn(tiny_bundle)
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    assert drawn(tiny_bundle) == first
    assert all(kept.store().get(path.name) for path in folder.iterdir())


def keys(bundle: Bundle) -> dict[str, str]:
    """Return the key of each drawing by its name."""
    return {drawing.name: kept.key_of(drawing.draw) for drawing in drawings(chapters_of(bundle))}


@pytest.mark.parametrize("kind", KINDS)
def test_each_drawing_has_a_key_of_its_own(kind: str) -> None:
    """Of a function of `report.figures` and its numbers, which may be read back from the file."""
    bundle = bundle_of(kind)
    found = keys(bundle)
    assert len(set(found.values())) == len(found)
    assert keys(storage.parse(storage.dump(bundle), "")) == found
    assert {each.draw.func.__module__.rpartition(".")[0] for each in all_of(bundle)} == {"report.figures"}


def all_of(bundle: Bundle) -> list[Drawing]:
    return drawings(chapters_of(bundle))


def test_own_words_draw_nothing_anew(tiny_bundle: Bundle) -> None:
    """Title, authors, address and paper are no part of a drawing."""
    words = {"title": "Quite another", "authors": ("N. N.",), "site_url": "https://a.example/", "paper": "a4"}
    cover = tiny_bundle.cover.model_copy(update=words)
    assert keys(tiny_bundle.model_copy(update={"cover": cover})) == keys(tiny_bundle)


def test_other_numbers_are_drawn_anew(tiny_bundle: Bundle) -> None:
    """The names of the classes stand in most drawings, and in the key of each of those."""
    names = tuple(f"class {name}" for name in tiny_bundle.classes.names)
    classes = tiny_bundle.classes.model_copy(update={"names": names})
    before, after = keys(tiny_bundle), keys(tiny_bundle.model_copy(update={"classes": classes}))
    assert {name for name in before if before[name] != after[name]} >= {
        "recalls",
        "pairs",
        "means",
        "pca-pixels",
    }
    assert before["reliability"] == after["reliability"]


def other_code(patch: pytest.MonkeyPatch, here: Path) -> None:
    for room in kept.ROOMS:
        (here / room).mkdir(parents=True)
        for path in (ROOT / room).glob("*.py"):
            (here / room / path.name).write_bytes(path.read_bytes())
    (here / "report/figures/ticks.py").write_text("another program")
    patch.setattr(kept, "HERE", here)


def another_font(patch: pytest.MonkeyPatch, here: Path) -> None:
    (here / "DejaVuSans.ttf").write_bytes(b"another font")
    patch.setattr(shipped, "font", lambda name: here / name)


def another_matplotlib(patch: pytest.MonkeyPatch, _: Path) -> None:
    patch.setattr(kept, "version", lambda name: "0.1" if name == "matplotlib" else version(name))


def another_machine(patch: pytest.MonkeyPatch, _: Path) -> None:
    patch.setattr("platform.machine", lambda: "an abacus")


@pytest.mark.parametrize("differ", [other_code, another_font, another_matplotlib, another_machine])
def test_other_surroundings_draw_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, differ: Callable[[pytest.MonkeyPatch, Path], None]
) -> None:
    """Code, fonts, versions and kind of machine are a part of each key."""
    key = partial(kept.key_of, partial(drawn))
    before = key()
    kept._surroundings.cache_clear()  # noqa: SLF001 - once in a process they are looked at
    assert key() == before
    differ(monkeypatch, tmp_path)
    kept._surroundings.cache_clear()  # noqa: SLF001
    assert key() != before
    monkeypatch.undo()
    kept._surroundings.cache_clear()  # noqa: SLF001


@pytest.mark.parametrize("make", [partial(lambda: b""), partial(repr, object())], ids=["nameless", "odd"])
def test_what_has_no_key_is_refused(make: partial[Any]) -> None:
    """It would be recalled in place of something else."""
    with pytest.raises(Exception, match=r"pickle|serialize"):
        kept.key_of(make)


LOADED = """
import sys
from pathlib import Path
for path in Path("report/figures").glob("*.py"):
    __import__(f"report.figures.{path.stem}")
print(*(name for name in sys.modules if name.split(".")[0] in {"analysis", "report"}))
"""


def test_the_code_of_all_that_drawings_load_is_in_their_key() -> None:
    """But for packages without code of their own."""
    found = printed(LOADED).split()
    rooms = {room.replace("/", ".") for room in kept.ROOMS}
    other = {name for name in found if name not in rooms and name.rpartition(".")[0] not in rooms}
    assert other == {"analysis", "report"}


TWICE = """
import sys
from pathlib import Path
from analysis.bundle import storage
from report.output import site
bundle = storage.read(Path(sys.argv[1]))
offered = frozenset({site.RESULTS})
made = site.contents(bundle, offered)
Path(sys.argv[2]).write_bytes(b"".join(sorted(name.encode() + content for name, content in made.items())))
print("matplotlib" in sys.modules)
"""


@pytest.mark.parametrize("kind", ["tiny", "thirty"])
def test_a_second_site_needs_no_matplotlib(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    """Nor one with other words, nor one whose drawings are as high as its names are long; the bytes are the same."""
    bundle: Bundle = request.getfixturevalue(f"{kind}_bundle")
    storage.write(bundle, tmp_path / "first.json")
    reworded = bundle.cover.model_copy(update={"title": "Quite another"})
    storage.write(bundle.model_copy(update={"cover": reworded}), tmp_path / "reworded.json")

    imported = [
        printed(TWICE, tmp_path / f"{name}.json", tmp_path / f"{name}.{number}", XDG_CACHE_HOME=str(tmp_path))
        for number, name in enumerate(("first", "first", "reworded"))
    ]
    assert imported == ["True", "False", "False"]
    assert (tmp_path / "first.0").read_bytes() == (tmp_path / "first.1").read_bytes()


def printed(program: str, *arguments: Path, **environment: str) -> str:
    """Return what a process prints that starts in the checkout."""
    command = (sys.executable, "-c", program, *map(str, arguments))
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True, env={**os.environ, **environment}
    ).stdout.strip()
