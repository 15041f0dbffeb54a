"""What a rung has to reach to be trained on, by the ballots alone."""

from __future__ import annotations

from saturate.config.run_config import RunConfig
from saturate.voting.labelled import Reason, RungLabels, RungStats
from saturate.voting.precision import MIN_LABELS

_MAX_OFF_TREND = 0.2
"""Where more of the agreed answers than this are of unusual length, a mistake is shared."""


def held_back(stats: RungStats, config: RunConfig) -> str:
    """Why a rung may not be trained on, in a clause; empty where it may.

    A rung whose label precision is not known is trained on only where no precision is asked for
    (``--precision-floor 0``).
    """
    if stats.coverage < config.coverage_floor:
        return f"{stats.coverage:.0%} kept, {config.coverage_floor:.0%} wanted"
    if stats.precision is None and config.precision_floor > 0:
        return (
            f"label precision is not known, as {stats.why_unknown}; --precision-floor 0 trains on "
            "it anyway"
        )
    if stats.precision is not None and stats.precision < config.precision_floor:
        return f"{stats.precision:.1%} right by estimate, {config.precision_floor:.0%} wanted"
    if stats.off_trend > _MAX_OFF_TREND:
        return (
            f"{stats.off_trend:.0%} of the agreed answers of unusual length, at most "
            f"{_MAX_OFF_TREND:.0%} wanted"
        )
    return ""


def left_out(labels: RungLabels, config: RunConfig) -> str:
    """Why nothing of a rung that is known is trained on, in a clause; empty where something is.

    How many labels are right is then known of the rung, not of the few that the band lets through:
    those with less agreement.
    """
    inside = labels.fates.get(Reason.KEPT, 0)
    if config.band is None or inside >= MIN_LABELS or (inside and not config.precision_floor):
        return ""
    return f"labels in the band of agreement: {inside}, too few to tell how many are right"
