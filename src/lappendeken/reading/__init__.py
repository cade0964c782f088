"""From files and services to checked tables: the only place where input is read.

The readers are imported when they are first used, so that what needs only a date or a text does
not wait for geopandas.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
