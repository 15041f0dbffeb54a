"""What a run will do, said before it does it; with a time that is measured, not guessed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from saturate.config.arms import VOTED
from saturate.config.run_config import RunConfig
from saturate.config.servers import REMOTE, is_remote
from saturate.config.settings import SEED_MODEL
from saturate.ladder import Ladder, LadderInfo
from saturate.models.loading import Loaded
from saturate.models.transformers import TransformersSampler
from saturate.run.lanes import processes_for, processes_text
from saturate.run.memory_line import memory_lines, pair_lengths
from saturate.run.reinforcement import reinforcement_line
from saturate.run.room import cut_notes, room_notes
from saturate.run.schedule import expected_stages
from saturate.run.time_left import Expected, Processes, TimeLeft, minutes_text
from saturate.run.unit_costs import UnitCosts, measure_costs
from saturate.run.votes_line import few_labels, keeps
from saturate.scoring.adaptive import THIN, planned_items
from saturate.scoring.original import FILTERS
from saturate.seed.recipes import recipe_of
from saturate.stats.power import detectable_difference
from saturate.storage.files import read_json, write_json
from saturate.task_yamls.documents import distinct_problems
from saturate.training.replay import steps_of

_PLAYED = "turn by turn, in voting, training and scoring; every turn of a label is a training pair"
_FILE = "plan.json"
"""What a run was expected to take, beside the settings that may grow."""


class Plan(NamedTuple):
    """The size of a run."""

    items: int
    """Items of a rung that are scored, as the middle one holds."""
    scored: int
    """Items scored in the whole run."""
    detectable: float
    """Smallest paired difference that the items of one rung can show."""
    costs: UnitCosts
    """What an answer and a training step take here."""
    stages: list[Expected]
    """The stages ahead, in their order."""
    processes: Processes
    """What works on them."""
    seconds: float
    """Expected time from start to end."""
    stage_seconds: float
    """Expected time of all stages added up, which is more where arms go side by side."""
    notes: list[str]
    """What is said of items that the model's context does not hold, and of answers cut short."""


