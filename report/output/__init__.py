"""Chapters to files: the site, the PDF, the downloads."""

from report.images import shipped  # noqa: F401 - before Matplotlib is imported otherwise
