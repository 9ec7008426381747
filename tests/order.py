"""Which files of tests take longest: they are begun first.  Order and choice cost time alone, if they are out of date."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent
LONGEST = (
    "test_build.py",
    "golden/test_golden.py",
    "report/output/test_pdf_layout.py",
    "test_recipe.py",
    "report/browser/test_accessibility.py",
    "report/browser/test_pages.py",
    "report/browser/test_older.py",
    "report/browser/test_finding.py",
    "report/browser/test_behaviour.py",
    "report/browser/test_printed.py",
    "report/browser/test_second_viewer.py",
    "report/browser/test_takeaway.py",
    "analysis/brought/networks/test_ways_in.py",
    "report/test_extremes.py",
    "report/notebook/test_keras.py",
    "analysis/models/test_training.py",
    "report/figures/test_figures.py",
    "report/test_many_classes.py",
    "report/output/test_pdf.py",
    "report/test_markup.py",
    "report/cli/test_surroundings.py",
    "analysis/studies/test_mnist_reference.py",
    "report/test_limits.py",
    "report/cli/test_interrupts.py",
    "report/output/test_pdf_tags.py",
    "report/test_numbers.py",
    "analysis/new_images/test_mnist_form.py",
    "analysis/studies/test_extremes.py",
    "report/test_one_class.py",
    "report/notebook/test_build.py",
    "analysis/run/test_pipeline.py",
    "report/notebook/test_documents.py",
    "analysis/data/test_damaged.py",
    "analysis/bundle/test_contradictions.py",
    "analysis/brought/networks/test_network_files.py",
    "report/cli/test_places.py",
    "test_packaging.py",
    "analysis/brought/networks/test_keras2_files.py",
    "report/cli/test_environment.py",
    "report/cli/test_predict.py",
    "analysis/studies/test_calibration_study.py",
    "report/output/test_parallel.py",
)
"""From the folder of tests; the longest first, but those with a browser together, which use the same one."""
