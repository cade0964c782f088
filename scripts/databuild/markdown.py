"""The few forms of Markdown that `BRONNEN.md` needs, with Dutch numbers."""

from collections.abc import Iterable, Sequence

from lappendeken.dutch import number


def cell(value: object) -> str:
    """A value as one cell, without the signs that Markdown or HTML would act on."""
    text = number(value) if isinstance(value, int) else " ".join(str(value).split())
    for sign in "\\|<>*_[]`":
        text = text.replace(sign, "\\" + sign)
    return text


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a table; a column of which the name ends in `>` is aligned right."""
    names = [name.removesuffix(">") for name in header]
    marks = ["---:" if name.endswith(">") else "---" for name in header]
    lines = [f"| {' | '.join(names)} |", f"| {' | '.join(marks)} |"]
    lines += [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines) + "\n"
