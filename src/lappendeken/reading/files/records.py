"""JSON that holds a table: a list of records, as services of open data give it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from lappendeken.reading.files.grid import Grid, make_grid
from lappendeken.reading.files.guard import check_file, refuse
from lappendeken.reading.files.text import readable_text
from lappendeken.reading.files.workbooks import text_of

__all__ = ["load_json", "looks_like_table", "read_records"]

_MOST_BYTES: Final = 32_000_000
_MOST_COLUMNS: Final = 500
_DEEPEST: Final = 3
_USUAL: Final = frozenset({"value", "records", "result", "results", "data", "rows", "items"})
"""Where services put their records."""

_MAPS: Final = (b"FeatureCollection", b'"Topology"', b'"Feature"', b'"coordinates"', b'"arcs"')


def looks_like_table(path: Path) -> bool:
    """Whether a JSON file holds records and no map, by its beginning."""
    with path.open("rb") as file:
        head = file.read(1 << 14)
    return not any(sign in head for sign in _MAPS)


def load_json(path: Path, hint: str) -> Any:
    """A JSON file, or one with an object a line."""
    check_file(path, most=_MOST_BYTES)
    text = readable_text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            if len(lines) > 1 and lines[0].startswith("{"):
                return [json.loads(line) for line in lines]
        except (ValueError, RecursionError):
            pass
        raise refuse(path, "dit is geen leesbare JSON", hint, row=error.lineno) from None
    except (RecursionError, ValueError):
        raise refuse(path, "dit is geen leesbare JSON", hint) from None


def read_records(path: Path) -> Grid:
    """Read a list of records as a table of text; the index is the number of the record.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "t.json"
    ...     _ = file.write_text('{"value": [{"CBS": 193, "regio": "IJsselland"}]}')
    ...     read_records(file).table.to_numpy().tolist()
    [['193', 'IJsselland']]
    """
    rows = _records(load_json(path, "Sla de tabel opnieuw op, of geef haar als CSV of XLSX"), 0)
    if not rows:
        message = "in deze JSON staat geen lijst van rijen"
        raise refuse(path, message, 'Verwacht wordt zoiets als [{"gemeente": "Zwolle", …}, …]')
    flat = [_flat(row) for row in rows]
    columns = list(dict.fromkeys(key for row in flat for key in row))
    if len(columns) > _MOST_COLUMNS:
        raise refuse(path, f"dit bestand heeft {len(columns)} kolommen en is geen tabel van rijen")
    lines = ((k, [row.get(key, "") for key in columns]) for k, row in enumerate(flat, start=1))
    # Two columns at least, so that a list of names alone is a table too.
    header = columns if len(columns) > 1 else [*columns, "kolom 2"]
    return make_grid(path.name, [(0, header), *lines], pad=True)


def _records(content: Any, depth: int) -> Sequence[Mapping[str, Any]]:
    """The longest list of records in whatever stands around it."""
    if isinstance(content, list):
        return _listed(content)
    if not isinstance(content, Mapping) or depth > _DEEPEST:
        return []
    within = {key: _records(part, depth + 1) for key, part in content.items()}
    found = max(
        within, key=lambda key: (bool(within[key]), key in _USUAL, len(within[key])), default=""
    )
    if within.get(found):
        return within[found]
    by_key = len(content) > 1 and all(isinstance(part, Mapping) for part in content.values())
    return [{"code": key, **part} for key, part in content.items()] if by_key else []


def _listed(content: Sequence[Any]) -> Sequence[Mapping[str, Any]]:
    """Records of a list: of objects, or of lists of which the first is the header."""
    if all(isinstance(one, Mapping) for one in content):
        return content
    if len(content) < 2 or not all(isinstance(one, list) for one in content):
        return []
    header = [text_of(cell) for cell in content[0]]
    return [dict(zip(header, row, strict=False)) for row in content[1:]]


def _flat(record: Mapping[str, Any]) -> dict[str, str]:
    """A record as cells; what stands in a record within it is one of its cells too."""
    cells: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, Mapping):
            inner = {str(name): _text(one) for name, one in value.items()}
            cells |= {name: text for name, text in inner.items() if name not in cells}
        else:
            cells[str(key)] = _text(value)
    return cells


def _text(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(_text, value)) if len(value) < _MOST_COLUMNS else ""
    return "" if isinstance(value, Mapping) else text_of(value)
