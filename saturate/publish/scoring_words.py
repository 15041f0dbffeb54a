"""How a run's rungs were scored, in words of its cards, and why no task is frozen where none is."""

from __future__ import annotations

import shlex

from saturate.results.schema import Results


def played(results: Results) -> bool:
    """Whether the rungs were played turn by turn, which no lm-eval task does."""
    return results.config.get("play") == "turns"


def how_scored(results: Results) -> str:
    """How the model answered, how that was read, and who read it."""
    if played(results):
        return "Played greedily, turn by turn, and scored by saturate: lm-eval asks once."
    read = "Greedy answers, read in the format that was asked for"
    if results.ladder.choices:
        read = "Choices read by log-likelihood, by the task's own metric"
    harness = f"lm-evaluation-harness {results.versions.get('lm-eval', '')}".strip()
    return f"{read}, scored by {harness}."


def why_no_tasks(results: Results) -> str:
    """Why the scored documents are not published."""
    ladder = results.ladder
    if played(results):
        return "they were played turn by turn, and a frozen task would ask once"
    return (
        f"they are items of `{ladder.benchmark}`, {ladder.source}. `saturate export {ladder.name}` "
        "makes the rungs of them"
    )


def prompt_flags(results: Results, chats: bool) -> str:
    """Flags by which lm_eval puts a question as the run did.

    Args:
        results: Of the run.
        chats: Whether the model has a chat template, by which a run puts every question.
    """
    if not chats:
        return ""
    said = results.config.get("system_instruction")
    flags = ["--apply_chat_template", *(["--system_instruction", said] if said else [])]
    return shlex.join(flags)
