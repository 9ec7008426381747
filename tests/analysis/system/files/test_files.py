"""Files and folders are complete or as they were."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.system.errors import OutputError
from analysis.system.files import explained, new_folder, put, try_file, try_folder, write_file


def fails(number: int) -> Callable[..., None]:
    def failing(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return failing


def content(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()}


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """The new content stands alone, with the permissions of any new file."""
    (tmp_path / "plain").touch()
    for text in (b"first, longer", b"second"):
        write_file(tmp_path / "file", text)

    assert content(tmp_path) == {"plain": "", "file": "second"}
    assert (tmp_path / "file").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize(
    ("number", "word"), [(errno.ENOSPC, "room"), (errno.EROFS, "read-only"), (errno.EIO, "another place")]
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_or_read_only_disk_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, word: str
) -> None:
    """One sentence with a remedy, and nothing half-written beside it."""
    write_file(tmp_path / "file", b"old")
    monkeypatch.setattr(os if step == "fsync" else Path, step, fails(number))
    with pytest.raises(OutputError, match=word) as caught:
        write_file(tmp_path / "file", b"new")

    assert str(caught.value).count(".") == 1 + str(tmp_path).count(".")
    assert content(tmp_path) == {"file": "old"}


def test_missing_folders_are_made(tmp_path: Path) -> None:
    """Around a file and around a folder."""
    write_file(tmp_path / "a" / "b" / "file", b"new")
    with new_folder(tmp_path / "c" / "d" / "site") as folder:
        (folder / "index").write_text("new")

    assert content(tmp_path) == {"a/b/file": "new", "c/d/site/index": "new"}


def test_an_attempt_leaves_no_folder(tmp_path: Path) -> None:
    """Neither one that only asks whether it can be written, nor one that fails; folders that others filled stay."""
    (tmp_path / "there").mkdir()
    try_file(tmp_path / "a" / "b" / "file")
    try_folder(tmp_path / "a" / "b" / "site")
    with pytest.raises(ValueError, match="wrong"), new_folder(tmp_path / "there" / "b" / "site"):
        raise ValueError("wrong")

    assert [path.name for path in tmp_path.rglob("*")] == ["there"]


def test_a_folder_is_swapped_in_whole(tmp_path: Path) -> None:
    """The new files stand alone: none of the old ones is left."""
    site = tmp_path / "site"
    for name in ("a", "b"):
        with new_folder(site) as folder:
            (folder / "deep").mkdir()
            (folder / "deep" / name).write_text(name)

    assert content(tmp_path) == {"site/deep/b": "b"}


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, FileNotFoundError])
def test_a_failure_leaves_the_old_folder(tmp_path: Path, error: type[BaseException]) -> None:
    """Whatever happens while the new one is filled; errors that are not the disk's pass unchanged."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index").write_text("old")

    def interrupted() -> None:
        with new_folder(site) as folder:
            (folder / "index").write_text("new")
            raise error

    with pytest.raises(error):
        interrupted()

    assert content(tmp_path) == {"site/index": "old"}


def test_what_did_not_change_is_taken_over_from_the_old_folder(tmp_path: Path) -> None:
    """The same file on the disk, though its folder is a new one; what did change is written."""
    site = tmp_path / "site"
    numbers = []
    for text in (b"old", b"new"):
        with new_folder(site) as folder:
            put(folder / "deep" / "same", b"same", before=site / "deep" / "same")
            put(folder / "other", text, before=site / "other")
        numbers.append((site / "deep" / "same").stat().st_ino)

    assert content(tmp_path) == {"site/deep/same": "same", "site/other": "new"}
    assert numbers[0] == numbers[1]


def test_a_disk_without_links_gets_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some memory cards know none."""
    (tmp_path / "old").write_text("same")
    monkeypatch.setattr(Path, "hardlink_to", fails(errno.EPERM))
    put(tmp_path / "new", b"same", before=tmp_path / "old")

    assert content(tmp_path) == {"old": "same", "new": "same"}


@pytest.mark.parametrize(
    ("name", "named"),
    [
        (None, "site"),
        ("site", "site"),
        (".site.digits-report-0123abcd.new/index.html", "site"),
        ("site/.git/config", "site/.git/config"),
        ("/elsewhere/site", "/elsewhere/site"),
    ],
)
def test_a_failure_names_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str | None, named: str
) -> None:
    """That of the user's, where the trouble is with what is beside it, and else where it is; never “None”."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match=f"^Cannot write {named}: "), explained(Path("site")):
        raise OSError(errno.ENOSPC, "no space", name)
