"""Casussen: collaborations from documents, measured like any other.

>>> from lappendeken import casus
>>> casus.load_casus("woerden-2011").overlaps[0].both
3
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
