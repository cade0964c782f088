"""The sources this program knows, a module each."""
