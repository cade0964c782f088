"""A lappendeken brought to a later date through municipal reorganisations.

>>> import lappendeken as ld
>>> done = ld.herindeling.convert(ld.load("2016"), "2023-01-01", on_conflict="beide")
>>> len(done.lappendeken.gemeenten)
342
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
