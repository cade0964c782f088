"""What if: a plan of changes carried out, and before and after compared."""

from lappendeken.reading.plan import Plan, Step, read_plan
from lappendeken.scenario.changing import BeforeAfter, apply, before_and_after
from lappendeken.scenario.comparison import Affected, Comparison, compare
from lappendeken.scenario.sweeping import Sweep, sweep

__all__ = [
    "Affected",
    "BeforeAfter",
    "Comparison",
    "Plan",
    "Step",
    "Sweep",
    "apply",
    "before_and_after",
    "compare",
    "read_plan",
    "sweep",
]
