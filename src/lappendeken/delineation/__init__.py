"""Divisions that follow from data: communities of cooperation, functional regions of flows."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
