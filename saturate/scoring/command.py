"""What lm_eval's command line is told of a written folder: names it takes, and the line itself."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from saturate.ladder import stable_hash

_UNSAFE = re.compile(r"[^\w.-]+")
_MAX_BYTES = 100
"""Of a name in file names, which may have 255 with what lm-eval adds."""


def safe_name(name: str) -> str:
    """A name as part of a task's, of which lm-eval makes file names.

    Slashes, blanks and signs that a shell or ``--tasks`` reads otherwise become ``_``. A name that
    is cut ends in a hash of the whole.
    """
    safe = _UNSAFE.sub("_", name)
    if len(safe.encode()) <= _MAX_BYTES:
        return safe
    cut = safe.encode()[:_MAX_BYTES].decode(errors="ignore")
    return f"{cut}_{stable_hash('task', name):016x}"


def lm_eval_line(folder: Path, tasks: str, programs: bool = False) -> str:
    """The command line.

    Args:
        folder: What ``--include_path`` takes.
        tasks: A task or a group in it.
        programs: Whether scoring runs what a model writes, which lm-eval wants confirmed.
    """
    words = ["lm_eval", "--include_path", str(folder), "--tasks", tasks]
    words += ["--confirm_run_unsafe_code"] if programs else []
    return f"{shlex.join(words)} --model hf --model_args pretrained=..."
