"""From rows of any source to deelnames: every row is settled, or told with its reason.

All readers come together here, so that every source is checked in the same way and what passes
can be written to a `verbanden.csv` that is sound.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

import pandas as pd

from lappendeken import schema
from lappendeken.dutch import count, listing, number, shortened
from lappendeken.reading.checks import may_hold, what_is_wrong
from lappendeken.reading.files.guard import MOST_NAMES, refuse
from lappendeken.reading.files.sheets import UNSAVED
from lappendeken.reading.files.values import (
    as_date,
    by_value,
    different,
    different_pairs,
    looked_up,
    tidy,
)
from lappendeken.reading.settling import ledger as result
from lappendeken.reading.settling.catalogue import LONGEST, OVERIG, IndelingLabel, find, slug
from lappendeken.reading.settling.doubles import (
    clashes,
    earlier_rows,
    rows_beside,
    whole_periods,
)
from lappendeken.reading.settling.gemeenten import OTHER_TIMES, Gemeenten, without_mark
from lappendeken.reading.settling.ledger import Ledger, Tally, Unmatched, deelname_columns
from lappendeken.reading.settling.likeness import alike
from lappendeken.schema import DOMEINEN, ROLLEN, ZEKERHEDEN, gemeente_code, is_moment

__all__ = ["Settled", "by_id", "ids_by_code", "settle"]

_ANNOTATED: Final = re.compile(
    r"\d ?%|->|→|\b(deels|gedeeltelijk|tijdelijk|voorlopig|uitgetreden)\b"
    r"|\b(tot|per|vanaf|sinds|t/m|m\.?i\.?v\.?) .*\b(19|20)\d\d\b",
    re.IGNORECASE,
)
"""What is written behind the name of a verband, and is no part of it."""
_UNCUT: Final = 10**9
_MOST_COMPARED, _NEARLY = 40_000, 90.0
_COMPUTE: Final = "Open het bestand in Excel of LibreOffice, sla het op en lees het opnieuw in"
_MOST_NOTES, _MOST_CELLS = 100_000, 10_000
"""So many rows get a note of their own, and so many cells are named: no one reads more."""


class Settled:
    """The rows of one source while they are settled.

    Parameters
    ----------
    file : str
        Name of the file, sheet or layer.
    rows : DataFrame
        As text, by line number: columns of `verbanden.csv` as far as the source has them, and
        what else it tells. `indeling` holds titles. A column `bestand` names the file or column
        that a row comes from, where there are more; each is counted by itself.
    ledger : Ledger
        What happens is written there.

    Notes
    -----
    The first reason that a row cannot be a deelname is the one that is told.
    """

    def __init__(self, file: str, rows: pd.DataFrame, ledger: Ledger) -> None:
        self.file = file
        self.ledger = ledger
        self.lines = rows.index
        self.rows = rows.reset_index(drop=True)
        if "bestand" in self.rows:
            self.places = self.rows.pop("bestand").astype("str")
        else:
            self.places = pd.Series(file, index=self.rows.index, dtype="str")
        columns = deelname_columns()
        self.extra = [name for name in self.rows.columns if name not in columns]
        for name in columns:
            if name not in self.rows:
                self.rows[name] = ""
        for name in self.rows.columns:
            self.rows[name] = by_value(self.rows[name], tidy)
        self.source = self.rows[["verband", "gemeente_code", "gemeente"]]
        self.reason = pd.Series("", index=self.rows.index, dtype="str")
        self.note = pd.Series("", index=self.rows.index, dtype="str")
        self.moved = pd.Series("", index=self.rows.index, dtype="str")
        self.formerly = self.moved

    def reject(
        self,
        mask: pd.Series,
        reason: str | pd.Series,
        note: str | pd.Series | Callable[[pd.DataFrame], Sequence[str]] = "",
    ) -> None:
        """Give rows a reason why they cannot be deelnames, if they have none yet."""
        fresh = mask & (self.reason == "")
        if not fresh.any():
            return
        self.reason = self.reason.mask(fresh, reason)
        if callable(note):
            lost = self.rows[fresh].head(_MOST_NOTES)
            note = pd.Series(list(note(lost)), index=lost.index, dtype="str")
            fresh = fresh & fresh.index.isin(lost.index)
        self.note = self.note.mask(fresh, note)

    def empty_cells(self, mask: pd.Series, column: str, hint: str) -> None:
        """Leave cells empty whose value is not allowed, in rows that are sound otherwise."""
        found = self.rows.index[mask & (self.reason == "")]
        for place in found[:_MOST_CELLS]:
            value = str(self.rows.at[place, column])
            line = int(self.lines[place])
            self.ledger.cells.append((self.places[place], line, column, value, hint))
        if len(found) > _MOST_CELLS:
            more = number(len(found) - _MOST_CELLS)
            self.ledger.remark(f"{self.file}: nog {more} cellen van {column} zijn leeg gelaten.")
        self.rows.loc[mask, column] = ""

    def finish(self, unit: str, broken: Sequence[Unmatched]) -> pd.DataFrame:
        """Write the account, and give the deelnames."""
        lost = self.reason != ""
        missing = self.source[lost].assign(
            bestand=self.places[lost],
            rij=self.lines[lost],
            reden=self.reason[lost],
            toelichting=self.note[lost],
        )
        self.ledger.miss_frame(missing)
        self.ledger.miss(broken)
        kept = self.rows[~lost]
        read = self.places.value_counts(sort=False).to_dict()
        for row in broken:
            read[row.bestand] = read.get(row.bestand, 0) + 1
        arrived = self.places[~lost].value_counts().to_dict()
        self.ledger.tallies += [
            Tally(str(place), unit, int(many), int(arrived.get(place, 0)))
            for place, many in read.items()
        ]
        return result.deelname_frame({name: kept[name] for name in kept.columns}, self.extra)


def settle(
    file: str,
    rows: pd.DataFrame,
    gemeenten: Gemeenten,
    label: Callable[[str], IndelingLabel],
    ledger: Ledger,
    *,
    unit: str = "rijen",
    broken: Sequence[Unmatched] = (),
    own: bool = False,
) -> tuple[pd.DataFrame, list[IndelingLabel]]:
    """Make deelnames of the rows of one source; `own` is a table that a user made."""
    table = Settled(file, rows, ledger)
    for column in ("verband", "verband_id", "gemeente_code", "gemeente", "van", "tot"):
        table.reject(table.rows[column] == UNSAVED, result.FORMULE, _COMPUTE)
    for one in schema.VERBANDEN:
        if one.choices:
            table.rows[one.name] = by_value(table.rows[one.name], partial(_choice, one.choices))
    nameless = (table.rows["verband"] == "") & (table.rows["verband_id"] == "")
    table.reject(nameless, result.GEEN_VERBAND)
    _find_gemeenten(table, gemeenten)
    used = _find_indelingen(table, label)
    _read_dates(table)
    _empty_wrong_cells(table)
    table.rows["rol"] = table.rows["rol"].where(table.rows["rol"] != "", ROLLEN[0])
    _identify(table)
    _agree_per_verband(table)
    if own:
        _refuse_clashes(table, gemeenten)
        _join_periods(table)
    _reject_double(table)
    _mark_formerly(table)
    deelnames = table.finish(unit, broken)
    if own:
        _tell_alike(file, deelnames, ledger)
        _tell_annotated(file, deelnames, ledger)
        _tell_overlap(file, deelnames, ledger)
    ledger.proposals = gemeenten.proposals
    source = deelnames.drop_duplicates("indeling").set_index("indeling")["bron"].to_dict()
    present = [one._replace(bron=source[one.indeling]) for one in used if one.indeling in source]
    return deelnames, present


def _tell_alike(file: str, deelnames: pd.DataFrame, ledger: Ledger) -> None:
    """Say which names of verbanden may be of one and the same."""
    named = deelnames.drop_duplicates(["indeling", "verband"]).groupby("indeling", sort=False)
    if (named.size() ** 2).sum() > _MOST_COMPARED:
        return
    for indeling, rows in named:
        names = list(map(str, rows["verband"]))
        pairs = [(a, b) for a, b, score in alike({one: one for one in names}) if score >= _NEARLY]
        for name in names:
            short = name.partition(" (")[0]
            if (
                short != name
                and short in names
                and {(short, name), (name, short)}.isdisjoint(pairs)
            ):
                pairs.append((short, name))
        if pairs:
            shown = [f"'{a}' en '{b}'" for a, b in pairs]
            ledger.remark(
                f"{file}: in {indeling} lijken verbanden op elkaar en tellen apart: "
                f"{shortened(shown, 3)}. Is het er één, schrijf de naam dan overal gelijk."
            )


def _tell_annotated(file: str, deelnames: pd.DataFrame, ledger: Ledger) -> None:
    """Say which verbanden are called after a remark: 'IJsselland (deels)'."""
    names = deelnames.drop_duplicates(["indeling", "verband"])["verband"]
    found = [f"'{name}'" for name in names if _ANNOTATED.search(str(name))]
    if found:
        counts = "telt als eigen verband" if len(found) == 1 else "tellen als eigen verbanden"
        ledger.remark(
            f"{file}: {shortened(found)} {counts}, maar er lijkt een aantekening bij de naam te "
            "staan. Zet die in een andere kolom (van, tot of opmerking)."
        )


def _tell_overlap(file: str, deelnames: pd.DataFrame, ledger: Ledger) -> None:
    """Say which few gemeenten are in more than one verband where all others are in one."""
    keys = ["indeling", "gemeente_code"]
    plain = deelnames[(deelnames["van"] == "") & (deelnames["tot"] == "")]
    several = plain[plain.duplicated(keys, keep=False)]
    for indeling, rows in several.groupby("indeling", sort=False):
        total = plain.loc[plain["indeling"] == indeling, "gemeente_code"].nunique()
        own = rows.groupby("gemeente_code", sort=False)
        if 2 * len(own) > total:
            continue
        shown = [f"{one['gemeente'].iloc[0]} ({listing(list(one['verband']))})" for _, one in own]
        who = count(len(own), "gemeente is", "gemeenten zijn")
        ledger.remark(
            f"{file}: {who} in {indeling} in meer dan één verband: {shortened(shown, 3)}."
        )


def _choice(choices: Sequence[str], text: str) -> str:
    """An allowed value, however it was written: 'Openbaar lichaam', 'MO/BW'."""
    if not text or text in choices:
        return text
    written = slug(text, _UNCUT)
    return next((choice for choice in choices if slug(choice, _UNCUT) == written), text)


def by_id(labels: Iterable[IndelingLabel]) -> Callable[[str], IndelingLabel]:
    """Give labels by their identifier."""
    return {label.indeling: label for label in labels}.__getitem__


def ids_by_code(indeling: str, codes: pd.Series, names: pd.Series) -> pd.Series:
    """Identifiers of regions that have a code of their own, made of their names.

    Examples
    --------
    >>> codes, names = pd.Series(["JZ01", "JZ02", ""]), pd.Series(["Oost", "Oost", ""])
    >>> ids_by_code("jeugdregio", codes, names).to_list()
    ['jeugdregio-oost', 'jeugdregio-oost-jz02', '']
    """
    made: dict[str, str] = {"": ""}
    taken = {""}
    for code, name in sorted(set(zip(codes, names, strict=True))):
        base = slug(f"{indeling}-{name}", LONGEST - 10)
        if code not in made:
            made[code] = f"{base}-{slug(code)}" if base in taken else base
            taken.add(made[code])
    return looked_up(codes, made)


def _find_gemeenten(table: Settled, gemeenten: Gemeenten) -> None:
    """Give every row the code and name of its gemeente."""
    alive = table.reason == ""
    codes = table.rows["gemeente_code"].where(alive, "")
    names = table.rows["gemeente"].where(alive, "")
    found = gemeenten.find_all(table.file, codes, names)
    table.reject(found["code"] == "", found["reason"], found["note"])
    by_detour = found[(found["code"] != "") & (found["note"] != "")]
    given = codes.where(codes != "", names)[by_detour.index].to_dict()
    moved = found["note"].isin(OTHER_TIMES) & (found["code"] != "")
    texts = codes.where(codes != "", names).where(moved, "")
    same = [text for text in different(texts) if text and gemeenten.only_renamed(text)]
    table.moved = texts
    table.formerly = texts.where(~texts.isin(same), "")
    for how, rows in by_detour.groupby("note"):
        pairs = {given[place]: gemeenten.names[code] for place, code in rows["code"].items()}
        shown = shortened([f"{text} ({name})" for text, name in sorted(pairs.items())])
        amount = count(len(pairs), "gemeente is", "gemeenten zijn")
        table.ledger.remark(f"{table.file}: {amount} gevonden door {how}: {shown}.")
    table.rows["gemeente_code"] = found["code"]
    table.rows["gemeente"] = looked_up(found["code"], gemeenten.names)


def _find_indelingen(table: Settled, label: Callable[[str], IndelingLabel]) -> list[IndelingLabel]:
    """Give every row the identifier and domein of its indeling."""
    titles = table.rows["indeling"]
    table.reject(titles == "", result.ONGELDIG, "er is geen indeling genoemd")
    unique = list(filter(None, different(titles)))
    if len(unique) > MOST_NAMES // 10:
        message = f"hier staan {number(len(unique))} verschillende indelingen"
        raise refuse(table.file, message, "Wijs met --kolom de kolom met indelingen aan")
    found = {title: label(title) for title in unique}
    for title, one in found.items():
        if slug(title) != one.indeling:
            table.ledger.remark(f"{table.file}: '{title}' is de indeling {one.indeling}.")
    ids = {title: one.indeling for title, one in found.items()}
    table.rows["indeling"] = looked_up(titles, ids)
    given = table.rows["domein"]
    wrong = (given != "") & ~given.isin(list(DOMEINEN))
    choices = f"kies uit {', '.join(DOMEINEN)}"
    table.reject(
        wrong,
        result.ONGELDIG,
        lambda lost: [f"onbekend domein '{text}'; {choices}" for text in lost["domein"]],
    )
    told = table.rows[(given != "") & (table.reason == "")].drop_duplicates("indeling")
    first = told.set_index("indeling")["domein"].to_dict()
    for one in found.values():
        if first.get(one.indeling, one.domein) == OVERIG and find(one.indeling) is None:
            table.ledger.remark(
                f"De indeling {one.indeling} is nieuw en staat bij domein {OVERIG}; met "
                "--domein kiest u een ander."
            )
    labels: dict[str, IndelingLabel] = {}
    for one in found.values():
        domein = first.get(one.indeling, one.domein)
        standaard = one.standaard if domein == one.domein else "nee"
        labels.setdefault(one.indeling, one._replace(domein=domein, standaard=standaard))
    chosen = {name: one.domein for name, one in labels.items()}
    expected = looked_up(table.rows["indeling"], chosen)
    other = (given != "") & (given != expected)
    table.reject(
        other,
        result.TEGENSTRIJDIG,
        lambda lost: [
            f"deze indeling hoort eerder bij domein '{chosen[name]}'; heeft een verband er meer, "
            "geef dan --opzet verband"
            for name in lost["indeling"]
        ],
    )
    table.rows["domein"] = expected
    return list(labels.values())


def _read_dates(table: Settled) -> None:
    """Bring dates to one form, and refuse what is none or ends before it began."""
    for column in ("van", "tot"):
        given = table.rows[column]
        read = by_value(given, lambda text: as_date(text) or "")
        table.reject(
            (given != "") & (read == ""),
            result.ONGELDIG,
            lambda lost, column=column: [  # type: ignore[misc]
                f"'{column}' is geen datum: '{text}'; schrijf jjjj-mm-dd" for text in lost[column]
            ],
        )
        table.rows[column] = read
    both = (table.rows["van"] != "") & (table.rows["tot"] != "")
    ended = both & (table.rows["van"] >= table.rows["tot"])
    table.reject(
        ended,
        result.ONGELDIG,
        lambda lost: [
            f"eindigt op {tot} en begint pas op {van}"
            for van, tot in zip(lost["van"], lost["tot"], strict=True)
        ],
    )


def _empty_wrong_cells(table: Settled) -> None:
    """Leave optional cells empty that hold what they may not."""
    for column in (*schema.columns_per("verband"), *schema.columns_per("deelname")):
        if column.filled or column.kind == "date":
            continue
        given = table.rows[column.name]
        if column.kind == "moment":
            given = by_value(given, lambda text: text if is_moment(text) else as_date(text) or text)
            table.rows[column.name] = given
        bad = [text for text in different(given) if text and not may_hold(column, text)]
        if bad:
            table.empty_cells(given.isin(bad), column.name, what_is_wrong(column)[1])


def _identify(table: Settled) -> None:
    """Give every verband an identifier, and see that none stands for two."""
    rows = table.rows
    given = rows["verband_id"] != ""
    codes = [text for text in rows["verband_id"].unique() if gemeente_code(text) == text]
    as_code = given & rows["verband_id"].isin(codes)
    table.reject(as_code, result.ONGELDIG, "verband_id is de code van een gemeente")
    alive = table.reason == ""
    told = rows[given & alive].drop_duplicates("verband_id").set_index("verband_id")
    for column in ("indeling", "verband"):
        first: dict[str, str] = dict(told[column].items())  # type: ignore[arg-type]
        expected = looked_up(rows["verband_id"], first)
        other = given & (expected != "") & (rows[column] != "") & (rows[column] != expected)
        table.reject(
            other,
            result.TEGENSTRIJDIG,
            lambda lost, column=column, first=first: [  # type: ignore[misc]
                f"verband_id '{key}' hoort eerder bij {column} '{first[key]}'"
                for key in lost["verband_id"]
            ],
        )
    nameless = given & (rows["verband"] == "")
    name = looked_up(rows["verband_id"], told["verband"].to_dict())
    rows["verband"] = rows["verband"].mask(nameless, name.where(name != "", rows["verband_id"]))
    missing = ~given & (table.reason == "")
    titles, names = rows.loc[missing, "indeling"], rows.loc[missing, "verband"]
    try:
        places, pairs = different_pairs(titles, names, MOST_NAMES)
    except OverflowError as error:
        message = f"hier staan {number(error.args[0])} verschillende verbanden"
        hint = "Wijs met --kolom de kolom met verbanden aan"
        raise refuse(table.file, message, hint) from None
    ids, kept = _make_ids(pairs, set(told.index), table)
    for column, texts in (("verband_id", ids), ("verband", kept)):
        made = pd.Series([texts[pair] for pair in pairs], dtype="str")
        rows.loc[missing, column] = made.take(places).to_numpy()


Key = tuple[str, str]


def _make_ids(
    pairs: Sequence[Key], taken: set[str], table: Settled
) -> tuple[dict[Key, str], dict[Key, str]]:
    """Identifiers of verbanden, and the spelling of each that is kept.

    Names that differ in case, accents, signs and the mark of a footnote only are one verband, and
    that is told.
    """
    ids: dict[Key, str] = {}
    kept: dict[Key, str] = {}
    spellings: dict[Key, list[str]] = {}
    known = {*pairs}
    for indeling, name in pairs:
        bare = without_mark(name)
        own = bare if (indeling, bare) in known else name
        spellings.setdefault((indeling, slug(own, _UNCUT) or name), []).append(name)
    for (indeling, key), names in spellings.items():
        base = slug(f"{indeling}-{key}") or indeling
        made, times = base, 1
        while made in taken:
            times += 1
            made = f"{slug(base, LONGEST - 8)}-{times}"
        taken.add(made)
        written = next((name for name in names if name == without_mark(name)), names[0])
        for name in names:
            ids[indeling, name] = made
            kept[indeling, name] = written
        if len(names) > 1:
            shown = shortened([f"'{name}'" for name in names])
            table.ledger.remark(f"{table.file}: {shown} zijn gelezen als één verband.")
    return ids, kept


def _agree_per_verband(table: Settled) -> None:
    """See that what is told of one verband is told the same in all its rows."""
    rows = table.rows
    for column in schema.columns_per("verband"):
        if column.filled:
            continue
        given = rows[column.name]
        told = rows[(given != "") & (table.reason == "")].drop_duplicates("verband_id")
        first = looked_up(rows["verband_id"], told.set_index("verband_id")[column.name].to_dict())
        other = (given != "") & (first != "") & (given != first)
        hint = f"Een eerdere rij geeft dit verband een andere {column.name}"
        table.empty_cells(other, column.name, hint)


def _mark_formerly(table: Settled) -> None:
    """Say where the source names a gemeente before or after a herindeling, and not this one."""
    told = table.formerly != ""
    rows = table.rows
    rows["zekerheid"] = rows["zekerheid"].mask(told & (rows["zekerheid"] == ""), ZEKERHEDEN[1])
    remark = "de bron noemt " + table.formerly
    both = (rows["opmerking"] + "; " + remark).where(rows["opmerking"] != "", remark)
    rows["opmerking"] = rows["opmerking"].mask(told, both)


def _refuse_clashes(table: Settled, gemeenten: Gemeenten) -> None:
    """Refuse predecessors in another verband than their successor, and name them."""
    alive = table.reason == ""
    found = clashes(table.rows[alive], table.moved[alive])
    if not found:
        return
    rows, told = table.rows, dict[int, str]()
    verband: dict[int, str] = rows["verband"].to_dict()  # type: ignore[assignment]
    for place, other in found:
        code = str(rows.at[place, "gemeente_code"])
        who = table.moved[other] or f"{gemeenten.names[code]} zelf"
        told[place] = (
            f"{table.moved[place]} hoort bij {gemeenten.names[code]}, maar staat in "
            f"{verband[place]} en {who} in {verband[other]} "
            f"(rij {table.lines[other]})"
        )
    mask = pd.Series(rows.index.isin(told), index=rows.index)
    table.reject(mask, result.CONFLICT, lambda lost: [told[place] for place in lost.index])
    many = count(len(told), "rij is", "rijen zijn")
    table.ledger.remark(
        f"{table.file}: conflict; {many} niet overgenomen, omdat gemeenten die zijn samengegaan in "
        f"verschillende verbanden staan: {shortened(list(told.values()), 3)}. Zet in de bron één "
        "verband bij de gemeente zelf."
    )


def _join_periods(table: Settled) -> None:
    """Give every row of one deelname the period of all that overlap with it."""
    alive, formerly = table.rows[table.reason == ""], table.formerly != ""
    for told in (False, True):
        whole = whole_periods(alive[formerly[alive.index] == told])
        table.rows.loc[whole.index, ["van", "tot"]] = whole


def _reject_double(table: Settled) -> None:
    """See that no gemeente takes part twice in one verband at one moment."""
    alive, formerly = table.rows[table.reason == ""], table.formerly != ""
    itself, other = (alive[formerly[alive.index] == told] for told in (False, True))
    above = earlier_rows(itself)
    # Where a source names the gemeente itself too, that counts.
    above = pd.concat([above, rows_beside(other, itself.drop(above.index))])
    above = pd.concat([above, earlier_rows(alive.drop(above.index))]).astype("int64")
    table.reject(
        pd.Series(table.rows.index.isin(above.index), index=table.rows.index),
        result.DUBBEL,
        lambda lost: [
            f"{name} staat al in rij {table.lines[other]}"
            for name, other in zip(lost["gemeente"], above[lost.index], strict=True)
        ],
    )
