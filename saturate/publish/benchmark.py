"""Writes a frozen benchmark: complete under its final name, or not there at all."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, NamedTuple

from saturate import numbers
from saturate.config.fields import Framework
from saturate.errors import SaturateError
from saturate.harden.ladder import HardenedLadder
from saturate.ladder import Ladder, Problem, Split
from saturate.publish import frozen
from saturate.publish.benchmark_card import card
from saturate.publish.bridges import write_bridge
from saturate.publish.frozen_tasks import last_number_filter, write_tasks
from saturate.publish.hardened import write_hardened
from saturate.registry import load_ladder, require_rung
from saturate.scoring.command import safe_name
from saturate.storage.atomic import atomic_folder
from saturate.storage.files import disk_errors, write_json, write_rows
from saturate.storage.outputs import check_new_folder
from saturate.task_yamls import folder
from saturate.task_yamls.documents import independent_problems
from saturate.task_yamls.generate import read_pins

Format = Literal["jsonl", "parquet"]
MANIFEST = "benchmark.json"
SUMS = "SHA256SUMS"
_CANARY = uuid.UUID("8f3b5d4a-6a53-5c0e-9d5c-1f1a0e6c2f77")
"""Namespace of canaries; each is made from its benchmark's content."""


class BenchmarkRequest(NamedTuple):
    """What to freeze."""

    ladder: str
    first: int
    last: int
    items: int = 500
    """Problems a rung; fewer where a rung holds fewer."""
    seed: int = 0
    """Which problems; 0 for those that runs score."""
    form: Format = "jsonl"
    chosen: str = ""
    """Why these rungs, for the card."""
    data: Path | None = None
    """Folder of published items, for ladders that grow out of them."""
    framework: Framework = "lm-eval"
    """What runs it beside lm-eval."""


class FrozenBenchmark(NamedTuple):
    """A frozen benchmark."""

    path: Path
    name: str
    """Of the lm-eval group, and of the benchmark."""
    sizes: dict[int, int]
    """Problems by rung."""
    canary: str
    """Empty for a hardened task, whose items others have published."""


def freeze(request: BenchmarkRequest, out: Path) -> FrozenBenchmark:
    """Write a frozen benchmark.

    Every gold answer is computed once more by the ladder's independent solver.

    Raises:
        SaturateError: A rung is out of range, a number is, or the folder is in use.

    Rungs of a hardened task get its own tasks (:mod:`.hardened`), without card and checksums.
    """
    check_new_folder(out)
    ladder = load_ladder(request.ladder, request.data)
    check_freezable(ladder)
    for rung in (request.first, request.last):
        require_rung(ladder.describe(), rung)
    if request.items < 1 or request.seed < 0:
        raise SaturateError("--items must be 1 or more, and --seed 0 or more.")
    if request.framework != "lm-eval":
        _check_bridge(ladder, request)
    problems = {
        rung: _checked(ladder, rung, "score", request)
        for rung in range(request.first, request.last + 1)
    }
    if isinstance(ladder, HardenedLadder):
        name = write_hardened(ladder, problems, request.form, out)
        return FrozenBenchmark(out, name, {rung: len(problems[rung]) for rung in problems}, "")
    with disk_errors(out), atomic_folder(out) as partial:
        done = _write(partial, ladder, request, problems)
        check_new_folder(out)
    return done._replace(path=out)


def check_freezable(ladder: Ladder) -> None:
    """See that answers on a ladder can be scored without saturate.

    Raises:
        SaturateError: They cannot.
    """
    info, pattern = ladder.describe(), ladder.pattern()
    if pattern is not None and (fault := pattern.fault()) is not None:
        raise SaturateError(
            f"The pattern of {info.name}, by which a frozen benchmark reads answers, is no regular "
            f"expression ({fault}); mend it."
        )
    if info.acts:
        raise SaturateError(
            f"Answers on {info.name} are carried out, which takes saturate, and a frozen "
            f"benchmark is read without it; name the ladder, its rungs and the version of saturate "
            "instead."
        )


