"""What had best change: single moves, and one common division with the least change."""

from lappendeken.optimise.division import LeastChange, least_change
from lappendeken.optimise.gains import SCORES
from lappendeken.optimise.moves import best_moves, greedy_moves, pareto_front

__all__ = [
    "SCORES",
    "LeastChange",
    "best_moves",
    "greedy_moves",
    "least_change",
    "pareto_front",
]
