"""What happens to every image before the network sees it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def to_network(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """uint8 (n, h, w) from 0 to 255 → float32 (n, h, w, 1) from 0 to 1."""
    return images[..., np.newaxis].astype(np.float32) / np.float32(255)
