"""Small pictures of images, and the colours of everything."""

from report.images import shipped  # noqa: F401 - before Matplotlib is imported otherwise
