"""Read damaged and hostile settings files, and see that each is taken or refused in one sentence in plain words.

    python -m benchmarks.reliability.settings --count 200 --seed 0

Prints a table by kind of attack; exits with 1 at a traceback, at a library's words, or where what cannot be printed is taken.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import NamedTuple
from unicodedata import category

from analysis.run import settings
from analysis.run.settings import Settings
from analysis.system.errors import SettingsError

SENTENCE = re.compile(r"Expected [^\n\0]{10,700}[.?]$")
OF_LIBRARIES = re.compile(r"Input |<class|pydantic|codec|datetime\.|Invalid |object at|validation error")
VALUES = (
    '""', '"  "', '"\\u0000"', '"a\\u0000b"', '"a\\nb"', '"\\u202Ex"', '"\\u200b"', "0", "-1", "true", "1.5", "nan", "inf",
    "1e400", "9" * 30, "9" * 5000, "0x7fffffff", "[]", "[[]]", "[1]", '[""]', '["Ada", "李小龍"]', "{}", "{a = 1}",
    "2026-11-30", "0001-01-01", "2026-11-30T10:00:00", "2026-11-30T00:00:00Z", "10:00:00", '"2026-11-30"', '"soon"',
    '"C:\\Users\\x"', '"C:\\temp"', "'C:\\temp'", '"../../etc"', '"/dev/zero"', '"' + 1000 * "x" + '"', "quick",
    '"' + 100_000 * "é" + '"', 3000 * "[", "[" + 200 * '"a", ' + "]", '"""\nlines\n"""', "'''x", '"🦊"',
)  # fmt: skip
NAMES = (
    "autors",
    '"a\\nb"',
    '"\\u0000"',
    "x" * 3000,
    "title.x",
    '""',
    "[seed]",
    "[[authors]]",
    "1",
    "__class__",
)


class Outcome(NamedTuple):
    """What came of one file; `fault` says what should not have happened."""

    kind: str
    taken: bool
    fault: str


def _value(random: Random) -> bytes:
    """Give one setting a value of another type or form."""
    return f"{random.choice(list(settings.in_file()))} = {random.choice(VALUES)}\n".encode()


def _several(random: Random) -> bytes:
    return b"".join(_value(random) for _ in range(random.randint(2, 6)))


def _name(random: Random) -> bytes:
    return f"{random.choice(NAMES)} = 1\n".encode()


def _flips(random: Random) -> bytes:
    changed = bytearray(settings.commented().encode())
    for _ in range(random.randint(1, 10)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(random: Random) -> bytes:
    content = settings.commented().encode()
    return content[: random.randrange(len(content))]


def _encoding(random: Random) -> bytes:
    encoding = random.choice(["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"])
    return 'title = "Größe"\n'.encode(encoding)


def _noise(random: Random) -> bytes:
    return random.randbytes(random.choice([1, 10, 1000, 2**20 + 1]))


KINDS: dict[str, Callable[[Random], bytes]] = {
    "a value": _value,
    "several values": _several,
    "a name": _name,
    "flipped bytes": _flips,
    "cut": _cut,
    "encoding": _encoding,
    "noise": _noise,
}


def attack(count: int, seed: int) -> list[Outcome]:
    """Read so many files, of all kinds in turn; equal seeds give equal files."""
    return [_once(kind, f"{seed} {number}") for number, kind in enumerate(islice(cycle(KINDS), count))]


def _once(kind: str, seed: str) -> Outcome:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "s.toml")
        path.write_bytes(KINDS[kind](Random(seed)))  # noqa: S311 – no secret
        taken, fault = _read(path)
    return Outcome(kind, taken, f"{kind}: {fault} (seed {seed!r})" if fault else "")


def _read(path: Path) -> tuple[bool, str]:
    """Return whether the file was taken, and what is wrong with that."""
    try:
        found = settings.load(path, {})
    except SettingsError as error:
        plain = SENTENCE.match(str(error)) and not OF_LIBRARIES.search(str(error))
        return False, "" if plain else f"said “{error}”"
    except Exception as error:  # noqa: BLE001 – this is what is looked for
        return False, f"raised {error!r}"
    return True, "" if _prints(found) else f"took {found!r}"


def _prints(found: Settings) -> bool:
    """Tell whether every text is visible, short enough, and free of what cannot be printed."""
    texts = [found.course, found.instructor, *found.authors, found.title or "x"]
    paths = [found.dataset, str(found.out or "x"), str(found.model or "x")]
    controls = any(category(sign) in {"Cc", "Cs"} for text in (*texts, *paths) for sign in text)
    short = all(len(text) <= 300 for text in texts) and all(len(path) <= 4096 for path in paths)
    years = found.date is None or 1900 <= found.date.year <= 2100
    return not controls and years and short and all(map(str.strip, found.authors))


def main() -> int:
    """Attack, print the table and the faults; return 1 if there was one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    outcomes = attack(chosen.count, chosen.seed)
    print(f"{'kind':18}{'taken':>7}{'refused':>9}{'faults':>8}")
    for kind in KINDS:
        of_kind = [one for one in outcomes if one.kind == kind]
        taken, faults = sum(one.taken for one in of_kind), sum(bool(one.fault) for one in of_kind)
        print(f"{kind:18}{taken:>7}{len(of_kind) - taken:>9}{faults:>8}")
    found = [one.fault for one in outcomes if one.fault]
    print("\n".join([f"{len(outcomes)} files, {len(found)} faults", *found]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
