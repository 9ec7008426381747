"""ONNX, the way for PyTorch and others: read by onnx, run by onnxruntime, which are an extra."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from math import prod
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from analysis.brought.networks import onnx_layers, onnx_parts
from analysis.brought.networks.brought_network import Form
from analysis.brought.networks.normalisation import Normalisation
from analysis.bundle.training import Network
from analysis.models.inference import BATCH, MOST_AT_ONCE
from analysis.models.keras_archive import MOST_OUTPUTS
from analysis.system.errors import ModelError

Batch = NDArray[np.generic]

REMEDY = "export it again, in one file, with one input and one output of scores"
# Bytes that all sessions together may take, weights included: what a node gives may depend on its inputs.
MOST_MEMORY = 2**31
# Several layers are in memory at a time.
SPARE = 4
DTYPES = {"FLOAT": "float32", "FLOAT16": "float16", "DOUBLE": "float64", "UINT8": "uint8", "INT64": "int64"}


@dataclass(frozen=True)
class OnnxNetwork:
    """A graph of ONNX, a final softmax taken off."""

    model: Any
    """`onnx.ModelProto` with the shapes of what its nodes give."""
    softmax_removed: bool
    file: Literal["ONNX"] = "ONNX"

    @property
    def form(self) -> Form:
        """Shapes as the graph tells them."""
        (image,) = onnx_layers.inputs(self.model)
        batch, *shape = onnx_layers.sides(image)
        outputs = onnx_layers.sides(self.model.graph.output[0])[1:]
        size = max(1, min(BATCH, MOST_AT_ONCE // SPARE // onnx_layers.widest(self.model)))
        dtype = DTYPES[onnx_layers.element(image)]
        return Form(tuple(shape), dtype, prod(side or 1 for side in outputs), batch or size, bool(batch))

    def of_input(self, shape: tuple[int, ...]) -> OnnxNetwork:
        """Return the same: onnxruntime takes any shape that the graph allows."""
        del shape
        return self

    def scores(self) -> Callable[[Batch], NDArray[np.floating]]:
        """Start a session."""
        return _session(self.model)

    def features(self) -> Callable[[Batch], NDArray[np.floating]]:
        """Start a session that ends before the last node with weights."""
        return _session(onnx_layers.until(self.model, onnx_layers.features(self.model)))

    def normalisation(self) -> Normalisation | None:
        """Return the first node that is one, if its weights stand in the file."""
        found = onnx_layers.normalisation(self.model)
        if found is None:
            return None
        name, mean, variance = found
        return Normalisation(
            _session(onnx_layers.until(self.model, name)), mean, variance, channels_first=True
        )

    def describe(self) -> Network:
        """List the nodes."""
        return onnx_layers.describe(self.model)


def read(path: Path) -> OnnxNetwork:
    """Read a graph, and weights that lie beside it; nothing outside of its folder is looked at.  Raises ModelError."""
    if not (find_spec("onnx") and find_spec("onnxruntime")):
        raise ModelError(
            f"Expected onnx and onnxruntime for {path}, found them not installed: run `pip install onnx onnxruntime`."
        )
    import onnx  # noqa: PLC0415  # an extra
    import onnx.inliner  # noqa: PLC0415

    if path.stat().st_size > onnx_parts.LARGEST:
        raise ModelError(
            f"Expected an ONNX file of at most 1 GB in {path}, found a larger one: give a smaller network."
        )
    try:
        model = onnx.load_model_from_string(path.read_bytes())
        onnx_parts.refuse_programs(model, path, REMEDY)
        onnx_parts.take_in(model, path)
        onnx.checker.check_model(model)
        if model.functions:
            model = onnx.inliner.inline_local_functions(model)
        model = onnx.shape_inference.infer_shapes(model, data_prop=True)
    except ModelError:
        raise
    except Exception as error:  # whatever onnx and its C++ stumble over
        found = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        raise ModelError(f"Expected an ONNX network in {path}, found “{found}”: {REMEDY}.") from error
    return _checked(*onnx_layers.without_softmax(model), path)


def _checked(model: Any, removed: bool, path: Path) -> OnnxNetwork:  # noqa: ANN401  # see above
    images, outputs = onnx_layers.inputs(model), len(model.graph.output)
    if len(images) != 1 or outputs != 1 or onnx_layers.element(images[0]) not in DTYPES:
        raise ModelError(
            f"Expected one input of numbers and one output in {path}, found {len(images)} and {outputs}: {REMEDY}."
        )
    if not onnx_layers.parameters(model):
        raise ModelError(f"Expected a trained network in {path}, found one without weights: {REMEDY}.")
    widest = onnx_layers.widest(model)
    if widest > MOST_OUTPUTS:
        raise ModelError(
            f"Expected layers of at most {MOST_OUTPUTS:,} outputs for each image in {path}, found one of {widest:,}: "
            "give a smaller network."
        )
    return OnnxNetwork(model, softmax_removed=removed)


@cache
def _limit_memory() -> None:
    """Let all sessions of this process share one allocator that has an end."""
    import onnxruntime  # noqa: PLC0415

    kind = onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR
    place = onnxruntime.OrtMemoryInfo("Cpu", kind, 0, onnxruntime.OrtMemType.DEFAULT)
    as_asked = {"max_mem": MOST_MEMORY, "arena_extend_strategy": 1}
    onnxruntime.create_and_register_allocator(place, onnxruntime.OrtArenaCfg(as_asked))


def _session(model: Any) -> Callable[[Batch], NDArray[np.floating]]:  # noqa: ANN401  # see above
    import onnxruntime  # noqa: PLC0415

    _limit_memory()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.add_session_config_entry("session.use_env_allocators", "1")
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def apply(batch: Batch) -> NDArray[np.floating]:
        try:
            return np.asarray(session.run(None, {name: np.ascontiguousarray(batch)})[0])
        except Exception as error:  # whatever onnxruntime stumbles over
            found = str(error).strip().splitlines()[0][-200:]
            raise ModelError(
                f"Expected an ONNX network that runs within 2 GB of memory, found “{found}”: give a smaller one, or {REMEDY}."
            ) from error

    return apply
