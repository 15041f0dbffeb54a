"""Searches on a made-up game, and what is known of the real ones."""

from itertools import pairwise

from saturate.generators.games.arena import Made
from saturate.generators.games.hanoi import Hanoi
from saturate.generators.games.lights_out import _PLACES, LightsOut, _bits
from saturate.generators.games.search import distances, shortest_plan, way


class Line:
    """Places 0 to 99 in a row: 10 and 60 are goals, from 20 on there is a trap door to 30 alone."""

    enough = 1_000

    def moves(self, state):
        return "+-"

    def after(self, state, move):
        found = state + 1 if move == "+" else state - 1
        if not 0 <= found < 100:
            return state, Made(True, False, False, "")
        trap = found == 30
        return found, Made(False, trap or found in (10, 60), found in (10, 60), "")


def test_distances_lead_to_the_nearest_goal_and_around_traps():
    table = distances(Line(), 15)
    assert table == {10: 0} | {place: place - 10 for place in range(11, 30)}
    assert way(Line(), table, 14) == ["-"] * 4
    assert shortest_plan(Line(), 59) == ["+"]


def test_a_search_that_stops_early_keeps_what_it_knows_for_sure():
    class Short(Line):
        enough = 9

    # From 15 it sees four places to each side, so no goal; from 12 the goal at 10.
    assert distances(Short(), 15) == {}
    table = distances(Short(), 12)
    assert table and all(far == place - 10 for place, far in table.items())
    assert max(table) < 17


def test_seven_disks_have_as_many_states_at_a_distance_as_is_known():
    """At distance d from a full tower there are 2 to the number of ones in d (Hinz 1989)."""
    table = distances(Hanoi(), ((6, 5, 4, 3, 2, 1), (), ()))
    assert len(table) == 3**6 and max(table.values()) == 2**6 - 1
    for far in range(64):
        assert sum(1 for other in table.values() if other == far) == 2 ** far.bit_count()


def test_presses_of_49_lights_are_independent():
    game = LightsOut()
    effects = [_bits(game._pressed([place])) for place in _PLACES]
    basis = {}
    for effect in effects:
        while effect and effect.bit_length() in basis:
            effect ^= basis[effect.bit_length()]
        assert effect
        basis[effect.bit_length()] = effect
    assert len(basis) == 49
    assert len(shortest_plan(game, game._pressed(_PLACES[3:6:2]))) == 2
    for one, other in pairwise(_PLACES):
        assert game.shortest(game._pressed([one, other])) == [f"[{r} {c}]" for r, c in (one, other)]
