from . import cbsyear as cbsyear
from . import herkomst as herkomst
