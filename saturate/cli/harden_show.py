"""What ``saturate harden`` prints: which operators fit a task, and samples of every rung."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape

from saturate.harden.folder import write_folder
from saturate.harden.rungs import Rung, check_operator, make_rung, open_operator
from saturate.harden.tasks.configs import TaskFile, find_task
from saturate.harden.tasks.facts import OPERATORS, Fit, facts_of, judge
from saturate.harden.tasks.source import Source, Unsound
from saturate.scoring.command import lm_eval_line
from saturate.storage.outputs import check_new_folder

_SAID = {
    Fit.PROVEN: "fits",
    Fit.CHECKED: "fits, if the documents pass its checks",
}


def print_fits(console: Console, name: str, shots: int | None) -> None:
    """Say which operators a task's configuration allows."""
    facts = facts_of(_task(name, shots))
    for operator in OPERATORS:
        judgement = judge(facts, operator)
        said = _SAID.get(judgement.fit) or f"no: {judgement.reason}"
        console.print(f"{operator:9} {escape(said)}")


def grow(
    console: Console,
    name: str,
    operator: str,
    rungs: int | None,
    data: Path | None,
    samples: int,
    items: int | None,
    shots: int | None,
    out: Path | None,
) -> None:
    """Make the rungs of a ladder, print samples, and write them where a folder is given.

    Raises:
        Unsound: The operator is not sound for the task.
        SaturateError: The task, its data or the folder cannot be used.
    """
    if out is not None:
        check_new_folder(out)
    task = _task(name, shots)
    judgement = judge(facts_of(task), check_operator(operator))
    if judgement.fit is Fit.REFUSED:  # known without its data
        raise Unsound(f"{operator} is not sound for task {task.name!r}: {judgement.reason}.")
    source = Source(task, data)
    hardened = open_operator(source, operator, rungs)
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
        rung = make_rung(hardened, number, items if out is not None else samples)
        _print_samples(console, rung, samples)
        made.append(rung)
    if out is not None:
        names = write_folder(out, hardened, made)
        told = f"\nWrote {len(made)} rungs of {len(made[0].documents)} items. Run them with:\n"
        console.print(told + lm_eval_line(out, names[0]), markup=False)


def _task(name: str, shots: int | None) -> TaskFile:
    task = find_task(name)
    return task if shots is None else task._replace(config={**task.config, "num_fewshot": shots})


def _print_samples(console: Console, rung: Rung, samples: int) -> None:
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
        else:
            target = item.target[0] if isinstance(item.target, list) else item.target
            console.print(f"[bold]right:[/bold] {escape(str(target))}")
