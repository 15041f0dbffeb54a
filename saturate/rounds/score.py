"""Scores a round by lm-eval: the ladder's rungs, the original benchmark, redraws of its items."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from saturate.config.run_config import RunConfig
from saturate.models import Progress, Sampler
from saturate.rounds.context import RunContext, StageWork
from saturate.rounds.state import ModelRef
from saturate.scoring.adaptive import items_by_rung
from saturate.scoring.original import NotScored, score_original
from saturate.scoring.redrawn import score_redrawn
from saturate.scoring.rungs import RungTask, Scored, write_scores
from saturate.scoring.sampled import draw_answers
from saturate.scoring.stored import scored_counts, untouched_tasks
from saturate.scoring.turns import scorer_of
from saturate.stats.intervals import Count
from saturate.storage.files import write_json, write_rows
from saturate.storage.layout import ANSWERS, BASE, SUMMARY, Place, StageName
from saturate.storage.model_facts import model_facts
from saturate.task_yamls.documents import distinct_problems
from saturate.voting.majority import vote
from saturate.voting.poll import ask
from saturate.voting.proposals import Proposal

_NOT_SCORED = {
    StageName.ORIGINAL: "The original benchmark was not scored: {}.",
    StageName.REDRAWN: "Redraws of the original items were not scored: {}.",
}
_BenchmarkScorer = Callable[[Sampler, RunConfig, Callable[[int], None], Progress], Scored]


def score_round(context: RunContext, place: Place, model: ModelRef, last: bool) -> None:
    """Score the model of a round, or the base model.

    Args:
        context: The run.
        place: The round.
        model: The model of its first lineage.
        last: Whether this is an end of the arm: families that the run leaves alone are scored
            too, several answers are drawn to some items, and the original benchmark is scored
            unless it is never wanted.
    """
    _score_rungs(context, place, model, last)
    if last and not context.ladder.describe().choices:  # which have no chance in them
        _draw_answers(context, place, model)
    wanted = context.config.score_original
    if wanted == "every" or (last and wanted == "ends"):
        _score_original(context, place, model)


def _score_rungs(context: RunContext, place: Place, model: ModelRef, last: bool) -> None:
    config = context.config
    items = _items_by_rung(context, place)

    def work(stage: StageWork) -> None:
        facts, sampler = context.opened(model)
        data = None if config.benchmark_data is None else str(config.benchmark_data)
        instructed = not facts.bare_prompts
        tasks = [
            RungTask(config.ladder, rung, count, instructed, data=data)
            for rung, count in items.items()
        ]
        if last:
            tasks += untouched_tasks(config.ladder, facts)
        stage.progress.expect(sum(task.items for task in tasks))
        score = scorer_of(config.play)
        _save(stage, score(sampler, tasks, config.max_new_tokens, stage.progress.done))

    inputs = [model.digest, sorted(items.items())]
    known = model_facts(model.path, config.model_args.revision)
    if untouched_tasks(config.ladder, known):
        context.stage(place, StageName.SCORE, [last, *inputs], work)
    else:  # an end of the arm is scored as any other round, and stays where rounds are added
        context.stage(place, StageName.SCORE, [False, *inputs], work, formerly=[True, *inputs])


def _items_by_rung(context: RunContext, place: Place) -> dict[int, int]:
    """Items that an arm is scored on after a round, by rung."""
    config = context.config
    low, high = config.score_rungs
    if config.score_items != "adaptive" or place == BASE:
        return dict.fromkeys(range(low, high + 1), config.full_items)
    # The first arm is the one that is judged; it has no earlier one to keep up with.
    leader = str(config.training_arms[0])
    leading: dict[int, Count] = {}
    if place.arm != leader:
        context.order.wait(place, StageName.SCORE)
        leading = _counts(context, Place(leader, place.number))
    return items_by_rung(
        _counts(context, place.before),
        config.rungs_per_round,
        {rung: count.total for rung, count in leading.items()},
    )


def _counts(context: RunContext, place: Place) -> dict[int, Count]:
    return scored_counts(context.folder.path, context.config.ladder, place)


def _draw_answers(context: RunContext, place: Place, model: ModelRef) -> None:
    """Draw several answers of the model to some of the scored items."""

    def work(stage: StageWork) -> None:
        voter, progress = context.voter(model), stage.progress
        drawn = draw_answers(context.ladder, voter, context.config, progress.expect, progress.done)
        stage.clock.add("tokens", drawn.tokens)
        write_rows(stage.out / ANSWERS, drawn.rows)
        write_json(stage.out / SUMMARY, drawn.summary)

    context.stage(place, StageName.SAMPLED, [model.digest], work)


def _score_original(context: RunContext, place: Place, model: ModelRef) -> None:
    """Score the original benchmark, and redraws of its items; what cannot be is said once."""
    scorers: dict[StageName, _BenchmarkScorer] = {
        StageName.ORIGINAL: score_original,
        StageName.REDRAWN: score_redrawn,
    }
    for name, scorer in scorers.items():
        if name not in context.not_scored:
            try:
                _score_benchmark(context, place, name, scorer, model)
            except NotScored as reason:
                context.not_scored[name] = str(reason)
                context.display.note(_NOT_SCORED[name].format(reason))
        if StageName.ORIGINAL in context.not_scored:
            return


def _score_benchmark(
    context: RunContext, place: Place, name: StageName, scorer: _BenchmarkScorer, model: ModelRef
) -> None:
    def work(stage: StageWork) -> None:
        sampler = context.opened(model).sampler
        _save(stage, scorer(sampler, context.config, stage.progress.expect, stage.progress.done))

    context.stage(place, name, [model.digest], work)


def score_majority(context: RunContext, place: Place, models: Sequence[ModelRef]) -> None:
    """Let the voters answer the scored items: what the vote gives without any training."""
    config, ladder = context.config, context.ladder

    def work(stage: StageWork) -> None:
        voters = [context.voter(model) for model in models]
        low, high = config.score_rungs
        right: dict[str, tuple[int, int]] = {}
        for rung in range(low, high + 1):
            problems = distinct_problems(ladder, rung, "score", config.full_items)
            asked = [Proposal(rung, p.index, p.key, p.question) for p in problems]
            stage.progress.expect(len(asked) * config.voters.seats)
            rows = ask(ladder, asked, voters, config, stage.progress.done, everyone=True)
            stage.clock.add("tokens", sum(ballot.tokens for row in rows for ballot in row))
            winners = [vote([ballot.answer for ballot in row]).winner for row in rows]
            hits = sum(p.is_right(w) for w, p in zip(winners, problems, strict=True))
            right[str(rung)] = (hits, sum(map(bool, rows)))  # too long ones were not asked
        write_json(stage.out / SUMMARY, right)

    context.stage(place, StageName.MAJORITY, [[model.digest for model in models]], work)


def _save(stage: StageWork, scored: Scored) -> None:
    """Write right and wrong by item, and lm-eval's rows."""
    stage.clock.add("tokens", scored.tokens)
    write_scores(stage.out, scored)
