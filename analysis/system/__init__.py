"""What the system gives: files, signals, helper processes; how a failure and progress are told."""
