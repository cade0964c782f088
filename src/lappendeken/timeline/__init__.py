"""What changed between states of the quilt, and which verbanden of two sources are the same.

>>> from lappendeken import Indeling
>>> from lappendeken.timeline import events
>>> before = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4", "5"], "r": ["6", "7"]})
>>> after = Indeling.from_members({"p": ["1", "2", "3"], "s": ["4", "5", "6", "7"]})
>>> events(before, after)[["event", "before", "after"]].values.tolist()
[['samengevoegd', ('q', 'r'), ('s',)]]
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
