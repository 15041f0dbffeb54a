"""Several runs side by side: what differs in settings, what differs in outcome, how sure that is.

Reads run folders, computes every figure of a comparison, renders nothing.
"""

from saturate.analysis.comparison.compare import compare
from saturate.analysis.comparison.subjects import read_subjects

__all__ = ["compare", "read_subjects"]
