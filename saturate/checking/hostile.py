"""What a model may write: nothing of it crashes a ladder, takes long, or is right by chance."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from saturate.checking.sample import shortened
from saturate.ladder import LONGEST_ANSWER, Ladder, Problem, SeededRandom

TEXTS = (
    "",
    "\x00",
    "9" * 2_000_000,
    "#### " + "9" * 2_000_000,
    "#### 1e999",
    "#### \uff11\uff12",
    "no answer here",
    "__import__('os').system('false')",
    "#### --",
    "####",
    "\ud800",
    "{" * 100_000,
)
"""No answers, and some that look like one."""
_NO_PROBLEMS = ("Here is a harder problem: 3 + 4 = 7.", "Sure! What about this one?\n\n12 13")
"""What models write in place of problems."""
_PIECES = ("3>", "#### 3 7 ", "####", "#### " + " " * 20, "go mill\n", "a=", "[[", "-1.5e3,")
_SIZES = (3_000, 300_000, 10_000_000)
"""Characters of a flood; the small ones tell in time of what takes for ever on the largest."""
_SECONDS = 2.0
"""CPU time to read one text, a tenth of which is enough where nothing else runs."""
_ASKED = 20


def survives(ladder: Ladder, rungs: Sequence[int]) -> Iterator[str]:
    """See that floods and texts that are no answers are read quickly, as wrong or not at all.

    Args:
        ladder: The family.
        rungs: Which are looked at; the third of them is asked, or the last of fewer.
    """
    rung = rungs[:3][-1]
    problems = [ladder.problem(rung, "score", index) for index in range(_ASKED)]
    for text in TEXTS:
        yield from _reading_faults(ladder, problems, text)
    for text in (*TEXTS, ladder.describe().instruction, *_NO_PROBLEMS):
        yield from _no_problem_faults(ladder, text)
    for piece in _PIECES:
        for size in _SIZES:
            faults = [
                *_reading_faults(ladder, problems[:1], "#### " + piece * (size // len(piece)))
            ]
            yield from faults
            if faults:
                break


def _no_problem_faults(ladder: Ladder, text: str) -> Iterator[str]:
    """What a proposing model may write in place of a problem is read as none."""
    place = f"A text of {len(text):,} characters, {shortened(text[:60])}"
    begun = time.process_time()
    try:
        read = ladder.read(text)
    except Exception as error:  # whatever it is, a run would end by it
        yield f"{place}: read raises {type(error).__name__}: let it give None."
        return
    if time.process_time() - begun > _SECONDS:
        yield f"{place}: read takes more than {_SECONDS:g} s: match what a problem may be alone."
    if read is not None:
        yield f"{place}: read takes it for a problem: let it give None for what is none."


def _reading_faults(ladder: Ladder, problems: list[Problem], text: str) -> Iterator[str]:
    place = f"A text of {len(text):,} characters, {shortened(text[:60])}"
    begun = time.process_time()
    try:
        read = [ladder.answer_to(problem.question, text) for problem in problems]
    except Exception as error:  # whatever it is, a run would end by it
        yield f"{place}: answer_to raises {type(error).__name__}: let it give None."
        return
    if (time.process_time() - begun) / len(problems) > _SECONDS:
        yield f"{place}: takes more than {_SECONDS:g} s to read: look at its end alone."
    if any(answer is not None and len(answer) > LONGEST_ANSWER for answer in read):
        yield f"{place}: read as an answer of more than {LONGEST_ANSWER:,} characters: give None."
    right = sum(problem.is_right(answer) for problem, answer in zip(problems, read, strict=True))
    common = max(Counter(problem.answer for problem in problems).values())
    if right > common or (text.strip() in {"", "####"} and right):
        yield f"{place}: right for {right} of {len(problems)} problems: let extract be strict."


def garbled(solution: str, rng: SeededRandom) -> str:
    """A worked solution, most often with pieces lost, told again, exchanged or from elsewhere."""
    pieces = re.findall(r"\w+|\W", solution)
    for _ in range(rng.below(4)):
        at, other = rng.below(len(pieces)), rng.below(len(pieces))
        change = rng.below(5)
        if change == 0 and len(pieces) > 1:
            del pieces[at]
        elif change == 1:
            pieces[at] *= 60
        elif change == 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        elif change == 3:
            pieces.insert(
                at, rng.pick(["", "-", "{", "####", "\n", "\x00", "=", "\uff19", "\ud800", "go up"])
            )
        else:
            pieces = pieces[other:] + pieces[:at] or pieces
    return "".join(pieces)


def _question_faults(ladder: Ladder, text: str) -> Iterator[str]:
    step = "read"
    try:
        if ladder.read(text) is not None:
            step = "solve"
            ladder.solve(text)
            step = "views"
            ladder.views(text, 3)
    except Exception as error:  # whatever it is, a run in which a model proposes would end by it
        yield (
            f"The text {shortened(text)}: {step} raises {type(error).__name__}: let read give None "
            "for what is no problem, and all else bear what it reads."
        )


def survives_garbling(ladder: Ladder, rungs: Sequence[int], each: int) -> Iterator[str]:
    """See that answers of garbled solutions go back through views and into pictures.

    Garbled questions are read too; one that is read as a problem is solved and has views.

    Args:
        ladder: The family.
        rungs: Which are looked at; solutions of the first six of them are garbled.
        each: How many solutions are garbled.
    """
    asked, read = rungs[:6], 0
    rng = SeededRandom("garbled", ladder.describe().name)
    for index in range(each):
        problem = ladder.problem(asked[index % len(asked)], "vote", index)
        view = ladder.views(problem.question, 3)[-1]
        text = garbled(problem.solution, rng)
        step = "answer_to"
        try:
            answer = ladder.answer_to(problem.question, text)
            if answer is not None:
                read += 1
                step = "picture"
                ladder.picture(problem.question, answer)
                step = "a view's restore"
                ladder.picture(problem.question, view.restore(answer))
        except Exception as error:  # whatever it is, a run would end by it
            yield (
                f"Rung {problem.rung}, {shortened(text)}: {step} raises {type(error).__name__}: "
                "let it bear any answer that extract gives."
            )
        yield from _question_faults(ladder, garbled(problem.question, rng))
    if read * 15 < each:
        yield f"Of {each} garbled solutions {read} hold an answer: let extract look past the rest."
