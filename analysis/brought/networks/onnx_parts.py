"""All parts of an ONNX file, wherever they hide: graphs within graphs, local functions, weights in a file beside it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from math import prod
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from analysis.system.errors import ModelError

# `onnx` is an extra, so its records are Any here.
Model = Any

# Bytes of a file and what lies beside it.
LARGEST = 2**30
# They may go on for ever.
LOOPS = {"Loop", "Scan", "If", "SequenceMap"}
ONE_FILE = "export it in one file (torch.onnx.export(…, external_data=False))"


def nodes(model: Model) -> Iterator[Any]:
    """Yield the nodes of all graphs and local functions."""
    pending = [model.graph, *model.functions]
    while pending:
        part = pending.pop()
        for node in part.node:
            yield node
            for each in node.attribute:
                pending += [each.g] if each.HasField("g") else []
                pending += each.graphs


def tensors(model: Model) -> Iterator[Any]:
    """Yield all arrays that are stored: weights, and constants of nodes."""
    graphs = [model.graph]
    for node in nodes(model):
        for each in node.attribute:
            yield from chain([each.t] if each.HasField("t") else [], each.tensors)
            graphs += [each.g] if each.HasField("g") else []
            graphs += each.graphs
    for graph in graphs:
        yield from graph.initializer


def refuse_programs(model: Model, path: Path, remedy: str) -> None:
    """Refuse what may go on for ever, wherever it stands.  Raises ModelError."""
    if loops := LOOPS & {node.op_type for node in nodes(model)}:
        raise ModelError(f"Expected a network without loops in {path}, found {min(loops)}: {remedy}.")
    if model.graph.sparse_initializer:
        raise ModelError(f"Expected weights as they are in {path}, found sparse ones: {remedy}.")


def take_in(model: Model, path: Path) -> None:
    """Read the arrays that stand in files beside this one, as PyTorch writes them, into the model.  Raises ModelError.

    A file beside it lies in the same folder or below it, by its plain name, and is no link.
    """
    total = path.stat().st_size
    for tensor in tensors(model):
        if not tensor.data_location:
            continue
        said = {each.key: each.value for each in tensor.external_data}
        place = _beside(path, said.get("location", ""))
        size, offset = _bytes(tensor), _number(said.get("offset", "0"), path)
        total += size
        if _number(said.get("length", str(size)), path) != size or offset + size > place.stat().st_size:
            raise ModelError(
                f"Expected {size:,} bytes for {tensor.name[:80]!r} in {place}, found others: export the network again."
            )
        if total > LARGEST:
            raise ModelError(
                f"Expected an ONNX file of at most 1 GB in {path}, found a larger one: give a smaller network."
            )
        with place.open("rb") as file:
            file.seek(offset)
            tensor.raw_data = file.read(size)
        del tensor.external_data[:]
        tensor.data_location = 0


def _beside(path: Path, location: str) -> Path:
    """Return the file of a location that lies under the folder of `path`, and is no link.  Raises ModelError."""
    folder, parts = path.parent.resolve(), PurePosixPath(location).parts
    place = folder.joinpath(*parts)
    inside = (
        parts
        and ".." not in parts
        and "\\" not in location
        and "\0" not in location
        and place.is_relative_to(folder)
    )
    if not inside or place.resolve() != place:
        raise ModelError(
            f"Expected the weights of {path} in a file beside it, found {location[:100]!r}, which is elsewhere: {ONE_FILE}."
        )
    if not place.is_file():
        raise ModelError(
            f"Expected the weights of {path} in {location[:100]} beside it, found no such file: keep both in one folder, or "
            f"{ONE_FILE}."
        )
    return place


def _bytes(tensor: Any) -> int:  # noqa: ANN401  # see above
    """Return how many bytes an array of its shape takes."""
    from onnx import helper  # noqa: PLC0415

    return int(prod(tensor.dims) * np.dtype(helper.tensor_dtype_to_np_dtype(tensor.data_type)).itemsize)


def _number(text: str, path: Path) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise ModelError(f"Expected a number of bytes in {path}, found {text[:40]!r}: {ONE_FILE}.")
    return int(text)
