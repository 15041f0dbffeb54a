"""How good voters are: labels against sealed gold, as a function of who votes and how many.

Pure functions over ballots; nothing of the loop reads what they find. :func:`analyse` does it all.
"""

from saturate.analysis.voters.analysis import Analysis, analyse
from saturate.analysis.voters.panel import Panel, ProblemBallots

__all__ = ["Analysis", "Panel", "ProblemBallots", "analyse"]
