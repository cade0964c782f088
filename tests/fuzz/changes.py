"""Changes that know the shape of a file: another cell, another value in JSON, another sheet."""

import csv
import io
import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
from mutations import damage

ODD = (
    *("", " ", "-", "n.v.t.", "NULL", "nan", "inf", "-1", "0", "1e400", "9" * 40, "1,5", "1.000,5"),
    *("GM0000", "GM9999", "gm0193", "193.0", "Zwolle", "Zwolle; Kampen", "Onbekend", "x" * 3000),
    *("2015-02-30", "31-12-2014", "0001-01-01", "9999-12-31", "2016-01-01", "=1+1", "'", '"', ";"),
    *("<script>", "{{ 1 }}", "${1}", "\u202e", "a\tb", "a\nb", "Fryslân", "FryslÃ¢n", "\x1b[2J"),
)
"""What turns up in cells, or should never."""

VALUES: tuple[Any, ...] = (*ODD, None, True, 0, -1, 1.5, 1e308, [], {}, [[]], [{}], {"a": []}, [1])


def change(path: Path, rng: np.random.Generator) -> None:
    """Damage a file where it lies: half of the time by its shape, else by its bytes."""
    raw = path.read_bytes()
    shaped = {
        ".csv": _table,
        ".json": _tree,
        ".geojson": _tree,
        ".topojson": _tree,
        ".toml": _settings,
        ".xlsx": _book,
    }.get(path.suffix)
    if shaped is None or rng.random() < 0.5:
        path.write_bytes(damage(raw, int(rng.integers(0, 2**32))))
        return
    path.write_bytes(shaped(raw, rng))


def _odd(rng: np.random.Generator) -> str:
    return ODD[int(rng.integers(0, len(ODD)))]


def _table(raw: bytes, rng: np.random.Generator) -> bytes:
    """Some cells another, a row more or less, another separator or encoding."""
    text = raw.decode("utf-8", errors="replace")
    separator = max((";", ",", "\t"), key=text.partition("\n")[0].count)
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    for _ in range(int(rng.integers(1, 8))):
        row = rows[int(rng.integers(0, len(rows)))]
        if row:
            row[int(rng.integers(0, len(row)))] = _odd(rng)
    for _ in range(int(rng.integers(0, 3))):
        place = int(rng.integers(0, len(rows)))
        rows.insert(int(rng.integers(0, len(rows) + 1)), list(rows[place]))
    out = io.StringIO()
    other = [separator, ";", ",", "\t", "|"][int(rng.integers(0, 5))]
    csv.writer(out, delimiter=other).writerows(rows)
    encoding = ["utf-8", "utf-8-sig", "cp1252", "utf-16"][int(rng.integers(0, 4))]
    return out.getvalue().encode(encoding, errors="replace")


def _tree(raw: bytes, rng: np.random.Generator) -> bytes:
    """Some values another, at any depth."""
    content = json.loads(raw)
    for _ in range(int(rng.integers(1, 4))):
        content = elsewhere(content, rng)
    return json.dumps(content).encode()


def _settings(raw: bytes, rng: np.random.Generator) -> bytes:
    """Some values another, at any depth."""
    content = tomllib.loads(raw.decode())
    for _ in range(int(rng.integers(1, 4))):
        content = elsewhere(content, rng)
    return toml(content).encode()


def toml(content: Any) -> str:
    """A tree as TOML; what it has no word for is left out."""
    if not isinstance(content, dict):
        return _inline(content)
    return "\n".join(f"{json.dumps(key)} = {_inline(one)}" for key, one in _known(content))


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        pairs = [f"{json.dumps(key)} = {_inline(one)}" for key, one in _known(value)]
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(one) for one in value if one is not None)}]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def _known(table: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(key, one) for key, one in table.items() if one is not None]


def elsewhere(value: Any, rng: np.random.Generator) -> Any:
    """The same tree with one value changed somewhere, or one key renamed or left out."""
    if isinstance(value, list | dict) and value and rng.random() < 0.9:
        keys = list(value) if isinstance(value, dict) else range(len(value))
        key = keys[int(rng.integers(0, len(keys)))]
        made = value.copy()
        if isinstance(made, dict) and rng.random() < 0.1:
            made[_odd(rng)] = made.pop(key)
        else:
            made[key] = elsewhere(made[key], rng)
        return made
    return VALUES[int(rng.integers(0, len(VALUES)))]


def _book(raw: bytes, rng: np.random.Generator) -> bytes:
    """Some cells another, cells merged, a sheet before it, the sheet hidden or protected."""
    book = openpyxl.load_workbook(io.BytesIO(raw))
    sheet = book.active
    for _ in range(int(rng.integers(1, 8))):
        row, column = (int(k) for k in rng.integers(1, 8, 2))
        cell = sheet.cell(row, column)
        if isinstance(cell, openpyxl.cell.Cell):
            cell.value = _spoken(_odd(rng))
    if rng.random() < 0.3:
        row, column = (int(k) for k in rng.integers(1, 6, 2))
        sheet.merge_cells(
            start_row=row, start_column=column, end_row=row + 2, end_column=column + 1
        )
    if rng.random() < 0.3:
        book.create_sheet("Toelichting", 0)["A1"] = _spoken(_odd(rng))
        sheet.sheet_state = ["visible", "hidden"][int(rng.integers(0, 2))]
    if rng.random() < 0.2:
        sheet.insert_rows(1, int(rng.integers(1, 4)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _spoken(text: str) -> str:
    """Without what a workbook cannot hold."""
    return openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text)
