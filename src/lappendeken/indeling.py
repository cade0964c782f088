"""One indeling: a family of verbanden as a sparse gemeente × verband incidence matrix."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.errors import LappendekenError, NotAPartitionError, UnknownNameError
from lappendeken.provenance import fingerprint

SHOWN_EXAMPLES = 3


@dataclass(frozen=True, eq=False)
class Indeling:
    """A family of verbanden of one kind.

    Parameters
    ----------
    id : str
        Short identifier, such as `jeugdregio`.
    gemeenten : Index
        The codes of all n gemeenten, also those in no verband.
    verbanden : Index
        The identifiers of the m verbanden; each has at least one gemeente.
    incidence : csr_array, shape (n, m)
        1 where the gemeente takes part in the verband, else nothing stored.
    naam : str
        What a reader sees, plural, such as `jeugdregio's`; the identifier when empty.
    enkelvoud : str
        What a reader sees, singular, such as `jeugdregio`; the identifier when empty.
    domein : str
        The policy domain; may be empty.
    namen : Series, optional
        The names of the verbanden on index `verbanden`; their identifiers when absent.
    herkomst : str
        Where it was read from, and the dates of its sources; empty for one of your own.

    Examples
    --------
    >>> kwart = Indeling.from_members({"noord": ["GM0001", "GM0002"], "zuid": ["GM0003"]})
    >>> kwart.is_partition, kwart.coverage, kwart.members("noord")
    (True, 1.0, ('GM0001', 'GM0002'))
    """

    id: str
    gemeenten: pd.Index
    verbanden: pd.Index
    incidence: sparse.csr_array
    naam: str = ""
    enkelvoud: str = ""
    domein: str = ""
    namen: "pd.Series[str]" = field(default_factory=lambda: pd.Series(dtype="str"))
    herkomst: str = ""

    def __post_init__(self) -> None:
        """Check that the parts fit together, and fill in the labels."""
        if self.incidence.shape != (len(self.gemeenten), len(self.verbanden)):
            message = (
                f"De incidentiematrix is {self.incidence.shape}; er zijn "
                f"{len(self.gemeenten)} gemeenten en {len(self.verbanden)} verbanden."
            )
            raise LappendekenError(message)
        _require_unique(self.gemeenten, self.verbanden)
        object.__setattr__(self, "naam", self.naam or self.id)
        object.__setattr__(self, "enkelvoud", self.enkelvoud or self.id)
        names = self.namen.reindex(self.verbanden)
        ids = pd.Series(self.verbanden.astype(str), index=self.verbanden)
        object.__setattr__(self, "namen", names.where(names.notna(), ids).rename("naam"))

    @classmethod
    def from_members(
        cls,
        members: Mapping[str, Iterable[str]],
        gemeenten: Iterable[str] | None = None,
        *,
        id: str = "",  # noqa: A002
        naam: str = "",
        enkelvoud: str = "",
        domein: str = "",
        namen: Mapping[str, str] | None = None,
    ) -> "Indeling":
        """Make an indeling from the members of each verband.

        Parameters
        ----------
        members : mapping of str to iterable of str
            The gemeenten of each verband; a verband without any is left out, and a gemeente that
            is named twice in one verband counts once.
        gemeenten : iterable of str, optional
            All gemeenten, in the order of every result; those in `members`, sorted, when absent.
        id, naam, enkelvoud, domein : str
            See the class.
        namen : mapping of str to str, optional
            The name of each verband.

        Returns
        -------
        Indeling

        Raises
        ------
        UnknownNameError
            If a member is not among `gemeenten`.
        LappendekenError
            If members are no lists by verband, or a gemeente stands twice in `gemeenten` or has
            no code.
        """
        if not isinstance(members, Mapping):
            raise LappendekenError(
                "Geef de gemeenten per verband, zoals {'noord': ['GM0014', 'GM0037']}, "
                f"geen {type(members).__name__}."
            )
        for verband, codes in members.items():
            if isinstance(codes, str) or not isinstance(codes, Iterable):
                what = "tekst" if isinstance(codes, str) else type(codes).__name__
                message = f"Geef de gemeenten van verband '{verband}' als lijst, niet als {what}."
                raise LappendekenError(message)
        sets = {verband: dict.fromkeys(codes) for verband, codes in members.items()}
        verbanden = [verband for verband, codes in sets.items() if codes]
        pairs = [(code, verband) for verband in verbanden for code in sets[verband]]
        if gemeenten is None:
            _require_codes(pd.Index([code for code, _ in pairs], dtype="object"))
            gemeenten = sorted({code for code, _ in pairs})
        return cls.from_pairs(
            pd.Series([code for code, _ in pairs], dtype="object"),
            pd.Series([verband for _, verband in pairs], dtype="object"),
            pd.Index(list(gemeenten), name="gemeente"),
            pd.Index(verbanden, name="verband"),
            id=id,
            naam=naam,
            enkelvoud=enkelvoud,
            domein=domein,
            namen=pd.Series(dict(namen or {}), dtype="object"),
        )

    @classmethod
    def from_labels(
        cls,
        labels: "pd.Series[str]",
        *,
        id: str = "",  # noqa: A002
        naam: str = "",
        enkelvoud: str = "",
        domein: str = "",
        namen: Mapping[str, str] | None = None,
    ) -> "Indeling":
        """Make a partition from the verband of each gemeente.

        Parameters
        ----------
        labels : Series
            The verband of each gemeente, on an index of codes; a missing or empty one stands for
            a gemeente in no verband.
        id, naam, enkelvoud, domein : str
            See the class; the name of the series when `id` is empty.
        namen : mapping of str to str, optional
            The name of each verband.

        Returns
        -------
        Indeling
            On the index of `labels`, verbanden in order of first occurrence.

        Raises
        ------
        LappendekenError
            If it is no series, or a gemeente stands twice in the index or has no code.

        Examples
        --------
        >>> labels = pd.Series({"GM0001": "noord", "GM0002": "zuid", "GM0003": None}, name="kwart")
        >>> one = Indeling.from_labels(labels)
        >>> one.id, one.labels().dropna().to_dict()
        ('kwart', {'GM0001': 'noord', 'GM0002': 'zuid'})
        """
        if not isinstance(labels, pd.Series):
            raise LappendekenError(
                "Geef het verband van elke gemeente als een Series met de gemeentecodes als index, "
                f"geen {type(labels).__name__}."
            )
        known = labels[labels.notna() & (labels != "")].astype(str)
        return cls.from_pairs(
            pd.Series(known.index),
            known.reset_index(drop=True),
            pd.Index(labels.index, name="gemeente"),
            pd.Index(known.unique(), name="verband"),
            id=id or str(labels.name or ""),
            naam=naam,
            enkelvoud=enkelvoud,
            domein=domein,
            namen=pd.Series(dict(namen or {}), dtype="object"),
        )

    @classmethod
    def from_pairs(
        cls,
        codes: "pd.Series[str]",
        ids: "pd.Series[str]",
        gemeenten: pd.Index,
        verbanden: pd.Index,
        *,
        id: str = "",  # noqa: A002
        naam: str = "",
        enkelvoud: str = "",
        domein: str = "",
        namen: "pd.Series[str] | None" = None,
        herkomst: str = "",
    ) -> "Indeling":
        """Make an indeling from deelnames: aligned series of gemeenten and verbanden.

        Parameters
        ----------
        codes, ids : Series
            The gemeente and the verband of each deelname.
        gemeenten, verbanden : Index
            All gemeenten and all verbanden, in the order of every result; a verband without a
            gemeente is left out.
        id, naam, enkelvoud, domein, herkomst : str
            See the class.
        namen : Series, optional
            The name of each verband.

        Returns
        -------
        Indeling

        Raises
        ------
        UnknownNameError
            If a gemeente or verband is not in its index.
        """
        _require_unique(gemeenten, verbanden)
        rows, columns = gemeenten.get_indexer(pd.Index(codes)), verbanden.get_indexer(pd.Index(ids))
        for kind, given, found in (("gemeente", codes, rows), ("verband", ids, columns)):
            if (found < 0).any():
                raise UnknownNameError(kind, str(given.iloc[int(np.argmax(found < 0))]))
        used = np.unique(columns)
        if len(used) < len(verbanden):
            verbanden, columns = verbanden[used], np.searchsorted(used, columns)
        shape = (len(gemeenten), len(verbanden))
        ones = np.ones(len(rows), dtype=np.int64)
        ends = (rows.astype(np.int32), columns.astype(np.int32))
        incidence = sparse.csr_array(sparse.coo_array((ones, ends), shape=shape))
        incidence.sum_duplicates()
        incidence.data[:] = 1
        names = pd.Series(dtype="str") if namen is None else namen
        return cls(id, gemeenten, verbanden, incidence, naam, enkelvoud, domein, names, herkomst)

    def __repr__(self) -> str:
        """What it is, on one line."""
        kind = "partitie" if self.is_partition else "met overlap"
        return (
            f"<Indeling {self.id or 'zonder naam'}: {len(self.verbanden)} verbanden, "
            f"{int(self.covered.sum())} van {len(self.gemeenten)} gemeenten, {kind}>"
        )

    def _repr_html_(self) -> str:
        """Its verbanden with their sizes, as a notebook shows it."""
        table = pd.DataFrame({"verband": self.namen, "gemeenten": self.sizes})
        return f"<p>{escape(repr(self)[1:-1])}</p>{table.to_html(max_rows=12, escape=True)}"

    @cached_property
    def fingerprint(self) -> str:
        """Equal for indelingen with the same deelnames of the same gemeenten, in any order."""
        rows, columns = self.incidence.nonzero()
        taken = pd.Series(self.verbanden[columns], index=self.gemeenten[rows])
        alone = self.gemeenten[~self.covered.to_numpy()]
        return fingerprint(pd.concat([taken, pd.Series("", index=alone, dtype="object")]))

    def as_input(self) -> str:
        """What it is, where something is made of it; see `provenance`."""
        told = f"{self.id or 'indeling'}, {len(self.gemeenten)} gemeenten in "
        return f"{told}{len(self.verbanden)} verbanden ({self.fingerprint})"

    @cached_property
    def times_covered(self) -> "pd.Series[int]":
        """Number of verbanden of each gemeente."""
        return pd.Series(np.diff(self.incidence.indptr), index=self.gemeenten, name="verbanden")

    @property
    def covered(self) -> "pd.Series[bool]":
        """Whether each gemeente is in a verband."""
        return (self.times_covered > 0).rename("covered")

    @property
    def coverage(self) -> float:
        """Share of the gemeenten that are in a verband; 0 when there are no gemeenten."""
        return float(self.covered.mean()) if len(self.gemeenten) else 0.0

    @cached_property
    def is_partition(self) -> bool:
        """Whether no gemeente is in two verbanden."""
        return bool((self.times_covered <= 1).all())

    @property
    def mostly_overlaps(self) -> bool:
        """Whether most gemeenten that are in a verband are in more than one."""
        return mostly_double(self.times_covered)

    @property
    def sizes(self) -> "pd.Series[int]":
        """Number of gemeenten of each verband."""
        counts = np.bincount(self.incidence.indices, minlength=len(self.verbanden))
        return pd.Series(counts, index=self.verbanden, name="gemeenten")

    def labels(self, measure: str = "labels") -> "pd.Series[str]":
        """The verband of each gemeente of a partition.

        Parameters
        ----------
        measure : str
            What the labels are wanted for; named in the error.

        Returns
        -------
        Series
            Index `gemeenten`; missing where a gemeente is in no verband.

        Raises
        ------
        NotAPartitionError
            If a gemeente is in two verbanden.
        """
        self.require_partition(measure)
        result = pd.Series(None, index=self.gemeenten, name=self.id or "verband", dtype="object")
        result[self.covered] = self.verbanden[self.incidence.indices]
        return result

    def require_partition(self, measure: str) -> None:
        """Raise `NotAPartitionError`, with examples, unless this is a partition."""
        if not self.is_partition:
            double = self.gemeenten[self.times_covered > 1]
            raise NotAPartitionError(
                measure, self.id, [str(code) for code in double[:SHOWN_EXAMPLES]]
            )

    def members(self, verband: str) -> tuple[str, ...]:
        """The gemeenten of one verband, in the order of `gemeenten`.

        Parameters
        ----------
        verband : str
            Its identifier.

        Returns
        -------
        tuple of str

        Raises
        ------
        UnknownNameError
            If there is no such verband.
        """
        found = self._members.get(verband)
        if found is None:
            raise UnknownNameError("verband", verband)
        return found

    def verbanden_of(self, gemeente: str) -> tuple[str, ...]:
        """The verbanden of one gemeente.

        Parameters
        ----------
        gemeente : str
            Its code.

        Returns
        -------
        tuple of str
            Empty when it is in none.
        """
        found = self._own.get(gemeente)
        if found is None:
            raise UnknownNameError("gemeente", gemeente)
        return found

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        """The `members` of every verband."""
        return _names_by_row(self.incidence.T.tocsr(), self.verbanden, self.gemeenten)

    @cached_property
    def _own(self) -> dict[str, tuple[str, ...]]:
        """The `verbanden_of` every gemeente."""
        return _names_by_row(self.incidence, self.gemeenten, self.verbanden)

    def on(self, gemeenten: pd.Index) -> "Indeling":
        """The same indeling on other gemeenten, or on the same in another order.

        Parameters
        ----------
        gemeenten : Index
            Codes; those that this indeling does not have are in no verband.

        Returns
        -------
        Indeling
            Without the deelnames of gemeenten that are not among them, and without verbanden that
            have no other.

        Examples
        --------
        >>> one = Indeling.from_members({"p": ["1", "2"], "q": ["3"]})
        >>> one.on(pd.Index(["4", "2"])).sizes.to_dict()
        {'p': 1}
        """
        if self.gemeenten.equals(gemeenten):
            return self
        rows, columns = self.incidence.nonzero()
        codes = self.gemeenten[rows]
        kept = codes.isin(gemeenten)
        return Indeling.from_pairs(
            pd.Series(codes[kept]),
            pd.Series(self.verbanden[columns[kept]]),
            gemeenten,
            self.verbanden,
            id=self.id,
            naam=self.naam,
            enkelvoud=self.enkelvoud,
            domein=self.domein,
            namen=self.namen,
            herkomst=self.herkomst,
        )

    def with_singletons(self) -> "Indeling":
        """The same indeling with a verband of its own for every gemeente that has none.

        Returns
        -------
        Indeling
            Its coverage is 1; a new verband has the code of its gemeente as identifier.
        """
        alone = self.gemeenten[~self.covered]
        if not len(alone):
            return self
        rows = self.gemeenten.get_indexer(alone)
        shape = (len(self.gemeenten), len(alone))
        ones = np.ones(len(alone), dtype=np.int64)
        extra = sparse.coo_array((ones, (rows, np.arange(len(alone)))), shape=shape)
        return Indeling(
            self.id,
            self.gemeenten,
            self.verbanden.append(pd.Index(alone)).rename(self.verbanden.name),
            sparse.csr_array(sparse.hstack([self.incidence, extra])),
            self.naam,
            self.enkelvoud,
            self.domein,
            self.namen,
            self.herkomst,
        )


def _require_unique(gemeenten: pd.Index, verbanden: pd.Index) -> None:
    """Refuse an index in which something stands twice, or a gemeente without a code."""
    _require_codes(gemeenten)
    for this, index in (("Deze gemeente", gemeenten), ("Dit verband", verbanden)):
        if not index.is_unique:
            twice = index[index.duplicated()][0]
            raise LappendekenError(f"{this} staat twee keer in de indeling: {twice}.")


def _require_codes(gemeenten: pd.Index) -> None:
    """Refuse gemeenten without a code."""
    if gemeenten.hasnans:
        raise LappendekenError("Van een gemeente ontbreekt de code; vul haar in of laat haar weg.")


def require_indelingen(given: object) -> None:
    """Refuse what is no list of indelingen, such as a name, and say what to give."""
    if isinstance(given, Indeling) or not isinstance(given, Iterable):
        raise LappendekenError("Geef een lijst van indelingen, zoals [jeugd, werk].")
    for one in [given] if isinstance(given, str) else given:
        if not isinstance(one, Indeling):
            what = f"de tekst '{one}'" if isinstance(one, str) else f"een {type(one).__name__}"
            raise LappendekenError(
                f"Hier hoort een Indeling, en dit is {what}. Neem haar uit de gegevens, zoals "
                "lap.indeling('jeugdregio'), of maak haar met Indeling.from_labels."
            )


def require_partitions(measure: str, *indelingen: Indeling) -> None:
    """Raise `NotAPartitionError` unless each of these is a partition."""
    require_indelingen(indelingen)
    for one in indelingen:
        one.require_partition(measure)


def mostly_double(times_covered: "pd.Series[int]") -> bool:
    """Whether most gemeenten that are in a verband are in more than one.

    Parameters
    ----------
    times_covered : Series of int
        Number of verbanden of each gemeente; those in none may be left out.

    Returns
    -------
    bool
        Then overlap is the nature of the indeling, and not an exception.

    Examples
    --------
    >>> mostly_double(pd.Series([0, 1, 2, 3])), mostly_double(pd.Series([1, 2]))
    (True, False)
    """
    return bool(2 * (times_covered > 1).sum() > (times_covered > 0).sum())


def common_index(indelingen: Sequence[Indeling]) -> pd.Index:
    """The gemeenten that all indelingen are on.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one.

    Returns
    -------
    Index

    Raises
    ------
    LappendekenError
        If there is no indeling, or they are on different gemeenten.
    """
    require_indelingen(indelingen)
    if not indelingen:
        raise LappendekenError("Noem ten minste één indeling.")
    gemeenten = indelingen[0].gemeenten
    for one in indelingen[1:]:
        if not one.gemeenten.equals(gemeenten):
            raise LappendekenError(
                f"{indelingen[0].naam} en {one.naam} gaan niet over dezelfde lijst van gemeenten."
            )
    return gemeenten


def _names_by_row(
    matrix: sparse.csr_array, rows: pd.Index, columns: pd.Index
) -> dict[str, tuple[str, ...]]:
    """Of each row the names of the columns that hold something, in order."""
    names = columns.tolist()
    ordered = matrix.sorted_indices()
    starts, places = ordered.indptr.tolist(), ordered.indices.tolist()
    spans = zip(rows.tolist(), starts, starts[1:], strict=False)
    return {row: tuple(names[k] for k in places[a:b]) for row, a, b in spans}
