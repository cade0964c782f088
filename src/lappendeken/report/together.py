"""What a group of gemeenten shares, along which lines it is split, and what would join it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lappendeken.dutch import listing
from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.report.facts import Basis
from lappendeken.wording import texts

Split = frozenset[frozenset[str]]
"""The group in parts: who is together."""


@dataclass(frozen=True)
class Share:
    """A verband and who of the group is in it.

    Parameters
    ----------
    verband : str
        Its identifier.
    inside, outside : tuple of str
        Codes, in the order of the group.
    """

    verband: str
    inside: tuple[str, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True)
class Joining:
    """One way to bring the whole group into one verband.

    Parameters
    ----------
    verband : str
        Where all would be.
    moving : tuple of str
        Codes of those that would move there, in the order of the group.
    leaving : tuple of str
        The verbanden they would leave.
    inwoners : int or None
        Of those that would move.
    """

    verband: str
    moving: tuple[str, ...]
    leaving: tuple[str, ...]
    inwoners: int | None


@dataclass(frozen=True, eq=False)
class Group:
    """A set of gemeenten that explores working together.

    Parameters
    ----------
    basis : Basis
        The numbers of all gemeenten.
    codes : tuple of str
        In the order given, each once.

    Raises
    ------
    LappendekenError
        If there are fewer than two.
    """

    basis: Basis
    codes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a group of one."""
        if len(set(self.codes)) < 2 or len(set(self.codes)) < len(self.codes):
            raise LappendekenError("Noem ten minste twee gemeenten, elk één keer.")

    @property
    def names(self) -> tuple[str, ...]:
        """Their names."""
        return self.basis.names(self.codes)

    def parts(self, one: Indeling) -> dict[str, tuple[str, ...]]:
        """Who of the group is in which verband of an indeling."""
        if one.id in self._parts:
            return self._parts[one.id]
        found: dict[str, list[str]] = {}
        for code, verbanden in self._places(one).items():
            for verband in verbanden or ("",):
                found.setdefault(verband, []).append(code)
        order = sorted(
            found,
            key=lambda v: (not v, -len(found[v]), -(self.basis.inwoners(found[v]) or 0), v),
        )
        self._parts[one.id] = {verband: tuple(found[verband]) for verband in order}
        return self._parts[one.id]

    @cached_property
    def _parts(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """What `parts` found before, by indeling."""
        return {}

    @cached_property
    def _found(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """What `_places` found before, by indeling."""
        return {}

    def _places(self, one: Indeling) -> dict[str, tuple[str, ...]]:
        """The verbanden of each of the group in an indeling."""
        if one.id not in self._found:
            self._found[one.id] = {code: one.verbanden_of(code) for code in self.codes}
        return self._found[one.id]

    def split(self, one: Indeling) -> Split:
        """The group in parts: gemeenten with the same verbanden of an indeling are together."""
        return _split({code: own or (code,) for code, own in self._places(one).items()})

    def is_together(self, one: Indeling) -> bool:
        """Whether one verband of an indeling holds the whole group."""
        return any(v and len(codes) == len(self.codes) for v, codes in self.parts(one).items())

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """Every verband of a collaboration with one of the group in it; most of them first."""
        found = [
            Share(verband, inside, tuple(code for code in self.codes if code not in inside))
            for one in self.basis.collaborations or self.basis.everything
            for verband, inside in self.parts(one).items()
            if verband
        ]
        return tuple(sorted(found, key=lambda share: -len(share.inside)))

    @property
    def domains(self) -> tuple[Indeling, ...]:
        """The indelingen that stand for the domeinen."""
        return self.basis.domains or self.basis.main

    def line(self, one: Indeling) -> str:
        """Along which line a domein splits the group."""
        if self.is_together(one):
            return ""
        own = self.split(one)
        table = self.basis.lap.gemeenten["provincie"]
        provinces = {code: (str(table[code]),) for code in self.codes}
        names = sorted({name for (name,) in provinces.values()})
        by_province = _split(provinces)
        alike = [
            texts.domain(other)
            for other in self.domains
            if other.id != one.id and not self.is_together(other) and self.split(other) == own
        ]
        same = f"; dezelfde lijn als bij {listing(alike)}" if alike else ""
        if own == by_province:
            line = f"de provinciegrens tussen {listing(names)}"
        elif len(own) == len(self.codes):
            line = "elke gemeente apart"
        elif len(by_province) == 1:
            line = f"binnen {names[0]}"
        elif _refines(own, by_province):
            line = "de provinciegrens, en ook binnen de provincies"
        elif _refines(by_province, own):
            line = "een deel van de provinciegrenzen"
        else:
            line = "dwars door de provincies"
        return f"{line}{same}"

    def joinings(self, one: Indeling) -> tuple[Joining, ...]:
        """What it would take to be together, for each verband one of them is in."""
        if self.is_together(one):
            return ()
        found = []
        for verband, inside in self.parts(one).items():
            if not verband:
                continue
            moving = tuple(code for code in self.codes if code not in inside)
            leaving = dict.fromkeys(v for code in moving for v in self._places(one)[code])
            found.append(Joining(verband, moving, tuple(leaving), self.basis.inwoners(moving)))
        return tuple(sorted(found, key=lambda j: (len(j.moving), j.inwoners or 0, j.verband)))

    @cached_property
    def shared(self) -> Mapping[tuple[str, str], int]:
        """How many verbanden every two of them share, over all collaborations."""
        own = {
            code: {share.verband for share in self.shares if code in share.inside}
            for code in self.codes
        }
        return {(a, b): len(own[a] & own[b]) for a in self.codes for b in self.codes}


def _split(keys: Mapping[str, Sequence[str]]) -> Split:
    """Who has the same key."""
    found: dict[tuple[str, ...], set[str]] = {}
    for code, key in keys.items():
        found.setdefault(tuple(key), set()).add(code)
    return frozenset(frozenset(codes) for codes in found.values())


def _refines(fine: Split, coarse: Split) -> bool:
    """Whether every part of one lies inside a part of the other."""
    return all(any(part <= other for other in coarse) for part in fine)