def _check_bridge(ladder: Ladder, request: BenchmarkRequest) -> None:
    if isinstance(ladder, HardenedLadder):
        raise SaturateError(
            f"The rungs of {request.ladder} are scored by their task's own filters and metric, "
            "which lm-eval has; leave out --for."
        )
    if request.form != "jsonl":
        raise SaturateError("--for reads JSON lines; leave out --format.")


def _checked(ladder: Ladder, rung: int, split: Split, request: BenchmarkRequest) -> list[Problem]:
    problems: list[Problem] = independent_problems(ladder, rung, split, request.items, request.seed)
    pattern = ladder.pattern()
    for problem in problems:
        if not _confirmed(ladder, problem):
            raise SaturateError(
                f"Problem {problem.key} on rung {rung} of {request.ladder} has an answer that its "
                "solver does not confirm; nothing was written."
            )
        if pattern is not None and pattern.find(problem.solution) != problem.answer:
            raise SaturateError(
                f"The pattern of {request.ladder}, by which a frozen benchmark reads answers, does "
                f"not find the one of problem {problem.key} on rung {rung} in its worked solution; "
                f"nothing was written. saturate check-ladder {request.ladder} says more."
            )
    return problems


def _confirmed(ladder: Ladder, problem: Problem) -> bool:
    try:
        return ladder.solve(problem.question) == problem.answer
    except ValueError:  # how a solver says that a question is none of the ladder's
        return False


def _write(
    path: Path, ladder: Ladder, request: BenchmarkRequest, problems: Mapping[int, Sequence[Problem]]
) -> FrozenBenchmark:
    keys = [problem.key for rung in problems for problem in problems[rung]]
    documents = read_pins(folder()).get(request.ladder)
    number = 1 if documents is None else documents.version
    content = json.dumps([request.ladder, number, keys])
    canary = f"saturate canary {uuid.uuid5(_CANARY, content)}"
    name = f"frozen_{safe_name(request.ladder)}"
    info, pattern = ladder.describe(), ladder.pattern()
    files = {rung: f"data/rung_{rung:02d}.{request.form}" for rung in problems}
    (path / "data").mkdir()
    for rung, file in files.items():
        _write_rows(path / file, [_row(ladder, one, canary) for one in problems[rung]])
    facts = {
        "name": name,
        "ladder": request.ladder,
        "version": number,
        "rungs": {str(rung): len(problems[rung]) for rung in problems},
        "files": {str(rung): file for rung, file in files.items()},
        "split": "score",
        "seed": request.seed,
        "canary": canary,
        "chosen": request.chosen,
        "instruction": info.instruction,
        "reading": {
            "regex": None if pattern is None else pattern.regex,
            "match": 0 if pattern is None else pattern.match,
            "integer": pattern is not None and pattern.integer,
            "last": last_number_filter(ladder),
        },
        "saturate": version("lm-saturate"),
    }
    write_json(path / MANIFEST, facts)
    write_tasks(path, ladder, name, number, files)
    for module in (frozen, numbers):
        code = Path(str(module.__file__))
        shutil.copyfile(code, path / code.name)

    def rows(split: str, rung: int) -> list[dict[str, Any]]:
        found = problems[rung] if split == "score" else _checked(ladder, rung, "train", request)
        return [_row(ladder, one, canary) for one in found]

    write_bridge(path, request.framework, facts, rows)
    (path / "README.md").write_text(card(info, facts, problems[request.first][0]), "utf-8")
    sums = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(path).as_posix()}\n"
        for file in sorted(path.rglob("*"))
        if file.is_file()
    ]
    (path / SUMS).write_text("".join(sums), "utf-8")
    return FrozenBenchmark(path, name, {rung: len(problems[rung]) for rung in problems}, canary)


def _row(ladder: Ladder, problem: Problem, canary: str) -> dict[str, Any]:
    return {
        "id": problem.key,
        "ladder": problem.ladder,
        "rung": problem.rung,
        "question": problem.question,
        "prompt": ladder.prompt(problem.question),
        "solution": problem.solution,
        "answer": problem.answer,
        "canary": canary,
    }


def _write_rows(file: Path, rows: list[dict[str, Any]]) -> None:
    if file.suffix == ".jsonl":
        write_rows(file, rows)
        return
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist(rows), file)
