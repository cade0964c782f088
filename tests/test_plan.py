"""A plan of changes as a file: what it says, and every fault in it at once."""

import pytest
from quilts import assert_one_line

from lappendeken.errors import DataError
from lappendeken.reading.plan import Plan, Step, check_step, read_plan, split
from lappendeken.schema import ACTIES

HEADER = "actie,indeling,gemeente,van,naar,naam"


def write(folder, *lines, header=HEADER):
    path = folder / "plan.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def faults_of(path):
    with pytest.raises(DataError) as caught:
        read_plan(path)
    return caught.value.faults


def test_every_row_is_a_step_with_its_place(tmp_path):
    path = write(
        tmp_path,
        "verplaats,jeugdregio,Meppel,,IJsselland,",
        "",
        'splits,werk,"Nuenen, Gerwen en Nederwetten; GM0193",Noord,,Zuid',
        "voeg-samen,werk,,a,b,",
    )
    assert read_plan(path) == Plan(
        (
            Step("verplaats", "jeugdregio", ("Meppel",), naar="IJsselland", row=2),
            Step(
                "splits",
                "werk",
                ("Nuenen, Gerwen en Nederwetten", "GM0193"),
                van="Noord",
                naam="Zuid",
                row=4,
            ),
            Step("voeg-samen", "werk", van="a", naar="b", row=5),
        ),
        str(path),
    )


def test_columns_may_stand_in_any_order_and_those_not_used_may_be_absent(tmp_path):
    path = write(tmp_path, "x,hef-op,werk", header="van,actie,indeling")
    assert read_plan(path).steps == (Step("hef-op", "werk", van="x", row=2),)


def test_a_cell_without_gemeenten_holds_none():
    assert split(" ; ;") == ()
    assert split("a;b; c ") == ("a", "b", "c")


def test_all_faults_are_told_at_once_with_row_and_column(tmp_path):
    path = write(
        tmp_path,
        "verplaats,jeugd,Meppel,,,",
        "verhuis,jeugd,Meppel,,x,",
        "hef-op,jeugd,Meppel,x,,",
        "richt-op,,;,,,",
        "treed-toe,jeugd,Meppel",
    )
    found = [(fault.row, fault.column) for fault in faults_of(path)]
    assert found == [(2, "naar"), (3, "actie"), (4, "gemeente"), (5, "indeling"), (6, "")]
    text = [str(fault) for fault in faults_of(path)]
    assert "deze cel is leeg, en 'verplaats' heeft haar nodig" in text[0]
    assert "waarde 'verhuis': deze waarde is niet toegestaan. Kies uit: verplaats" in text[1]
    assert "hoort leeg te zijn bij 'hef-op'. 'hef-op' gebruikt indeling, van." in text[2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "dit bestand is leeg"),
        (b"indeling,van\nwerk,x\n", "deze kolom ontbreekt"),
        (f"{HEADER}\n".encode(), "heeft een kopregel maar geen rijen"),
        (b"PK\x03\x04", "een Excel- of zip-bestand"),
        (b'actie;indeling\n"hef-op;werk\n', "een aanhalingsteken wordt niet gesloten"),
    ],
)
def test_a_file_that_is_no_plan_is_explained(tmp_path, content, said):
    path = tmp_path / "plan.csv"
    path.write_bytes(content)
    assert said in str(faults_of(path)[0])


def test_a_plan_that_is_not_there(tmp_path):
    assert "dit bestand ontbreekt" in str(faults_of(tmp_path / "geen.csv")[0])


def test_a_hostile_cell_never_breaks_the_line(tmp_path):
    nasty = '"\x1b[31m\u202e=HYPERLINK(1)\n<script>"'
    path = write(tmp_path, f"verplaats,jeugd,Meppel,{nasty},,{nasty}", f"{nasty},jeugd,,,,")
    for fault in faults_of(path):
        assert_one_line(str(fault).replace(str(path), ""))


@pytest.mark.parametrize("actie", ACTIES)
def test_an_action_needs_its_cells_and_refuses_the_others(actie):
    needed, possible = ACTIES[actie]
    cells = {"gemeente": "gemeenten", "van": "van", "naar": "naar", "naam": "naam"}
    full = {cells[c]: ("A",) if c == "gemeente" else "a" for c in needed + possible}
    assert check_step("p", Step(actie, "werk", **full)) == []
    least = {cells[c]: full[cells[c]] for c in needed}
    assert check_step("p", Step(actie, "werk", **least)) == []
    for column, name in cells.items():
        value = ("A",) if column == "gemeente" else "a"
        if column in needed:
            wrong = {key: one for key, one in full.items() if key != name}
        elif column not in possible:
            wrong = full | {name: value}
        else:
            continue
        assert [f.column for f in check_step("p", Step(actie, "werk", **wrong))] == [column]
