"""Text of the user in other languages than HTML, which Jinja escapes: one function per language.

Matplotlib has its own switch, `text.parse_math` in `report/images/theme.py`; TOML takes JSON's texts.
"""

from __future__ import annotations

import re
from unicodedata import category

GREEK = (
    "α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho "
    "σ sigma ς varsigma τ tau υ upsilon φ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma "
    "Φ Phi Ψ Psi Ω Omega"
)
SIGNS = "≤ leq ≥ geq ≠ neq ≈ approx → to ← gets × times · cdot"
WORDS = f"{GREEK} {SIGNS}".split()
# A brace with a backslash still counts where BibTeX looks for the end of a field.  After a line of a table, a bracket
# and a star belong to the command that ends it.
LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    '"': "''",
    "[": "{[}",
    "*": "{*}",
    "−": "$-$",
    "²": r"\textsuperscript{2}",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "…": r"\ldots{}",
    "\N{NO-BREAK SPACE}": r"\nobreakspace{}",
    "\N{NARROW NO-BREAK SPACE}": r"\,",
    "\N{THIN SPACE}": r"\,",
    "\N{NON-BREAKING HYPHEN}": "-",
    **{letter: f"\\{letter}" for letter in "&%$#_"},
    **{letter: f"$\\{name}$" for letter, name in zip(WORDS[::2], WORDS[1::2], strict=True)},
}
LIGATURE = re.compile("(?<=-)(?=-)|(?<=')(?=')")
FORMULA = ("=", "+", "-", "@")
"""What begins a formula in a spreadsheet."""


def latex(text: str) -> str:
    """Write text so that LaTeX prints it as it is, also as a field of BibTeX.

    What has no command stays: letters with accents, which LaTeX reads by itself, and other scripts.
    """
    return "{}".join("".join(map(_sign, part)) for part in LIGATURE.split(text))


def _sign(sign: str) -> str:
    return LATEX.get(sign) or ("" if category(sign) == "Cf" else sign)


def csv_cell(text: str) -> str:
    """Write text so that no spreadsheet takes it for a formula: behind an apostrophe.  A number is left as it is."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
