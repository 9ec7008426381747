"""From pixels to predictions, by networks of our own; beside `analysis/brought/`, the only folder that imports Keras."""
