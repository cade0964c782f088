"""From names as people write them to codes: what matched and how, what did not and why.

Nothing is guessed. A name that merely looks like another is a proposal; it is applied only when
the user accepted it, in the table of proposals that is written for that purpose.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from lappendeken.names import NameIndex, canonical
from lappendeken.reading.files.values import as_code
from lappendeken.reading.settling.history import History
from lappendeken.schema import gemeente_code

PROPOSALS = 3
"""How many gemeenten are proposed for a name at most; namesakes and parts are all named."""

LEAST_SCORE = 60.0
"""Likeness (0 to 100) below which a name is not worth proposing."""

COLUMNS = ("gegeven", "reden", "voorstel_code", "voorstel_naam", "score", "aanvaard")
"""The table of proposals; `reading.voorstellen` reads it back."""

_SHORTEST_GUESS = 3


class Proposal(NamedTuple):
    """A gemeente that may be meant.

    Parameters
    ----------
    code, naam : str
        Which one.
    score : float
        Likeness of the names, 0 to 100; 100 where the name is the same, or was once.
    """

    code: str
    naam: str
    score: float


class Match(NamedTuple):
    """What became of one name.

    Parameters
    ----------
    given : str
        As it was written.
    code : str or None
        The gemeente; None when it was not matched.
    how : str
        `code`, `naam`, `andere naam`, `naam en provincie`, `vroegere code`, `vroegere naam`,
        `latere code`, `latere naam` or `aanvaard voorstel`; empty when it was not matched.
    reason : str
        Why it was not matched, a Dutch clause; empty when it was.
    proposals : tuple of Proposal
        What may be meant, best first; empty when it was matched.
    """

    given: str
    code: str | None
    how: str = ""
    reason: str = ""
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, eq=False)
class Matching:
    """What became of a list of names.

    Parameters
    ----------
    matches : tuple of Match
        One per different text, in order of first appearance.
    names : mapping of str to str
        Code -> name of the gemeenten that were sought among.
    """

    matches: tuple[Match, ...]
    names: Mapping[str, str]

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Given text -> code, of what was matched."""
        return MappingProxyType({m.given: m.code for m in self.matches if m.code is not None})

    @property
    def unmatched(self) -> tuple[Match, ...]:
        """What was not matched."""
        return tuple(m for m in self.matches if m.code is None)

    @property
    def counts(self) -> dict[str, int]:
        """How many different texts were matched in each way, and how many were not."""
        ways = [m.how or "niet herkend" for m in self.matches]
        return {way: ways.count(way) for way in sorted(set(ways))}

    @property
    def table(self) -> pd.DataFrame:
        """One row per different text: `gegeven`, `code`, `naam`, `hoe`, `reden`."""
        rows = [
            (m.given, m.code or "", self.names.get(m.code or "", ""), m.how, m.reason)
            for m in self.matches
        ]
        return pd.DataFrame(rows, columns=["gegeven", "code", "naam", "hoe", "reden"], dtype="str")

    @property
    def proposals(self) -> pd.DataFrame:
        """What was not matched, a row per proposal, in the columns of `COLUMNS`.

        A name without proposals has one row too, so that a user can fill in a code. `aanvaard` is
        empty: the program never fills it in.
        """
        rows: list[tuple[object, ...]] = []
        for match in self.unmatched:
            start = (match.given, match.reason)
            rows += [(*start, p.code, p.naam, round(p.score, 1), "") for p in match.proposals]
            if not match.proposals:
                rows.append((*start, "", "", None, ""))
        table = pd.DataFrame(rows, columns=list(COLUMNS))
        return table.astype({"score": "float64"})


