"""Two validators of PDFs, where they are installed."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

# The bin folder of an environment with `page-validation` and `outloud`; both are young, and one is AGPL.
TOOLS = os.environ.get("DIGITS_REPORT_VALIDATORS")
validated = pytest.mark.skipif(
    not TOOLS, reason="DIGITS_REPORT_VALIDATORS names no folder with PDF validators"
)
VALIDATE = """
import json, page, sys
profiles = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)
reports = (page.validate_pdf(sys.argv[1], profile=profile) for profile in profiles)
print(json.dumps([str(failure) for report in reports for failure in report.failures]))
"""


def failed_rules(file: Path) -> list[str]:
    """Return the rules of PDF/A-3a and PDF/UA-1 that fail in page-validation."""
    found = subprocess.run(
        [f"{TOOLS}/python", "-c", VALIDATE, file], capture_output=True, check=True, text=True
    )
    rules: list[str] = json.loads(found.stdout)
    return rules


def errors_aloud(file: Path) -> str:
    """Return what outloud says where it finds an error: it checks also what the tags mean."""
    found = subprocess.run([f"{TOOLS}/outloud", "--quiet", file], capture_output=True, check=False, text=True)
    return "" if found.returncode == 0 and " 0 error(s)" in found.stdout else found.stdout + found.stderr
