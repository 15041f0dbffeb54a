"""Votes in which an answer has to win in every view, not only in all ballots together.

An answer wins in a view if it has more of the view's ballots than any other answer. Samples of one
view repeat its mistakes, so that a label by count may come from two views alone; this asks all of
them. A problem with fewer than two views has no label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from saturate.config.voters import StopRule
from saturate.voting.early_stopping import carries, next_votes, standing
from saturate.voting.majority import vote

MIN_VIEWS = 2
"""Views of a problem, below which it has no label."""


def wins_in_every_view(answer: str, answers: Sequence[str | None], views: Sequence[int]) -> bool:
    """Whether an answer has the most ballots of every view, alone.

    Args:
        answer: The one in question.
        answers: All ballots.
        views: The view of each.
    """
    tallies = _tallies(answers, views)
    return len(tallies) >= MIN_VIEWS and all(_lead(answer, tally) > 0 for tally in tallies.values())


def decided(
    rule: StopRule,
    answers: Sequence[str | None],
    views: Sequence[int],
    needed: int,
    every_view: bool,
) -> bool | None:
    """Whether the leader gets the label: yes, no, or not decided yet.

    Args:
        rule: How early to decide.
        answers: The ballots so far.
        views: The view of every seat that can be asked, those of the ballots first.
        needed: Equal answers that make a label.
        every_view: Whether an answer also has to win in every view.
    """
    by_count = carries(rule, standing(answers), len(views), needed)
    if not every_view or by_count is False:
        return by_count
    tallies, left = _tallies(answers, views), Counter(views[len(answers) :])
    leader = vote(answers).winner
    if not left:
        return bool(by_count) and leader is not None and wins_in_every_view(leader, answers, views)
    if rule == "never":
        return None
    candidates = [None, *{answer for answer in answers if answer is not None}]
    enough_views = len(set(views)) >= MIN_VIEWS
    if not enough_views or not any(
        all(_lead(one, tallies[view]) + left[view] > 0 for view in set(views)) for one in candidates
    ):
        return False
    sure = all(_lead(leader, tallies[view]) > left[view] for view in set(views))
    return True if by_count and sure else None


def next_ballots(
    rule: StopRule,
    answers: Sequence[str | None],
    views: Sequence[int],
    needed: int,
    every_view: bool,
) -> int:
    """How many more to ask at once: the fewest after which the rule might stop; 0 once it has."""
    if not every_view:
        return next_votes(rule, standing(answers), len(views), needed)
    if len(answers) >= len(views) or decided(rule, answers, views, needed, True) is not None:
        return 0
    left = len(views) - len(answers)
    leader = vote(answers).winner or _new(0)
    for more in range(1, left):
        agreeing, rival, apart = [leader] * more, [_new(1)] * more, list(map(_new, range(more)))
        if any(
            decided(rule, [*answers, *end], views, needed, True) is not None
            for end in (agreeing, rival, apart)
        ):
            return more
    return left


def _tallies(answers: Sequence[str | None], views: Sequence[int]) -> dict[int, Counter[str]]:
    """Ballots by view; a view whose ballots all abstain has none."""
    found: dict[int, Counter[str]] = {view: Counter() for view in views}
    for answer, view in zip(answers, views, strict=False):
        if answer is not None:
            found[view][answer] += 1
    return found


def _lead(answer: str | None, tally: Counter[str]) -> int:
    """Ballots of an answer, less those of the best other one."""
    others = (votes for other, votes in tally.items() if other != answer)
    return (tally[answer] if answer is not None else 0) - max(others, default=0)


def _new(number: int) -> str:
    """An answer that nobody gave."""
    return f"\0{number}"
