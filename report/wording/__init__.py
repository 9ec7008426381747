"""Findings to sentences, where a choice of words hangs on a test: one file per chapter, all of them pure."""

from report.wording import confidence, confusion, mean_digits, projection

__all__ = ["confidence", "confusion", "mean_digits", "projection"]
