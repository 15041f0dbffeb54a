"""From a command line's settings to a finished run: fill in, plan, loop, results, report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from saturate.bench import Bench
from saturate.collect import collect, round_so_far
from saturate.config import RunConfig
from saturate.display import Display, accuracy_table, print_table
from saturate.examining import Examining
from saturate.growing import Growing
from saturate.learning import Learning
from saturate.loop import Loop
from saturate.models import load, model_digest, resolve
from saturate.plan import keep_plan, make_plan, plan_lines
from saturate.prospect import prospect, prospect_line
from saturate.registry import load_ladder
from saturate.results import ModelResult, Results, Round, write_results
from saturate.schedule import TimeLeft
from saturate.settings import default_folder
from saturate.store import RunFolder
from saturate.summary import summary_lines
from saturate.trackers import Team


def execute(
    config: RunConfig, out: Path | None, command: str, console: Console, dry_run: bool = False
) -> Results | None:
    """Run, or show the plan alone.

    Returns:
        The results; ``None`` after a dry run.
    """
    folder = RunFolder(out or default_folder(config), warn=lambda text: _print(console, text))
    settings = config.model_dump(mode="json")
    folder.check(settings)
    ladder = load_ladder(config.ladder, config.benchmark_data)
    ladder.notes()  # reads its data: a fault of theirs is told before a model is loaded
    path, *_ = [resolve(name, member) for member, name in enumerate(config.model_names)]
    loaded = load(path)
    plan = make_plan(config, ladder, loaded)
    can_win = prospect_line(prospect(loaded, ladder, config, plan.costs.tokens_a_second), config)
    for line in [*plan_lines(config, ladder, loaded, plan), can_win, f"Folder     {folder.path}"]:
        _print(console, line)
    if dry_run:
        return None
    model = ModelResult(
        name=config.model,
        parameters=loaded.model.num_parameters(),
        digest=model_digest(path),
        known_rungs=loaded.known_rungs,
    )
    del loaded
    folder.claim(settings)
    keep_plan(folder.path, config, plan.seconds)

    def results(rounds: Mapping[tuple[str, int], Round] | None = None) -> Results:
        return collect(
            folder.path, config, ladder, model, command, examining.skipped.get("original"), rounds
        )

    growing = Growing(folder.path, results)

    def after_round(arm: str, number: int) -> Round:
        found = round_so_far(folder.path, arm, number, config, ladder)
        growing.add(arm, number, found)
        trackers.round(arm, found)
        return found

    display = Display(console, after_round, TimeLeft(plan.stages))
    trackers = Team(config.report_to, folder.path, settings, ladder.describe().axis, display.note)
    bench = Bench(config, folder, display)
    examining = Examining(bench)
    with folder.lock():
        trackers.try_out()
        with display.running():
            Loop(bench, Learning(bench, trackers), examining).run()
        bench.release()
        found = results()
        write_results(folder.path, found)
        from saturate.reports import write_report

        report = write_report(found, folder.path / "report.html")
    if not console.is_terminal:
        table = accuracy_table([(a.arm, r) for a in found.arms for r in a.rounds])
        print_table(console, table)
    for line in summary_lines(found):
        _print(console, line)
    _print(console, f"Report     {report}")
    return found


def _print(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
