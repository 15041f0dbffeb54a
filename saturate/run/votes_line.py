"""What a label and a rung need, said in the plan, and where ballots cannot tell enough for it."""

from __future__ import annotations

from saturate.config.run_config import RunConfig
from saturate.ladder import LadderInfo
from saturate.voting.enough_labels import fewest_labels
from saturate.voting.precision import FIRM_LABELS, MIN_SOURCES, follow_symmetry


def keeps(config: RunConfig, info: LadderInfo) -> str:
    """What a label and a rung need."""
    if "vote" not in config.filters:
        kept = "the length filter" if config.filters else "no filter"
        return f"no vote is taken, {kept} keeps; a rung needs {config.coverage_floor:.0%} kept"
    return (
        f"a label needs more than {config.agreement:.0%} of them"
        + (" and the most in every view" if config.every_view else "")
        + ", a rung "
        f"{config.coverage_floor:.0%} kept and {config.precision_floor:.0%} estimated right"
        + _unknown(config, info)
    )


def _unknown(config: RunConfig, info: LadderInfo) -> str:
    """What is said where the ballots cannot tell how many labels are right, or are too few to."""
    sources = tuple(config.voters.seat(seat).source for seat in range(config.voters.seats))
    declared = follow_symmetry(info, config.view_source, range(config.voters.views))
    fewest = fewest_labels(sources, declared, config.precision_floor)
    if len(set(sources)) < MIN_SOURCES:
        unknown, rungs = "from these voters that is never known", "no rung"
        more = f"{MIN_SOURCES} views or models"
    elif fewest is None:
        unknown = (
            f"that {config.precision_floor:.4g} of them are is more than their ballots can show"
        )
        rungs, more = "no rung", "more views or models"
    elif config.proposals < fewest:
        unknown = f"of {config.proposals} labels that is not known even where all agree"
        rungs = "hardly a rung"
        more = f"--proposals {fewest} at least, more where voters disagree at times"
    else:
        return ""
    if config.precision_floor > 0:
        return (
            f"; {unknown}, so {rungs} is trained on: ask for {more}, or --precision-floor 0 for "
            "labels of unknown precision"
        )
    return f"; {unknown}"


def few_labels(config: RunConfig, info: LadderInfo) -> list[str]:
    """What is said where ballots that nearly all agree are too few to tell how many are right."""
    voted = "vote" in config.filters and any(arm.votes for arm in config.arms)
    if not voted or not config.precision_floor or _unknown(config, info):
        return []
    if config.proposals >= FIRM_LABELS:
        return []
    return [
        f"where all ballots on a rung but a few agree, {config.proposals} labels may not tell how "
        "many of them are right, and the rung is held back: ask for --proposals "
        f"{FIRM_LABELS} or more, or --precision-floor 0 for labels of unknown precision"
    ]
