"""Write the golden texts anew: `python -m tests.golden.write [KIND …]`.  Whoever does reads the diff."""

from __future__ import annotations

import shutil
import sys

from tests.golden.texts import HERE, texts_of_kind
from tests.kinds import KINDS


def write(kind: str) -> None:
    """Write the texts of a kind, and no other file beside them."""
    made = texts_of_kind(kind)
    shutil.rmtree(HERE / kind, ignore_errors=True)
    (HERE / kind).mkdir()
    for name, text in made.items():
        (HERE / kind / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    for kind in sys.argv[1:] or KINDS:
        write(kind)
