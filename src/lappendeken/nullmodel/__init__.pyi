from .divisions import MODELS as MODELS
from .divisions import random_divisions as random_divisions
from .results import Draws as Draws
from .results import Examination as Examination
from .results import NullTest as NullTest
from .results import table as table
from .testing import examine as examine
from .testing import null_test as null_test
