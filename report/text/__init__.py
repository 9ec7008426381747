"""Numbers to words, and the grammar of computed sentences."""
