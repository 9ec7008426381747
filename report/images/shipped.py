"""Matplotlib as it is shipped: without the user's settings, backend, locale and fonts, whoever is the first to import it.

Each package that draws imports this before anything else does: Matplotlib reads its settings when it is imported, which
takes longer than a page, and is left out where everything was drawn before.
"""

from __future__ import annotations

import importlib.util
import locale
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, chdir, contextmanager, suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType


def data_path() -> Path:
    """Return where Matplotlib keeps its own settings and fonts."""
    spec = importlib.util.find_spec("matplotlib")
    return Path(spec.origin or "").parent / "mpl-data" if spec else Path()


def font(name: str) -> Path:
    """Return where Matplotlib keeps a font."""
    return data_path() / "fonts" / "ttf" / name


@contextmanager
def _without_settings() -> Iterator[None]:
    """Go where Matplotlib's own matplotlibrc is, which sets nothing: the one in the working folder goes before all."""
    own, backend, words = data_path(), os.environ.pop("MPLBACKEND", None), locale.setlocale(locale.LC_ALL)
    with ExitStack() as away:
        with suppress(OSError):  # a working folder that is gone holds no settings either
            away.enter_context(chdir(own))
        away.callback(locale.setlocale, locale.LC_ALL, words)
        yield
    if backend is not None:
        os.environ["MPLBACKEND"] = backend


@contextmanager
def _without_foreign_fonts() -> Iterator[None]:
    """Let it know its own fonts alone: a system may have others of the same name, with other widths."""
    with _without_settings():
        yield
    known = sys.modules["matplotlib.font_manager"].fontManager
    known.ttflist = [font for font in known.ttflist if font.fname.startswith(str(data_path()))]


AROUND = {"matplotlib": _without_settings, "matplotlib.font_manager": _without_foreign_fonts}


class _AsShipped(MetaPathFinder):
    """Finds the two modules of Matplotlib that look around, and runs each with nothing to be seen."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module is, as Python finds it; None for any other."""
        spec = PathFinder.find_spec(name, path, target) if name in AROUND else None
        if spec and spec.loader:
            run = spec.loader.exec_module

            def run_alone(module: ModuleType) -> None:
                with AROUND[name]():
                    run(module)

            spec.loader.exec_module = run_alone  # type: ignore[method-assign]
        return spec


# It warns where it can keep nothing: it works all the same.
logging.getLogger("matplotlib").setLevel(logging.ERROR)
sys.meta_path.insert(0, _AsShipped())
if "matplotlib.font_manager" in sys.modules:
    with _without_foreign_fonts():
        pass
