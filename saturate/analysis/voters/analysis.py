"""One panel, all questions."""

from __future__ import annotations

from dataclasses import dataclass, field

from saturate.analysis.voters.curves import CheapestSetting, cheapest, curve
from saturate.analysis.voters.early_stopped import Stopped, stopped
from saturate.analysis.voters.harmonic import Harmonic, harmonic
from saturate.analysis.voters.independence import Expected, Independence, independence
from saturate.analysis.voters.panel import Panel
from saturate.results.voting import Setting


@dataclass(frozen=True)
class Analysis:
    """What one panel says."""

    name: str
    problems: int
    seats: int
    needed: int
    """The threshold at which ways of stopping are compared."""
    independence: Independence
    settings: list[Setting]
    cheapest: CheapestSetting | None
    stopping: list[Stopped]
    harmonic: list[Harmonic] = field(default_factory=list)
    """At a bare majority and at ``needed``, by smoothing; empty where it ranks as counting does."""


def analyse(panel: Panel, needed: int, wanted: float) -> Analysis:
    """Analyse a panel of at least two voters.

    Args:
        panel: The ballots, everybody asked.
        needed: Equal answers that make a label with all voters.
        wanted: The precision that the cheapest setting has to read.
    """
    measured = independence(panel)
    expected = Expected(measured)
    thresholds = sorted({panel.seats // 2 + 1, needed})
    return Analysis(
        panel.name,
        len(panel.problems),
        panel.seats,
        needed,
        measured,
        curve(panel, expected),
        cheapest(panel, wanted, expected),
        stopped(panel, needed),
        [one for votes in thresholds for one in harmonic(panel, votes, wanted)],
    )
