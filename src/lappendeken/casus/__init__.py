"""Casussen: collaborations from documents, measured like any other."""
