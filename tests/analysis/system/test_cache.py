"""What is kept comes back whole or not at all, and takes only so much room."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analysis.system import cache
from analysis.system.cache import Kept

CONTENT = b"a drawing" * 1000


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """A place with room for ten drawings."""
    return Kept(tmp_path / "some" / "drawings", 11 * len(CONTENT))


@pytest.mark.parametrize("content", [b"", CONTENT], ids=["empty", "long"])
def test_what_was_kept_comes_back_under_its_key_alone(kept: Kept, content: bytes) -> None:
    """Also from nowhere: what was never kept is None."""
    kept.put({"one.svg": content})
    assert kept.get("one.svg") == content
    assert kept.get("two.svg") is None


def piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes() + b" "),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"<svg>somebody else's</svg>" * 9),
        lambda path: path.write_bytes((path.parent / "other").read_bytes()),
        lambda path: path.unlink(),
        lambda path: (path.unlink(), path.mkdir()),
        piped,
        lambda path: (path.unlink(), path.symlink_to(path)),
    ],
    ids=["cut", "longer", "emptied", "foreign", "of another key", "gone", "folder", "pipe", "link to itself"],
)
def test_what_is_damaged_or_foreign_is_as_if_it_were_not_there(
    kept: Kept, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    """And it harms no neighbour."""
    kept.put({"one": CONTENT, "other": CONTENT})
    harm(tmp_path / "some" / "drawings" / "one")
    assert kept.get("one") is None
    assert kept.get("other") == CONTENT


def test_what_was_used_longest_ago_makes_room(kept: Kept, tmp_path: Path) -> None:
    """Reading counts as use, and what a writer that was killed left behind goes like anything else."""
    folder = tmp_path / "some" / "drawings"
    for number in range(10):
        kept.put({str(number): CONTENT})
        os.utime(folder / str(number), (number, number))
    (folder / "tmpleft").write_bytes(CONTENT)
    os.utime(folder / "tmpleft", (0, 0))
    assert kept.get("0") == CONTENT

    kept.put({"new": CONTENT})
    assert {path.name for path in folder.iterdir()} == {"0", "2", "3", "4", "5", "6", "7", "8", "9", "new"}


@pytest.mark.parametrize("place", ["file", "file/below", "null", "no home"])
def test_where_nothing_can_be_kept_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Neither is that an error, nor is anything made elsewhere: a user without a home has `~` for one."""
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("not a folder")
    found = {"null": Path(os.devnull), "no home": Path("~/.cache")}.get(place, tmp_path / place)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: found)

    kept = Kept(cache.place("drawings"), 10**9)
    kept.put({"one": CONTENT})
    assert kept.get("one") is None
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not hasattr(os, "getuid") or not os.getuid(), reason="root may write everywhere")
def test_what_is_read_only_is_read(kept: Kept, tmp_path: Path) -> None:
    """A home that somebody has locked still gives what it holds."""
    kept.put({"one": CONTENT})
    (tmp_path / "some" / "drawings").chmod(0o555)
    kept.put({"two": CONTENT})
    assert (kept.get("one"), kept.get("two")) == (CONTENT, None)
    (tmp_path / "some" / "drawings").chmod(0o755)


def test_writers_at_the_same_time_leave_whole_entries(tmp_path: Path) -> None:
    """Who reads meanwhile gets one of them or nothing, also where each makes room for itself."""
    contents = {f"{number}" * 50_000 for number in range(4)}

    def work(content: str) -> set[bytes | None]:
        kept = Kept(tmp_path, 120_000)
        found = set()
        for _ in range(40):
            kept.put({"one": content.encode(), content[0]: content.encode()})
            found.add(kept.get("one"))
        return found

    with ThreadPoolExecutor(4) as threads:
        found = set().union(*threads.map(work, contents))
    assert found <= {None, *(content.encode() for content in contents)}
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 240_000
