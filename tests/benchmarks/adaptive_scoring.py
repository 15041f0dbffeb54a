"""Replays ``--score-items adaptive`` on stored runs, and writes the table of docs/scoring.md.

Usage: python tests/benchmarks/adaptive_scoring.py RUN [RUN ...]

Every run was scored on all items of all rungs. Its items are cut to those that the rule would have
asked, round by round, and frontiers and the verdict are computed from the cut as from the whole.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from saturate.analysis.add_findings import with_verdict
from saturate.results.files import read_results
from saturate.results.schema import Results
from saturate.scoring.adaptive import items_by_rung
from saturate.stats.frontier import Frontier, frontier
from saturate.stats.intervals import Count

PAGE = Path(__file__).parents[2] / "docs" / "scoring.md"
HEADS = (
    "run", "scorings", "items", "adaptive", "share, %", "frontiers apart, mean", "most",
    "width, mean", "adaptive", "ratio, largest", "held, %", "adaptive", "findings alike",
)  # fmt: skip
_RESAMPLES = 20
"""Of each scoring, to see how often an interval holds the truth."""
_MANY = 1_000
"""So many times the items of each rung stand for the truth."""
Scores = dict[str, dict[str, list[tuple[str, bool]]]]
"""What a stage holds: by reading and task, the items with whether they are right."""


class Scoring(NamedTuple):
    """One round of one arm, in full and cut."""

    full: Frontier
    cut: Frontier
    items: int
    asked: int
    held: int
    """Of the resamples in full, those whose interval holds the truth."""
    held_cut: int


class Replay(NamedTuple):
    """One run."""

    name: str
    scorings: list[Scoring]
    base_items: int
    sentences: tuple[str, str]
    findings: list[tuple[str, str]]
    """After each round, in full and cut."""


def replay(run: Path) -> Replay:
    """Cut a run's items and judge it again."""
    results = read_results(run)
    climb = json.loads((run / "run.json").read_text())["rungs_per_round"]
    base: Scores = json.loads((run / "base/score/summary.json").read_text())
    scorings: list[Scoring] = []
    led: dict[int, dict[int, int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder)
        for place in (
            "base",
            *(f"{a.arm}/{r.number:02d}" for a in results.arms for r in a.rounds[1:]),
        ):
            for stage in run.glob(f"{place}/*/summary.json"):
                target = copied / stage.relative_to(run)
                target.parent.mkdir(parents=True)
                target.write_bytes(stage.read_bytes())
        for arm in results.arms:
            before = counts(base, results)
            for one in arm.rounds[1:]:
                items = items_by_rung(before, climb, led.get(one.number))
                if arm is results.arms[0]:
                    led[one.number] = items
                file = copied / arm.arm / f"{one.number:02d}" / "score" / "summary.json"
                held: Scores = json.loads(file.read_text())
                thin = cut(held, results, items)
                file.write_text(json.dumps(thin))
                whole, before = counts(held, results), counts(thin, results)
                scorings.append(
                    Scoring(
                        frontier(whole),
                        frontier(before),
                        total(whole),
                        total(before),
                        holding(whole, whole),
                        holding(whole, before),
                    )
                )
        verdicts = [with_verdict(results, where).verdict for where in (run, copied)]
    assert verdicts[0] is not None and verdicts[1] is not None
    return Replay(
        run.name,
        scorings,
        total(counts(base, results)),
        (verdicts[0].sentence, verdicts[1].sentence),
        [
            (x.finding, y.finding)
            for x, y in zip(verdicts[0].rounds, verdicts[1].rounds, strict=True)
        ],
    )


def holding(seen: dict[int, Count], asked: dict[int, Count]) -> int:
    """How many intervals hold the truth, were the shares seen in full true, and these asked."""
    rng = np.random.default_rng(0)
    plan = {rung: (seen[rung].right / seen[rung].total, n) for rung, (_, n) in asked.items()}
    truth = frontier({r: Count(round(_MANY * n * p), _MANY * n) for r, (p, n) in plan.items()}, 2)
    found = [
        frontier({r: Count(int(rng.binomial(n, p)), n) for r, (p, n) in plan.items()})
        for _ in range(_RESAMPLES)
    ]
    return sum(one.low <= truth.rung <= one.high for one in found)


def rung_of(task: str, results: Results) -> int | None:
    """The rung of the run's own ladder that a task is."""
    found = re.fullmatch(rf"saturate_{re.escape(results.ladder.name)}_rung_([0-9]+)", task)
    return int(found[1]) if found else None


def counts(scores: Scores, results: Results) -> dict[int, Count]:
    """Right answers and items by rung."""
    return {
        rung: Count(sum(right for _, right in items), len(items))
        for task, items in scores["strict"].items()
        if (rung := rung_of(task, results)) is not None
    }


def cut(scores: Scores, results: Results, items: dict[int, int]) -> Scores:
    """The first items of every rung of the ladder; other tasks, and figures, as they are."""

    def first(task: str, held: Any) -> Any:
        most = items.get(rung_of(task, results) or -1)
        return held[:most] if isinstance(held, list) else held

    return {
        reading: {task: first(task, held) for task, held in tasks.items()}
        for reading, tasks in scores.items()
    }


def total(found: dict[int, Count]) -> int:
    """Items over all rungs."""
    return sum(count.total for count in found.values())


def row(one: Replay) -> list[str]:
    """A row of the table."""
    full = one.base_items + sum(s.items for s in one.scorings)
    asked = one.base_items + sum(s.asked for s in one.scorings)
    apart = [abs(s.full.rung - s.cut.rung) for s in one.scorings]
    widths = np.array([[f.high - f.low for f in (s.full, s.cut)] for s in one.scorings])
    ratios = widths[:, 1] / np.maximum(widths[:, 0], 0.05)
    return [
        one.name, str(len(one.scorings)), f"{full:,}", f"{asked:,}", f"{100 * asked / full:.0f}",
        f"{np.mean(apart):.2f}", f"{max(apart):.2f}",
        *(f"{width:.2f}" for width in widths.mean(axis=0)), f"{ratios.max():.2f}",
        *(f"{100 * sum(held) / _RESAMPLES / len(held):.0f}" for held in zip(
            *((s.held, s.held_cut) for s in one.scorings), strict=True)),
        f"{sum(x == y for x, y in one.findings)} of {len(one.findings)}",
    ]  # fmt: skip


def main() -> None:
    """Replay the runs named and write the page's table."""
    replays = [replay(Path(name)) for name in sys.argv[1:]]
    lines = [HEADS, ["---", *["--:"] * (len(HEADS) - 1)], *map(row, replays)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    said = "\n".join(
        f"- {one.name}, in full: {one.sentences[0]}\n- {one.name}, adaptive: {one.sentences[1]}"
        for one in replays
    )
    text = PAGE.read_text("utf-8")
    measured = f"<!-- measured -->\n{table}\n\n{said}\n<!-- end -->"
    pattern = re.compile(r"<!-- measured -->\n.*?<!-- end -->", re.DOTALL)
    PAGE.write_text(pattern.sub(lambda _: measured, text), "utf-8")
    print(measured)


if __name__ == "__main__":
    main()
