"""Pictures: one palette, paper, and drawings that are the same bytes on every run."""
