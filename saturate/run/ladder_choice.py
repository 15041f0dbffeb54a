"""Which ladder a benchmark is climbed on, and why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from saturate.benchmark_data import is_available, variable
from saturate.registry import is_made, ladder_names, ladders_for, load_ladder, make_ladder

_FROM_ITEMS = {"gsm8k": "gsm8k-depth"}
"""By benchmark, the ladder that suits a model which reads natural text."""
_IN_SENTENCES = {"tools": "tools-json"}
"""The same, where it needs no items."""


class LadderChoice(NamedTuple):
    """A ladder with the reason for it."""

    ladder: str
    reason: str


def choose_ladder(
    benchmark: str,
    named: str | None,
    bare_prompts: bool,
    data: Path | None,
    known: Mapping[str, int] = MappingProxyType({}),
) -> LadderChoice:
    """The ladder of a run.

    Args:
        benchmark: What is climbed.
        named: The ladder that the user asked for, if any.
        bare_prompts: Whether the model is the embedded seed or one of its heirs.
        data: The folder of published items that the user named, if any.
        known: By ladder, the last rung that the model was taught.

    Raises:
        SaturateError: There is no such ladder, or none can be made for the benchmark.
    """
    if named is not None:
        load_ladder(named, data)  # or a sentence that names the nearest
        return LadderChoice(named, "named by --ladder")
    if is_made(benchmark):
        load_ladder(benchmark, data)
        return LadderChoice(benchmark, "named by --benchmark")
    if not (grown := ladders_for(benchmark)):
        return LadderChoice(*make_ladder(benchmark, data))
    procedural = max(grown, key=lambda ladder: known.get(ladder, 0))  # the first one of equals
    in_sentences = _IN_SENTENCES.get(benchmark)
    if in_sentences in ladder_names() and not bare_prompts:
        return LadderChoice(in_sentences, "in sentences, as the model reads natural text")
    from_items = _FROM_ITEMS.get(benchmark)
    if from_items is None or from_items not in ladder_names():
        taught = ", of which the model was taught most" if procedural != grown[0] else ""
        return LadderChoice(procedural, f"the ladder of benchmark {benchmark}{taught}")
    if bare_prompts:
        return LadderChoice(procedural, "procedural, as the embedded model knows its words alone")
    if is_available(benchmark, data):
        return LadderChoice(
            from_items, "from the benchmark's own items, as the model reads natural text"
        )
    return LadderChoice(
        procedural,
        f"procedural, as the items of {benchmark} are out of reach: name a folder by "
        f"--benchmark-data or {variable(benchmark)}, or go online",
    )
