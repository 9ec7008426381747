"""From predictions to findings; one question per file."""
