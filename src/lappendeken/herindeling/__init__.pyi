from .conversion import Herindeling as Herindeling
from .conversion import convert as convert
from .deelnames import RULES as RULES
