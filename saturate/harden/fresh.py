"""Loads tasks of a written folder in a process of its own, and tells what came of it.

Run as a script, it imports nothing of this package, from another working folder and without what
lies beside it: ``python -I fresh.py JSON`` prints one line of JSON.
:func:`read` is the same in this process, for comparison.
"""

import io
import json
import os
import sys
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

_DOCUMENTS = 2


def read(task: Any) -> list[Any]:
    """What a task shows and how it scores: its first documents, answered by their own targets.

    Args:
        task: An lm-eval task on a rung.

    Returns:
        For each document its prompts, and its scores by filter (what cannot be scored by the
        target says which error that raised).
    """
    task.set_fewshot_seed(seed=0)
    task.build_all_requests(limit=_DOCUMENTS)
    choice = task.OUTPUT_TYPE == "multiple_choice"
    for number, request in enumerate(task.instances):
        said = (-1.0 - number % 3, False) if choice else str(request.doc["hard_target"])
        request.resps = [said] * request.repeats
    task.apply_filters()
    told: dict[int, Any] = {}
    for request in task.instances:
        one = told.setdefault(request.doc_id, {"prompts": [], "doc": request.doc, "filtered": {}})
        one["prompts"].append(str(request.args[0]))
        for name, given in request.filtered_resps.items():
            one["filtered"].setdefault(name, []).append(given)
    return [
        [one["prompts"], {name: _score(task, one["doc"], given) for name, given in
                          one["filtered"].items()}]
        for one in told.values()
    ]  # fmt: skip


def _score(task: Any, doc: Any, given: list[Any]) -> str:
    if getattr(task, "UNSAFE_CODE", False):
        return "not run"  # lm-eval asks before it runs programs, published ones too
    try:
        return repr(sorted(task.process_results(doc, given).items()))
    except Exception as error:  # an answer that the task's own function cannot take
        return f"{type(error).__name__}: {error}"


def _watch(sources: list[str]) -> set[str]:
    """Note which files are opened below the folders that the functions came from."""
    opened: set[str] = set()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str | bytes):
            path = Path(os.fsdecode(arguments[0])).absolute()
            if _below(path, sources):
                opened.add(str(path))

    sys.addaudithook(hook)
    return opened


def _below(path: Path, folders: Iterable[str]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _main(home: str, folder: str, sources: list[str], names: list[str]) -> dict[str, Any]:
    if home not in sys.path:
        sys.path.append(home)
    sys.modules["saturate"] = None  # type: ignore[assignment]
    own = [folder, sys.prefix, sys.base_prefix, *sys.path]
    opened = _watch(sources)
    from lm_eval.tasks import TaskManager

    tasks = TaskManager(include_path=folder, include_defaults=False).load(names)["tasks"]
    told = {name: read(tasks[name]) for name in names}
    modules = {getattr(module, "__file__", None) for module in sys.modules.values()}
    files = {str(Path(file).absolute()) for file in modules | opened if file and file != __file__}
    return {
        "told": told,
        "sizes": {name: len(tasks[name].eval_docs) for name in names},
        "outside": sorted(file for file in files if not _below(Path(file), own)),
    }


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    quiet = io.StringIO()
    try:
        with redirect_stdout(quiet), redirect_stderr(quiet):
            answer = _main(**given)
    except BaseException as error:  # whatever a user's function raises, SystemExit too
        answer = {"error": f"{type(error).__name__}: {error}"}
    print("\n" + json.dumps(answer))
