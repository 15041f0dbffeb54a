"""The problems: what a rung is, what stays on every rung, and what a view changes."""

from collections import deque

import pytest

from saturate.generators.tools.calls import BARE, plan_in
from saturate.generators.tools.facts import Facts
from saturate.generators.tools.layout import LOOSE_THINGS, ROOMS, canonical, draw_layout
from saturate.generators.tools.naming import draw_names, named, plan
from saturate.generators.tools.search import shortest_plan
from saturate.generators.tools.sentences import Sentences
from saturate.generators.tools.structure import layout_of
from saturate.generators.tools.world import Call, Refused, goal_state, outcome, step
from saturate.ladder import SPLITS, SeededRandom
from saturate.registry import load_ladder

BARE_LADDER, JSON_LADDER = load_ladder("tools"), load_ladder("tools-json")
FACTS = Facts()
LADDERS = [BARE_LADDER, JSON_LADDER]


def drawn(rung, index):
    rng = SeededRandom("test", rung, index)
    layout = draw_layout(rung, rng)
    names = draw_names(layout.boxes, rng)
    return layout, names, named(layout, names, rng)


def test_the_plan_that_was_made_is_a_shortest_one_on_every_rung():
    for rung in range(1, 21):
        for index in range(60):
            layout, names, task = drawn(rung, index)
            made = plan(layout, names)
            assert len(made) == rung == len(shortest_plan(task))
            assert outcome(task, made) == outcome(task, shortest_plan(task)) == goal_state(task)


def all_calls(task):
    yield from (Call("go", (room,)) for room in task.world.rooms)
    for holder in task.world.holders:
        kind, _, name = holder.partition(" ")
        if kind == "box":
            yield Call("open", (name,))
        else:
            yield from (Call("put", (item, name)) for item in task.start.places)
    yield from (Call("take", (item,)) for item in task.start.places)


def search_by_simulator(task, deepest):
    """Breadth-first over every call that there is, wasteful ones too, by the simulator alone."""
    calls, wanted = list(all_calls(task)), goal_state(task)
    seen, queue = set(), deque([(task.start, 0)])
    while queue:
        state, depth = queue.popleft()
        told = outcome(task._replace(start=state), [])
        assert told is None
        if ", ".join(sorted(f"{i} on {state.places[i][6:]}" for i, _ in task.goals)) == wanted:
            return depth
        for call in calls if depth < deepest else []:
            try:
                after = step(task.world, state, call)
            except Refused:
                continue
            key = (after.room, after.opened, tuple(sorted(after.places.items())))
            if key not in seen:
                seen.add(key)
                queue.append((after, depth + 1))
    return None


@pytest.mark.parametrize("rung", [1, 2, 3, 4])
def test_no_call_of_any_kind_makes_a_shorter_plan(rung):
    """The fast search leaves out calls that cannot help; this one leaves out none."""
    for index in range(4):
        assert search_by_simulator(drawn(rung, index)[2], rung) == rung


def test_every_call_of_a_shortest_plan_is_needed():
    for rung in (2, 5, 9, 14):
        for index in range(30):
            layout, names, task = drawn(rung, index)
            made = plan(layout, names)
            for left_out in range(len(made)):
                less = made[:left_out] + made[left_out + 1 :]
                assert outcome(task, less) != goal_state(task)


def test_the_main_order_is_one_chain_of_dependent_calls():
    """But for the one call of the second order, no two neighbours can change places."""
    for rung in (4, 7, 12):
        for index in range(30):
            layout, names, task = drawn(rung, index)
            second = Call("put", (names.things[1], names.shelves[1]))
            chain = [call for call in plan(layout, names) if call != second]
            only = task._replace(goals=tuple(g for g in task.goals if g.item == names.things[0]))
            assert outcome(only, chain) == goal_state(only)
            for at in range(len(chain) - 1):
                swapped = [*chain[:at], chain[at + 1], chain[at], *chain[at + 2 :]]
                if swapped != chain:
                    assert outcome(only, swapped) != goal_state(only)


@pytest.mark.parametrize("ladder", LADDERS, ids=["bare", "json"])
def test_nothing_ordered_is_in_its_place_and_no_answer_comes_without_a_plan(ladder):
    for rung in (1, 2, 3, 8, 20):
        for index in range(60):
            problem = ladder.problem(rung, "vote", index)
            assert ladder.answer_to(problem.question, problem.answer) is None
            assert ladder.answer_to(problem.question, problem.question) is None
            other = ladder.problem(rung, "vote", index + 1)
            told = ladder.answer_to(problem.question, other.solution)
            assert told is None or told != problem.answer


