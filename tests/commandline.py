"""Reading what a command printed."""

import re


def row_starting(text, *words):
    """The numbers of the first line that begins with these words."""
    pattern = r"\s+".join(re.escape(word) for word in words) + r"\s+(.*)"
    found = re.search("^" + pattern, text, re.MULTILINE)
    assert found, f"geen regel met {words} in:\n{text}"
    return found[1].split()


def decimal(text):
    """A number that was printed with a comma."""
    return float(text.replace(",", "."))


def on_edition(run, year):
    """Run commands on an edition of which the numbers are known, unless they name other data."""
    plain = {"casus", "tijd", "gegevens"}

    def run_on(*arguments):
        first, *rest = arguments or ("--help",)
        own = str(first).startswith("-") or first in plain or "--gegevens" in rest
        return run(*arguments) if own else run(first, "--gegevens", year, *rest)

    return run_on
