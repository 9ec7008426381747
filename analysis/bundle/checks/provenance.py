"""Dates, checksums and times."""

from __future__ import annotations

import re
from datetime import date, datetime

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import Between, agree, demand
from analysis.bundle.checks.limits import MAX_NAMES
from analysis.bundle.checks.table import Table
from analysis.bundle.provenance import Provenance
from analysis.bundle.record import present

FIELD = "provenance"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}")
COMMIT = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\+?")
RUN_KEY = re.compile(r"[\w.-]{1,100}", re.ASCII)
# Without what no address holds unescaped (RFC 3986), and what would end an attribute.
ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\"<>\\^`{|}]+")
SECONDS = Between(0, 1e9)


def check(bundle: Bundle, table: Table) -> None:
    """Demand real dates, whole checksums, and the longest of the stages as such."""
    found = bundle.provenance
    demand("cover.date", _is_real(bundle.cover.date, DAY), "a date as 2026-11-30")
    demand("cover.authors", len(bundle.cover.authors) <= MAX_NAMES, f"{MAX_NAMES} authors at most")
    address = bundle.cover.site_url
    demand("cover.site_url", address is None or bool(ADDRESS.fullmatch(address)), "an address of the web")
    demand(f"{FIELD}.created", _is_real(found.created, MOMENT), "a time as 2026-11-30T12:00:00Z")
    for name, pattern, form in (
        ("git_commit", COMMIT, "a commit of 40 hexadecimal digits"),
        ("model_sha256", SHA256, "64 hexadecimal digits"),
        ("run_key", RUN_KEY, "the name of a folder"),
    ):
        value = getattr(found, name)
        demand(f"{FIELD}.{name}", value is None or bool(pattern.fullmatch(value)), form)
    demand(
        f"{FIELD}.model_sha256",
        (found.model_sha256 is None) == (found.model_source == "none"),
        "a checksum of the model where there is one",
    )
    demand(
        f"{FIELD}.run_key",
        (found.run_key is None) == (found.model_source in {"file", "notebook", "none"}),
        "the key of a run, where the model is from one",
    )
    _check_source(bundle, table)
    agree(f"{FIELD}.machine.cores", found.machine.cores, Between(1, 1e6))
    _check_stages(found)


def _check_source(bundle: Bundle, table: Table) -> None:
    """Hold what is told of a training, and how scores were understood, to where the network is from."""
    found, made = bundle.findings, bundle.provenance
    ours = made.model_source in {"trained", "earlier run"}
    demand("findings.training", ours or present(found.training) is None, "it omitted: the network was given")
    demand("findings.history", not (ours and found.history), "null: the training is ours")
    told = made.scores is None or (not ours and made.model_source != "file" and table.confidence is not None)
    demand(f"{FIELD}.scores", told, "null: no scores were given")


def _is_real(text: str, pattern: re.Pattern[str]) -> bool:
    try:
        return bool(pattern.fullmatch(text)) and bool(
            date.fromisoformat(text[:10]) and datetime.fromisoformat(text)
        )
    except ValueError:
        return False


def _check_stages(found: Provenance) -> None:
    demand(f"{FIELD}.stages", len(found.stages) <= MAX_NAMES, f"{MAX_NAMES} stages at most")
    for place, stage in enumerate(found.stages):
        agree(f"{FIELD}.stages.{place}", stage, {"wall_seconds": SECONDS, "cpu_seconds": SECONDS})
    longest = max(found.stages, key=lambda stage: stage.wall_seconds, default=None)
    agree(f"{FIELD}.longest_stage", found.longest_stage, longest and longest.model_dump())
