"""How good voters are: labels against sealed gold, as a function of who votes and how many.

Ballots come from a run or from a model that is asked (:mod:`.gather`); the rest are pure functions
over them. Nothing of the loop reads what they find. :func:`analyse` does it all.
"""

from saturate.analysis.voters.analysis import Analysis, analyse
from saturate.analysis.voters.panel import Panel, ProblemBallots

__all__ = ["Analysis", "Panel", "ProblemBallots", "analyse"]
