r"""Tables as LaTeX, for a publication: what data hold is text, numbers are as a reader sees them.

Asks for the packages booktabs and fontenc (T1) or a modern engine.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from lappendeken.errors import LappendekenError
from lappendeken.provenance import Provenance
from lappendeken.tables import NUMERIC, Column, Table, from_frame

_SIGNS = MappingProxyType(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "≤": r"$\leq$",
        "–": "--",
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    }
)
_SPECIAL = re.compile("|".join(map(re.escape, _SIGNS)))
_TURNED = str.maketrans(",.", ".,")


def escape(text: str) -> str:
    r"""Text of which LaTeX runs nothing.

    Examples
    --------
    >>> print(escape(r"50% van \input{x} & ≤ 0,1"))
    50\% van \textbackslash{}input\{x\} \& $\leq$ 0,1
    """
    return _SPECIAL.sub(lambda sign: _SIGNS[sign[0]], " ".join(text.split()))


def tabular(
    table: Table,
    comments: Mapping[str, str] = MappingProxyType({}),
    *,
    caption: str = "",
    label: str = "",
    english: bool = False,
) -> str:
    r"""One table as a reader sees it.

    Examples
    --------
    >>> from lappendeken.tables import Kind
    >>> columns = (Column("n", "naam"), Column("s", "ARI", Kind.SCORE))
    >>> print(tabular(Table("t", "", columns, (("A & B", 0.75),)), {"seed": "1"}))
    % seed: 1
    \begin{tabular}{lr}
    \toprule
    naam & ARI \\
    \midrule
    A \& B & 0,750 \\
    \bottomrule
    \end{tabular}
    <BLANKLINE>
    """
    columns = [one for _, one in table.shown_columns]
    numeric = [one.kind in NUMERIC for one in columns]
    rows = [
        [
            escape(cell.translate(_TURNED) if english and turned else cell)
            for cell, turned in zip(row, numeric, strict=True)
        ]
        for row in table.shown_rows
    ]
    sides = "".join("r" if one else "l" for one in numeric)
    lines = [
        f"\\begin{{tabular}}{{{sides}}}",
        "\\toprule",
        _row([escape(one.head) for one in columns]),
        "\\midrule",
        *map(_row, rows),
        "\\bottomrule",
        "\\end{tabular}",
    ]
    if caption or label:
        named = [f"\\caption{{{escape(caption)}}}"] if caption else []
        named += [f"\\label{{{re.sub(r'[^A-Za-z0-9:._-]', '-', label)}}}"] if label else []
        lines = ["\\begin{table}", "\\centering", *named, *lines, "\\end{table}"]
    told = [f"% {name}: {' '.join(text.split())}" for name, text in comments.items()]
    return "\n".join([*told, *lines, ""])


def of_frame(
    frame: pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    shown: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    provenance: Provenance,
    caption: str = "",
    label: str = "",
    english: bool = False,
) -> str:
    """A table of pandas in LaTeX; see `provenance.Tabled.to_latex`."""
    whole = from_frame("tabel", "", frame)
    known = {one.name: one for one in whole.columns}
    chosen = dict.fromkeys(known) if columns is None else columns
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise LappendekenError(f"Er is geen kolom '{unknown[0]}'; kies uit {', '.join(known)}.")
    heads = {
        name: Column(name, chosen[name] or name, known[name].kind, **shown.get(name, {}))
        for name in chosen
    }
    table = from_frame("tabel", "", frame, heads.values()).pick(*chosen)
    return tabular(table, provenance.facts(), caption=caption, label=label, english=english)


def _row(cells: Sequence[str]) -> str:
    """One row of a table."""
    return " & ".join(cells) + r" \\"
