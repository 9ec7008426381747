"""TensorFlow and Keras, silenced; everybody here imports them from this file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Faster convolutions and pooling, which TensorFlow leaves off on CPUs without AVX-512 (decision 0012).
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
# Keras must not choose another backend that happens to be installed.
os.environ["KERAS_BACKEND"] = "tensorflow"


@contextmanager
def _silence() -> Iterator[None]:
    """Send file descriptor 2 nowhere: TensorFlow's C++ writes there before it reads its log level."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


with _silence():
    import keras
    import tensorflow as tf

    # The search for a GPU chatters, too.
    _GPUS = tf.config.list_physical_devices("GPU")

# It warns of functions that are traced anew for every network, as they must be.
tf.get_logger().setLevel("ERROR")

__all__ = ["accelerator", "keras", "precision", "tf"]


def accelerator() -> str | None:
    """Return the name of the GPU that TensorFlow uses, or None on a CPU."""
    if not _GPUS:
        return None
    return str(tf.config.experimental.get_device_details(_GPUS[0]).get("device_name", "GPU"))


def precision() -> str:
    """Return `mixed_bfloat16` where the CPU multiplies bfloat16 matrices in hardware (AMX), else `float32`.

    Without such hardware bfloat16 is emulated and several times slower than float32.
    """
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:  # noqa: PTH123  # it is no disk file
            fast = " amx_bf16" in file.read()
    except OSError:  # not Linux
        fast = False
    return "mixed_bfloat16" if fast and not _GPUS else "float32"
