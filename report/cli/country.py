"""What is usual in the country that the locale names: asked once, when settings are written, and never again."""

from __future__ import annotations

import os
import re

from analysis.run.settings import Paper

# Countries whose printers hold letter paper (CLDR, measurement data).
LETTER_COUNTRIES = {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
PAPERS = {"a4": "A4", "letter": "letter paper"}


def usual_paper() -> tuple[Paper, str]:
    """Return the paper of the country that the locale names, letter where it names none, and the reason in words."""
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_PAPER") or os.environ.get("LANG") or ""
    country = re.match(r"[a-z]{2,3}_([A-Z]{2})\b", chosen)
    if not country:
        return "letter", "as your locale names no country"
    return ("letter" if country[1] in LETTER_COUNTRIES else "a4"), f"as is usual in {country[1]}"
