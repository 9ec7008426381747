"""All edits that could be made in a tree, and a fair choice of them."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.wrong_edits import assets, python, templates
from benchmarks.wrong_edits.edit import Edit

KINDS = (
    "variable", "field", "class", "column", "link", "colour", "off by one", "boundary", "condition", "word",
    "number in prose", "upside down", "many classes", "paper",
)  # fmt: skip
"""The last two hold edits of any other kind, where only more than twenty classes, or only paper, come by."""

SEEN = ("chapters", "figures", "images", "output", "text")
"""The rooms of `report/` that make what a reader sees."""
ROOMS = (
    *SEEN, "templates/chapters", "templates/web", "templates/paper", "templates", "styles", "scripts",
)  # fmt: skip
UNSEEN = {
    "report/output/parallel.py",
    "report/output/publication.py", "report/output/system_packages.py", "report/output/fonts.py", "report/images/shipped.py",
}  # fmt: skip
"""What starts processes, installs, or refuses."""


def room_of(path: str) -> str:
    """Return the room of a file."""
    if path.startswith("report/"):
        return path.split("/")[1]
    if path.endswith((".css", ".js")):
        return "styles" if path.endswith(".css") else "scripts"
    folder = path.split("/")[1]
    frames = {
        "web": "templates/web",
        "screen": "templates/web",
        "single": "templates/web",
        "paper": "templates/paper",
    }
    return "templates" if folder.endswith(".jinja") else frames.get(folder, "templates/chapters")


def found_in(root: Path) -> list[Edit]:
    """Return all edits that could be made in a tree."""
    files = [path for folder in SEEN for path in (root / "report" / folder).rglob("*.py")]
    files += [path for path in (root / "templates").rglob("*") if path.is_file()]
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(files)}
    fields = python.fields_of(root)
    links = templates.links_of(text for path, text in texts.items() if path.endswith(".jinja"))

    def edits(path: str, text: str) -> Iterator[Edit]:
        match Path(path).suffix:
            case ".py":
                yield from python.Module(path, text, fields).edits()
            case ".jinja":
                yield from templates.Template(path, text, links).edits()
            case ".css":
                yield from assets.of_styles(path, text)
            case ".js":
                yield from assets.of_script(path, text)

    return [edit for path, text in texts.items() if path not in UNSEEN for edit in edits(path, text)]


def chosen(edits: Sequence[Edit], seed: int) -> Iterator[Edit]:
    """Draw edits evenly over kinds, within a kind over rooms, within a room over files.

    The draw goes by the words of an edit, not by its line, so that other changes of a file move few of them.
    """
    left: dict[str, list[Edit]] = defaultdict(list)
    for edit in sorted(edits, key=lambda edit: (_drawn(edit, seed), edit.start)):
        left[edit.stratum].append(edit)
    taken: Counter[tuple[str, ...]] = Counter()
    while any(left.values()):
        for kind in KINDS:
            if left[kind]:
                edit = min(left[kind], key=lambda edit: [taken[each] for each in _places(edit)])
                left[kind].remove(edit)
                taken.update(_places(edit))
                yield edit


def _places(edit: Edit) -> list[tuple[str, ...]]:
    room = room_of(edit.path)
    return [(edit.stratum, room), (room,), (edit.path,)]


def _drawn(edit: Edit, seed: int) -> str:
    return hashlib.sha256(f"{seed} {edit.path} {edit.kind} {edit.old} {edit.new}".encode()).hexdigest()
