"""Whether TensorFlow starts here: tried in a process of its own, while others look at the rest."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# It leaves at once: the farewells of TensorFlow take as long as a look at fonts and data.
CODE = """
import os, tensorflow
gpus = tensorflow.config.list_physical_devices("GPU")
print(tensorflow.__version__, *(gpu.name for gpu in gpus), flush=True)
os._exit(0)
"""


@contextmanager
def begun() -> Iterator[subprocess.Popen[str]]:
    """Yield a process that prints the version and the GPUs; on a processor that it was not made for, TensorFlow ends it."""
    with subprocess.Popen(  # noqa: S603 – fixed words
        [sys.executable, "-c", CODE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()
