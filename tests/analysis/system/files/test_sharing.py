"""A folder that others use, too: what they put there stays as it is, what this program wrote is replaced."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from analysis.system.errors import OutputError
from analysis.system.files import LISTING, Owned, carry, new_folder, read, try_folder
from analysis.system.files.listing import collision


def owner(folder: Path) -> Owned:
    """Return what the list says."""
    return read(folder) or {}


def write(place: Path, **texts: str) -> None:
    """Write these files; two underscores are a slash, one a dot."""
    with new_folder(place, owner) as folder:
        for name, text in texts.items():
            path = folder / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)


def facts(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Return mode, time and content of all that is in a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        text = os.readlink(path) if path.is_symlink() else "" if path.is_dir() else path.read_text()  # noqa: PTH115
        found[str(path.relative_to(folder))] = (state.st_mode, state.st_mtime_ns, text)
    return found


def fill_with_foreign_things(place: Path) -> dict[str, tuple[int, int, str]]:
    """Put files, folders and links of all kinds into a folder; return what they are."""
    before = set(facts(place))
    (place / "CNAME").write_text("digits.example")
    (place / "notes" / "empty").mkdir(parents=True)
    (place / "notes" / "thesis.txt").write_text("years of work")
    (place / "figures" / "mine.svg").write_text("<svg/>")
    (place / "link").symlink_to("notes")
    (place / "nowhere").symlink_to("/not/there")
    (place / "CNAME").chmod(0o640)
    for name in ("notes/thesis.txt", "CNAME", "notes/empty", "notes"):
        os.utime(place / name, ns=(10**18, 10**18))
    return {name: fact for name, fact in facts(place).items() if name not in before}


@pytest.mark.parametrize("links", [True, False])
def test_what_others_put_there_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    """Content, modes, times and links, in our folders, too; only what we wrote is replaced, and removed if not anew."""
    place = tmp_path / "site"
    write(place, index_html="old", figures__a_svg="a", stale__page_html="old")
    foreign = fill_with_foreign_things(place)
    if not links:  # a disk that knows none
        monkeypatch.setattr(os, "link", _no_links)
    write(place, index_html="new", figures__b_svg="b")

    found = facts(place)
    assert {name: found.get(name) for name in foreign} == foreign
    assert found.keys() - foreign.keys() == {"index.html", "figures", "figures/b.svg", LISTING}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def _no_links(*_: object, **__: object) -> None:
    raise PermissionError(1, "no links")


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_a_repository_in_the_folder_stays_one(tmp_path: Path) -> None:
    """Its commits are there, it is sound, and it sees what is new."""
    place = tmp_path / "site"
    write(place, index_html="old")
    git = ["git", "-C", str(place), "-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "Publish"]):
        subprocess.run([*git, *command], check=True)
    write(place, index_html="new", other_html="new")

    subprocess.run([*git, "fsck", "--strict"], check=True, capture_output=True)
    said = subprocess.run([*git, "log", "--format=%s"], check=True, capture_output=True, text=True).stdout
    state = subprocess.run([*git, "status", "-s"], check=True, capture_output=True, text=True).stdout
    assert said == "Publish\n"
    assert state.split() == ["M", LISTING, "M", "index.html", "??", "other.html"]


def test_what_is_put_there_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in the moment before the exchange."""
    place = tmp_path / "site"
    write(place, index_html="old")
    known = carry.carry

    def late(old: Path, new: Path, names: list[str]) -> None:
        known(old, new, names)
        (place / "CNAME").write_text("late")

    monkeypatch.setattr("analysis.system.files.folders.carry", late)
    write(place, index_html="new")

    assert (place / "CNAME").read_text() == "late"


@pytest.mark.parametrize("links", [True, False])
def test_what_is_removed_meanwhile_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """A file that its owner takes away, or a folder, between the look at all names and the moment it would come along."""
    place = tmp_path / "site"
    write(place, index_html="old", figures__a_svg="a")
    fill_with_foreign_things(place)
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    names = sorted(name for name in facts(place) if name not in {"index.html", LISTING})
    (place / "CNAME").unlink()
    (place / "notes" / "empty").rmdir()
    new = tmp_path / "new"
    new.mkdir()
    carry.carry(place, new, names)

    assert facts(new).keys() == set(names) - {"CNAME", "notes/empty"}


def test_a_changed_file_is_neither_overwritten_nor_removed(tmp_path: Path) -> None:
    """The list licenses the removal of what was written, not of what somebody made of it."""
    place = tmp_path / "site"
    write(place, kept_html="old", other_html="old")
    for name in ("kept.html", "other.html"):
        (place / name).write_text("edited")
    before = facts(place)
    with pytest.raises(OutputError, match="found it changed since"):
        write(place, kept_html="new")
    assert facts(place) == before

    write(place, kept_html="edited")  # the same as it was edited to be
    (place / "kept.html").unlink()
    write(place, kept_html="new")

    assert (place / "kept.html").read_text() == "new"
    assert (place / "other.html").read_text() == "edited"


