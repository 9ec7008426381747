"""Where digits come from: one file per source, verified once at the border."""
