"""Which files of tests take longest: they are begun first.  Order and choice cost time alone, if they are out of date."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent
LONGEST = (
    "test_build.py",
    "report/output/test_pdf_layout.py",
    "test_recipe.py",
    "analysis/models/test_ways_in.py",
    "report/test_extremes.py",
    "analysis/models/test_training.py",
    "report/browser/test_pages.py",
    "report/test_numbers.py",
    "report/figures/test_figures.py",
    "analysis/studies/test_mnist_reference.py",
    "report/test_many_classes.py",
    "report/notebook/test_documents.py",
    "report/output/test_pdf.py",
    "report/browser/test_accessibility.py",
    "report/cli/test_surroundings.py",
    "report/cli/test_interrupts.py",
    "report/notebook/test_keras.py",
    "test_packaging.py",
    "analysis/bundle/test_contradictions.py",
    "analysis/studies/test_extremes.py",
    "analysis/test_pipeline.py",
    "report/output/test_pdf_tags.py",
    "analysis/new_images/test_mnist_form.py",
    "report/test_published.py",
    "report/cli/test_predict.py",
    "analysis/studies/test_projection_study.py",
    "analysis/studies/test_calibration_study.py",
    "analysis/test_workers.py",
)
"""From the folder of tests; the longest first."""
