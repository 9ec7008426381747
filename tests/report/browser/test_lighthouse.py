"""Lighthouse rates the site as it would be served; `make lighthouse` runs it, since a page takes it a quarter of a minute."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.tools import CHROMIUM, node

if TYPE_CHECKING:
    from tests.report.conftest import Built

pytestmark = pytest.mark.skipif(
    not os.environ.get("DIGITS_REPORT_LIGHTHOUSE"), reason="slow: `make lighthouse` runs it"
)
LEAST = 0.95
OPTIONS = ["--quiet", "--output=json", "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage"]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the library's
        """Keep silent."""


@pytest.fixture(scope="module")
def address(built: Built) -> Iterator[str]:
    """The built site, served on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built.folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("file", ["index.html", "confusion.html"])
def test_lighthouse_is_content(address: str, file: str) -> None:
    """At least 95 of 100 for speed, accessibility, practices and what search engines need; nothing moves while loading."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    command = [*node("lighthouse", "cli/index.js"), f"{address}/{file}", *OPTIONS]
    environment = os.environ | {"CHROME_PATH": str(CHROMIUM)}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    scores = {name: category["score"] for name, category in found["categories"].items()}
    bad = [name for name, audit in found["audits"].items() if audit["score"] not in {None, 1}]
    assert len(scores) == 4
    assert min(scores.values()) >= LEAST, (scores, bad)
    assert found["audits"]["cumulative-layout-shift"]["numericValue"] == 0
