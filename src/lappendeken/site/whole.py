"""The numbers that the pages share, computed once before any page is made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from lappendeken import measures
from lappendeken.drawing.topology import topology_of
from lappendeken.dutch import long_date
from lappendeken.indeling import Indeling
from lappendeken.measures import AllPairs, all_pairs
from lappendeken.measures.regions import regions, rivals
from lappendeken.model import Lappendeken
from lappendeken.output.files import file_stem
from lappendeken.reading.origin import read_origin
from lappendeken.report.closing import Made
from lappendeken.report.facts import Basis
from lappendeken.report.setting import Setting
from lappendeken.report.years import is_current
from lappendeken.site.addresses import Addresses, relative
from lappendeken.site.look import Look
from lappendeken.site.page import NAV, PICTURE, Frame, Link
from lappendeken.site.shapes import Shapes, simplify
from lappendeken.wording import certainty
from lappendeken.wording.sources import program

ECS = "element_centric_similarity"
"""How alike two indelingen are, on the pages."""


@dataclass(frozen=True, eq=False)
class Whole:
    """What every page needs.

    Parameters
    ----------
    setting : Setting
        The numbers of provinces and gemeenten.
    frame : Frame
        What surrounds each page.
    shapes : Shapes
        For small maps.
    pairs : AllPairs
        Every two indelingen.
    provincie : str or None
        The province that the site is about; None for the country.
    changes : bool
        Whether there is a page on what changed since an earlier edition.
    """

    setting: Setting
    frame: Frame
    shapes: Shapes
    pairs: AllPairs
    provincie: str | None
    changes: bool
    members: Mapping[str, tuple[str, ...]] = field(repr=False)

    @property
    def basis(self) -> Basis:
        """The numbers that the reports share."""
        return self.setting.basis

    @property
    def lap(self) -> Lappendeken:
        """The data."""
        return self.basis.lap

    @property
    def addresses(self) -> Addresses:
        """Where the pages are."""
        return self.frame.addresses

    @cached_property
    def likeness(self) -> pd.DataFrame:
        """The element-centric similarity of every two indelingen, like ones beside each other."""
        found = measures.congruence_matrix(self.basis.everything, ECS, weights=self.basis.weights)
        order = measures.similarity_order(found)
        return found.loc[order, order]

    @cached_property
    def made(self) -> Made:
        """When and how; the day is that of the data, so that the same data give the same pages."""
        return Made(self.lap.peildatum)

    @cached_property
    def origin(self) -> Mapping[str, list[Mapping[str, str]]]:
        """Licences and sources of the data, each with what their description says of it."""
        told = read_origin(self.lap.bron)
        return {key: [one for one in found if isinstance(one, dict)] for key, found in told.items()}

    @cached_property
    def twins(self) -> Mapping[frozenset[str], tuple[str, ...]]:
        """The verbanden of each group of members."""
        found: dict[frozenset[str], list[str]] = {}
        for key, codes in self.members.items():
            found.setdefault(frozenset(codes), []).append(key)
        return {codes: tuple(keys) for codes, keys in found.items()}

    @cached_property
    def deelnames(self) -> Mapping[str, pd.DataFrame]:
        """The rows of each verband."""
        rows = self.lap.deelnames.set_index("gemeente_code")
        return {str(key): own for key, own in rows.groupby("verband_id", sort=False)}

    def against(
        self, one: Indeling, other: Indeling
    ) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]] | None:
        """How the verbanden of an indeling lie in another; None when they share no gemeente."""
        key = (one.id, other.id)
        if key not in self._against:
            apart = (one.id, other.id) not in self.pairs.fits
            self._against[key] = None if apart else (regions(one, other), rivals(one, other))
        return self._against[key]

    @cached_property
    def _against(
        self,
    ) -> dict[tuple[str, str], tuple[pd.DataFrame, dict[str, tuple[str, ...]]] | None]:
        """What `against` was asked; made once."""
        return {}

    def names(self, codes: Iterable[str]) -> list[Link]:
        """Gemeenten as references, in the order of a register."""
        known = dict(zip(codes, self.basis.names(tuple(codes)), strict=True))
        order = self.basis.sorted_names(tuple(known))
        by_name = {name: code for code, name in known.items()}
        return [Link(name, self.addresses.path("gemeente", by_name[name])) for name in order]

    def picture(self, kind: str, key: str = "") -> str:
        """Where the picture is that is shown where a page is shared."""
        if kind == "indeling" and not self.lap.indeling(key).is_partition:
            kind, key = "land", ""
        stem = file_stem(key, kind) if key else ""
        return PICTURE.format("-".join(filter(None, (kind, stem))))

    def verband_link(self, key: str) -> Link:
        """A verband as a reference."""
        return Link(self.basis.full_name(key), self.addresses.path("verband", key))

    def links(self, page: str) -> Mapping[str, str]:
        """The page of each gemeente as another page names it."""
        every = self.addresses
        return {
            code: relative(every.path("gemeente", code), page) for code in every.keys("gemeente")
        }


def gather(
    lap: Lappendeken,
    look: Look,
    *,
    provincie: str | None = None,
    gewicht: str = "gemeenten",
    adres: str = "",
) -> Whole:
    """Compute all that pages share."""
    basis = Basis(lap, gewicht)
    setting = Setting(basis)
    addresses = Addresses(lap, provincie)
    changes = is_current(lap)
    nav = tuple(one for one in NAV if changes or one[0] != "jaren.html")
    rests_on = certainty.describe(lap, basis.main)
    footer = (
        f"Peildatum {long_date(lap.peildatum)}. {rests_on}".strip(),
        f"Gemaakt met {program()}. Deze bladzijden werken zonder internet en vragen niets op.",
    )
    whole = Whole(
        setting,
        Frame(look, addresses, nav, footer, adres),
        simplify(
            topology_of(lap), tuple(map(str, lap.gemeenten.index)), tuple(lap.gemeenten["naam"])
        ),
        all_pairs(basis.everything, weights=basis.weights, adjacency=lap.borders),
        provincie,
        changes,
        {key: one.members(key) for one in basis.everything for key in map(str, one.verbanden)},
    )
    # Asked for once here, so that no worker computes it again.
    _ = basis.gemeenten, basis.relations, basis.verbanden, basis.moves, basis.circles
    _ = setting.provinces, setting.country, basis.ranks, whole.twins, whole.likeness
    _ = whole.deelnames
    return whole


def indeling_of(whole: Whole, verband: str) -> Indeling:
    """The indeling of a verband."""
    return whole.lap.indeling(str(whole.lap.verbanden.at[verband, "indeling"]))
