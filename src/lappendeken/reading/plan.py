"""A plan of changes, read from a table: what it says, not yet whether it can be done."""

from dataclasses import dataclass
from pathlib import Path

from lappendeken.errors import DataError, Fault
from lappendeken.reading import checks
from lappendeken.schema import ACTIES, PLAN

BETWEEN = ";"
"""What stands between gemeenten in one cell: some names hold a comma."""


@dataclass(frozen=True)
class Step:
    """One action of a plan.

    Parameters
    ----------
    actie : str
        One of `schema.ACTIES`.
    indeling : str
        In which indeling; any spelling.
    gemeenten : tuple of str
        Codes or names of the gemeenten concerned.
    van, naar : str
        Identifier or name of the verband that is left, and of the one that is joined or made;
        empty when the action needs none.
    naam : str
        Name of the verband that is made; empty when the action makes none.
    row : int
        Where it stands in the file, or its number in a plan that is no file.

    Examples
    --------
    >>> Step("verplaats", "jeugdregio", ("Meppel",), naar="IJsselland").van
    ''
    """

    actie: str
    indeling: str
    gemeenten: tuple[str, ...] = ()
    van: str = ""
    naar: str = ""
    naam: str = ""
    row: int = 1


@dataclass(frozen=True)
class Plan:
    """Actions, to be carried out in order.

    Parameters
    ----------
    steps : tuple of Step
        May be empty.
    file : str
        Where they come from, for messages.
    """

    steps: tuple[Step, ...]
    file: str = "plan"

    def as_input(self) -> str:
        """What it is, where something is made of it; see `provenance`."""
        return "; ".join(
            " ".join(filter(None, (one.actie, one.indeling, *one.gemeenten, one.van, one.naar)))
            for one in self.steps
        )


def read_plan(path: str | Path) -> Plan:
    """Read a plan.

    Parameters
    ----------
    path : str or Path
        A CSV file or a spreadsheet with the columns of `schema.PLAN`. A cell `gemeente` may hold
        several, with a semicolon between them.

    Returns
    -------
    Plan

    Raises
    ------
    DataError
        With every fault in the file that can be seen without the data it is about.
    """
    faults: list[Fault] = []
    plan = read_steps(path, faults)
    if faults:
        raise DataError(faults)
    return plan


def read_steps(path: str | Path, faults: list[Fault]) -> Plan:
    """Read the steps of a plan that are sound by themselves."""
    found = checks.read_table(Path(path), PLAN, faults, by_hand=True)
    if found is None:
        return Plan((), str(path))
    file, table = found
    wrong = {fault.row for fault in faults}
    steps = []
    for line, row in table.iterrows():
        step = Step(
            row["actie"],
            row["indeling"],
            split(row["gemeente"]),
            row["van"],
            row["naar"],
            row["naam"],
            int(str(line)),
        )
        if step.row in wrong:
            continue
        wrong_cells = check_step(file, step)
        faults.extend(wrong_cells)
        if not wrong_cells:
            steps.append(step)
    return Plan(tuple(steps), file)


def split(cell: str) -> tuple[str, ...]:
    """The gemeenten in one cell.

    Examples
    --------
    >>> split("Nuenen, Gerwen en Nederwetten; GM0193")
    ('Nuenen, Gerwen en Nederwetten', 'GM0193')
    """
    lines = cell.replace("\n", BETWEEN)
    return tuple(part.strip() for part in lines.split(BETWEEN) if part.strip())


def check_step(file: str, step: Step) -> list[Fault]:
    """Check that a step has what its action needs, and nothing that it does not use."""

    def fault(column: str, value: str, message: str, hint: str = "") -> Fault:
        return Fault(file, step.row, column, value, message, hint)

    if step.actie not in ACTIES:
        hint = f"Kies uit: {', '.join(ACTIES)}"
        return [fault("actie", step.actie, "deze waarde is niet toegestaan", hint)]
    needed, possible = ACTIES[step.actie]
    uses = f"'{step.actie}' gebruikt {', '.join(['indeling', *needed])}"
    if possible:
        uses += f", en zo nodig {', '.join(possible)}"
    values = {
        "gemeente": f"{BETWEEN} ".join(step.gemeenten),
        "van": step.van,
        "naar": step.naar,
        "naam": step.naam,
    }
    found = []
    for column, value in values.items():
        if column in needed and not value:
            message = f"deze cel is leeg, en '{step.actie}' heeft haar nodig"
            found.append(fault(column, "", message))
        elif value and column not in needed + possible:
            message = f"deze cel hoort leeg te zijn bij '{step.actie}'"
            found.append(fault(column, value, message, uses))
    return found
