"""A step as two halves: the same bytes by one process and by two, whatever becomes of the other."""

import json
import os
import signal
from functools import partial

import pytest
from support.tiny_models import write_tiny_model

from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.models.pool import Pool
from saturate.models.processes import Slots
from saturate.run.lanes import on_threads
from saturate.training.carry_out import Hearers, carry_out
from saturate.training.halves import can_be_parted, half_of
from saturate.training.recipe import Recipe
from saturate.training.replay import Pair
from saturate.training.sft import train

STEPS, ROWS = 4, 5
BATCHES = [[Pair(f"{n}{step}=", "7" * (n + 1)) for n in range(ROWS)] for step in range(STEPS)]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A model that drops a part of what it attends to while it is trained."""
    folder = write_tiny_model(tmp_path_factory.mktemp("model"))
    file = folder / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"attention_dropout": 0.3}))
    return folder


@pytest.fixture(scope="module")
def pool():
    """One worker, which stays over all trainings; this process holds the other slot."""
    slots = Slots(2)
    pool = Pool(slots, 1)
    with slots.held(), on_threads(1):
        yield pool
    pool.close()


class Trained:
    """One training, and what came of it."""

    def __init__(self, model, out, pool, learn=train, batch_size=ROWS, **recipe):
        self.steps, self.told = 0, []
        self.summary = carry_out(
            partial(learn, batches=[batch[:batch_size] for batch in BATCHES]), build_config(),
            str(model), Recipe(STEPS, batch_size, 1e-2, seed=3, **({"lora": False} | recipe)), out,
            Hearers(self.step_done, None, self.told.append), pool,
        )  # fmt: skip
        self.weights = (out / "model.safetensors").read_bytes()
        self.files = sorted(file.name for file in out.parent.iterdir())

    def step_done(self):
        self.steps += 1


def begun(pool):
    """The id of the worker process, if there is one."""
    process = pool.workers[0]._process
    return process and process.pid


def dying(half=None, step_done=None, **training):
    """Trains, but the process of the second half is killed in its third step."""
    left = iter(range(2))

    def die():
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    return train(half=half, step_done=die if step_done is None else step_done, **training)


def refusing(half=None, step_done=None, **training):
    """Trains, but the process of the second half gives up before it begins."""
    if step_done is None:
        raise SaturateError("It cannot.")
    return train(half=half, step_done=step_done, **training)


def test_a_worker_takes_half_of_every_step_and_changes_no_byte(model, pool, tmp_path):
    alone = Trained(model, tmp_path / "alone" / "model", None)
    assert begun(pool) is None
    both = Trained(model, tmp_path / "both" / "model", pool)
    worker = begun(pool)
    assert worker is not None
    assert (both.weights, both.summary) == (alone.weights, alone.summary)
    assert (both.steps, both.told, both.files) == (STEPS, [], ["model"])
    mean = [
        Trained(model, tmp_path / name / "model", where, batch_size=4, merge=True).weights
        for name, where in (("mean alone", None), ("mean of both", pool))
    ]
    assert mean[0] == mean[1] != alone.weights
    assert begun(pool) == worker  # the same process


@pytest.mark.parametrize("learn", [dying, refusing])
def test_where_the_worker_is_lost_this_process_trains_alone_to_the_same_bytes(
    learn, model, pool, tmp_path
):
    alone = Trained(model, tmp_path / "alone" / "model", None)
    lost = Trained(model, tmp_path / "lost" / "model", pool, learn)
    assert (lost.weights, lost.summary, lost.steps) == (alone.weights, alone.summary, STEPS)
    assert lost.told == [
        "A process that trained along ended; this one trains alone, from the first step of this "
        "round on, to the same result."
    ]
    assert lost.files == ["model"]
    assert begun(pool) is None
    assert pool.slots.take(0.0)  # given back
    pool.slots.give_back()


def test_no_worker_trains_along_where_no_slot_is_free_or_nothing_can_be_parted(
    model, pool, tmp_path
):
    before = begun(pool)
    Trained(model, tmp_path / "adapters", pool, lora=True)
    Trained(model, tmp_path / "one pair", pool, batch_size=1)
    with pool.slots.held():
        Trained(model, tmp_path / "busy", pool)
    assert begun(pool) == before


def test_what_is_wrong_here_ends_what_the_worker_is_at_and_gives_its_slot_back(pool):
    with pytest.raises(ValueError, match="a fault here"), pool.spare() as worker:
        worker.begin(signal.pause)
        raise ValueError("a fault here")
    worker._process.join(20)
    assert worker._process.exitcode == -signal.SIGKILL
    assert pool.slots.take(0.0)
    pool.slots.give_back()
    worker.end()


def test_the_first_half_is_the_larger_one():
    assert [half_of(size) for size in (2, 5, 64)] == [1, 3, 32]
    parted = [can_be_parted(size, lora) for size, lora in ((1, False), (2, False), (2, True))]
    assert parted == [False, True, False]
