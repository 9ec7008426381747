"""What the user types and reads: commands, options, progress, errors in one sentence."""
