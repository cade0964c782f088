"""What changed between states of the quilt, and which verbanden of two sources are the same.

>>> from lappendeken import Indeling
>>> before = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4", "5"], "r": ["6", "7"]})
>>> after = Indeling.from_members({"p": ["1", "2", "3"], "s": ["4", "5", "6", "7"]})
>>> events(before, after)[["event", "before", "after"]].values.tolist()
[['samengevoegd', ('q', 'r'), ('s',)]]
"""

from lappendeken.timeline.changes import changed_deelnames, events
from lappendeken.timeline.counterparts import match_verbanden
from lappendeken.timeline.line import Timeline, follow
from lappendeken.timeline.sources import Reconciled, reconcile

__all__ = [
    "Reconciled",
    "Timeline",
    "changed_deelnames",
    "events",
    "follow",
    "match_verbanden",
    "reconcile",
]
