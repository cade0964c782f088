"""The whole country as a folder of pages that any web server, or none, can show.

>>> from lappendeken import site
>>> site.Look(titel="Regio's in beeld").titel
"Regio's in beeld"
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
