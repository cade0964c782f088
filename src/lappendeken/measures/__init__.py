"""Measures of congruence: pure functions from indelingen to numbers and tables.

Each function names its formula and source; results stand on the index of the indeling they were
given, and a measure that is not defined for its input raises.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
