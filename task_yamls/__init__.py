"""lm-eval tasks of the ladders. ``folder()`` is what ``lm_eval --include_path`` takes."""

from pathlib import Path


def folder() -> Path:
    """The folder with the task YAMLs."""
    return Path(__file__).parent
