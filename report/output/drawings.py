"""Drawn figures to files: those drawn before are recalled, the others shared by the processors of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from report.chapters.model import Chapter, Drawing, drawings
from report.figures import kept
from report.figures.canvas import Medium, size
from report.images.sheets import Sheet, as_png, as_svg
from report.images.thumbnails import Thumbnail
from report.output import parallel


class Piece(NamedTuple):
    """What is drawn at once: a file `name.ending` for each ending, in the order in which `draw` returns them."""

    name: str
    endings: tuple[str, ...]
    draw: Callable[[], Sequence[bytes]]
    key: str
    """Of all that the files follow from."""

    @property
    def keys(self) -> list[str]:
        """Return the key of each file."""
        return [f"{self.key}.{ending}" for ending in self.endings]


def draw_all(
    chapters: Sequence[Chapter], medium: Medium, pictures: Mapping[str, Thumbnail] | None = None
) -> dict[str, bytes]:
    """Return every drawing by file name: `NAME.svg`; for the web also `NAME.png`, and `NAME-narrow.svg` for the phone.

    With the small pictures by name, also what is given away of figures in markup: `ID.svg` and `ID.png`.
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
                f"{piece.name}.{ending}": content
                for piece in pieces
                for ending, content in zip(piece.endings, found[piece.key], strict=True)
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
    for drawing in drawings(chapters):
        for narrow in (False,) if medium == "paper" else (False, True):
            endings = ("svg",) if narrow or medium == "paper" else ("svg", "png")
            how = (size(drawing, medium, narrow=narrow), medium, endings)
            name = f"{drawing.name}-narrow" if narrow else drawing.name
            yield Piece(name, endings, partial(_as_drawing, drawing, *how), kept.key_of(drawing.draw, *how))


def _as_drawing(
    drawing: Drawing, pixels: tuple[int, int], medium: Medium, endings: Sequence[str]
) -> Sequence[bytes]:
    from report.figures import svg

    return svg.draw(drawing.draw, pixels, medium, endings)


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
    for chapter in chapters:
        for id_, figure in chapter.figures.items():
            if figure and figure.sheet:
                key = kept.key_of(figure.sheet, shown)
                yield Piece(id_, ("svg", "png"), partial(_as_sheet, figure.sheet, pictures), key)


def _as_sheet(
    drawn: Callable[[Mapping[str, Thumbnail]], Sheet], pictures: Mapping[str, Thumbnail]
) -> Sequence[bytes]:
    sheet = drawn(pictures)
    return [as_svg(sheet), as_png(sheet)]
