"""Data files of other kinds, damaged: tables, pictures, single arrays, and archives of them."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image

from benchmarks.reliability.damage import (
    FOREIGN,
    Damage,
    cut,
    digits,
    flips,
    foreign,
    odd_header,
    start,
    tail,
    zip_fields,
)

PICTURES = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")
CELLS = ("", "x", "1e999", "nan", "-1", "256", "0.5", "1,2", '"', "\x00", "٣", "9" * 400, "0x10", "1_0", "#")
DAMAGE: dict[str, Damage] = {"flips": flips, "cut": cut, "tail": tail, "foreign": foreign}


@cache
def table() -> str:
    """Return the training images as rows of a label and pixels, under a head."""
    images, labels = digits()["x_train"].reshape(100, -1), np.arange(100) % 3
    head = ",".join(["label", *(f"pixel{place}" for place in range(images.shape[1]))])
    rows = (",".join(map(str, [label, *image])) for label, image in zip(labels, images.tolist(), strict=True))
    return "\n".join([head, *rows]) + "\n"


def csv(place: Path, random: Random, damage: Damage) -> Path:
    """Write a table, damaged, perhaps gzipped before or after."""
    content, name = table().encode(), random.choice(["train.csv", "train.csv.gz"])
    if name.endswith(".gz"):
        early = damage is cells or random.random() < 0.5
        content = gzip.compress(damage(content, random)) if early else damage(gzip.compress(content), random)
    else:
        content = damage(content, random)
    (place / name).write_bytes(content)
    return random.choice([place, place / name])


def cells(content: bytes, random: Random) -> bytes:
    """Write odd things into some cells of a table."""
    rows = [line.split(",") for line in content.decode().splitlines()]
    for _ in range(random.randint(1, 5)):
        row = random.choice(rows)
        row[random.randrange(len(row))] = random.choice(CELLS)
    if random.random() < 0.3:
        random.choice(rows).pop()
    return "\n".join(map(",".join, rows)).encode()


def line(place: Path, random: Random) -> Path:
    """Write a table with a line of a hundred million letters, well packed."""
    (place / "train.csv.gz").write_bytes(
        gzip.compress(table().encode()) + _long(random.choice([b"1", b"1,", b" "]))
    )
    return place


@cache
def _long(letters: bytes) -> bytes:
    return gzip.compress(letters * (10**8 // len(letters)), 1)


@cache
def picture(form: str, number: int) -> bytes:
    """Return an image as a picture."""
    stream = io.BytesIO()
    Image.fromarray(digits()["x_train"][number]).save(stream, form)
    return stream.getvalue()


def pictures(place: Path, random: Random, damage: Damage) -> Path:
    """Write a folder of pictures for each of three classes, one of them damaged."""
    form, victim = random.choice(PICTURES), random.randrange(45)
    for number in range(45):
        path = place / "abc"[number % 3] / f"{number}.{form.lower()}"
        path.parent.mkdir(exist_ok=True)
        content = picture(form, number)
        path.write_bytes(damage(content, random) if number == victim else content)
    return place


def labelled(place: Path, random: Random, damage: Damage) -> Path:
    """Write pictures, and a table of their labels, which is damaged."""
    lines = ["file,label"]
    for number in range(45):
        (place / f"{number}.png").write_bytes(picture("PNG", number))
        lines.append(f"{number}.png,{number % 3}")
    (place / "labels.csv").write_bytes(damage("\n".join(lines).encode(), random))
    return place


def parquet(place: Path, random: Random, damage: Damage) -> Path:
    """Write pictures and labels as model hubs do, damaged."""
    (place / "train.parquet").write_bytes(damage(_parquet(), random))
    return random.choice([place, place / "train.parquet"])


@cache
def _parquet() -> bytes:
    import pyarrow as pa  # noqa: PLC0415 – an extra
    import pyarrow.parquet as pq  # noqa: PLC0415

    stream = io.BytesIO()
    images = [{"bytes": picture("PNG", number), "path": None} for number in range(45)]
    pq.write_table(pa.table({"image": images, "label": [number % 3 for number in range(45)]}), stream)
    return stream.getvalue()


def huge(content: bytes, random: Random) -> bytes:
    """Return a PNG that claims to be huge, and is for a thousandth of it."""
    del content
    side = random.choice([65, 20_000, 60_000, 2**31 - 1])
    header = struct.pack(">IIBBBBB", side, side, 8, random.choice([0, 2, 6]), 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(10**6))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def arrays(place: Path, random: Random, damage: Damage) -> Path:
    """Write single arrays, one of them damaged."""
    victim = random.choice(list(digits()))
    for name, array in digits().items():
        stream = io.BytesIO()
        np.save(stream, array)
        content = stream.getvalue()
        (place / f"{name}.npy").write_bytes(damage(content, random) if name == victim else content)
    return place


def _odd_array(content: bytes, random: Random) -> bytes:
    del content
    return odd_header(random)


def zipped(place: Path, random: Random, damage: Damage) -> Path:
    """Write a zip archive of tables or pictures, and damage it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", random.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as file:
        if random.random() < 0.5:
            file.writestr("train.csv", table())
        else:
            for number in range(45):
                file.writestr(f"{'abc'[number % 3]}/{number}.png", picture("PNG", number))
    (place / "data.zip").write_bytes(damage(stream.getvalue(), random))
    return place / "data.zip"


