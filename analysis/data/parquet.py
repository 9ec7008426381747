"""Parquet files, as model hubs keep images: a picture and a label in each row, or a label and pixels; needs pyarrow."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.data import columns, content, part_names, pictures, pixels
from analysis.data.found import Found, Part
from analysis.data.part_names import PartName
from analysis.system.errors import DatasetError

if TYPE_CHECKING:
    import pyarrow.parquet as pq

MAGIC = b"PAR1"
IMAGES = ("image", "img", "picture", "bytes", "image_bytes")
# How pyarrow calls its types.
NUMBERS = ("int", "uint", "float", "double", "halffloat", "bool")
LISTS = ("list<", "large_list<", "fixed_size_list<")
DEEPEST = 3
BATCH = 1_000


class Rows(NamedTuple):
    """What the files of a part hold: pictures or numbers (n, ·), labels (n,), the names of the classes, columns passed over."""

    pictures: list[pictures.Picture]
    numbers: NDArray[np.generic] | None
    labels: NDArray[np.str_] | None
    names: tuple[str, ...] | None
    others: list[str]


def read_folder(folder: Path, resize: int | None) -> Found | None:
    """Read the files in a folder, or some folders below; None where there are none.  Raises DatasetError."""
    for depth in range(DEEPEST):
        files = sorted(
            path for path in folder.glob("*/" * depth + "*.parquet") if not path.name.startswith(".")
        )
        if files:
            return read(files, resize)
    return None


def read(files: Sequence[Path], resize: int | None) -> Found:
    """Read files, which their names divide into parts; several of a part follow each other.

    Raises DatasetError, also where pyarrow is missing.
    """
    folders = {path.parent for path in files}
    if len(folders) > 1:
        raise DatasetError(
            f"Expected the Parquet files of one data set, found them in {len(folders)} folders"
            f"{part_names.shown(sorted(path.name for path in folders))}: name one of these folders."
        )
    parts: dict[PartName, list[Path]] = {}
    for path in files:
        parts.setdefault(part_names.part_of(path.stem) or "training", []).append(path)
    if "training" not in parts:
        parts = {"training": list(files)}
    notes = []
    if "validation" in parts:
        of_validation = parts.pop("validation")
        name = of_validation[0].name
        if "test" in parts:
            notes.append(part_names.left(name, sum(_count(path) for path in of_validation)))
        else:
            notes.append(part_names.serves(name))
            parts["test"] = of_validation
    rows: dict[PartName, Rows] = {"training": _rows(parts["training"])}
    if "test" in parts:
        rows["test"] = _rows(parts["test"])
    if "test" in rows and rows["test"].labels is None:
        notes.append(f"{parts['test'][0].name} has no labels and was not used.")
        del rows["test"]
    return _found(rows, parts["training"][0].name, notes, resize, files)


def _found(
    rows: Mapping[PartName, Rows], name: str, notes: list[str], resize: int | None, files: Sequence[Path]
) -> Found:
    """Bring the parts to images and labels of one kind."""
    read = list(rows.values())
    texts = [each.labels for each in read if each.labels is not None]
    if len(texts) < len(read):
        raise DatasetError(
            f"Expected a label in every row of {name}, found no column of labels: name it “label”."
        )
    if all(each.pictures for each in read):
        images, said = pictures.read([each.pictures for each in read], resize)
    else:
        images, said = _of_numbers([each.numbers for each in read if each.numbers is not None], name)
    if len(images) != len(read):
        raise DatasetError(
            f"Expected images of one kind in the parts of {name}, found pictures and numbers: name one file."
        )
    labels, names = columns.numbered_labels(texts, name)
    told = read[0].names
    if told and names is None and all(part.max(initial=0) < len(told) for part in labels):
        names = tuple(told[label] for label in np.unique(np.concatenate(labels)).tolist())
    parts = [Part(*each) for each in zip(images, labels, strict=True)]
    others = dict.fromkeys(other for each in read for other in each.others)
    count = "a Parquet file" if len(files) == 1 else f"{len(files):,} Parquet files"
    notes = [*said, *notes, *part_names.passed_over(others, "column")]
    test = parts[1] if len(parts) > 1 else None
    return Found(count, parts[0], test, tuple(notes), names, used=frozenset(files))


def _of_numbers(
    numbers: Sequence[NDArray[np.generic]], name: str
) -> tuple[list[NDArray[np.uint8]], tuple[str, ...]]:
    for each in numbers:
        columns.check_pixels(each.shape[1], name)
    low = min(float(each.min(initial=0)) for each in numbers)
    high = max(float(each.max(initial=0)) for each in numbers)
    scale = pixels.scale_for(low, high, name)
    return [pixels.arranged(scale.of(each), name) for each in numbers], (scale.note,) if scale.note else ()


@contextmanager
def _opened(path: Path) -> Iterator[pq.ParquetFile]:
    """Open a file.  Raises DatasetError where it is damaged or larger than it should be, and where pyarrow is missing."""
    try:
        import pyarrow.parquet as pq  # noqa: PLC0415  # an extra, and heavy
    except ImportError as error:
        raise DatasetError(
            f"Expected pyarrow to read {path.name}, a Parquet file, found it not installed: install it with "
            "`pip install pyarrow`, or save the images with numpy.savez."
        ) from error
    try:
        with content.opened(path) as file, pq.ParquetFile(file) as opened:
            meta = opened.metadata
            packed = path.stat().st_size
            unpacked = sum(meta.row_group(group).total_byte_size for group in range(meta.num_row_groups))
            content.refuse_size(path.name, [unpacked], packed)
            content.refuse_size(path.name, (meta.num_rows, meta.num_columns), packed)
            yield opened
    except (DatasetError, MemoryError):
        raise
    except Exception as error:  # a file raises whatever its bytes lead to
        if isinstance(error, OSError) and error.errno:
            raise
        raise DatasetError(
            f"Expected a complete Parquet file, found {path.name} damaged or truncated: fetch it again."
        ) from error


def _count(path: Path) -> int:
    with _opened(path) as file:
        return int(file.metadata.num_rows)


def _rows(files: Sequence[Path]) -> Rows:
    """Read the files of a part, one after the other."""
    read = [_file(path) for path in files]
    if len({(bool(each.pictures), each.labels is None) for each in read}) > 1:
        raise DatasetError(
            f"Expected the same columns in all Parquet files of a part, found others in {files[-1].name}: name one file."
        )
    numbers = [each.numbers for each in read if each.numbers is not None]
    labels = [each.labels for each in read if each.labels is not None]
    return read[0]._replace(
        pictures=[picture for each in read for picture in each.pictures],
        numbers=np.concatenate(numbers) if numbers else None,
        labels=np.concatenate(labels) if labels else None,
    )


def _file(path: Path) -> Rows:
    with _opened(path) as file:
        schema = file.schema_arrow
        heads, kinds = list(schema.names), [str(each) for each in schema.types]
        image = next((place for place, kind in enumerate(kinds) if _holds_images(heads[place], kind)), None)
        if image is None:
            texts = [place for place, kind in enumerate(kinds) if not kind.startswith(NUMBERS)]
            told = columns.of_names(heads, texts, path.name)
        else:
            told = _beside(heads, image, path.name)
        stored: list[pictures.Picture] = []
        numbers: list[NDArray[np.generic]] = []
        texts_of: list[str] = []
        wanted = [heads[place] for place in (*told.pixels, *([] if told.label is None else [told.label]))]
        for batch in file.iter_batches(BATCH, columns=wanted):
            if told.label is not None:
                texts_of += [
                    "" if each is None else str(each) for each in batch.column(heads[told.label]).to_pylist()
                ]
            if image is not None and not kinds[image].startswith(LISTS):
                stored += _pictures(batch.column(heads[image]).to_pylist(), path.name, len(stored))
            else:
                numbers.append(_numbers([batch.column(heads[place]) for place in told.pixels], path.name))
        labels = None if told.label is None or set(texts_of) <= {"-1", ""} else np.array(texts_of)
        return Rows(
            stored,
            np.concatenate(numbers) if numbers else None,
            labels,
            _names(schema.metadata or {}, heads[told.label]) if told.label is not None else None,
            [heads[place] for place in told.passed_over],
        )


def _holds_images(head: str, kind: str) -> bool:
    """Say whether a column holds a picture or a list of pixels in each cell."""
    return (kind.startswith("struct<") and "bytes: " in kind) or (
        kind.startswith(("binary", "large_binary", *LISTS)) and columns.simple(head) in IMAGES
    )


def _beside(heads: Sequence[str], image: int, file: str) -> columns.Columns:
    """Tell the label among the columns beside the images.  Raises DatasetError."""
    places = [place for place in range(len(heads)) if place != image]
    label = columns.only_label([heads[place] for place in places], file)
    found = None if label is None else places[label]
    return columns.Columns(found, (image,), tuple(place for place in places if place != found))


def _pictures(cells: Sequence[Any], file: str, before: int) -> Iterator[pictures.Picture]:
    for number, cell in enumerate(cells):
        stored = cell.get("bytes") if isinstance(cell, dict) else cell
        name = f"row {before + number + 1:,} of {file}"
        if not isinstance(stored, bytes):
            raise DatasetError(
                f"Expected the bytes of a picture in {name}, found none: save the data set with its pictures in it."
            )
        yield pictures.in_bytes(name, stored)


def _numbers(arrays: Sequence[Any], file: str) -> NDArray[np.generic]:
    """Return (n, ·) of columns of numbers, or of one column of lists, or lists of lists, all of the same length."""
    rows, found = len(arrays[0]), [_flat(array).to_numpy(zero_copy_only=False) for array in arrays]
    if any(len(column) % max(rows, 1) for column in found):
        raise DatasetError(f"Expected as many pixels in every row of {file}, found others: mend the table.")
    numbers = np.concatenate([column.reshape(rows, -1) for column in found], axis=1)
    if numbers.dtype.kind not in "biuf" or not np.isfinite(numbers).all():
        raise DatasetError(
            f"Expected finite numbers as pixels in {file}, found others, or empty cells: mend them first."
        )
    return numbers.astype(np.int16 if numbers.dtype.itemsize < 2 else np.float32)


def _flat(array: Any) -> Any:  # noqa: ANN401 – pyarrow has no types
    return _flat(array.flatten()) if str(array.type).startswith(LISTS) else array


def _names(metadata: Mapping[bytes, bytes], label: str) -> tuple[str, ...] | None:
    """Return the names of the classes, which the library `datasets` writes into the file."""
    try:
        features = json.loads(metadata[b"huggingface"])["info"]["features"]
        names = features[label]["names"]
    except (KeyError, TypeError, ValueError):
        return None
    return tuple(map(str, names)) if isinstance(names, list) else None
