"""What is shown: tables and figures as data, with the way a reader sees each value, for any form.

The builders beside this file turn results into tables; nothing is imported before it is used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
