"""Maps: single files that open without a network."""

from lappendeken.maps.noncongruent import noncongruent
from lappendeken.maps.offline import write
from lappendeken.maps.overview import write_all

__all__ = ["noncongruent", "write", "write_all"]
