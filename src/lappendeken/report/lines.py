"""The verbanden of one gemeente, each once: a regeling and the region it carries out are one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from lappendeken.dutch import capital, count, listing, number
from lappendeken.names import normalise
from lappendeken.report.landscape import Landscape
from lappendeken.report.risks import event_clause
from lappendeken.wording import texts

LEGAL_PERSON = frozenset({"openbaar lichaam", "bedrijfsvoeringsorganisatie"})
"""Forms under the Wgr that have a legal personality of their own."""

WGR = LEGAL_PERSON | {"gemeenschappelijk orgaan", "centrumgemeente", "regeling zonder meer"}
"""Forms under the Wet gemeenschappelijke regelingen."""

REGELING, REGION, OTHER, LAW, NATIONAL = "regeling", "regio", "ander", "wet", "landelijk"
GROUPS: Mapping[str, str] = MappingProxyType(
    {
        REGELING: "Regeling (Wgr)",
        OTHER: "Andere samenwerking",
        REGION: "Regio",
        NATIONAL: "Landelijk",
        LAW: "Wet of statistiek",
    }
)
"""What a verband may be, in the order in which they stand."""

_FEW = 3
"""What lies in no more provinces than this is never nationwide."""

_SIGNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "mo-bw-regio": ("beschermd", "opvang"),
        "ggd-regio": ("ggd", "gezondheid"),
        "veilig-thuis-regio": ("thuis", "vt"),
        "rmc-regio": ("rmc", "leerplicht", "schoolverzuim"),
        "omgevingsdienst": (
            "omgevingsdienst",
            "milieudienst",
            "uitvoeringsdienst",
            "utfieringstsjinst",
        ),
        "res-regio": ("res", "energie"),
    }
)
"""How a word begins in the name of a regeling that carries out a region of an indeling."""

_SHORT = 3
"""Letters: a sign that is no longer is a whole word."""


@dataclass(frozen=True)
class Line:
    """One verband, with the regions it carries out.

    Parameters
    ----------
    verband : str
        Its identifier.
    group : str
        A key of `GROUPS`.
    also : tuple of str
        Regions with the same participants of which name and kind are in its own name.
    partners : frozenset of str
        Codes of the others in it.
    """

    verband: str
    group: str
    also: tuple[str, ...]
    partners: frozenset[str]


# A report and a page of the site ask twice for the same gemeente.
@lru_cache(maxsize=1)
def find_lines(land: Landscape) -> tuple[Line, ...]:
    """The verbanden of a gemeente, in order of group, then of domein."""
    table = land.verbanden
    members = {
        str(key): frozenset(land.basis.lap.indeling(str(indeling)).members(str(key)))
        for key, indeling in table["indeling"].items()
    }
    groups = {key: _group(land, key, own) for key, own in members.items()}
    names = {key: set(normalise(str(table.at[key, "naam"])).split()) for key in members}
    carried: dict[str, list[str]] = {}
    for key, group in groups.items():
        if group == REGION or (group == REGELING and _is_region(land, key)):
            found = [
                one
                for one in groups
                if groups[one] == REGELING
                and not _is_region(land, one)
                and members[one] == members[key]
                and names[key] <= names[one]
                and _is_about(land, key, names[one])
            ]
            if found:
                carried.setdefault(found[0], []).append(key)
    folded = {key for keys in carried.values() for key in keys}
    order = list(GROUPS)
    lines = [
        Line(key, group, tuple(carried.get(key, ())), members[key] - {land.code})
        for key, group in groups.items()
        if key not in folded
    ]
    return tuple(sorted(lines, key=lambda one: order.index(one.group)))


def _is_about(land: Landscape, region: str, words: set[str]) -> bool:
    """Whether a name with these words says what a region is for: a place alone does not."""
    indeling = str(land.verbanden.at[region, "indeling"])
    kind = str(land.basis.lap.indelingen.at[indeling, "enkelvoud"])
    own = tuple(one.removesuffix("regio") for one in normalise(kind).split())
    signs = _SIGNS.get(indeling) or tuple(filter(None, own))
    return any(
        word == sign or (len(sign) > _SHORT and word.startswith(sign))
        for word in words
        for sign in signs
    )


def _is_region(land: Landscape, verband: str) -> bool:
    """Whether a verband is one of an indeling of regions, rather than of regelingen alone."""
    return any(verband in one.namen for one in land.domains)


def _group(land: Landscape, verband: str, members: frozenset[str]) -> str:
    """What a verband is."""
    row = land.verbanden.loc[verband]
    if not row["samenwerking"]:
        return LAW
    provinces = land.basis.provinces
    if len({provinces[code] for code in members}) > max(_FEW, len(set(provinces.values())) / 2):
        return NATIONAL
    if row["vorm"] in WGR:
        return REGELING
    return OTHER if row["vorm"] else REGION


def council_sentences(land: Landscape, lines: Sequence[Line]) -> tuple[str, ...]:
    """What a council asks first: in how much it takes part, with whom, and at what cost."""
    of = {group: [one for one in lines if one.group == group] for group in GROUPS}
    forms = land.verbanden["vorm"]
    parts = []
    if own := of[REGELING]:
        persons = sum(forms[one.verband] in LEGAL_PERSON for one in own)
        amount = count(len(own), "regeling", "regelingen")
        parts.append(
            f"{amount} onder de Wet gemeenschappelijke regelingen (Wgr; {number(persons)} met "
            "eigen rechtspersoonlijkheid)"
        )
    other = "andere " if own else ""
    if of[OTHER]:
        kinds = listing(list(dict.fromkeys(str(forms[one.verband]) for one in of[OTHER])))
        nouns = (f"{other}samenwerking", f"{other}samenwerkingen")
        parts.append(f"{count(len(of[OTHER]), *nouns)} ({kinds})")
    if of[REGION] and parts:
        parts.append(count(len(of[REGION]), f"{other}regio", f"{other}regio's"))
    elif of[REGION]:
        parts.append(f"{count(len(of[REGION]), 'verband', 'verbanden')} (de bron noemt geen vorm)")
    if not parts:
        return (f"{land.name} zit in geen enkel verband met andere gemeenten.",)
    circles = [one for group in (REGELING, OTHER, REGION) for one in of[group]]
    folded = any(one.also for one in lines)
    once = " Een regio en de regeling die haar uitvoert, tellen hier als één." if folded else ""
    return (
        f"{land.name} zit in {listing(parts)}{_beside(of)}.{once}",
        *_with_whom(land, circles),
        *_costs(land, circles),
    )


def _beside(of: Mapping[str, Sequence[Line]]) -> str:
    """What is set apart from the circles of partners."""
    parts = []
    if of[NATIONAL]:
        parts.append(count(len(of[NATIONAL]), "landelijk verband", "landelijke verbanden"))
    if of[LAW]:
        noun = ("indeling van wet of statistiek", "indelingen van wet of statistiek")
        parts.append(count(len(of[LAW]), *noun))
    return f"; daarnaast in {listing(parts)}" if parts else ""


def _with_whom(land: Landscape, circles: Sequence[Line]) -> tuple[str, ...]:
    """With how many others it works, and how many of those in most verbanden."""
    times: dict[str, int] = {}
    for one in circles:
        for code in one.partners:
            times[code] = times.get(code, 0) + 1
    if not times:
        return ()
    often = [code for code, amount in times.items() if 2 * amount > len(circles)]
    named = f" ({listing(list(land.basis.sorted_names(often)))})" if 0 < len(often) <= 5 else ""
    verb = "zit" if len(often) == 1 else "zitten"
    amount = number(len(often)) if often else "geen"
    said = f"{amount} daarvan {verb} in meer dan de helft van deze verbanden{named}"
    sets = len({one.partners for one in circles})
    who = count(len(times), "andere gemeente", "verschillende gemeenten")
    whole = count(sets, "samenstelling", "verschillende samenstellingen")
    return (f"Daarin werkt zij in {whole} met {who}; {said}.",)


def _costs(land: Landscape, circles: Sequence[Line]) -> tuple[str, ...]:
    """What it costs, as far as the data tell."""
    told = land.basis.lap.kenmerken
    if "kosten" not in told:
        return ()
    known = told["kosten"].reindex([one.verband for one in circles]).dropna()
    if known.empty:
        return ()
    which = f"{number(len(known))} van de {number(len(circles))}"
    return (f"Van {which} zijn de kosten bekend: samen {number(float(known.sum()))} euro.",)


def coming(land: Landscape) -> tuple[str, ...]:
    """What a herindeling after the peildatum does to the gemeente itself."""
    rows = land.basis.lap.herindelingen
    later = rows[rows["datum"] > land.basis.lap.peildatum.isoformat()]
    later = later[later["van_code"] != later["naar_code"]]
    mine = later[(later["van_code"] == land.code) | (later["naar_code"] == land.code)]
    told = []
    for (day, new), _ in mine.groupby(["datum", "naar_code"], sort=True):
        event = later[(later["datum"] == day) & (later["naar_code"] == new)]
        known = land.basis.lap.gemeenten.index
        codes = [code for code in {*event["van_code"], new} if code in known]
        told.append(f"{capital(event_clause(event))}{_choices(land, codes)}.")
    return tuple(told)


def _choices(land: Landscape, codes: Sequence[str]) -> str:
    """In which domeinen gemeenten that become one are in different verbanden now."""
    apart = []
    for one in land.basis.main:
        found = dict.fromkeys(key for code in sorted(codes) for key in one.verbanden_of(code))
        if len(found) > 1:
            names = listing([str(one.namen[key]) for key in found])
            apart.append(f"voor {texts.domain(one)} ({names})")
    if not apart:
        return "; zij zitten nu in dezelfde verbanden, zodat daarin niets te kiezen is"
    return f"; nu zitten zij in verschillende verbanden {listing(apart)}, dus daar volgt een keuze"
