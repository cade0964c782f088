"""The few forms of Markdown that `BRONNEN.md` needs, with Dutch numbers."""

from collections.abc import Iterable, Sequence


def number(value: float, decimals: int = 0) -> str:
    """Write a number the Dutch way.

    Parameters
    ----------
    value : float
        The number.
    decimals : int
        How many decimals it gets.

    Returns
    -------
    str
        Such as `1.234,5`.
    """
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def cell(value: object) -> str:
    """Write a value so that it stays one cell, shown as text.

    Parameters
    ----------
    value : object
        A number or a text from the data.

    Returns
    -------
    str
        Without line ends, and with the signs that Markdown or HTML would act on escaped.
    """
    text = number(value) if isinstance(value, int) else " ".join(str(value).split())
    for sign in "\\|<>*_[]`":
        text = text.replace(sign, "\\" + sign)
    return text


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a table.

    Parameters
    ----------
    header : sequence of str
        Names of the columns; one that ends in `>` is aligned right.
    rows : iterable of sequence
        The cells.

    Returns
    -------
    str
        The lines, with a line end after the last one.
    """
    names = [name.removesuffix(">") for name in header]
    marks = ["---:" if name.endswith(">") else "---" for name in header]
    lines = [f"| {' | '.join(names)} |", f"| {' | '.join(marks)} |"]
    lines += [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines) + "\n"
