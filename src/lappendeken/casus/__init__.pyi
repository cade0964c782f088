from .measuring import Casus as Casus
from .measuring import list_casussen as list_casussen
from .measuring import load_casus as load_casus
from .report import report_on_casus as report_on_casus
