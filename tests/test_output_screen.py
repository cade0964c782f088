"""A table on a screen of 80 columns: Dutch numbers, no markup from data, nothing broken."""

import io

from rich.console import Console

from lappendeken.output.screen import show_table
from lappendeken.tables import Column, Kind, Table

COLUMNS = (
    Column("regio", "Regio"),
    Column("inwoners", "Inwoners", Kind.COUNT),
    Column("ari", "ARI", Kind.SCORE),
    Column("deel", "Aandeel", Kind.SHARE),
    Column("met", "Samen met", Kind.NAMES),
    Column("code", "Code", width=0),
)
ROWS = (
    ("Drenthe", 1234567, 0.5, 0.25, ("Meppel", "Assen"), "RG1"),
    ("[red]Zwolle[/red]", None, float("nan"), 1, (), "RG2"),
)


def shown(table, width=80):
    """The lines of a table on a screen."""
    file = io.StringIO()
    show_table(Console(file=file, width=width, highlight=False), table)
    return [line.rstrip() for line in file.getvalue().splitlines()]


def test_a_reader_sees_dutch_numbers_right_of_their_column():
    lines = shown(Table("t", "Alle regio's", COLUMNS, ROWS, note="Inwoners van 2023."))
    assert lines[0] == "Alle regio's"
    head, rule, first, second = lines[1:5]
    assert head.split() == ["Regio", "Inwoners", "ARI", "Aandeel", "Samen", "met"]
    assert set(rule.replace(" ", "")) == {"─"}
    assert first.split() == ["Drenthe", "1.234.567", "0,500", "25%", "Meppel,", "Assen"]
    assert second.split() == ["[red]Zwolle[/red]", "–", "–", "100%", "–"]
    for text in ("1.234.567", "0,500", "25%"):
        end = first.index(text) + len(text)
        assert any(head[:end].endswith(name) for name in ("Inwoners", "ARI", "Aandeel"))
    assert lines[5:] == ["Inwoners van 2023.", ""]


def test_rows_that_are_not_printed_are_counted():
    rows = tuple((f"regio {k}", k, None, None, (), "") for k in range(1500))
    lines = shown(Table("t", "", COLUMNS, rows, printed=2))
    assert len(lines) == 6
    assert lines[4] == "En nog 1.498; --uit geeft alles."


def test_a_table_without_rows_says_so():
    assert shown(Table("t", "Regio's", COLUMNS, (), empty="Er zijn er geen.")) == [
        "Regio's",
        "Er zijn er geen.",
        "",
    ]


def test_on_a_narrow_screen_heads_and_names_are_wrapped_and_numbers_are_whole():
    columns = (
        Column("naam", "Naam"),
        *(Column(f"n{k}", "Aantal gemeenten", Kind.COUNT) for k in range(5)),
    )
    names = "een naam van veel woorden die niet naast vijf getallen past, echt niet"
    lines = shown(Table("t", "", columns, ((names, *(1234567,) * 5),)))
    assert all(len(line) <= 80 for line in lines)
    assert sum(line.count("Aantal") for line in lines) == 5
    assert sum(line.count("1.234.567") for line in lines) == 5
    assert names.split() == [w for line in lines for w in line.split() if w in names.split()]
