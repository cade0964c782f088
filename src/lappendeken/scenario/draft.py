"""The tables of a lappendeken while a plan changes them, and what a plan asks that cannot be."""

from dataclasses import replace

import pandas as pd

from lappendeken.dutch import listing
from lappendeken.errors import Fault, UnknownNameError
from lappendeken.model import Lappendeken, from_tables, to_tables
from lappendeken.names import NameIndex, normalise
from lappendeken.reading.plan import Plan, Step
from lappendeken.schema import ROLLEN

_SHOWN = 3


class ImpossibleError(Exception):
    """One thing in a step that cannot be done; never leaves this package.

    Parameters
    ----------
    column : str
        The cell that is at fault.
    value : str
        What stands in it.
    message, hint : str
        What is wrong, and what to do; Dutch sentences without the final full stop.
    """

    def __init__(self, column: str, value: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.column, self.value, self.message, self.hint = column, value, message, hint

    def fault(self, plan: Plan, step: Step) -> Fault:
        """With its place in the plan."""
        return Fault(plan.file, step.row, self.column, self.value, self.message, self.hint)


class Draft:
    """Verbanden and deelnames that can be changed.

    Parameters
    ----------
    lap : Lappendeken
        What is changed; itself it stays as it is.
    """

    def __init__(self, lap: Lappendeken) -> None:
        self._lap = lap
        self._verbanden: dict[str, dict[str, str]] = {
            str(verband): {column: str(row[column]) for column in row.index}
            for verband, row in lap.verbanden.iterrows()
        }
        self._members: dict[str, dict[str, dict[str, str]]] = {v: {} for v in self._verbanden}
        for cells in lap.deelnames.astype(str).to_dict("records"):
            row = {str(column): str(cell) for column, cell in cells.items()}
            self._members[row["verband_id"]][row["gemeente_code"]] = row

    # What a step names --------------------------------------------------------------------

    def indeling(self, step: Step) -> str:
        """The indeling of a step."""
        try:
            return self._lap.find_indeling(step.indeling).id
        except UnknownNameError as error:
            hint = _nearest(error.candidates)
            raise ImpossibleError(
                "indeling", step.indeling, "deze indeling is onbekend", hint
            ) from error

    def gemeente(self, text: str) -> str:
        """The code of a gemeente."""
        try:
            return self._lap.find_gemeente(text)
        except UnknownNameError as error:
            hint = _nearest(error.candidates)
            raise ImpossibleError("gemeente", text, "deze gemeente is onbekend", hint) from error

    def verband(self, indeling: str, column: str, text: str) -> str:
        """A verband of an indeling by its identifier or its name."""
        own = {v: row["naam"] for v, row in self._verbanden.items() if row["indeling"] == indeling}
        if text in own:
            return text
        alike = [v for v, naam in own.items() if normalise(naam) == normalise(text)]
        if len(alike) == 1:
            return alike[0]
        if alike:
            message = "meer dan één verband heet zo"
            hint = f"Noem het verband_id: {' of '.join(alike)}"
            raise ImpossibleError(column, text, message, hint)
        hint = _nearest(NameIndex(own).candidates(text))
        raise ImpossibleError(column, text, f"dit verband zit niet in {indeling}", hint)

    def left(self, step: Step, indeling: str, code: str) -> str:
        """The verband that a gemeente leaves: the one named, or the only one it is in."""
        if step.van:
            verband = self.verband(indeling, "van", step.van)
            if code not in self._members[verband]:
                raise ImpossibleError("van", step.van, f"{self.naam(code)} zit niet in dit verband")
            return verband
        own = [v for v in self.of_indeling(indeling) if code in self._members[v]]
        if len(own) == 1:
            return own[0]
        if not own:
            message = f"{self.naam(code)} zit in geen verband van {indeling}"
            raise ImpossibleError("gemeente", code, message, "Gebruik treed-toe")
        message = f"{self.naam(code)} zit in meer dan één verband van {indeling}"
        raise ImpossibleError("van", "", message, f"Noem er een: {', '.join(own)}")

    def naam(self, code: str) -> str:
        """The name of a gemeente."""
        return str(self._lap.gemeenten.at[code, "naam"])

    def of_indeling(self, indeling: str) -> list[str]:
        """The verbanden of an indeling."""
        return [v for v, row in self._verbanden.items() if row["indeling"] == indeling]

    def members(self, verband: str) -> list[str]:
        """The gemeenten of a verband."""
        return list(self._members[verband])

    def new_id(self, indeling: str, step: Step) -> str:
        """The identifier of a verband that is made."""
        # Nor that of a verband that ended: before and after, it would seem to be the same.
        known = {*self._verbanden, *self._lap.verbanden.index, *self._lap.gemeenten.index}
        if step.naar:
            if step.naar in known:
                message = "deze aanduiding bestaat al"
                raise ImpossibleError("naar", step.naar, message, "Kies een ander verband_id")
            return step.naar
        stem = f"{indeling}-{normalise(step.naam).replace(' ', '-') or 'nieuw'}"
        number, result = 1, stem
        while result in known:
            number += 1
            result = f"{stem}-{number}"
        return result

    # What a step does ---------------------------------------------------------------------

    def found(self, verband: str, indeling: str, naam: str) -> None:
        """Make a verband."""
        domein = str(self._lap.indelingen.at[indeling, "domein"])
        blank = dict.fromkeys(self._lap.verbanden.columns.astype(str), "")
        self._verbanden[verband] = blank | {"naam": naam, "indeling": indeling, "domein": domein}
        self._members[verband] = {}

    def rename(self, verband: str, naam: str) -> None:
        """Give a verband another name."""
        self._verbanden[verband] = self._verbanden[verband] | {"naam": naam}

    def end(self, verband: str) -> None:
        """End a verband, with all its deelnames."""
        del self._members[verband], self._verbanden[verband]

    def leave(self, verband: str, code: str) -> None:
        """End a deelname, and the verband when it was the last."""
        del self._members[verband][code]
        if not self._members[verband]:
            self.end(verband)

    def join(self, verband: str, code: str, bron: str) -> None:
        """Begin a deelname; what is not known of it stays empty."""
        row = dict.fromkeys(self._lap.deelnames.columns.astype(str), "")
        row |= {"verband_id": verband, "gemeente_code": code, "rol": ROLLEN[0], "bron": bron}
        self._members[verband][code] = row

    # The result ---------------------------------------------------------------------------

    def finished(self) -> Lappendeken:
        """The changed tables as a lappendeken."""
        rows = pd.DataFrame(
            [
                row | about | {"verband": about["naam"]}
                for verband, about in self._verbanden.items()
                for row in self._members[verband].values()
            ],
            dtype="str",
        )
        told = listing([one for one in (self._lap.bewerkt, "veranderd door een plan") if one])
        return from_tables(replace(to_tables(self._lap), verbanden=rows), bewerkt=told)


def _nearest(candidates: "tuple[str, ...] | list[str]") -> str:
    """A hint with what comes nearest."""
    return f"Dichtstbij: {', '.join(candidates[:_SHOWN])}" if candidates else ""
