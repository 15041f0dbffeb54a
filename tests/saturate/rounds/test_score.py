"""What a round is scored on, and what is not done again."""

from types import SimpleNamespace

import pytest
from support.runs import execute_small
from support.tiny_models import write_tiny_model

from saturate.rounds import score
from saturate.rounds.state import ModelRef
from saturate.scoring.original import NotScored
from saturate.storage.layout import BASE, StageName


@pytest.mark.parametrize("reason", [StageName.ORIGINAL, StageName.REDRAWN])
def test_what_cannot_be_scored_is_tried_once(monkeypatch, reason):
    """Redraws stand beside the original: without it nobody waits for their data either."""
    tried, notes = [], []

    def benchmark(_context, _place, name, *_):
        tried.append(name)
        if name is reason:
            raise NotScored("no network here")

    monkeypatch.setattr(score, "_score_benchmark", benchmark)
    config = SimpleNamespace(score_original="ends")
    context = SimpleNamespace(
        config=config, not_scored={}, display=SimpleNamespace(note=notes.append)
    )
    for _ in range(2):
        score._score_original(context, BASE, ModelRef("m", "digest"))
    both = [StageName.ORIGINAL, StageName.REDRAWN, StageName.ORIGINAL]
    assert tried == (both if reason is StageName.REDRAWN else [StageName.ORIGINAL])
    assert len(notes) == 1


def test_more_rounds_score_no_round_again(tmp_path):
    """A model that was taught no other ladder has nothing to be scored beside its rungs."""
    settings = {
        "ladder": "addition", "model": str(write_tiny_model(tmp_path / "model")),
        "arms": ("unfiltered",), "steps": 2, "score_rungs": (1, 2), "max_new_tokens": 4,
    }  # fmt: skip
    execute_small(tmp_path / "run", rounds=1, **settings)
    before = (tmp_path / "run/unfiltered/01/score/stage.json").stat().st_mtime_ns
    _, text = execute_small(tmp_path / "run", rounds=2, **settings)
    assert (tmp_path / "run/unfiltered/01/score/stage.json").stat().st_mtime_ns == before
    assert (tmp_path / "run/unfiltered/02/score/stage.json").is_file()
    assert "doing it again" not in text
