"""Whether prompts of the scored rungs fit into the model's context, before a run is paid for."""

from __future__ import annotations

from saturate.config.run_config import RunConfig
from saturate.errors import SaturateError
from saturate.ladder import Ladder
from saturate.models import Sampler
from saturate.models.prompting import Prompter
from saturate.scoring.own_room import own_room
from saturate.scoring.rungs import what_helps
from saturate.task_yamls.documents import distinct_problems
from saturate.voting.room import answer_room, as_asked, have_room

_ITEMS = 16
"""Items of a rung that are looked at."""


def room_notes(ladder: Ladder, sampler: Sampler, bare: bool, config: RunConfig) -> list[str]:
    """A sentence where some items of scored rungs do not fit with their answer.

    Args:
        ladder: The run's ladder.
        sampler: The model.
        bare: Whether it reads bare questions.
        config: Which rungs are scored, and how long an answer may be.

    Raises:
        SaturateError: Of a rung none fits.
    """
    rungs = range(config.score_rungs[0], config.score_rungs[1] + 1)
    prompter = Prompter(ladder, sampler, bare, config.by_turns)
    cut = {rung: _too_long(ladder, sampler, prompter, config, rung) for rung in rungs}
    none = [rung for rung, (long, looked_at) in cut.items() if long == looked_at]
    if none:
        some = [rung for rung in rungs if rung not in none]
        raise SaturateError(
            f"No item of {', '.join(f'rung {rung}' for rung in none)} fits into the context of "
            f"model {config.model} with its answer"
            + (f"; some do on {', '.join(f'rung {rung}' for rung in some)}" if some else "")
            + f". What helps: {what_helps()}."
        )
    told = [
        f"{long} of {looked_at} of rung {rung}" for rung, (long, looked_at) in cut.items() if long
    ]
    if not told:
        return []
    return [
        f"items that the context of model {config.model} does not hold with their answer are not "
        f"scored: of those looked at, {', '.join(told)}; what helps: {what_helps()}"
    ]


def cut_notes(ladder: Ladder, bare: bool, config: RunConfig) -> list[str]:
    """A sentence where answers are cut before the benchmark's own task would cut them.

    Args:
        ladder: The run's ladder.
        bare: Whether the model reads bare questions; those that it was taught need no more room.
        config: Which rungs are scored, and how long an answer may be.
    """
    low, high = config.score_rungs
    own = None if bare or config.by_turns else own_room(ladder, range(low, high + 1))
    if own is None or own <= config.max_new_tokens:
        return []
    return [
        f"task {ladder.describe().benchmark} lets an answer take {own:,} tokens on the rungs that "
        "are scored or in the original, and --max-new-tokens cuts it at "
        f"{config.max_new_tokens:,}: plain lm-eval, which does not, may score otherwise"
    ]


def _too_long(
    ladder: Ladder, sampler: Sampler, prompter: Prompter, config: RunConfig, rung: int
) -> tuple[int, int]:
    """Items of a rung that do not fit, and items looked at."""
    problems = distinct_problems(ladder, rung, "score", min(_ITEMS, config.full_items))
    most = answer_room(ladder, rung, config.max_new_tokens)
    views = [as_asked(ladder, problem.question) for problem in problems]
    fits = have_room(ladder, sampler, prompter, views, most)
    return fits.count(False), len(fits)
