import lappendeken.reading.plan as _plan

from .changing import BeforeAfter as BeforeAfter
from .changing import apply as apply
from .changing import before_and_after as before_and_after
from .comparison import Affected as Affected
from .comparison import Comparison as Comparison
from .comparison import changed_deelnames as changed_deelnames
from .comparison import compare as compare
from .sweeping import Sweep as Sweep
from .sweeping import sweep as sweep

Plan = _plan.Plan
Step = _plan.Step
read_plan = _plan.read_plan
