"""Arms in processes of their own: what they show, what they wait for, how they fail."""

import os
import signal
import time
from contextlib import contextmanager, suppress
from functools import partial

import pytest

from saturate.errors import SaturateError
from saturate.models.processes import Slots
from saturate.rounds.display import StageProgress
from saturate.run.side_by_side import Lane, SharedOrder, side_by_side
from saturate.storage.layout import Place, StageName


class Shown:
    """A display that remembers."""

    def __init__(self):
        self.lines = []

    @contextmanager
    def stage(self, place, name):
        work = []
        yield StageProgress(lambda n: work.append(f"+{n}"), lambda n: work.append(str(n)))
        self.lines.append(f"{place.arm} {place.number} {name}: {' '.join(work)}")

    def note(self, text):
        self.lines.append(text)

    def round_done(self, place):
        self.lines.append(f"{place.arm} {place.number} done")

    def arm_done(self, arm):
        self.lines.append(f"{arm} over")


def one_round(arm, display):
    with display.stage(Place(arm, 1), StageName.LABEL) as progress:
        progress.expect(3)
        progress.done(2)
        progress.done(1)
    display.round_done(Place(arm, 1))
    display.arm_done(arm)


def tell_after(order, place, stage, display):
    order.wait(place, stage)
    display.note(f"after {place.number} {stage}")


def lead(order, display):
    for stage in (StageName.LABEL, StageName.TRAIN, StageName.SCORE):
        time.sleep(0.3)
        display.note(f"leader {stage}")
        order.reached(Place("voted", 1), stage)
        order.reached(Place("gold", 9), StageName.SCORE)  # not the leader: nobody waits for it
    time.sleep(0.3)
    display.note("leader over")
    order.over("voted")


def follow_in_the_only_slot(order, slots, file, display):
    with slots.held():
        file.touch()
        order.wait(Place("gold", 1), StageName.LABEL)
        display.note("gold goes on")


def lead_once_there_is_a_slot(order, slots, file, display):
    while not file.exists():
        time.sleep(0.01)
    with slots.held():
        display.note("leader works")
        order.reached(Place("voted", 1), StageName.LABEL)


def refuse(display):
    raise SaturateError("No room for this.")


def fail(display):
    raise ValueError("a fault")


def be_killed(display):
    os.kill(os.getpid(), signal.SIGKILL)


def be_killed_at_work(display):
    with display.stage(Place("gold", 1), StageName.TRAIN) as progress:
        progress.expect(3)
        os.kill(os.getpid(), signal.SIGKILL)


def refuse_at_work(display):
    with display.stage(Place("gold", 1), StageName.TRAIN):
        refuse(display)


def go_on_without(display):
    with suppress(SaturateError):
        refuse_at_work(display)
    one_round("gold", display)


def say_pid(path, display):
    path.write_text(str(os.getpid()))
    time.sleep(60)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_a_lane_shows_is_shown_here():
    shown = Shown()
    side_by_side([Lane("voted", partial(one_round, "voted"))], 1, shown)
    assert shown.lines == ["voted 1 label: +3 2 1", "voted 1 done", "voted over"]


@pytest.mark.parametrize("work", [be_killed_at_work, refuse_at_work])
def test_a_stage_that_was_broken_off_is_not_shown_as_over(work):
    shown = Shown()
    with pytest.raises(SaturateError):
        side_by_side([Lane("gold", work)], 1, shown)
    assert shown.lines == []


def test_a_lane_goes_on_after_a_stage_that_it_broke_off():
    shown = Shown()
    side_by_side([Lane("gold", go_on_without)], 1, shown)
    assert shown.lines == ["gold 1 label: +3 2 1", "gold 1 done", "gold over"]


def test_arms_wait_for_the_stages_of_the_leading_one_that_they_read():
    shown, order = Shown(), SharedOrder("voted", Slots(4))
    waits = [(1, StageName.LABEL), (1, StageName.SCORE), (2, StageName.LABEL)]
    lanes = [Lane("voted", partial(lead, order))]
    lanes += [
        Lane("gold", partial(tell_after, order, Place("gold", number), stage))
        for number, stage in waits
    ]
    side_by_side(lanes, 4, shown)
    at = shown.lines.index
    assert at("leader label") < at("after 1 label") < at("leader score")
    assert at("leader score") < at("after 1 score") < at("leader over")
    assert at("leader over") < at("after 2 label")  # the leader stopped before its second round


def test_an_arm_that_waits_lends_its_slot(tmp_path):
    shown, slots = Shown(), Slots(1)
    order = SharedOrder("voted", slots)
    lanes = [
        Lane("voted", partial(lead_once_there_is_a_slot, order, slots, tmp_path / "held")),
        Lane("gold", partial(follow_in_the_only_slot, order, slots, tmp_path / "held")),
    ]
    side_by_side(lanes, 2, shown)
    assert shown.lines == ["leader works", "gold goes on"]


@pytest.mark.parametrize(
    ("work", "error", "words"),
    [
        (refuse, SaturateError, "No room for this."),
        (fail, RuntimeError, "ValueError: a fault"),
        (be_killed, SaturateError, r"arm gold ended with code -9 .*--jobs 1"),
    ],
)
def test_a_lane_that_fails_ends_the_others(tmp_path, work, error, words):
    file = tmp_path / "pid"
    lanes = [Lane("voted", partial(say_pid, file)), Lane("gold", work)]
    with pytest.raises(error, match=words):
        side_by_side(lanes, 2, Shown())
    assert not (file.exists() and alive(int(file.read_text())))
