"""How many arms go side by side: by cores, memory, device and what it saves."""

from types import SimpleNamespace

import pytest
import torch
from support.runs import small_config

from saturate.run import lanes
from saturate.run.lanes import lanes_for, on_threads, threads_for
from saturate.run.time_left import Expected
from saturate.storage.layout import Place, StageName

FOUR = "voted,unfiltered,gold,random-label"


def of(parameters=300_000, device="cpu"):
    model = SimpleNamespace(device=SimpleNamespace(type=device), num_parameters=lambda: parameters)
    return SimpleNamespace(model=model)


def arms(seconds, count=4):
    names = FOUR.split(",")[:count]
    return [Expected(Place(arm, 1), StageName.TRAIN, seconds) for arm in names]


@pytest.fixture
def machine(monkeypatch):
    """A machine of eight cores with 16 GB free."""
    memory = SimpleNamespace(available=16e9)
    monkeypatch.setattr(lanes, "_cores", lambda: 8)
    monkeypatch.setattr(lanes.psutil, "virtual_memory", lambda: memory)
    return memory


def test_all_arms_go_at_once_where_cores_and_memory_allow(machine, monkeypatch):
    config = small_config(arms=FOUR)
    assert lanes_for(config, of(), arms(600.0), None) == 4
    machine.available = 5e9
    assert lanes_for(config, of(), arms(600.0), None) == 3
    machine.available = 1e9
    assert lanes_for(config, of(), arms(600.0), None) == 1
    machine.available = 16e9
    assert lanes_for(config, of(parameters=300_000_000), arms(600.0), None) == 2
    monkeypatch.setattr(lanes, "_cores", lambda: 2)
    assert lanes_for(config, of(), arms(600.0), None) == 2


def test_one_lane_where_another_would_save_little_or_share_what_cannot_be_shared(machine):
    config = small_config(arms=FOUR)
    assert lanes_for(config, of(), arms(10.0), None) == 1  # 30 s saved, what starting them takes
    assert lanes_for(config, of(), arms(10.1), None) == 4
    assert lanes_for(config, of(device="cuda"), arms(600.0), None) == 1


@pytest.mark.parametrize("jobs", [None, 1, 4])
def test_arms_that_share_a_tracker_stay_in_its_process_whatever_the_user_allows(machine, jobs):
    config = small_config(arms=FOUR)
    tracked = config.model_copy(update={"report_to": ("tensorboard",)})
    assert lanes_for(tracked, of(), arms(600.0), jobs) == 1


def test_what_the_user_says_goes_but_for_arms_that_there_are_not(machine):
    config = small_config(arms="voted,gold")
    assert lanes_for(config, of(), arms(1.0, 2), 1) == 1
    assert lanes_for(config, of(), arms(1.0, 2), 7) == 2
    alone = small_config(arms="voted")
    assert lanes_for(alone, of(), arms(600.0, 1), None) == 1


def test_small_models_compute_on_one_thread_whatever_the_lanes(machine):
    assert [threads_for(49_999_999, n) for n in (1, 2, 4)] == [1, 1, 1]
    assert [threads_for(50_000_000, n) for n in (1, 3, 16)] == [8, 2, 1]


def test_threads_are_given_back():
    before = torch.get_num_threads()
    with on_threads(before + 1):
        assert torch.get_num_threads() == before + 1
    assert torch.get_num_threads() == before
