from . import casus as casus
from . import delineation as delineation
from . import errors as errors
from . import graph as graph
from . import herindeling as herindeling
from . import maps as maps
from . import measures as measures
from . import nullmodel as nullmodel
from . import optimise as optimise
from . import output as output
from . import provenance as provenance
from . import quality as quality
from . import reading as reading
from . import report as report
from . import scenario as scenario
from . import timeline as timeline
from .drawing import plots as plots
from .errors import DataError as DataError
from .errors import Fault as Fault
from .errors import LappendekenError as LappendekenError
from .errors import NotAPartitionError as NotAPartitionError
from .errors import NothingInCommonError as NothingInCommonError
from .errors import UnknownNameError as UnknownNameError
from .indeling import Indeling as Indeling
from .model import Lappendeken as Lappendeken
from .model import load as load

__version__: str
