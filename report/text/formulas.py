"""The formulas of the report: each is written once, in LaTeX, beside the words that say it aloud.

`python -m tests.report.text.typeset` makes of each the MathML of the web and the drawing for paper, since the
typesetter knows no MathML, and keeps both under templates/formulas/: a report costs no time for them, and a user needs
no converter.
"""

from __future__ import annotations

from typing import NamedTuple


class Formula(NamedTuple):
    """One formula."""

    latex: str
    """What both LaTeX and Matplotlib understand, without subscripts of subscripts, which would be small on paper."""
    spoken: str
    """How it is read aloud; the description of its drawing."""


FORMULAS: dict[str, Formula] = {
    "wilson": Formula(
        r"\frac{1}{1 + z^2 / n} \left( p + \frac{z^2}{2 n} \pm z \sqrt{\frac{p (1 - p)}{n} + \frac{z^2}{4 n^2}} \right)",
        "1 over 1 plus z squared over n, times: p plus z squared over 2 n, plus or minus z times the square root of p "
        "times 1 minus p over n, plus z squared over 4 n squared",
    ),
    "mean": Formula(r"m \pm z \frac{s}{\sqrt{n}}", "m plus or minus z times s over the square root of n"),
    "log-loss": Formula(
        r"- \frac{1}{n} \sum_{i=1}^{n} \ln p_i",
        "minus 1 over n times the sum of the natural logarithm of p i, for i from 1 to n",
    ),
    "brier": Formula(
        r"\frac{1}{n} \sum_{i=1}^{n} \sum_{k} ( p_{ik} - t_{ik} )^2",
        "1 over n times the sum over the images i, and over the classes k, of the square of p i k minus t i k",
    ),
    "newcombe-lower": Formula(
        r"d - \sqrt{(p_1 - l_1)^2 + (u_2 - p_2)^2}",
        "d minus the square root of the sum of the square of p 1 minus l 1 and the square of u 2 minus p 2",
    ),
    "newcombe-upper": Formula(
        r"d + \sqrt{(u_1 - p_1)^2 + (p_2 - l_2)^2}",
        "d plus the square root of the sum of the square of u 1 minus p 1 and the square of p 2 minus l 2",
    ),
    "pair": Formula(
        r"\sum_{i=x}^{N} \binom{N}{i} w^i (1 - w)^{N - i}",
        "the sum, for i from x to N, of N choose i times w to the i times 1 minus w to the N minus i",
    ),
    "ece": Formula(
        r"\sum_{b} \frac{n_b}{n} \left| a_b - c_b \right|",
        "the sum over the bins b of n b over n times the absolute value of a b minus c b",
    ),
    "risk": Formula(
        r"r_j = \frac{1}{j} \sum_{i=1}^{j} e_i", "r j equals 1 over j times the sum of e i, for i from 1 to j"
    ),
    "seeds": Formula(
        r"m \pm t_{R - 1} \frac{s}{\sqrt{R}}",
        "m plus or minus t, with R minus 1 degrees of freedom, times s over the square root of R",
    ),
    "precision": Formula(r"\frac{C_{kk}}{\sum_{j} C_{jk}}", "C k k over the sum over j of C j k"),
    "recall": Formula(r"\frac{C_{kk}}{\sum_{j} C_{kj}}", "C k k over the sum over j of C k j"),
    "f1": Formula(r"\frac{2 P R}{P + R}", "2 P R over P plus R"),
    "softmax": Formula(
        r"p_k = \frac{\exp (z_k)}{\sum_{j} \exp (z_j)}",
        "p k equals the exponential of z k over the sum over j of the exponential of z j",
    ),
    "temperature": Formula(
        r"p_k = \frac{\exp (z_k / T)}{\sum_{j} \exp (z_j / T)}",
        "p k equals the exponential of z k over T, over the sum over j of the exponential of z j over T",
    ),
    "quasi-independence": Formula(
        r"E_{jk} = a_j b_k , \quad j \neq k", "E j k equals a j times b k, for j unequal k"
    ),
    "silhouette": Formula(
        r"\frac{b - a}{\max (a , b)}", "b minus a, over the larger of a and b"
    ),
}  # fmt: skip
