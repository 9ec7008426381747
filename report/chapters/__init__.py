"""Findings to chapters: one folder each, a pure function of the bundle; the order of the list is the report's.

A folder's `__init__.py` is the chapter, the files beside it are its sentences, tables and figures; what several
chapters need stands beside the folders.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.bundle import Bundle
from report.chapters import (
    class_means,
    confidence,
    confusion,
    dataset,
    discussion,
    errors,
    glossary,
    images,
    introduction,
    method,
    overview,
    pca,
    references,
    reproducibility,
    results,
)
from report.chapters.model import Chapter

# Each returns None where the bundle has nothing for it: the chapter is then left out.
CHAPTERS = (
    overview.chapter,
    introduction.chapter,
    dataset.chapter,
    method.chapter,
    results.chapter,
    confusion.chapter,
    errors.chapter,
    class_means.chapter,
    confidence.chapter,
    pca.chapter,
    discussion.chapter,
    reproducibility.chapter,
    glossary.chapter,
    references.chapter,
    images.chapter,
)


def chapters_of(bundle: Bundle) -> tuple[Chapter, ...]:
    """Return the chapters of this report, numbered from 0."""
    found = (chapter(bundle) for chapter in CHAPTERS)
    return tuple(replace(chapter, number=number) for number, chapter in enumerate(filter(None, found)))
