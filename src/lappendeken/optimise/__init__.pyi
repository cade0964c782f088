from .division import LeastChange as LeastChange
from .division import least_change as least_change
from .moves import best_moves as best_moves
from .moves import greedy_moves as greedy_moves
from .moves import pareto_front as pareto_front
from .readings import readings as readings
from .steps import as_plan as as_plan
