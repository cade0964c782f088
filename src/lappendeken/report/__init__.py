"""Reports: on a province or the country, on a gemeente, and on a group of gemeenten.

>>> import lappendeken as ld
>>> from lappendeken import report
>>> made = report.about_gemeente(ld.load(), "Meppel")
>>> made.title
'Met wie werkt Meppel samen?'
>>> len(report.render_html(made)) > 10_000
True
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
