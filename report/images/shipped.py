"""Matplotlib as it is shipped: without the user's settings, backend, locale and fonts.

Each package that draws imports this before anything else does: Matplotlib reads its settings when it is imported.
"""

from __future__ import annotations

import importlib.util
import locale
import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager, suppress
from pathlib import Path


@contextmanager
def _without_settings() -> Iterator[None]:
    """Go where Matplotlib's own matplotlibrc is, which sets nothing: the one in the working folder goes before all."""
    backend, words = os.environ.pop("MPLBACKEND", None), locale.setlocale(locale.LC_ALL)
    spec = importlib.util.find_spec("matplotlib")
    own = Path(spec.origin or "").parent / "mpl-data" if spec else Path()
    with ExitStack() as away:
        with suppress(OSError):  # a working folder that is gone holds no settings either
            away.enter_context(chdir(own))
        away.callback(locale.setlocale, locale.LC_ALL, words)
        yield
    if backend is not None:
        os.environ["MPLBACKEND"] = backend


# It warns where it can keep nothing: it works all the same.
logging.getLogger("matplotlib").setLevel(logging.ERROR)
with _without_settings():
    import matplotlib as mpl
    from matplotlib import font_manager

# A system may have others of the same name, with other widths.
_OWN = mpl.get_data_path()
font_manager.fontManager.ttflist = [
    font for font in font_manager.fontManager.ttflist if font.fname.startswith(_OWN)
]
