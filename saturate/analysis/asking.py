"""Asks a real model: lm-eval's evaluator over the sampler, as a run's scores are made.

Items come from the ``score`` split: what is asked here is a measurement, and goes with published
scores. Nothing is trained or tuned on them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from saturate.config.model_options import keeping
from saturate.config.settings import ModelSettings
from saturate.errors import SaturateError
from saturate.registry import load_ladder, require_rung
from saturate.stats.intervals import Count
from saturate.storage.answers import kept_answers

if TYPE_CHECKING:
    from saturate.scoring.rungs import ItemScore

_OPEN_ENDED = 40
"""Rungs asked of a ladder without a last one."""
_MAX_RUNGS = 1_000


class Asked(NamedTuple):
    """What came of asking so many items at each of some rungs."""

    counts: Mapping[int, Count]
    """Answers right and asked, by rung; without rungs of which no item could be asked."""
    left_out: Mapping[int, int] = MappingProxyType({})
    """By rung, items that the model's context does not hold; they were not asked."""

    def used_up(self, wanted: Mapping[int, int]) -> set[int]:
        """Rungs of which there were fewer items than wanted."""
        tried = {
            rung: self.counts.get(rung, Count(0, 0)).total + self.left_out.get(rung, 0)
            for rung in wanted
        }
        return {rung for rung, items in wanted.items() if tried[rung] < items}


Ask = Callable[[Mapping[int, int]], Asked]
"""Asks so many items at each rung; fewer where a rung's items are used up."""


def askable(ladder: str, rungs: tuple[int, int] | None, data: Path | None) -> tuple[int, int]:
    """First and last rung that a measurement may ask.

    Args:
        ladder: Whose rungs.
        rungs: Those that were named; the ladder's where none were, 40 of an open-ended one.
        data: Folder of published items, for ladders that grow out of them.

    Raises:
        SaturateError: There is no such ladder or rung, or there are more than 1,000.
    """
    info = load_ladder(ladder, data).describe()
    if rungs is None:
        return info.first, info.last or info.first + _OPEN_ENDED - 1
    for rung in rungs:
        require_rung(info, rung)
    if rungs[1] - rungs[0] >= _MAX_RUNGS:
        raise SaturateError(f"--rungs: no more than {_MAX_RUNGS:,} rungs can be asked.")
    return rungs


class AskedRung(NamedTuple):
    """What came of asking some items of a rung."""

    strict: Sequence[ItemScore]
    """Items that were asked, read in the format that is asked for."""
    flexible: Sequence[ItemScore]
    """The same, read by the flexible filter."""
    left_out: int
    """Items that the model's context does not hold; they were not asked."""


AskItems = Callable[[Mapping[int, int]], Mapping[int, AskedRung]]
"""Asks so many items at each rung that were not asked before; fewer where they are used up."""


@contextmanager
def model_asker(
    command: str, ladder: str, settings: ModelSettings, seed: int, data: Path | None
) -> Iterator[Ask]:
    """The same as :func:`item_asker`, by counts alone."""
    with item_asker(command, ladder, settings, seed, data) as ask_items:

        def ask(wanted: Mapping[int, int]) -> Asked:
            found = ask_items(wanted)
            return Asked(
                {
                    rung: Count(sum(item.right for item in one.strict), len(one.strict))
                    for rung, one in found.items()
                    if one.strict
                },
                {rung: one.left_out for rung, one in found.items() if one.left_out},
            )

        yield ask


@contextmanager
def item_asker(
    command: str, ladder: str, settings: ModelSettings, seed: int, data: Path | None
) -> Iterator[AskItems]:
    """Load a model, and give what asks it until the block ends.

    What servers answer is kept until then, so that the same command goes on where it was stopped.

    Args:
        command: Who asks; each keeps its own answers.
        ladder: Whose rungs are asked.
        settings: The model, its engine and how it is opened.
        seed: Which items.
        data: Folder of published items, for ladders that grow out of them.

    Raises:
        SaturateError: There is no such model, or it cannot be loaded.
    """
    from saturate.models.engines import open_model
    from saturate.models.naming import resolve
    from saturate.scoring.own_room import room_by_default
    from saturate.scoring.rungs import RungTask, score_what_fits
    from saturate.task_yamls.documents import independent_problems

    family = load_ladder(ladder, data)
    (name,) = settings.located([settings.model])
    given = settings.given().get("max_new_tokens")
    place = resolve(name, ladder=ladder)
    tried: Counter[int] = Counter()

    def ask(wanted: Mapping[int, int]) -> dict[int, AskedRung]:
        tasks = []
        for rung, items in wanted.items():
            held = len(independent_problems(family, rung, "score", tried[rung] + items, seed))
            if (left := held - tried[rung]) > 0:
                bare, folder = facts.bare_prompts, None if data is None else str(data)
                tasks.append(
                    RungTask(ladder, rung, left, not bare, "score", seed, tried[rung], folder)
                )
        room = given or room_by_default(family, [task.rung for task in tasks])
        scored = score_what_fits(sampler, tasks, room)
        for task in tasks:
            tried[task.rung] += task.items
        return {
            task.rung: AskedRung(
                scored.strict.get(task.name, ()),
                scored.flexible.get(task.name, ()),
                scored.left_out[task.name],
            )
            for task in tasks
        }

    with kept_answers(command, [ladder, settings.stage_settings()]) as answers:
        options = keeping(settings.model_options, answers)
        facts, sampler = open_model(place, settings.engine, options)
        with closing(sampler):
            yield ask
