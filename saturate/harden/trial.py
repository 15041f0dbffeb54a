"""Tries a written folder where nothing but lm-eval helps it: a fresh process, somewhere else.

What it shows and how it scores there has to be what the rungs show and score here.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from saturate.errors import SaturateError
from saturate.harden import fresh
from saturate.harden.rungs import Rung, build
from saturate.scoring.lm_eval_log import quiet_lm_eval

_TIMEOUT_SECONDS = 600


def try_folder(folder: Path, rungs: Sequence[Rung], sources: Sequence[Path]) -> None:
    """Load the first and the last rung as lm-eval will, and compare them with those here.

    Args:
        folder: The written folder.
        rungs: What was written.
        sources: Folders of the functions that were copied; nothing may be read there any more.

    Raises:
        SaturateError: lm-eval cannot load them, they need what is not in the folder, or show or
            score something else.
    """
    ends = {rung.name: rung for rung in (rungs[0], rungs[-1])}
    name = rungs[0].name
    told = _fresh(folder, sources, list(ends))
    if "error" in told:
        raise _refusal(name, told["error"].splitlines()[0][:300])
    if told["outside"]:
        raise _refusal(name, f"its functions read {told['outside'][0]}, outside the folder")
    for rung in ends.values():
        if told["sizes"][rung.name] != len(rung.documents):
            raise _refusal(rung.name, "they hold fewer documents than were written")
        _compare(rung, told["told"][rung.name])


def _fresh(folder: Path, sources: Sequence[Path], names: list[str]) -> dict[str, Any]:
    spec = find_spec("lm_eval")
    assert spec is not None and spec.origin is not None
    given = {
        "home": str(Path(spec.origin).parents[1]),
        "folder": str(folder),
        "sources": [str(source) for source in sources],
        "names": names,
    }
    with tempfile.TemporaryDirectory() as elsewhere:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-B", str(fresh.__file__), json.dumps(given)],
                cwd=elsewhere,
                capture_output=True,
                text=True,
                check=False,
                timeout=_TIMEOUT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return {"error": f"a process that loads them was not done in {_TIMEOUT_SECONDS} s"}
    try:
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        last = (done.stderr.strip().splitlines() or ["without a word"])[-1]
        return {"error": f"a process that loads them ended ({last})"}
    return told


def _compare(rung: Rung, there: list[Any]) -> None:
    with quiet_lm_eval():
        here, again = (json.loads(json.dumps(fresh.read(build(rung)))) for _ in range(2))
    if here == there or here != again:  # functions that draw at random cannot be compared
        return
    for (prompts, scores), (prompts_there, scores_there) in zip(here, there, strict=True):
        if prompts != prompts_there:
            raise _refusal(rung.name, "their prompts differ from those made here")
        for key, score in scores.items():
            if scores_there[key] != score:
                raise _refusal(
                    rung.name, f"an answer scores {scores_there[key]} there and {score} here"
                )


def _refusal(name: str, why: str) -> SaturateError:
    return SaturateError(
        f"The rungs of {name} cannot be written so that lm-eval alone runs them ({why}). Put what "
        "the task's functions need beside them, and let them find it from their own place "
        "(__file__)."
    )
