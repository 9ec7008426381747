"""A server on this machine for files that are downloaded in tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder without a word; promises more than it sends of a file in `short`, and may pack its answers."""

    short: frozenset[str] = frozenset()
    packed = False

    def send_header(self, keyword: str, value: str) -> None:
        """Lengthen the promise; say that what follows is packed."""
        if keyword == "Content-type" and self.packed:
            super().send_header("Content-Encoding", "gzip")
        if keyword == "Content-Length" and self.path.strip("/") in self.short:
            value = str(int(value) + 10)
        super().send_header(keyword, value)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 – the name is the base's
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder; yield the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
