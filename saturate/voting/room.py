"""Which views and problems leave an answer room in the context of the model that is asked."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import islice

from saturate.ladder import Ladder, Problem, View, tokens_asked
from saturate.models import Decoding, Sampler
from saturate.models.prompting import Prompter

_AT_ONCE = 4_096
"""Problems that are looked at together, where they are many."""


def have_room(
    ladder: Ladder,
    sampler: Sampler,
    prompter: Prompter,
    views: Sequence[View],
    max_new_tokens: int,
) -> list[bool]:
    """Whether each view fits into the context with the longest answer that it may get.

    Args:
        ladder: Says whether answers are choices.
        sampler: The model.
        prompter: Makes its prompts.
        views: What it would be asked.
        max_new_tokens: Tokens of the longest answer, where it is no choice.
    """
    if ladder.describe().choices:
        return sampler.fits([_longest(prompter, view) for view in views])
    prompts = [prompter.prompt(view.question) for view in views]
    return sampler.fits(prompts, Decoding(max_new_tokens=max_new_tokens))


def answer_room(ladder: Ladder, rung: int, most: int) -> int:
    """Tokens of the longest answer on a rung: as the benchmark's own task has it where it says so.

    Args:
        ladder: The ladder.
        rung: The rung.
        most: Upper limit over that.
    """
    own = ladder.own_task(rung, [])
    asked = tokens_asked(own.config.get("generation_kwargs")) if own else None
    return min(asked or most, most)


def with_room(
    ladder: Ladder, voter: tuple[Sampler, Prompter], problems: Sequence[Problem], most: int
) -> list[Problem]:
    """Problems that a model's context holds with an answer of ``most`` tokens."""
    views = [as_asked(ladder, problem.question) for problem in problems]
    fits = have_room(ladder, *voter, views, most)
    return [problem for problem, fit in zip(problems, fits, strict=True) if fit]


def indices_with_room(
    ladder: Ladder, voter: tuple[Sampler, Prompter], problems: Iterable[Problem], most: int
) -> Sequence[int]:
    """Where these problems are in their split, of any number of them; a part is held at a time."""
    found, left = array("q"), iter(problems)
    while some := list(islice(left, _AT_ONCE)):
        found.extend(problem.index for problem in with_room(ladder, voter, some, most))
    return found


def _longest(prompter: Prompter, view: View) -> str:
    """The longest text of which a likelihood is asked."""
    one = max(view.options(), key=lambda one: len(one.read) + len(one.written))
    return f"{prompter.prompt(one.read)}{prompter.delimiter}{one.written}"


def as_asked(ladder: Ladder, question: str) -> View:
    """A question as it is, with its choices where it has any; a model may have written it."""
    return ladder.views(question, 1)[0] if ladder.describe().choices else View(question, str)
