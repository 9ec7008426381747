"""Training, test and validation part, told by the names of files, folders and arrays; and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

PartName = Literal["training", "test", "validation"]
WORDS: dict[str, PartName] = {
    **dict.fromkeys(("train", "training", "tra"), "training"),
    **dict.fromkeys(("test", "testing", "t10k", "tes"), "test"),
    **dict.fromkeys(("val", "valid", "validation", "dev"), "validation"),
}

# Letters before this one are in every font.
LATIN = 0x180


def part_of(name: str) -> PartName | None:
    """Return the part that the last telling word of a name tells; None where there is none."""
    words = re.split(r"[^a-z0-9]+", name.casefold())
    return next((WORDS[word] for word in reversed(words) if word in WORDS), None)


def serves(name: str) -> str:
    """Say that there is a validation part and no test part."""
    return f"A validation part{shown([name])} serves as the test part, since there is no other."


def left(name: str, count: int) -> str:
    """Say that a validation part is there beside a test part."""
    return (
        f"A validation part of {count:,} image{'s' * (count != 1)}{shown([name])} was passed over: the one of the "
        "training is drawn from the training images."
    )


def passed_over(names: Iterable[str], what: str) -> tuple[str, ...]:
    """Count what was not read, `file` or `column`, in one sentence; in none where there was nothing."""
    found = list(names)
    if not found:
        return ()
    was = "was" if len(found) == 1 else "were"
    return (f"{len(found):,} other {what}{'s' * (len(found) != 1)} {was} passed over{shown(found)}.",)


def plain(text: str) -> str:
    """Return a sentence with a question mark for each sign of a name that not every font can print."""
    return "".join(
        sign if sign.isprintable() and (ord(sign) < LATIN or sign in "“”‘’–−×…") else "?" for sign in text
    )


def shown(names: Iterable[str], most: int = 3) -> str:
    """Name some, in parentheses behind a space; names that not every font can print are left out."""
    found = list(names)
    usable = [name for name in found if 0 < len(name) <= 40 and plain(name) == name]
    more = ", …" if len(found) > most or len(usable) < len(found) else ""
    return f" ({', '.join(usable[:most])}{more})" if usable else ""
