"""Text of the user in other languages than HTML, which Jinja escapes: one function per language.

Matplotlib has its own switch, `text.parse_math` in `report/images/theme.py`; TOML takes JSON's texts.
"""

from __future__ import annotations

# A brace with a backslash still counts where BibTeX looks for the end of a field.
LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "−": "$-$",
        **{letter: f"\\{letter}" for letter in "&%$#_"},
    }
)
FORMULA = ("=", "+", "-", "@")
"""What begins a formula in a spreadsheet."""


def latex(text: str) -> str:
    """Write text so that LaTeX prints it, also as a field of BibTeX."""
    return text.translate(LATEX)


def csv_cell(text: str) -> str:
    """Write text so that no spreadsheet takes it for a formula: behind an apostrophe.  A number is left as it is."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
