"""The lm_eval command that runs a written folder, as a person can paste it into a shell."""

from __future__ import annotations

import shlex
from pathlib import Path


def lm_eval_line(folder: Path, tasks: str) -> str:
    """The command line.

    Args:
        folder: What ``--include_path`` takes.
        tasks: A task or a group in it.
    """
    words = ["lm_eval", "--include_path", str(folder), "--tasks", tasks]
    return f"{shlex.join(words)} --model hf --model_args pretrained=..."
