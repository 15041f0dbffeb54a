"""A run, once its settings are resolved: plan, rounds, results, report."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from rich.console import Console

from saturate.config.held_settings import ASKED_CONTENT, folder_settings
from saturate.config.run_config import RunConfig
from saturate.errors import when_stopped
from saturate.ladder import Ladder
from saturate.models.engines import be_ready
from saturate.models.loading import load
from saturate.models.memory import free_memory
from saturate.models.naming import resolve_all
from saturate.registry import load_ladder
from saturate.reports.charts.accuracy_page import round_chart
from saturate.reports.pages.run import write_report
from saturate.results.schema import ModelResult, Results, Round
from saturate.results.terminal import accuracy_table, print_line, print_table, print_whole
from saturate.rounds.context import RunContext
from saturate.run.arms import AtWork, climb
from saturate.run.collect import RunFacts, SoFar, collect
from saturate.run.defaults import default_folder
from saturate.run.fitting import check_data, check_trained
from saturate.run.held_benchmark import asked_digest, check_benchmark
from saturate.run.held_models import keep_models, unchanged_models, with_commit
from saturate.run.partial_results import PartialResults
from saturate.run.plan import Plan, keep_plan, make_plan, plan_lines
from saturate.run.progress import ProgressDisplay
from saturate.run.prospect import prospect, prospect_line
from saturate.run.read_round import read_round
from saturate.run.summary import summary_lines
from saturate.run.time_left import TimeLeft
from saturate.scoring.guessing import guessed_shares
from saturate.storage.answers import forget_answers
from saturate.storage.files import disk_errors
from saturate.storage.layout import BASE, RUN, SERVER_ANSWERS, Place, StageName
from saturate.storage.stages import FolderSettings, RunFolder
from saturate.trackers import Trackers
from saturate.training.carry_out import check_place


@when_stopped("The same command continues after the last complete stage.")
def execute(
    config: RunConfig,
    out: Path | None,
    command: str,
    console: Console,
    dry_run: bool = False,
    jobs: int | None = None,
) -> Results | None:
    """Run, or show the plan alone.

    Args:
        config: The run.
        out: Its folder; one named after the run by default.
        command: The command line, for the results.
        console: Where it is shown.
        dry_run: Show the plan and stop.
        jobs: Most processes at work (:func:`saturate.run.lanes.processes_for`).

    Returns:
        The results; ``None`` after a dry run.
    """
    check_trained(config)
    be_ready(config.engine, config.model_options)
    check_place(config)
    folder = RunFolder(out or default_folder(config), warn=lambda text: print_line(console, text))
    ladder = load_ladder(config.ladder, config.benchmark_data)
    check_data(config, ladder)
    settings = folder_settings(config)
    folder.check(settings)
    asked = asked_digest(config, ladder)
    check_benchmark(folder.path, asked)
    settings = settings._replace(values={**settings.values, ASKED_CONTENT: asked})
    run = _Run(with_commit(config, folder.path), folder, settings, command, console)
    if dry_run:
        _planned(run, jobs)
        return None
    with folder.lock():  # before anything is timed, or written over what another process planned
        return _carried_out(run, jobs)


class _Run(NamedTuple):
    """What :func:`execute` was asked for."""

    config: RunConfig
    folder: RunFolder
    settings: FolderSettings
    command: str
    console: Console


class _Planned(NamedTuple):
    """A plan, and what was found for it."""

    ladder: Ladder
    plan: Plan
    parameters: int
    """Of the model that is trained."""
    known_rungs: dict[str, int]
    """What it was taught, by ladder."""


def _planned(run: _Run, jobs: int | None) -> _Planned:
    """Load the model, make the plan, and show it."""
    config, console = run.config, run.console
    ladder = load_ladder(config.ladder, config.benchmark_data)
    ladder.notes()  # reads its data: a fault of theirs is told before a model is loaded
    path, *_ = resolve_all(config.model_names, config.ladder)
    if config.trust_remote_code:
        print_line(console, f"Warning    code that {config.model} brings runs on this machine")
    loaded = load(path, config.model_options)
    plan = make_plan(config, ladder, loaded, jobs)
    can_win = prospect(loaded, ladder, config, plan.costs.tokens_a_second)
    lines = [*plan_lines(config, ladder, loaded, plan), prospect_line(can_win, config)]
    for line in [*lines, f"Folder     {run.folder.path}"]:
        print_line(console, line)
    return _Planned(ladder, plan, loaded.model.num_parameters(), loaded.known_rungs)


def _carried_out(run: _Run, jobs: int | None) -> Results:
    """Plan, and take the run from its first round to its report; its folder is held."""
    config, folder, settings, command, console = run
    models = unchanged_models(config, folder.path)
    ladder, plan, parameters, known_rungs = _planned(run, jobs)
    free_memory()  # for the model that is trained, or a worker that answers on the same GPU
    print_whole(console, f"Live       saturate report --live {quote(str(folder.path))}")
    if not (folder.path / RUN).exists():  # which is written last: what has one has its models
        keep_models(folder.path, models)
    folder.claim(settings)
    keep_plan(folder.path, config, plan.stage_seconds)

    low, high = config.score_rungs
    guessed = guessed_shares(ladder, range(low, high + 1), config.full_items)
    model = ModelResult(
        name=config.model,
        parameters=parameters,
        digest=models[0].digest,
        known_rungs=known_rungs,
    )
    facts = RunFacts(folder.path, config, ladder, model, command, guessed)

    def build_results(rounds: SoFar, ended: bool) -> Results:
        return collect(facts, context.not_scored.get(StageName.ORIGINAL), rounds, ended)

    so_far = PartialResults(folder.path, config, build_results)

    def after_round(place: Place) -> Round:
        read = read_round(folder.path, place, config, ladder)
        so_far.add(place, read)
        trackers.round(place.arm, read.result)
        return read.result

    display = ProgressDisplay(console, after_round, TimeLeft(plan.stages, plan.processes))
    chart = partial(round_chart, ladder.describe().axis)
    trackers = Trackers(config.report_to, folder.path, settings.values, chart, display.note)
    at_work = AtWork.of(plan.processes)
    context = RunContext(config, folder, display, trackers, pool=at_work.pool, base=models)
    trackers.try_out()
    with so_far.whole(), display.running():
        climb(context, at_work, parameters)
    # What the base model labelled for later replay came after it was shown, and has its cost.
    results = so_far.end(BASE, read_round(folder.path, BASE, config, ladder))
    with disk_errors(folder.path):
        report = write_report(results, folder.path / "report.html")
    forget_answers(folder.path / SERVER_ANSWERS)
    _tell_end(console, results, report)
    return results


def _tell_end(console: Console, results: Results, report: Path) -> None:
    """The rounds as a table, where no display showed them, and the summary."""
    if not console.is_terminal:
        rounds = [(arm.arm, one) for arm in results.arms for one in arm.rounds]
        print_table(console, accuracy_table(rounds))
    for line in [*summary_lines(results), f"Report     {report}"]:
        print_line(console, line)