def make_plan(config: RunConfig, ladder: Ladder, loaded: Loaded, jobs: int | None = None) -> Plan:
    """Time the machine and add up what the stages will cost.

    Args:
        config: The run.
        ladder: Its ladder.
        loaded: Its model.
        jobs: Most processes at work; by default what the machine holds.
    """
    low, high = config.score_rungs
    _check_problems(config, ladder)
    arms, rounds = len(config.training_arms), config.last_round
    items = len(distinct_problems(ladder, (low + high) // 2, "score", config.full_items))
    scored = (high - low + 1) * items + rounds * sum(
        _scored_in_a_round(config, items, leads=arm == 0) for arm in range(arms)
    )
    notes = room_notes(ladder, TransformersSampler(loaded), loaded.bare_prompts, config)
    notes += cut_notes(ladder, loaded.bare_prompts, config)
    costs = measure_costs(loaded, ladder, config)
    known = loaded.known_rungs.get(config.ladder, 0)
    stages = expected_stages(config, ladder.describe(), known, costs)
    processes = processes_for(config, loaded, stages, jobs)
    ahead = TimeLeft(stages, processes)
    detectable = detectable_difference(items)
    seconds, added_up = ahead.seconds(), ahead.stage_seconds()
    return Plan(items, scored, detectable, costs, stages, processes, seconds, added_up, notes)


def _check_problems(config: RunConfig, ladder: Ladder) -> None:
    """See that rungs have problems: those that are scored, and those the climb may reach there.

    Raises:
        NoProblem: One has none.
    """
    low, high = config.score_rungs
    for rung in range(low, high + 1):
        ladder.problem(rung, "score", 0)
    start = config.start_rung
    reached = min(high, start + config.rounds * config.rungs_per_round - 1)
    for rung in range(start, max(start, reached) + 1):
        ladder.problem(rung, "vote", 0)


def keep_plan(folder: Path, config: RunConfig, seconds: float) -> None:
    """Write the expected time of all stages into a run folder; that of the first call stays."""
    settings = config.model_dump(mode="json", include={"rounds", "arms"})
    held = read_json(folder / _FILE) or {}
    if any(held.get(name) != value for name, value in settings.items()):
        write_json(folder / _FILE, {**settings, "seconds": seconds})


def planned_seconds(folder: Path) -> float | None:
    """What the plan of a run expected of all stages; ``None`` in folders that hold no plan."""
    return (read_json(folder / _FILE) or {}).get("seconds")


def plan_lines(config: RunConfig, ladder: Ladder, loaded: Loaded, plan: Plan) -> list[str]:
    """The plan in words."""
    info = ladder.describe()
    low, high = config.score_rungs
    taught = loaded.known_rungs.get(config.ladder)
    known = f", taught rungs {info.first} to {taught} with true labels" if taught else ""
    notes = [
        f"Note       {note}"
        for note in [
            *ladder.notes(),
            *_beyond(config, info),
            *_begun(ladder, loaded),
            *_untaught(config, loaded),
            *few_labels(config, info),
            *plan.notes,
        ]
    ]
    return [
        f"Benchmark  {config.benchmark}, ladder {info.name} ({info.source}); axis: {info.axis}",
        f"Ladder     {config.ladder_reason}",
        *notes,
        f"Model      {config.model}, {loaded.model.num_parameters():,} parameters{known}",
        f"Rounds     {config.rounds} for each arm: {', '.join(map(str, config.arms))}; "
        f"first rung to label: {config.start_rung}",
        *([f"Before     {reinforcement_line(config)}"] if config.stages.steps else []),
        *([f"Questions  {_questions(ladder, config)}"] if config.proposer == "model" else []),
        *([f"Play       {_PLAYED}"] if config.by_turns else []),
        f"Voters     {config.voters}; " + keeps(config, info),
        *_servers(config),
        *_workers(config),
        f"Scoring    rungs {low} to {high}, {_items(config, plan.items)} "
        f"{plan.scored:,} in all; one rung can show {100 * plan.detectable:.0f} points (paired)",
        f"Training   {_training(config, ladder, loaded)}"
        + ("" if config.trainer == "sft" else f", by {config.trainer}{_rejects(config)}")
        + (", low-rank adapters" if config.lora else "")
        + (", then the mean of old and new weights" if config.merge else ""),
        *memory_lines(config, ladder, loaded),
        f"Time       {minutes_text(plan.seconds)} on this machine"
        + processes_text(plan.processes)
        + (", timed without vLLM" if config.engine == "vllm" else "")
        + (", timed without the workers" if config.engine == "ray" else "")
        + (", the servers' answers apart" if config.base_url else "")
        + (", the original benchmark apart" if _scores_original(config, ladder) else ""),
    ]


def _servers(config: RunConfig) -> list[str]:
    """Which voters servers hold, and where."""
    remote = [name.removeprefix(REMOTE) for name in config.model_names if is_remote(name)]
    if not remote:
        return []
    return [
        f"Servers    {', '.join(dict.fromkeys(remote))} at {', '.join(map(str, config.base_url))}, "
        f"{config.num_concurrent} requests at once; votes, and is not trained"
    ]


def _workers(config: RunConfig) -> list[str]:
    """What answers, and trains, on a cluster."""
    if config.engine != "ray":
        return []
    from saturate.models.cluster.pool import pool_of

    parted = ", the model parted among them" if config.fsdp else ""
    trains = config.train_workers and f"; {config.train_workers} processes train together{parted}"
    return [f"Workers    {pool_of(config.cluster_options).told()}{trains or ''}"]


def _questions(ladder: Ladder, config: RunConfig) -> str:
    """What is looked at before a question of the model is asked."""
    looked_at = (
        "asked where the ladder reads them on the rung that was wanted"
        if ladder.describe().reads
        else "only their form is checked, and their true answers are not known to any audit"
    )
    return (
        f"written by the model after examples of the train split; {looked_at}, and where they are "
        f"new; trained on where agreement lies in {config.band or 'any band'}"
    )


def _beyond(config: RunConfig, info: LadderInfo) -> list[str]:
    """What is lost where a rung a round leads past the last one scored; empty where none does."""
    last = config.score_rungs[1]
    reached = config.start_rung + config.last_round - 1
    if reached <= last or last == info.last:
        return []
    return [
        f"a rung a round leads to rung {reached}, and rung {last} is the last one scored; longer "
        f"answers than {config.max_new_tokens} tokens are cut off. A run that goes on with more "
        "rounds keeps both; with another --out they follow from the number of rounds"
    ]


def _begun(ladder: Ladder, loaded: Loaded) -> list[str]:
    """Where a chat model's answer begins with a task's words on rungs and in the original.

    Empty where the task has none, and for models without a chat template.
    """
    original = ladder.original() if TransformersSampler(loaded).has_chat_template else None
    if original is None or not original.task.config.gen_prefix:
        return []
    return [
        "the words that begin an answer (gen_prefix) end the user's message on rungs; in the "
        "original they begin the model's turn, as in lm-eval"
    ]


def _untaught(config: RunConfig, loaded: Loaded) -> list[str]:
    """What to do where a model that knows nothing but what it was taught was not taught the ladder.

    Empty where it was, and for models that read instructions.
    """
    if not loaded.bare_prompts or config.ladder in loaded.known_rungs:
        return []
    model, ladder = config.model.split(",")[0].strip(), config.ladder
    embedded = not config.by_turns and recipe_of(ladder) is not None
    turns = " --play turns" if config.by_turns else ""
    other = f"; an embedded model was: --model {SEED_MODEL}" if embedded else ""
    return [
        f"model {model} was never taught {ladder}, so it has nothing to climb from{other}; give "
        f"this one the first rungs by: saturate teach FOLDER --model {model} --ladder {ladder} "
        f"--rungs 5 --batch-size 64{turns}; then climb with --model FOLDER"
    ]


def _scores_original(config: RunConfig, ladder: Ladder) -> bool:
    """Whether the original benchmark will be scored if it can be had; how long is not reckoned."""
    known = config.benchmark in FILTERS or ladder.original() is not None
    return config.score_original != "never" and known


def _training(config: RunConfig, ladder: Ladder, loaded: Loaded) -> str:
    """Labels, passes, steps and tokens of a round."""
    size = config.pairs_of_step
    pairs = f"{size} pairs" if size > 1 else "a pair"
    if config.trainer == "grpo":
        pairs += f", {config.group} answers to each,"
    if config.passes is None:
        return f"{config.steps} steps of {pairs} a round"
    lengths = pair_lengths(config, ladder, loaded)
    tokens = sum(lengths) // len(lengths)
    every = config.traces == "all"
    labels = config.proposals * len(lengths) * (config.voters.seats if every else 1)
    most = labels * config.rungs_per_round
    wanted = steps_of(config.passes, labels, size)
    few, many = min(config.steps, wanted), min(config.steps, steps_of(config.passes, most, size))
    kind = ("turns of " if config.by_turns else "") + ("answers" if every else "labels")
    bound = "at most" if every else "the"
    counts = f"{few:,} steps of {pairs} for {bound} {labels:,} {kind} of a rung"
    if few < wanted:
        counts += f" ({config.passes * few / wanted:.2g} passes)"
    if many > few:
        counts += f", {many:,} for {most:,}"
    return (
        f"at most {config.passes:g} passes over a round's labels: {counts}; "
        f"about {few * config.batch_size * tokens:,} tokens a round"
    )


def _scored_in_a_round(config: RunConfig, items: int, leads: bool) -> int:
    """Items that one arm is scored on after a round, where a rung holds so many."""
    rungs = config.score_rungs[1] - config.score_rungs[0] + 1
    if config.score_items == "adaptive":
        return min(rungs * items, planned_items(rungs, config.rungs_per_round, leads))
    return rungs * items


def _rejects(config: RunConfig) -> str:
    """What is said where a vote leaves no answer to train against."""
    if not config.contrasts(VOTED) or config.voters.models > 1 or config.voters.samples > 1:
        return ""
    return (
        " with nothing rejected, as these voters answer every prompt once (vote by "
        "views:3,samples:3)"
    )


def _items(config: RunConfig, items: int) -> str:
    """How many items of a rung are scored, where it holds so many."""
    if config.score_items == "adaptive":
        return f"{items} items each near the frontier and {min(items, THIN)} elsewhere, about"
    if items < config.score_items:
        return f"about {items} items each, as a rung holds no {config.score_items},"
    return f"{items} items each,"