class Matcher:
    """Finds gemeenten by code or by name, and says how.

    Parameters
    ----------
    names : Series or mapping
        Code -> name of the gemeenten to seek among.
    provincies : Series or mapping, optional
        Code -> province, to tell namesakes apart.
    herindelingen : DataFrame, optional
        See `schema.HERINDELINGEN`; gives former and later names and codes.
    accepted : mapping of str to str, optional
        Given text -> code, of the proposals that the user accepted; see `reading.voorstellen`.

    Notes
    -----
    In this order, and the first that gives exactly one gemeente counts: code; official name, apart
    from case, accents, article and the like; name and province; other name in daily use; former
    (or later) code or name, if it went into one gemeente as a whole; accepted proposal.

    Examples
    --------
    >>> matcher = Matcher({"GM0518": "'s-Gravenhage", "GM0893": "Bergen (L.)",
    ...                    "GM0373": "Bergen (NH.)"})
    >>> matcher.match("den haag").code, matcher.match("den haag").how
    ('GM0518', 'andere naam')
    >>> matcher.match("Bergen").code, [p.naam for p in matcher.match("Bergen").proposals]
    (None, ['Bergen (NH.)', 'Bergen (L.)'])
    """

    def __init__(
        self,
        names: "Mapping[str, str] | pd.Series[str]",
        *,
        provincies: "Mapping[str, str] | pd.Series[str] | None" = None,
        herindelingen: pd.DataFrame | None = None,
        accepted: Mapping[str, str] | None = None,
    ) -> None:
        self.index = NameIndex(names)
        self._provincies = {} if provincies is None else dict(provincies.items())
        self._accepted = dict(accepted or {})
        self._history = History(herindelingen)

    def knows(self, text: str, *, alone: bool = False) -> bool:
        """Whether a text is a name or a code, of now or of another date.

        What stands in brackets behind a name does not count, unless `alone`.
        """
        found = self.index.find(text) or text in self._accepted or self._history.code_of(text)
        return bool(found) or bool(not alone and self.index.namesakes(text))

    def match(self, given: str, *, code: bool = False, provincie: str = "") -> Match:
        """Find one gemeente."""
        text = given.strip()
        if not text:
            return self._accept(Match(given, None, "", "er staat niets"))
        if text in self.index.names:
            return Match(given, text, "code")
        known = as_code(text) if code or not text.isdecimal() else None
        if known is not None:
            return self._accept(self._by_code(given, known))
        if code and text.isdecimal():
            return self._accept(Match(given, None, "", "dit is geen CBS-code van een gemeente"))
        found = self._by_name(given, text, provincie)
        if code and found.code is None and any(map(str.isdigit, text)):
            found = Match(given, None, "", "dit is geen CBS-code van een gemeente")
        return self._accept(found)

    def _accept(self, match: Match) -> Match:
        """Put an accepted proposal in the place of what was not matched."""
        code = None if match.code is not None else self._accepted.get(match.given.strip())
        return match if code is None else Match(match.given, code, "aanvaard voorstel")

    def _by_code(self, given: str, code: str) -> Match:
        """Match a code, also one of before or after a reorganisation."""
        if code in self.index.names:
            return Match(given, code, "code")
        return self._moved(given, code, "code") or Match(
            given, None, "", "deze code is onbekend bij deze gemeenten"
        )

    def _by_name(self, given: str, text: str, provincie: str) -> Match:
        """Match a name."""
        found = self.index.by_name(text)
        if found:
            return Match(given, found, "naam")
        namesakes = self.index.namesakes(text)
        there = [
            code
            for code in namesakes
            if provincie and canonical(self._provincies.get(code, "")) == canonical(provincie)
        ]
        if len(there) == 1:
            return Match(given, there[0], "naam en provincie")
        found = self.index.by_alias(text)
        if found:
            return Match(given, found, "andere naam")
        if namesakes:
            many = "meer dan één gemeente heet zo" if len(namesakes) > 1 else ""
            reason = many or "de toevoeging achter de naam verschilt"
            return Match(given, None, "", reason, self._named(namesakes))
        former = self._history.code_of(text)
        moved = self._moved(given, former, "naam") if former else None
        return moved or self._unknown(given, text)

    def _moved(self, given: str, code: str, kind: str) -> Match | None:
        """Match a gemeente that went into another, or that came of others, by a reorganisation."""
        known = frozenset(self.index.names)
        ways = (
            (self._history.after, "vroegere", "deze gemeente is gesplitst"),
            (self._history.before, "latere", "wat hier bekend is, ging er later in op"),
        )
        for way, when, reason in ways:
            codes, same = way(code, known)
            if same and len(codes) == 1:
                return Match(given, codes[0], f"{when} {kind}")
            if codes:
                return Match(given, None, "", reason, self._named(codes))
        return None

    def _unknown(self, given: str, text: str) -> Match:
        """Propose what a name looks like."""
        if text.isdecimal():
            known = gemeente_code(text) or ""
            if known in self.index.names:
                reason = "dit is een code en geen naam"
                return Match(given, None, "", reason, self._named([known]))
            return Match(given, None, "", "dit is een getal en geen naam")
        near = self.index.nearest(text, PROPOSALS) if len(text) >= _SHORTEST_GUESS else []
        names = self.index.names
        found = tuple(Proposal(c, names[c], s) for c, s in near if s >= LEAST_SCORE)
        return Match(given, None, "", "deze naam is onbekend", found)

    def _named(self, codes: Iterable[str]) -> tuple[Proposal, ...]:
        """Propose gemeenten that are certainly concerned, in order of code."""
        return tuple(Proposal(code, self.index.names[code], 100.0) for code in sorted(codes))


def match_names(
    given: Iterable[str],
    names: "Mapping[str, str] | pd.Series[str]",
    *,
    codes: bool = False,
    provincies: "Mapping[str, str] | pd.Series[str] | None" = None,
    herindelingen: pd.DataFrame | None = None,
    accepted: Mapping[str, str] | None = None,
) -> Matching:
    """Match a list of names or codes; each different text once.

    Examples
    --------
    >>> result = match_names(["Zwolle", "Mepel"], {"GM0193": "Zwolle", "GM0119": "Meppel"})
    >>> dict(result.codes), result.counts
    ({'Zwolle': 'GM0193'}, {'naam': 1, 'niet herkend': 1})
    >>> result.proposals[["gegeven", "voorstel_code", "aanvaard"]].values.tolist()
    [['Mepel', 'GM0119', '']]
    """
    matcher = Matcher(names, provincies=provincies, herindelingen=herindelingen, accepted=accepted)
    different = dict.fromkeys(text.strip() for text in given)
    found = tuple(matcher.match(text, code=codes) for text in different)
    return Matching(found, matcher.index.names)
