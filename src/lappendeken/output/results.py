"""Tables to files in the form that the ending names; the same for commands and for Python."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from lappendeken import provenance
from lappendeken.output import formats, latex
from lappendeken.output.csv import render_csv, table_text
from lappendeken.output.files import deliver
from lappendeken.output.json import render_json
from lappendeken.output.xlsx import render_xlsx, workbook
from lappendeken.tables import Table, from_frames

_Render = Callable[[Path, Sequence[Table], Mapping[str, str]], dict[Path, bytes]]
_RENDER: Mapping[str, _Render] = MappingProxyType(
    {".csv": render_csv, ".json": render_json, ".xlsx": render_xlsx}
)


def render(
    path: Path | str, tables: Sequence[Table], facts: Mapping[str, str]
) -> dict[Path, bytes]:
    """Tables as the content of files, before any is written.

    Parameters
    ----------
    path : Path or str
        Ends in `.csv` (the first table; each next one beside it as `<stem>-<name>.csv`; with
        byte-order mark for Excel, and a `.csvt` for QGIS), `.json` or `.xlsx` (a sheet a table).
    tables : sequence of Table
        At least one.
    facts : mapping of str to str
        What holds for all numbers, such as peildatum and source; a column in CSV, a sheet
        `toelichting` in XLSX, `feiten` in JSON.

    Returns
    -------
    dict of Path to bytes
        The same for the same tables.

    Raises
    ------
    LappendekenError
        If the ending is another.
    """
    path = Path(path)
    return _RENDER[formats.require(path, formats.TABLES)](path, tables, facts)


def write(
    path: Path | str,
    tables: Sequence[Table],
    facts: Mapping[str, str],
    *,
    overwrite: bool = False,
) -> list[Path]:
    """Write tables in the form that the file's ending names; all files or none.

    Parameters
    ----------
    path, tables, facts
        See `render`.
    overwrite : bool
        Whether files that exist may be replaced.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    LappendekenError
        If the ending is another.
    OutputError
        If a file exists and may not be replaced, or cannot be written; older ones are unharmed.
    """
    return deliver(render(path, tables, facts), overwrite=overwrite)


def write_tables(
    path: Path | str,
    tables: "Mapping[str, pd.DataFrame]",
    *,
    facts: Mapping[str, str],
    overwrite: bool = True,
) -> list[Path]:
    """Write tables of pandas in the form that the file's ending names; all files or none.

    Parameters
    ----------
    path, facts, overwrite
        See `write`.
    tables : mapping of str to DataFrame
        By name, which is at most 31 letters, digits and dashes. The index is written when it has
        a name.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    LappendekenError
        If the ending is another.
    OutputError
        See `write`.

    Examples
    --------
    >>> import json
    >>> from tempfile import TemporaryDirectory
    >>> import pandas as pd
    >>> scores = pd.DataFrame({"ari": [0.5]}, index=pd.Index(["A – B"], name="paar"))
    >>> with TemporaryDirectory() as folder:
    ...     written = write_tables(f"{folder}/s.json", {"scores": scores}, facts={"bron": "CBS"})
    ...     json.loads(written[0].read_text(encoding="utf-8"))
    {'feiten': {'bron': 'CBS'}, 'scores': [{'paar': 'A – B', 'ari': 0.5}]}
    """
    return write(path, from_frames(tables), facts, overwrite=overwrite)


def program(tables: Sequence[Table]) -> dict[str, str]:
    """The version of this program, and the sources of the measures in some tables."""
    names = [one.name for table in tables for one in table.columns]
    for table in tables:
        places = [k for k, one in enumerate(table.columns) if one.name == "measure"]
        names += [str(row[k]) for row in table.rows for k in places]
    return provenance.program(names)


def write_result(
    path: Path | str,
    result: "provenance.Tabled | pd.DataFrame | pd.Series[float]",
    *,
    overwrite: bool = True,
) -> list[Path]:
    """Write a result, and where it came from, in the form that the file's ending names.

    Parameters
    ----------
    path, overwrite
        See `write`.
    result : Tabled, DataFrame or Series
        What a function of this package gave.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    LappendekenError
        If the ending is another, or the result does not know where it came from.
    OutputError
        See `write`.

    Examples
    --------
    >>> import json
    >>> from tempfile import TemporaryDirectory
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> with TemporaryDirectory() as folder:
    ...     found = ld.measures.region_profile(lap["werk"], lap.gemeenten, lap.borders)
    ...     written = write_result(f"{folder}/s.json", found)
    ...     json.loads(written[0].read_text(encoding="utf-8"))["feiten"]["herkomst"]
    'arbeidsmarktregio (editie 2026, peildatum 2026-01-01, bronnen van 2026)'
    """
    known = provenance.of(result)
    if isinstance(result, pd.Series):
        result = result.to_frame(result.name or "waarde")
    tables = {"tabel": result} if isinstance(result, pd.DataFrame) else result.tables()
    return write_tables(path, tables, facts=known.facts(), overwrite=overwrite)


def write_latex(
    path: Path | str, table: Table, facts: Mapping[str, str], *, overwrite: bool = False
) -> list[Path]:
    """Write one table as a reader sees it, for a publication in LaTeX."""
    return deliver({Path(path): latex.tabular(table, facts)}, overwrite=overwrite)


def write_form(path: Path | str, form: Table, *, overwrite: bool = False) -> list[Path]:
    """Write a table that a user fills in: a spreadsheet with lists to choose from, or CSV."""
    path = Path(path)
    ending = formats.require(path, formats.FORMS)
    text = table_text(form) if ending == ".csv" else workbook([form], {})
    return deliver({path: text}, overwrite=overwrite)
