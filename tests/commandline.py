"""Reading what a command printed."""

import re


def row_starting(text, *words):
    """The numbers of the first line that begins with these words."""
    pattern = r"\s+".join(re.escape(word) for word in words) + r"\s+(.*)"
    found = re.search("^" + pattern, text, re.MULTILINE)
    assert found, f"geen regel met {words} in:\n{text}"
    return found[1].split()
