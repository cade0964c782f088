from . import gemeenten as gemeenten
from . import mapping as mapping
from . import matching as matching
