"""The mosaic of the front page: one image per expected error, in rows, the error last."""

from __future__ import annotations

from dataclasses import dataclass

# Columns that a few words need beside the last image, also on a narrow screen, and letters that a column holds.
WORDS, LETTERS = 17, 1.7
# Letters that stand beside the last image on paper, or below it where that is late in its row.
LONGEST = 45


@dataclass(frozen=True)
class Mosaic:
    """So many images in so many columns, row by row; each takes `tile` = (width, height) pixels."""

    images: int
    columns: int
    tile: tuple[int, int]

    @property
    def rows(self) -> int:
        """Rows that the images fill, the last one perhaps in part."""
        return -(-self.images // self.columns)

    @property
    def last(self) -> int:
        """Column of the last image, from 0."""
        return (self.images - 1) % self.columns

    @property
    def width(self) -> int:
        """Pixels."""
        return self.tile[0] * self.columns

    @property
    def height(self) -> int:
        """Pixels."""
        return self.tile[1] * self.rows

    def has_room(self, words: str) -> bool:
        """Say whether words fit into the last row, beside the last image."""
        return self.columns - self.last > max(WORDS, len(words) / LETTERS)

    def fits_on_paper(self, words: str) -> bool:
        """Say whether words fit beside the last image of the cover, or right below it."""
        return len(words) <= LONGEST
