from . import dates as dates
from . import sources as sources
from . import terms as terms
from . import texts as texts