def odd_names(place: Path, random: Random) -> Path:
    """Write a zip archive whose members would like to be elsewhere, or are of odd kinds."""
    names = (
        "../train.csv",
        "/train.csv",
        "train.csv/",
        "a/" * 400 + "train.csv",
        "train.csv\x00.png",
        "x" * 300,
        "",
    )
    with zipfile.ZipFile(place / "data.zip", "w") as file:
        for name in random.sample(names, 3):
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.external_attr = random.choice([0, 0o120777 << 16, 0o010644 << 16])
            file.writestr(info, random.choice([table().encode(), b"/etc/passwd", *FOREIGN]))
    return place / "data.zip"


def endless(place: Path, random: Random) -> Path:
    """Write archives, folders or links within each other."""
    kind = random.choice(["archives", "folders", "links"])
    if kind == "links":
        (place / "data").mkdir()
        (place / "data" / "data").symlink_to(".")
        return place / "data"
    if kind == "folders":
        (place / "/".join("d" * 300)).mkdir(parents=True)
        return place
    content = b""
    for _ in range(40):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as file:
            file.writestr("data.zip", content)
        content = stream.getvalue()
    (place / "data.zip").write_bytes(content)
    return place / "data.zip"


KINDS: dict[str, Callable[[Path, Random], Path]] = {
    **{f"CSV, {kind}": partial(csv, damage=damage) for kind, damage in {**DAMAGE, "cells": cells}.items()},
    "CSV, long line": line,
    **{
        f"pictures, {kind}": partial(pictures, damage=damage)
        for kind, damage in {**DAMAGE, "header": start}.items()
    },
    "pictures, huge": partial(pictures, damage=huge),
    **{
        f"labelled, {kind}": partial(labelled, damage=damage)
        for kind, damage in {**DAMAGE, "cells": cells}.items()
    },
    **{
        f"Parquet, {kind}": partial(parquet, damage=damage)
        for kind, damage in DAMAGE.items()
        if find_spec("pyarrow")
    },
    **{
        f"npy, {kind}": partial(arrays, damage=damage)
        for kind, damage in {**DAMAGE, "odd header": _odd_array}.items()
    },
    **{
        f"zip, {kind}": partial(zipped, damage=damage)
        for kind, damage in {**DAMAGE, "fields": zip_fields}.items()
    },
    "zip, odd names": odd_names,
    "within each other": endless,
}
