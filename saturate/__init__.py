"""saturate: grow harder variants of a benchmark, self-improve on them, see what the gain was."""

from saturate.errors import SaturateError
from saturate.ladder import Draft, Ladder, LadderInfo, LastRunLadder, Problem, View

__all__ = ["Draft", "Ladder", "LadderInfo", "LastRunLadder", "Problem", "SaturateError", "View"]