def test_what_is_in_the_way_stays_the_same_on_every_rung():
    for rung in range(1, 21):
        for index in range(40):
            layout, _, task = drawn(rung, index)
            boxes = [holder for holder in task.world.holders if holder.startswith("box ")]
            things = [item for item in task.start.places if not item.startswith("key ")]
            assert len(task.world.rooms) == ROOMS
            assert len(boxes) - layout.boxes == 2
            assert len(task.world.holders) - len(boxes) == 3
            assert len(things) - len(task.goals) == LOOSE_THINGS
            assert all(abs(a - b) == 1 for a, b in zip(layout.path, layout.path[1:]))


def test_keys_in_hand_do_not_tell_the_first_box():
    """Opening what the first key in hand opens is the first step no more often than by chance."""
    right = total = 0
    for index in range(400):
        _, names, task = drawn(5 + 3 * (index % 3), index)
        held = [i for i, place in task.start.places.items() if place == "hand" and " " in i]
        if len(held) > 1:
            total += 1
            right += held[0] == f"key {names.boxes[0]}"
    assert total > 150
    assert 0.3 < right / total < 0.6


def test_names_orders_and_the_mirror_make_no_other_problem():
    for rung in (1, 2, 3, 4, 9, 16):
        for index in range(60):
            problem = BARE_LADDER.problem(rung, "train", index)
            layout = layout_of(FACTS.read(problem.question))
            assert BARE_LADDER.read(problem.question) == (rung, canonical(layout))
            mirrored = tuple(ROOMS - 1 - room for room in layout.path)
            for view in BARE_LADDER.views(problem.question, 6):
                again = layout_of(FACTS.read(view.question))
                assert canonical(again) == canonical(layout)
                assert again.path in (layout.path, mirrored)


def test_both_ladders_give_a_problem_to_the_same_split():
    for split in SPLITS:
        for index in range(200):
            question = BARE_LADDER.problem(3, split, index).question
            task = FACTS.read(question)
            told = Sentences().tell(task)
            assert JSON_LADDER.read(told) == BARE_LADDER.read(question)
    content = {
        split: {JSON_LADDER.read(JSON_LADDER.problem(2, split, i).question) for i in range(600)}
        for split in SPLITS
    }
    others = {BARE_LADDER.read(BARE_LADDER.problem(2, "score", i).question) for i in range(600)}
    assert not content["train"] & others
    assert content["score"] & others


def test_a_view_changes_names_rooms_and_orders_and_its_answer_maps_back():
    renamed = reordered = 0
    for index in range(60):
        problem = BARE_LADDER.problem(9, "vote", index)
        first = plan_in(problem.solution, BARE)
        ordered = [g.item for g in FACTS.read(problem.question).goals]
        for view in BARE_LADDER.views(problem.question, 7)[1:]:
            task = FACTS.read(view.question)
            calls = shortest_plan(task)
            assert view.restore(outcome(task, calls)) == problem.answer
            short = outcome(task, calls[:-1])
            assert short is None or view.restore(short) != problem.answer
            walks = [[c.arguments for c in one if c.tool == "go"] for one in (first, calls)]
            renamed += walks[0] != walks[1]
            goals = [view.restore(f"{goal.item} in hand") for goal in task.goals]
            assert sorted(goals) == sorted(f"{item} in hand" for item in ordered)
            reordered += goals != [f"{item} in hand" for item in ordered]
    assert renamed > 100 and reordered > 100


def test_a_wrong_end_in_a_view_is_the_same_wrong_end_in_the_problem():
    text = """\
row barn dock mill pier yard zoo; at dock; red barn; blue mill; pens hands; cups hands; \
goal red cups; goal blue pens"""
    for view in BARE_LADDER.views(text, 7):
        goals = [fact.split()[:0:-1] for fact in view.question.split("; ")[-2:]]
        (one, its), (other, _) = sorted(goals, key=lambda g: view.restore(f"{g[0]} in hand"))
        assert view.restore(", ".join(sorted([f"{one} on {its}", f"{other} on {its}"]))) == (
            "cups on red, pens on red"
        )


@pytest.mark.parametrize(
    "change",
    [
        ("key 37", "key 38"),  # no such box
        ("key 37 hands", "key 37 52"),
        ("goal red cups", "goal red hats"),
        ("goal red cups", "goal green cups"),
        ("red barn", "red moon"),
        ("yard zoo", "yard yard"),
        ("at dock", "in dock"),
        ("at dock", "at moon"),
        ("cups 37", "cups 37; cups red"),
        ("red barn", "red barn; red mill"),
        ("37 dock", "3७ dock"),
    ],
)
def test_what_is_no_problem_is_not_read(change):
    text = """\
row barn dock mill pier yard zoo; at dock; 37 dock; red barn; blue mill; key 37 hands; \
pens hands; cups 37; goal red cups; goal blue pens"""
    assert BARE_LADDER.solve(text) == "cups on red, pens on blue"
    assert change[0] in text
    with pytest.raises(
        ValueError, match=r"two places|no fact|do not match|one name|nowhere|not in|in no room"
    ):
        BARE_LADDER.solve(text.replace(*change))
    assert BARE_LADDER.read(text) is None  # a store, but not one of the ladder's shape
