"""Solver, worked solutions, views and readings agree on what is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from saturate.checking.sample import shortened
from saturate.ladder import Ladder, Problem, View

MOST_VIEWS = 7
"""Views of a problem that are looked at: as many as vote by default."""
_OTHERS = 4
"""Solutions of other problems, of which one is as good as sure to end in another answer."""


def view_answer(ladder: Ladder, problem: Problem, view: View) -> str:
    """What is answered to a view: the right choice, or what the independent solver says."""
    if view.choices:
        right = (one for one in view.choices if problem.is_right(view.restore(one)))
        return next(right, view.choices[0])
    return ladder.solve(view.question)


def solved(ladder: Ladder, rungs: Sequence[int], each: int) -> Iterator[str]:
    """See that the solver finds the answer, and that the worked solution reads back as it.

    Args:
        ladder: The family.
        rungs: Which are looked at.
        each: Problems of ``train`` on every rung.
    """
    for rung in rungs:
        for index in range(each):
            problem = ladder.problem(rung, "train", index)
            place = f"Rung {rung}, {shortened(problem.question)}"
            if not problem.choices and (found := ladder.solve(problem.question)) != problem.answer:
                yield (
                    f"{place}: solve says {shortened(found)}, draw {shortened(problem.answer)}: "
                    "one of the two is wrong."
                )
            read = ladder.answer_to(problem.question, problem.solution)
            if read != problem.answer:
                yield (
                    f"{place}: the worked solution reads back as {read!r}, not as "
                    f"{problem.answer!r}: let it end in the answer as extract finds it."
                )
                continue
            yield from _elsewhere_faults(ladder, problem, place)


def _elsewhere_faults(ladder: Ladder, problem: Problem, place: str) -> Iterator[str]:
    """A worked solution that is right here, and wrong as lm-eval cuts it off or reads it."""
    pattern = ladder.pattern()
    if pattern is not None and pattern.fault() is None:
        found = pattern.find(problem.solution)
        if found != problem.answer:
            yield (
                f"{place}: pattern finds {found!r} in the worked solution, not {problem.answer!r}: "
                "let it find what extract finds, as frozen benchmarks are scored by it."
            )
    for stop in ladder.describe().stop:
        cut = problem.solution.partition(stop)[0]
        if ladder.answer_to(problem.question, cut) != problem.answer:
            yield (
                f"{place}: the worked solution holds {stop!r}, and a model that writes it is "
                "stopped there, before its answer: leave it out of stop."
            )


def viewed(ladder: Ladder, rungs: Sequence[int], each: int) -> Iterator[str]:
    """See that views are different texts with one answer, the question itself first.

    Args:
        ladder: The family.
        rungs: Which are looked at.
        each: Problems of ``vote`` on every rung.
    """
    for rung in rungs:
        for index in range(each):
            problem = ladder.problem(rung, "vote", index)
            views = ladder.views(problem.question, MOST_VIEWS)
            yield from _views_faults(ladder, problem, views)
            others = [ladder.problem(rung, "vote", index + 1 + step) for step in range(_OTHERS)]
            yield from _restoring_faults(ladder, problem, views, others)


def _views_faults(ladder: Ladder, problem: Problem, views: Sequence[View]) -> Iterator[str]:
    place = f"Rung {problem.rung}, {shortened(problem.question)}"
    if not views or views[0].question != problem.question:
        yield f"{place}: the first view is not the question itself: put it first."
    if len({view.question for view in views}) < len(views) or len(views) > MOST_VIEWS:
        yield (
            f"{place}: {len(views)} views where {MOST_VIEWS} were asked for, some of them the same "
            "text: give different ones, and no more than that."
        )
    for view in views:
        if (restored := view_restored(ladder, problem, view)) != problem.answer:
            yield (
                f"{place}: the view {shortened(view.question)} restores "
                f"{shortened(restored)}, not {problem.answer!r}: mend "
                "the rewrite or its way back."
            )


def _restoring_faults(
    ladder: Ladder, problem: Problem, views: Sequence[View], others: Sequence[Problem]
) -> Iterator[str]:
    """Of views whose way back makes a right answer of a wrong one, as every vote would be right."""
    for view in views:
        right = view_answer(ladder, problem, view)
        read = view.choices or [ladder.answer_to(view.question, one.solution) for one in others]
        wrong = next((one for one in read if one is not None and one != right), None)
        if wrong is not None and view.restore(wrong) == problem.answer:
            yield (
                f"Rung {problem.rung}, {shortened(problem.question)}: the view "
                f"{shortened(view.question)} restores {problem.answer!r} of {shortened(wrong)} "
                "too, which is wrong: let its way back undo the rewrite, and know nothing else."
            )


def view_restored(ladder: Ladder, problem: Problem, view: View) -> str:
    """The right answer of a view, mapped back to its problem."""
    return view.restore(view_answer(ladder, problem, view))


def read_back(ladder: Ladder, rungs: Sequence[int], each: int) -> Iterator[str]:
    """See that a ladder which reads problems reads its own, on their rung, and views as the same.

    A problem that is scored has to be known as one by its text, as a model may write it.

    Args:
        ladder: The family.
        rungs: Which are looked at.
        each: Problems of ``vote``, and of ``score``, on every rung.
    """
    for rung in rungs if ladder.describe().reads else ():
        for index in range(each):
            problem = ladder.problem(rung, "vote", index)
            place = f"Rung {rung}, {shortened(problem.question)}"
            read = ladder.read(problem.question)
            if read is None or read.rung != rung:
                yield f"{place}: read takes it for {read}: let it read what draw asks, on its rung."
            elif any(ladder.read(v.question) != read for v in ladder.views(problem.question, 3)):
                yield f"{place}: read takes a view for another problem: give both one canonical."
            scored = ladder.problem(rung, "score", index).question
            read = ladder.read(scored)
            if read is not None and not ladder.may_be_scored(read):
                yield (
                    f"Rung {rung}, {shortened(scored)}: claim gives it to score, and read back it "
                    "is of another split: let owner say the split of claim."
                )
