"""The words of maps, reports and casussen: one cupboard, so that all say the same."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
