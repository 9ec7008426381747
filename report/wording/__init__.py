"""Findings to sentences, where a choice of words hangs on a test: one file per chapter, all of them pure."""

from report.wording import confidence, confusion, grammar, mean_digits, pairs, projection

__all__ = ["confidence", "confusion", "grammar", "mean_digits", "pairs", "projection"]
