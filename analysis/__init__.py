"""From pixels to numbers: datasets → classifier → studies → bundle.  Knows nothing of plots, HTML or PDF."""
