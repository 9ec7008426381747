"""From settings to the bundle: what can be chosen, runs that are trained and kept, and the order of it all."""
