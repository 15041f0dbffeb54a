"""Thoughts of reasoning models: found by the marks of their template, and cut off before answers.

A thought that does not end holds no answer: what is written after it counts, or nothing does.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Marks(NamedTuple):
    """What begins and ends a thought."""

    begin: str
    end: str


class Written(NamedTuple):
    """What a model wrote, in its parts."""

    thought: str
    """All up to the answer, marks included; empty where it answers at once."""
    answer: str
    """What follows, up to a stop text."""
    finished: bool
    """Whether there is an answer, and it came to its end."""


_KNOWN = (
    Marks("<think>", "</think>"),
    Marks("[THINK]", "[/THINK]"),
    Marks("<|START_THINKING|>", "<|END_THINKING|>"),
)


def thought_marks(tokenizer: Any) -> Marks | None:
    """The marks that a chat template speaks of; ``None`` for a model that does not reason."""
    template = str(tokenizer.chat_template or "")
    return next((marks for marks in _KNOWN if marks.end in template), None)


def marks_are_special(tokenizer: Any, marks: Marks | None) -> bool:
    """Whether decoding that skips special tokens would lose the marks."""
    return marks is not None and marks.end in tokenizer.all_special_tokens


def may_think(marks: Marks | None, prompt: str) -> bool:
    """Whether a thought may follow a prompt: there are marks, and the prompt ends with no thought.

    Templates switch thinking off by an empty thought at the end.
    """
    return marks is not None and not prompt.rstrip().endswith(marks.end)


def is_open(marks: Marks | None, prompt: str) -> bool:
    """Whether a prompt has begun a thought that the model goes on with."""
    return marks is not None and prompt.rfind(marks.begin) > prompt.rfind(marks.end)


def opens_thought(prompt: str) -> bool:
    """Whether a chat template has begun a thought by itself."""
    return any(is_open(marks, prompt) for marks in _KNOWN)


def without_thought(text: str) -> str:
    """What follows the thought in a text that is known to have come to its end."""
    ends = [text.rfind(marks.end) + len(marks.end) for marks in _KNOWN if marks.end in text]
    return text[max(ends) :].lstrip() if ends else text


def part(
    marks: Marks | None, prompt: str, text: str, stop: tuple[str, ...], ended: bool
) -> Written:
    """Part what a model wrote into thought and answer.

    Args:
        marks: Of its thoughts, if it reasons.
        prompt: What it was given.
        text: What it wrote.
        stop: Texts that end an answer, and are cut from it; a thought may hold them.
        ended: Whether the model ended by itself.
    """
    thought, answer = "", text
    if marks is not None and marks.end in text:
        before, mark, after = text.rpartition(marks.end)
        answer = after.lstrip()
        thought = f"{before}{mark}{after[: len(after) - len(answer)]}"
    elif marks is not None and (marks.begin in text or is_open(marks, prompt)):
        return Written(text, "", finished=False)
    cut = min((at for one in stop if (at := answer.find(one)) >= 0), default=len(answer))
    return Written(thought, answer[:cut], ended or cut < len(answer))
