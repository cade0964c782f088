"""The edition of 2016: the Regioatlas and OpenGR on the gemeenten of 2016-01-01."""

from dataclasses import dataclass
from pathlib import Path

from databuild import gemeenten, herindelingen, opengr, regioatlas, verbindingen
from databuild.deelnames import no_rows, ordered
from databuild.edition import Edition
from databuild.opengr import Regelingen
from databuild.regioatlas import RegioatlasTable
from lappendeken import schema
from lappendeken.reading.settling.gemeenten import Gemeenten

YEAR = "2016"


@dataclass(frozen=True, eq=False)
class Built:
    """The edition, with what a reader should know of its sources."""

    edition: Edition
    tables: list[RegioatlasTable]
    regelingen: Regelingen


def build(bronnen: Path) -> Built:
    """Make the edition of 2016."""
    drawn = gemeenten.build_2016(bronnen)
    steps = herindelingen.frame(herindelingen.STEPS_2016)
    known = Gemeenten(drawn.frame.to_crs(28992), herindelingen=steps)
    tables = regioatlas.build(bronnen, known)
    regelingen = opengr.build(bronnen, known)
    rows = ordered([*(table.deelnames for table in tables), regelingen.deelnames], YEAR)
    edition = Edition(
        year=YEAR,
        inwoners="2015-01-01",
        gemeenten=drawn,
        deelnames=rows,
        kenmerken=no_rows(schema.KENMERKEN),
        andere_deelnemers=no_rows(schema.ANDERE_DEELNEMERS),
        verbindingen=verbindingen.build(drawn, verbindingen.coded(drawn.names, YEAR)),
    )
    return Built(edition, tables, regelingen)
