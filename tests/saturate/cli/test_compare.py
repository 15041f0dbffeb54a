"""``saturate compare`` as a user types it, and how its intervals follow what items share."""

import json
from types import SimpleNamespace

import pytest
from support.runs import run_cli

from saturate.analysis.checkpoints import Checkpoint, Questions, against_first
from saturate.ladder import first_source
from saturate.models.loading import load
from saturate.models.naming import seed_folder


@pytest.fixture(scope="module")
def forgetful(tmp_path_factory):
    """The embedded model without its last layer's voice."""
    folder = tmp_path_factory.mktemp("models") / "forgetful"
    loaded = load(str(seed_folder(0)))
    for weight in loaded.model.model.layers[-1].parameters():
        weight.data.zero_()
    loaded.model.save_pretrained(folder)
    loaded.tokenizer.save_pretrained(folder)
    return folder


def test_models_are_held_against_the_first_on_the_same_items(
    forgetful, monkeypatch, capsys, tmp_path
):
    out = tmp_path / "figures.json"
    words = ["compare", "gsm8k", "--model", f"seed,{forgetful}", "--rungs", "7:8", "-n", "12"]
    assert run_cli(monkeypatch, *words, "--max-new-tokens", "80", "--json", out) == 0
    text, figures = capsys.readouterr().out, json.loads(out.read_text())
    base, other = figures["models"]
    assert base["against_first"] is None
    assert base["rungs"]["7"]["items"] == other["rungs"]["7"]["items"] == 12
    assert base["rungs"]["7"]["right"] >= 10 and other["rungs"]["7"]["right"] == 0
    held = other["against_first"]
    right, left = (sum(one["right"] for one in m["rungs"].values()) for m in (base, other))
    assert held["items"] == 24 and held["accuracy"][0] == pytest.approx((left - right) / 24)
    assert held["accuracy"][2] < 0
    seven = [m["rungs"]["7"]["right"] for m in (base, other)]
    assert held["by_rung"]["7"][0] == pytest.approx((seven[1] - seven[0]) / 12)
    assert f"{forgetful} against seed\n" in text
    assert "Rung 7 " in text and "-> 0.0 %" in text and "24 items: -" in text


def test_items_of_one_source_count_once():
    asked = Questions("maze", [1], 0, 0, None)
    keys = [f"item {n}" for n in range(40)]
    base = Checkpoint("a", {1: dict.fromkeys(keys, False)}, {1: dict.fromkeys(keys, False)})
    risen = {1: {key: n % 8 < 2 for n, key in enumerate(keys)}}
    other = Checkpoint("b", risen, risen)

    def width(sources):
        problems = [
            SimpleNamespace(key=key, source=source, first_source=first_source(source))
            for key, source in zip(keys, sources, strict=True)
        ]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Questions, "problems", lambda self, rung: problems)
            (held,) = against_first([base, other], asked)
        return held.strict.accuracy.high - held.strict.accuracy.low

    alone, groups = width([""] * 40), width([f"{n % 8}+{n}" for n in range(40)])
    assert groups > 1.5 * alone


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["gsm8k"], "name two different models or more: --model BASE,CHECKPOINT"),
        (["gsm8k", "--model", "seed,seed"], "name two different models or more"),
        (["gsm8k", "--model", "seed,no/such"], "no/such"),
        (["gsm8k", "--model", "seed,seed ", "--rungs", "0:3"], "different models"),
    ],
)
def test_what_cannot_be_compared_is_refused_before_a_model_is_asked(
    words, sentence, monkeypatch, capsys
):
    assert run_cli(monkeypatch, "compare", *words) == 2
    told = capsys.readouterr()
    assert sentence in told.err and "Model      " not in told.out
