"""From pixels to predictions; the only folder that imports Keras."""
