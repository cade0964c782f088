"""Writing: every result to every form, whole or not at all."""
