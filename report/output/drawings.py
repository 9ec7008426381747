"""Drawn figures to files: those drawn before are recalled, the others shared by the processors of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from report.chapters.model import Chapter, Drawing, Figure
from report.figures import kept, slides
from report.figures.canvas import Medium, size
from report.images.sheets import Sheet, as_svg
from report.images.thumbnails import Thumbnail
from report.output import parallel


class Piece(NamedTuple):
    """What is drawn at once: files in the order in which `draw` returns them."""

    files: tuple[str, ...]
    draw: Callable[[], Sequence[bytes]]
    key: str
    """Of all that the files follow from."""

    @property
    def keys(self) -> list[str]:
        """Return the key of each file."""
        return [f"{self.key}.{file}" for file in self.files]


def draw_all(
    chapters: Sequence[Chapter], medium: Medium, pictures: Mapping[str, Thumbnail] | None = None
) -> dict[str, bytes]:
    """Return every drawing by file name: `NAME.svg`; for the web also `NAME-narrow.svg` for the phone.

    With the small pictures by name, also what is given away: of each figure `ID.png`, of those in markup `ID.svg`.
    """
    with being_drawn(chapters, medium, pictures) as drawn:
        return drawn()


@contextmanager
def being_drawn(
    chapters: Sequence[Chapter], medium: Medium, pictures: Mapping[str, Thumbnail] | None = None
) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Yield what waits for the drawings, on which other processes work meanwhile where there are any."""
    pieces = [*_pieces(chapters, medium), *(_sheets(chapters, pictures) if pictures is not None else ())]
    store = kept.store()
    recalled = {piece.key: [store.get(key) for key in piece.keys] for piece in pieces}
    new = [piece for piece in pieces if None in recalled[piece.key]]
    with _shared(new, medium) as drawn:

        def files() -> dict[str, bytes]:
            made = {piece.key: contents for piece, contents in zip(new, drawn(), strict=True)}
            store.put(
                {
                    key: content
                    for piece in new
                    for key, content in zip(piece.keys, made[piece.key], strict=True)
                }
            )
            found = recalled | made
            return {
                file: content
                for piece in pieces
                for file, content in zip(piece.files, found[piece.key], strict=True)
                if content is not None
            }

        yield files


@contextmanager
def _shared(pieces: Sequence[Piece], medium: Medium) -> Iterator[Callable[[], list[Sequence[bytes]]]]:
    """Yield what waits for the contents of each piece; nothing that draws is imported where there is none."""
    if not pieces:
        yield list
        return
    from report.figures import svg

    with svg.styled(medium), parallel.begun(_drawn, pieces) as drawn:
        yield drawn


def _drawn(piece: Piece) -> Sequence[bytes]:
    return piece.draw()


def _pieces(chapters: Sequence[Chapter], medium: Medium) -> Iterator[Piece]:
    for id_, figure in _figures(chapters):
        if medium == "paper":
            yield from (
                _one(drawing, drawing.name, size(drawing, medium), medium) for drawing in figure.drawings
            )
        elif figure.drawings:
            yield _all(id_, figure)
            for drawing in figure.drawings:
                yield _one(drawing, f"{drawing.name}-narrow", size(drawing, narrow=True), medium)


def _figures(chapters: Sequence[Chapter]) -> Iterator[tuple[str, Figure]]:
    for chapter in chapters:
        yield from ((id_, figure) for id_, figure in chapter.figures.items() if figure)


def _one(drawing: Drawing, name: str, pixels: tuple[int, int], medium: Medium) -> Piece:
    key = kept.key_of(drawing.draw, pixels, medium)
    return Piece((f"{name}.svg",), partial(_as_drawing, drawing, pixels, medium), key)


def _as_drawing(drawing: Drawing, pixels: tuple[int, int], medium: Medium) -> Sequence[bytes]:
    from report.figures import svg

    return [svg.draw(drawing.draw, pixels, medium)[0]]


def _all(id_: str, figure: Figure) -> Piece:
    """Return the drawings of a figure, and the PNG of all of them."""
    caption = _caption(figure)
    files = (*(f"{drawing.name}.svg" for drawing in figure.drawings), f"{id_}.png")
    keys = [kept.key_of(drawing.draw, size(drawing), caption) for drawing in figure.drawings]
    return Piece(files, partial(_as_drawings, figure, caption), ".".join(keys))


def _as_drawings(figure: Figure, caption: slides.Caption) -> Sequence[bytes]:
    from report.figures import svg

    drawn = [svg.draw(drawing.draw, size(drawing), "web") for drawing in figure.drawings]
    return [*(file for file, _ in drawn), slides.of_figures([one for _, one in drawn], caption)]


def _caption(figure: Figure) -> slides.Caption:
    panels = [": ".join(filter(None, (one.title, one.title_note))) for one in figure.drawings]
    return slides.Caption(figure.claim, figure.measure, panels if any(panels) else [])


def _sheets(chapters: Sequence[Chapter], pictures: Mapping[str, Thumbnail]) -> Iterator[Piece]:
    parts = (
        part
        for name, one in sorted(pictures.items())
        for part in (
            f"{name} {one.kind} {one.pixels.dtype} {one.pixels.shape} ".encode(),
            one.pixels.tobytes(),
        )
    )
    shown = sha256(b"".join(parts)).hexdigest()
    for id_, figure in _figures(chapters):
        if figure.sheet:
            caption = _caption(figure)
            key = kept.key_of(figure.sheet, shown, caption)
            files = (f"{id_}.svg", f"{id_}.png")
            yield Piece(files, partial(_as_sheet, figure.sheet, pictures, caption), key)


def _as_sheet(
    drawn: Callable[[Mapping[str, Thumbnail]], Sheet],
    pictures: Mapping[str, Thumbnail],
    caption: slides.Caption,
) -> Sequence[bytes]:
    sheet, coloured = drawn(pictures), any(one.kind == "photograph" for one in pictures.values())
    return [as_svg(sheet), slides.of_sheet(sheet, caption, coloured=coloured)]
