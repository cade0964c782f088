from . import certainty as certainty
from . import load as load
from . import sources as sources
from . import terms as terms
from . import texts as texts
