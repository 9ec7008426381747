"""The figures of the report: records of the bundle → pictures as SVG.

Each is a function that draws what was found on a canvas, which has the size of the place where it will be read.
"""

from report.images import shipped  # noqa: F401 - before Matplotlib is imported otherwise
