"""Whether a benchmark still measures a model, by the rule of docs/verdict.md, and in words."""

from __future__ import annotations

from typing import Literal, NamedTuple

from saturate.results.saturation import Discrimination, Headroom
from saturate.results.text import percent_text

State = Literal["tells", "saturated", "too hard", "does not tell", "undecided", "not scored"]
_NEAR = 0.1
"""A score is at an end when it is within this share of the way from guesses to the ceiling."""


class Compared(NamedTuple):
    """Two rounds that are told apart, or not: the last two whose models differ."""

    since: int
    """The earlier one."""
    changed: int | None
    """The later one; ``None`` where no round changed the model."""
    last: int
    """The last round, whose model is that of the later one."""

    @property
    def words(self) -> str:
        """The two, as a sentence names them."""
        if self.changed == self.last:
            return "the last two rounds"
        if self.since == 0:
            return f"the base model and round {self.changed}"
        return f"rounds {self.since} and {self.changed}"


def state_of(
    own: Discrimination | None, best: Discrimination | None, room: Headroom | None
) -> State:
    """What a benchmark is for this model.

    Args:
        own: Whether it tells two rounds apart; ``None`` where it was not scored.
        best: The rung that tells them apart best, if one does.
        room: Its score, between what guesses are worth and its ceiling.
    """
    if own is None or room is None:
        return "not scored"
    guesses = room.guessed or 0.0
    left = room.ceiling - guesses  # none where every item has one option
    way = (room.score.value - guesses) / left if left > 0 else 1.0
    if way >= 1 - _NEAR and room.headroom.value < own.detectable:
        return "saturated"
    if own.tells:
        return "tells"
    if way <= _NEAR or room.score.low <= guesses:
        return "too hard"
    return "does not tell" if best is not None else "undecided"


def sentence_of(
    state: State,
    benchmark: str,
    own: Discrimination | None,
    best: Discrimination | None,
    room: Headroom | None,
    compared: Compared,
) -> str:
    """The state in one sentence, with the figures that it rests on."""
    rung = _rung_part(best, compared)
    if own is None or room is None:
        return f"{benchmark} was not scored; {rung}."
    can = f"its {own.items:,} items can show {100 * own.detectable:.1f} points"
    if own.since == 0:
        can += " between the base model and the last round"
    score = f"{percent_text(own.score)} %"
    seen = f"{can} and the change was {100 * own.difference.value:+.1f}"
    match state:
        case "tells":
            return f"{benchmark} still measures this model: {can}; {rung}."
        case "saturated":
            left = 100 * max(room.headroom.value, 0.0)
            return (
                f"{benchmark} is saturated for this model: {left:.1f} points are left below its "
                f"ceiling and {can}; {rung}."
            )
        case "too hard":
            if room.guessed:
                worth = percent_text(room.guessed)
                score += f", where guesses among its options are worth {worth} %"
            return f"{benchmark} is too hard for this model at {score}: {seen}; {rung}."
        case "does not tell":
            return (
                f"{benchmark} does not tell the rounds apart at {score}, between too hard and "
                f"saturated: {seen}; {rung}."
            )
    if compared.changed is None:
        return f"No round changed the model, so {benchmark} could not move from {score}."
    return f"{benchmark} did not move and neither did the ladder: {seen}; {rung}."


def _rung_part(best: Discrimination | None, compared: Compared) -> str:
    if compared.changed is None:
        return "no round changed the model"
    if best is None:
        return f"no rung of the ladder tells {compared.words} apart"
    return (
        f"rung {best.rung} tells {compared.words} apart "
        f"({100 * best.difference.value:+.0f} points on {best.items} items)"
    )
