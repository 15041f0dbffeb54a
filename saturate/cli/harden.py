"""``saturate harden``: harder variants of an lm-eval task, or what fits which task."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from pydantic import Field

from saturate.config.base import Settings
from saturate.errors import SaturateError

if TYPE_CHECKING:
    from rich.console import Console

    from saturate.harden.rungs import Rung
    from saturate.harden.tasks.configs import TaskFile


class HardenSettings(Settings):
    """How a task is made harder, and what is shown and written of it."""

    operator: str | None = None
    """compose (k items at once), options (k more wrong options), distract (k irrelevant
    statements), shots (k fewer few-shot examples). Without it, says which of them fit."""
    rungs: int | None = None
    """Highest rung (default: 6; all of them for shots)."""
    data: Path | None = None
    """Folder with the task's splits as SPLIT.jsonl or SPLIT.parquet, in the original columns
    (default: the hub)."""
    samples: Annotated[int, Field(ge=0), Parameter(name=["--samples", "-n"])] = 3
    """Samples to print of each rung."""
    items: Annotated[int, Field(ge=1)] | None = None
    """With --out: write only so many items a rung, the same on every rung."""
    shots: Annotated[int, Field(ge=0)] | None = None
    """Few-shot examples to start from, where the task sets none."""
    out: Path | None = None
    """Write the rungs into this new folder, which plain lm_eval --include_path runs."""
    list_tasks: Annotated[bool, Parameter(name="--list", negative="")] = False
    """Tell for every task of the installed lm-eval which operators fit and why not."""
    match: str = ""
    """With --list: only tasks whose name holds this."""


def harden(
    task: str | None = None,
    /,
    *,
    settings: Annotated[HardenSettings, Parameter(name="*")] = HardenSettings(),
) -> None:
    """Grow a ladder from an lm-eval task's own items, and show samples of every rung.

    Refuses with a reason where an operator is not sound for the task.

    Parameters
    ----------
    task
        A task of the installed lm-eval by name, or the path of a task's YAML.
    """
    from rich.console import Console

    _check_asked(task, settings)
    console = Console(soft_wrap=True, highlight=False)
    if settings.list_tasks:
        from saturate.cli.harden_list import print_coverage

        print_coverage(console, settings.match)
    elif task is None:
        raise SaturateError("Name a task, as in `saturate harden gsm8k`, or give --list.")
    elif settings.operator is None:
        print_fits(console, task, settings.shots)
    else:
        grow(console, task, settings.operator, settings)


def _check_asked(task: str | None, settings: HardenSettings) -> None:
    """Refuse what would have no effect."""
    rest = settings.given().keys() - {"list_tasks", "match"}
    if not settings.list_tasks and settings.match:
        raise SaturateError("--match is about --list; give both, or leave it out.")
    if settings.list_tasks and task is not None:
        raise SaturateError(f"--list tells of every task; leave it out, or give --match {task}.")
    if settings.list_tasks and (flag := settings.given_flag(rest)):
        raise SaturateError(f"--list tells which operators fit; leave out {flag}.")
    if settings.operator is None and (flag := settings.given_flag(rest - {"shots"})):
        raise SaturateError(f"{flag} is about rungs, which an operator makes; give --operator too.")
    if settings.out is None and settings.items is not None:
        raise SaturateError("--items is about what is written; give --out too.")


def print_fits(console: Console, name: str, shots: int | None) -> None:
    """Say which operators a task's configuration allows."""
    from rich.markup import escape

    from saturate.harden.tasks.facts import OPERATORS, Fit, facts_of, judge

    allowed = {Fit.PROVEN: "fits", Fit.CHECKED: "fits, if the documents pass its checks"}
    facts = facts_of(_task(name, shots))
    for operator in OPERATORS:
        judgement = judge(facts, operator)
        said = allowed.get(judgement.fit) or f"no: {judgement.reason}"
        console.print(f"{operator:9} {escape(said)}")


def grow(console: Console, name: str, operator: str, settings: HardenSettings) -> None:
    """Make the rungs of a ladder, print samples, and write them where a folder is given.

    Raises:
        Unsound: The operator is not sound for the task.
        SaturateError: The task, its data or the folder cannot be used.
    """
    from rich.markup import escape

    from saturate.harden.folder import write_folder
    from saturate.harden.rungs import check_operator, make_rung, open_operator
    from saturate.harden.tasks.facts import Fit, facts_of, judge
    from saturate.harden.tasks.source import Source, Unsound
    from saturate.scoring.command import lm_eval_line
    from saturate.storage.outputs import check_new_folder

    out = settings.out
    if out is not None:
        check_new_folder(out)
    task = _task(name, settings.shots)
    judgement = judge(facts_of(task), check_operator(operator))
    if judgement.fit is Fit.REFUSED:  # known without its data
        raise Unsound(f"{operator} is not sound for task {task.name!r}: {judgement.reason}.")
    source = Source(task, settings.data)
    hardened = open_operator(source, operator, settings.rungs)
    console.print(
        f"{source.name}, {operator}: {hardened.axis}; rungs 1 to {hardened.top}, "
        f"{len(hardened.items)} of {len(source.items)} items.",
        markup=False,
    )
    for note in source.notes:
        console.print(f"  {note}.", markup=False)
    for reason, count in sorted(hardened.left_out.items(), key=lambda pair: -pair[1]):
        console.print(f"  left out, {count}: {escape(reason)}.")
    made: list[Rung] = []
    for number in range(1, hardened.top + 1):
        rung = make_rung(hardened, number, settings.samples if out is None else settings.items)
        _print_samples(console, rung, settings.samples)
        made.append(rung)
    if out is not None:
        names = write_folder(out, hardened, made)
        told = f"\nWrote {len(made)} rungs of {len(made[0].documents)} items. Run them with:\n"
        console.print(told + lm_eval_line(out, names[0], source.facts.code), markup=False)


def _task(name: str, shots: int | None) -> TaskFile:
    from saturate.harden.tasks.configs import find_task

    task = find_task(name)
    return task if shots is None else task._replace(config={**task.config, "num_fewshot": shots})


def _print_samples(console: Console, rung: Rung, samples: int) -> None:
    from rich.markup import escape

    for place, one in enumerate(rung.items[:samples], 1):
        console.print(f"\n[bold]rung {rung.number}, sample {place}[/bold]")
        item = one.item
        if rung.config.get("num_fewshot"):
            console.print(f"[dim]({rung.config['num_fewshot']} few-shot examples first)[/dim]")
        if item.text:
            console.print(escape(item.text))
        if item.choices is not None:
            for index, choice in enumerate(item.choices):
                console.print(f"  {'*' if index == item.gold else ' '} {escape(choice)}")
            if item.blank is not None:  # each choice is a prompt
                console.print(f"[bold]followed by:[/bold] {escape(str(item.target))}")
        else:
            target = item.target[0] if isinstance(item.target, list) else item.target
            console.print(f"[bold]right:[/bold] {escape(str(target))}")
