"""Models of a training of one's own, on the same items, each held against the first one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from saturate.analysis.asking import item_asker
from saturate.analysis.comparison.statistics import paired
from saturate.config.servers import is_remote
from saturate.config.settings import ModelSettings
from saturate.ladder import Problem
from saturate.registry import load_ladder
from saturate.results.comparison import Items, Paired
from saturate.stats.frontier import Frontier, frontier
from saturate.stats.intervals import Count

if TYPE_CHECKING:
    from saturate.scoring.rungs import ItemScore


class Checkpoint(NamedTuple):
    """One model on the rungs."""

    model: str
    strict: Items
    """By rung and item, whether the answer is right in the format that is asked for."""
    flexible: Items
    """The same by the flexible reading."""

    @property
    def frontier(self) -> Frontier:
        """Where its accuracy crosses one half."""
        counts = {rung: Count(sum(one.values()), len(one)) for rung, one in self.strict.items()}
        return frontier(counts)


class Against(NamedTuple):
    """A model against the first one."""

    strict: Paired
    """Intervals are wider the more models, and by rung the more rungs, there are."""
    flexible: Paired


class Questions(NamedTuple):
    """What every model is asked."""

    ladder: str
    rungs: Sequence[int]
    items: int
    """Items a rung; fewer where it holds fewer, or a model's context does."""
    seed: int
    """Which items."""
    data: Path | None
    """Folder of published items, for ladders that grow out of them."""

    def problems(self, rung: int) -> list[Problem]:
        """The problems of a rung."""
        from saturate.task_yamls.documents import independent_problems

        family = load_ladder(self.ladder, self.data)
        return independent_problems(family, rung, "score", self.items, self.seed)


def read_checkpoints(
    asked: Questions,
    names: Sequence[str],
    settings: ModelSettings,
    tell: Callable[[str], None],
) -> list[Checkpoint]:
    """Ask every model the same items, one model after the other.

    Args:
        asked: The items.
        names: The models.
        settings: How each is opened and asked.
        tell: Told the name of each model before it is asked.

    Raises:
        SaturateError: A model cannot be loaded, or its context holds no item of any rung.
    """
    from saturate.models.memory import free_memory
    from saturate.models.naming import resolve
    from saturate.models.published import require_on_hub
    from saturate.scoring.rungs import nothing_fits

    ladder, rungs, items, seed, data = asked
    for place in (resolve(name, ladder=ladder) for name in settings.located(names)):
        if not is_remote(place) and not Path(place).is_dir():
            require_on_hub(place, settings.model_args.revision)
    found = []
    for name in names:
        tell(name)
        alone = settings.model_copy(update={"model": name})
        with item_asker("compare", ladder, alone, seed, data) as ask:
            read = ask(dict.fromkeys(rungs, items))
        free_memory()
        strict = {rung: _right(one.strict) for rung, one in read.items() if one.strict}
        flexible = {rung: _right(one.flexible) for rung, one in read.items() if one.flexible}
        if not strict:
            raise nothing_fits(f"{ladder}, rungs {rungs[0]} to {rungs[-1]},", "--rungs")
        found.append(Checkpoint(name, strict, flexible))
    return found


def _right(items: Sequence[ItemScore]) -> dict[str, bool]:
    return {item.key: item.right for item in items}


def against_first(found: Sequence[Checkpoint], asked: Questions) -> list[Against | None]:
    """Hold every later model against the first one, on the items that both were asked.

    Returns:
        ``None`` for a model that shares no item with the first one.
    """
    first, *others = found
    sources = {
        problem.key: problem.first_source
        for rung in first.strict
        for problem in asked.problems(rung)
        if problem.source
    }
    against = []
    for one in others:
        strict = paired(first.strict, one.strict, len(others), sources)
        flexible = paired(first.flexible, one.flexible, len(others), sources)
        against.append(None if strict is None or flexible is None else Against(strict, flexible))
    return against
