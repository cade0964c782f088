"""Kinds of files: each read to rows of text, whatever wrote it."""
