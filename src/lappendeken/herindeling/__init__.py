"""A lappendeken brought to a later date through municipal reorganisations.

>>> import lappendeken as ld
>>> done = ld.herindeling.convert(ld.load(), "2023-01-01", on_conflict="beide")
>>> len(done.lappendeken.gemeenten)
342
"""

from lappendeken.herindeling.conversion import Herindeling, convert
from lappendeken.herindeling.deelnames import RULES

__all__ = ["RULES", "Herindeling", "convert"]
