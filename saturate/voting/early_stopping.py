"""When a problem's remaining voters need not be asked: sequential voting.

A label needs ``needed`` equal answers among all seats, so a vote is often over before all have
answered. Four rules, from none to the most saving:

``never``
    Everyone is asked.
``lost``
    Stop once no answer can reach ``needed`` any more. Labels are those of full voting, and so are
    training pairs: a lost problem gives none.
``certain``
    Also stop once an answer has ``needed`` votes and none can overtake it (curtailed inspection;
    Wald, Sequential Analysis, 1947, chapter 1). Labels are those of full voting; ballots that
    would have agreed with a winner, and been training pairs, are not asked for.
``likely``
    Also stop once the chance that the rest would turn the outcome is at most ``RISK``, by the
    posterior predictive distribution under a uniform Beta prior for the leader's share. This is
    stochastic curtailment (Lan, Simon and Halperin, Sequential Analysis 1, 1982); the Beta
    posterior of a leading answer is that of adaptive consistency (Aggarwal et al. 2023, arXiv
    2305.11860), which asks whether the leader has a majority, where this asks whether it would
    reach ``needed`` of the seats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from math import comb, exp, lgamma
from typing import NamedTuple

from saturate.config.voters import StopRule

RISK = 0.05
"""Greatest chance, problem by problem, that ``likely`` decides otherwise than full voting."""


class Standing(NamedTuple):
    """Where a vote stands."""

    leader: int
    """Votes of the leading answer."""
    second: int
    """Votes of the next."""
    asked: int
    """Ballots cast, abstentions too."""


def standing(answers: Sequence[str | None]) -> Standing:
    """Count canonical answers; an abstention counts for none of them."""
    ranked = Counter(answer for answer in answers if answer is not None).most_common(2)
    votes = [count for _, count in ranked] + [0, 0]
    return Standing(votes[0], votes[1], len(answers))


def carries(rule: StopRule, now: Standing, seats: int, needed: int) -> bool | None:
    """Whether the leader gets the label: yes, no, or not decided yet.

    Args:
        rule: How early to decide.
        now: The votes so far.
        seats: Ballots that can be cast on this problem in all: none on a view that it lacks.
        needed: Equal answers that make a label.
    """
    left = seats - now.asked
    if left <= 0:
        return now.leader >= needed and now.leader > now.second
    if rule != "never" and now.leader + left < needed:
        return False
    if rule in ("certain", "likely"):
        ahead = now.second + left < now.leader
        if now.leader >= needed and ahead:
            return True
    if rule == "likely" and now.leader > now.second:
        chance = _chance(needed - now.leader, left, now.leader + 1, now.asked - now.leader + 1)
        if min(chance, 1 - chance) <= RISK:
            return chance > 0.5
    return None


def next_votes(rule: StopRule, now: Standing, seats: int, needed: int) -> int:
    """How many more to ask at once: the fewest after which the rule might stop; 0 once it has.

    Asking fewer at a time could not save a vote, and asking in batches is cheaper.
    """
    left = seats - now.asked
    if left <= 0 or carries(rule, now, seats, needed) is not None:
        return 0
    for more in range(1, left):
        asked = now.asked + more
        agreeing = Standing(now.leader + more, now.second, asked)
        apart = Standing(max(now.leader, 1), max(now.second, now.leader > 0), asked)
        if any(carries(rule, end, seats, needed) is not None for end in (agreeing, apart)):
            return more
    return left


@cache
def _chance(least: int, left: int, a: float, b: float) -> float:
    """Chance of at least so many successes in ``left`` beta-binomial trials."""
    if least <= 0:
        return 1.0
    return sum(
        comb(left, m) * exp(_log_beta(a + m, b + left - m) - _log_beta(a, b))
        for m in range(least, left + 1)
    )


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
