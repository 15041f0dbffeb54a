"""Models of different origin that vote together are each trained in the form they are asked in."""

from support.runs import execute_small
from support.tiny_models import write_tiny_model

from saturate.config.voters import Voters
from saturate.models.published import model_digest
from saturate.rounds import state, train

CHAT = "<user>{{ messages[0]['content'] }}</user>{% if add_generation_prompt %}<model>{% endif %}"


def test_every_lineage_trains_on_its_own_chat_template(tmp_path, monkeypatch):
    learn, seen = train.round_learning, []

    def recorded(config, ladder, mixed, *more):
        seen.append([pair for source in mixed for pair in source.pairs])
        return learn(config, ladder, mixed, *more)

    monkeypatch.setattr(train, "round_learning", recorded)
    models = [
        write_tiny_model(tmp_path / name, template=template, seed=seed)
        for seed, (name, template) in enumerate(
            (("plain", None), ("chatting", CHAT), ("plainer", None))
        )
    ]
    results, _ = execute_small(
        tmp_path / "run", ladder="addition", model=",".join(map(str, models)), rounds=1,
        arms=("unfiltered", "gold"), voters=Voters(models=3), proposals=8, steps=1, batch_size=2,
        score_items=8, score_rungs=(1, 2), max_new_tokens=4,
    )  # fmt: skip
    assert [len(arm.rounds[1].training) for arm in results.arms] == [3, 3]
    for plain, chatting, plainer in (seen[:3], seen[3:]):
        assert plain == plainer != []
        assert not any("<user>" in pair.prompt for pair in plain)
        assert [(one.prompt, one.completion) for one in chatting] == [
            (f"<user>{one.prompt}</user><model>", one.completion) for one in plain
        ]


def test_every_model_that_a_run_starts_from_is_read_whole_once(tmp_path, monkeypatch):
    """It may have many gigabytes, and every stage asks what the model was taught."""
    read = []

    def digest(path, options):
        read.append(path)
        return model_digest(path, options)

    monkeypatch.setattr(state, "model_digest", digest)
    models = [str(write_tiny_model(tmp_path / name, seed=len(name))) for name in ("one", "other")]
    execute_small(
        tmp_path / "run", ladder="addition", model=",".join(models), rounds=2,
        arms=("unfiltered", "gold"), voters=Voters(models=2), proposals=8, steps=1, batch_size=2,
        score_items=8, score_rungs=(1, 2), max_new_tokens=4,
    )  # fmt: skip
    assert read == models
