"""ONNX, the way for PyTorch and others: read by onnx, run by onnxruntime, which are an extra."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from math import prod
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from analysis.brought.networks import onnx_layers
from analysis.brought.networks.brought_network import Form
from analysis.bundle.training import Network
from analysis.models.file_limits import MOST_OUTPUTS
from analysis.models.inference import BATCH, MOST_AT_ONCE
from analysis.system.errors import ModelError

Batch = NDArray[np.generic]

REMEDY = "export it again, in one file, with one input and one output of scores"
LARGEST = 2**31
# They may go on for ever.
LOOPS = {"Loop", "Scan", "If"}
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
        size = max(1, min(BATCH, MOST_AT_ONCE // onnx_layers.widest(self.model)))
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

    def describe(self) -> Network:
        """List the nodes."""
        return onnx_layers.describe(self.model)


def read(path: Path) -> OnnxNetwork:
    """Read a graph; nothing outside of the file is looked at.  Raises ModelError."""
    if not (find_spec("onnx") and find_spec("onnxruntime")):
        raise ModelError(
            f'Expected onnx and onnxruntime for {path}, found them not installed: run `pip install "digits-report[onnx]"`.'
        )
    import onnx  # noqa: PLC0415  # an extra

    if path.stat().st_size > LARGEST:
        raise ModelError(
            f"Expected an ONNX file below 2 GB in {path}, found a larger one: give a smaller network."
        )
    try:
        model = onnx.load_model_from_string(path.read_bytes())
        _refuse_programs(model, path)
        onnx.checker.check_model(model)
        model = onnx.shape_inference.infer_shapes(model)
    except ModelError:
        raise
    except Exception as error:  # whatever onnx and its C++ stumble over
        found = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        raise ModelError(f"Expected an ONNX network in {path}, found “{found}”: {REMEDY}.") from error
    return _checked(*onnx_layers.without_softmax(model), path)


def _refuse_programs(model: Any, path: Path) -> None:  # noqa: ANN401  # onnx is an extra
    """Refuse loops, and weights in other files."""
    if any(weight.data_location for weight in model.graph.initializer):
        raise ModelError(f"Expected all weights in {path}, found some in another file: {REMEDY}.")
    if loops := LOOPS & {node.op_type for node in model.graph.node}:
        raise ModelError(f"Expected a network without loops in {path}, found {min(loops)}: {REMEDY}.")


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


def _session(model: Any) -> Callable[[Batch], NDArray[np.floating]]:  # noqa: ANN401  # see above
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda batch: np.asarray(session.run(None, {name: np.ascontiguousarray(batch)})[0])
