"""The crowd on the front page: one digit per expected mistake, in rows, the mistake last."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Crowd:
    """So many digits in so many columns, row by row."""

    digits: int
    columns: int

    @property
    def rows(self) -> int:
        """Rows that the digits fill, the last one perhaps in part."""
        return -(-self.digits // self.columns)

    @property
    def last(self) -> int:
        """Column of the last digit, from 0."""
        return (self.digits - 1) % self.columns

    @property
    def width(self) -> int:
        """Pixels, 28 for a digit."""
        return 28 * self.columns

    @property
    def height(self) -> int:
        """Pixels, 28 for a digit."""
        return 28 * self.rows

    @property
    def has_room(self) -> bool:
        """Whether a few words fit into the last row, beside the last digit, also on a narrow screen."""
        return self.columns - self.last > 17