def test_links_in_place_of_our_files_are_replaced(tmp_path: Path) -> None:
    """What they lead to is neither read nor changed, though its content is the same."""
    place = tmp_path / "site"
    write(place, index_html="page")
    (tmp_path / "elsewhere").write_text("page")
    (place / "index.html").unlink()
    (place / "index.html").symlink_to(tmp_path / "elsewhere")
    write(place, index_html="page")

    assert not (place / "index.html").is_symlink()
    assert (tmp_path / "elsewhere").stat().st_nlink == 1


def test_collisions_are_found(tmp_path: Path) -> None:
    """A name that is needed and taken: by a file with other content, a folder, or a link where a folder must be."""
    (tmp_path / "same").write_text("x")
    (tmp_path / "other").write_text("y")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")

    def found(name: str, *owned: str) -> str | None:
        return collision(tmp_path, dict.fromkeys(owned), {name: b"x"})

    assert [found(name) for name in ("same", "new", "folder/new", "new/new")] == [None] * 4
    assert [found(name) for name in ("other", "folder", "link")] == ["other", "folder", "link"]
    assert [found(name) for name in ("other/x", "link/x")] == ["other", "link"]
    assert found("other", "other") is None
    assert found("folder", "folder") == "folder"


def test_a_collision_changes_nothing(tmp_path: Path) -> None:
    """The file that stands in the way is named."""
    place = tmp_path / "site"
    write(place, index_html="old")
    (place / "new.html").write_text("mine")
    before = facts(place)
    with pytest.raises(
        OutputError, match=r"Expected .*/site/new\.html to be absent or written by digits-report"
    ):
        write(place, index_html="new", new_html="new")

    assert facts(place) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize(
    "line", ["what?", f"{'0' * 64}  ../thesis", f"{'0' * 64}  /etc/passwd", f"{'0' * 64}  a/./b", "\udcff"]
)
def test_a_damaged_list_is_refused(tmp_path: Path, line: str) -> None:
    """A name outside of the folder, too; nothing is removed on its word."""
    (tmp_path / LISTING).write_bytes(line.encode("utf-8", "surrogateescape"))
    with pytest.raises(OutputError, match="Expected checksums"):
        read(tmp_path)


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_the_list_can_be_checked(tmp_path: Path) -> None:
    """By the usual tool; it names every file but itself."""
    write(tmp_path / "site", index_html="page", figures__a_svg="ä")
    said = subprocess.run(
        ["sha256sum", "-c", LISTING], cwd=tmp_path / "site", check=True, capture_output=True
    )
    assert said.stdout.decode().splitlines() == ["figures/a.svg: OK", "index.html: OK"]


def test_what_cannot_come_along_is_refused_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe on a disk without links can be neither linked nor copied; the trial says so, and changes nothing."""
    place = tmp_path / "site"
    write(place, index_html="old")
    os.mkfifo(place / "pipe")
    try_folder(place, owner)
    monkeypatch.setattr(os, "link", _no_links)
    with pytest.raises(OutputError, match="found pipe, which is none"):
        try_folder(place, owner)

    assert (place / "pipe").is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


RIVAL = """
import sys
from pathlib import Path
from analysis.system import files

place, name = Path(sys.argv[1]), sys.argv[2]
owned = lambda folder: files.read(folder) or {}
for turn in range(25):
    files.try_folder(place, owned)
    with files.new_folder(place, owned) as folder:
        for each in ("same", name, f"{turn % 2}{name}"):
            for page in range(20):
                files.put(folder / f"{page}{each}.html", name.encode(), before=place / f"{page}{each}.html")
"""


def test_two_writers_both_end(tmp_path: Path) -> None:
    """Files of one come and go while the other looks at them: neither fails, and the last one's folder is whole."""
    rivals = [
        subprocess.Popen(
            [sys.executable, "-c", RIVAL, str(tmp_path / "site"), name], stderr=subprocess.PIPE, text=True
        )
        for name in ("one", "two")
    ]

    assert [rival.communicate()[1] for rival in rivals] == ["", ""]
    listed = read(tmp_path / "site")
    assert listed
    assert {path.name for path in (tmp_path / "site").iterdir()} == set(listed)
    assert len({(tmp_path / "site" / f"{page}same.html").read_text() for page in range(20)}) == 1


def test_many_files_of_others_cost_little(tmp_path: Path) -> None:
    """Ten thousands of files, as in `.git`, may lie there: for each one, few functions of ours and of Python are called."""
    place, many = tmp_path / "site", 500
    write(place, index_html="old")
    for number in range(many):
        path = place / ".git" / f"{number % 5}" / f"{number}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    called = Counter[str]()

    sys.setprofile(lambda _, event, __: called.update([event]))
    try:
        write(place, index_html="new")
    finally:
        sys.setprofile(None)

    assert called["call"] < 100 * many
    assert sum(len(found) for _, _, found in os.walk(place / ".git")) == many
