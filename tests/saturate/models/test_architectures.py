"""Every architecture and chat template goes through a round, in full and by adapters."""

import pytest
import torch
from support.architectures import ARCHITECTURES, build
from support.runs import execute_small

from saturate.models import Decoding
from saturate.models.loading import load
from saturate.models.prompting import Prompter
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder
from saturate.storage.layout import MODEL
from saturate.training.replay import Pair
from saturate.training.sft import completion_loss, encode
from saturate.voting.poll import ask

LADDER = load_ladder("addition")
TINY = {
    "ladder": "addition",
    "rounds": 1,
    "proposals": 8,
    "steps": 9,
    "passes": 1,
    "batch_size": 4,
    "max_new_tokens": 8,
    "max_thought_tokens": 8,
    "start_rung": 2,
    "score_rungs": (1, 2),
    "arms": ("unfiltered",),
}


@pytest.fixture(scope="module", params=list(ARCHITECTURES))
def published(request, tmp_path_factory):
    """Name and folder of a random model."""
    problems = [LADDER.problem(rung, "train", i) for rung in (1, 2) for i in range(50)]
    texts = [f"{p.question} {p.solution} {LADDER.describe().instruction}" for p in problems]
    folder = tmp_path_factory.mktemp("published") / request.param
    return request.param, build(request.param, folder, texts)


def test_one_round_from_end_to_end(published, tmp_path, monkeypatch):
    """A random model ends no answer, so what it wrote is taken for whole, to train on something."""

    def ended(*asked, **settings):
        rows = ask(*asked, **settings)
        return [[ballot._replace(finished=True) for ballot in row] for row in rows]

    monkeypatch.setattr("saturate.rounds.label.ask", ended)
    name, folder = published
    lora = list(ARCHITECTURES).index(name) % 2 == 1
    results, text = execute_small(tmp_path / "run", model=str(folder), lora=lora, **TINY)
    (arm,) = results.arms
    assert [one.training[0].steps for one in arm.rounds[1:]] == [2]
    assert arm.rounds[1].scores[1].strict.total == 8
    assert "of 5 items: there is little to climb from" in " ".join(text.split())
    (trained,) = (tmp_path / "run").glob(f"unfiltered/01/*/{MODEL}")
    before, after = load(str(folder)), load(str(trained))
    problem = LADDER.problem(2, "train", 0)
    prompter = Prompter(LADDER, TransformersSampler(before), before.bare_prompts)
    pair = Pair(prompter.prompt(problem.question), problem.solution)
    tokens = 4 * 4 * len(encode(before, [pair])["input_ids"][0])
    planned = f"4 steps of 4 pairs for the 8 labels of a rung; about {tokens:,} tokens a round"
    assert planned in " ".join(text.split())
    assert after.tokenizer.chat_template == ARCHITECTURES[name].template
    ties = [one.model.config.tie_word_embeddings for one in (before, after)]
    assert ties[0] == ties[1]
    assert shares_embeddings(after.model) == ties[0]
    old, new = before.model.state_dict(), after.model.state_dict()
    assert old.keys() == new.keys()
    assert any(not torch.equal(old[key], new[key]) for key in old)


def shares_embeddings(model):
    ends = model.get_input_embeddings().weight, model.get_output_embeddings().weight
    return ends[0].data_ptr() == ends[1].data_ptr()


def test_a_batch_answers_as_the_model_does_without_cache_and_padding(published):
    loaded = load(str(published[1]))
    sampler = TransformersSampler(loaded)
    prompter = Prompter(LADDER, sampler, loaded.bare_prompts)
    prompts = [prompter.prompt(LADDER.problem(rung, "train", 0).question) for rung in (1, 9)]
    for prompt, (answer,) in zip(
        prompts, sampler.complete(prompts, Decoding(max_new_tokens=20)), strict=True
    ):
        plain = loaded.tokenizer.chat_template is None
        ids = loaded.tokenizer(prompt, add_special_tokens=plain)["input_ids"]
        written = []
        with torch.inference_mode():
            for _ in range(answer.tokens):
                logits = loaded.model(torch.tensor([ids + written]), use_cache=False).logits
                written.append(int(logits[0, -1].argmax()))
        assert (
            loaded.tokenizer.decode(written, skip_special_tokens=True)
            == answer.thought + answer.text
        )


def test_padding_on_the_right_changes_no_loss(published):
    loaded = load(str(published[1]), exact=True)
    pairs = encode(loaded, [Pair("12 + 34 = ", "46"), Pair("1 + 1 = ", "2 and so on")])
    rows = [
        {name: torch.tensor([ids[i]]) for name, ids in pairs.items()}
        | {"attention_mask": torch.ones(1, len(pairs["input_ids"][i]), dtype=torch.int64)}
        for i in range(2)
    ]
    with torch.inference_mode():
        found = [float(completion_loss(loaded.model, dict(row))[0]) for row in rows]
        counts = [int((row["labels"] != -100).sum()) for row in rows]
        wanted = (found[0] * counts[0] + found[1] * counts[1]) / sum(counts)
        for left in (False, True):
            padded = {
                name: torch.cat([widened(row[name], 30, fill, left) for row in rows])
                for name, fill in (("input_ids", 0), ("labels", -100), ("attention_mask", 0))
            }
            loss = float(completion_loss(loaded.model, padded)[0])
            assert ("attention_mask" in padded) == left
            if not left:
                assert loss == pytest.approx(wanted, rel=1e-5)


def widened(row, width, fill, left):
    empty = torch.full((1, width - row.shape[1]), fill)
    return torch.cat([empty, row] if left else [row, empty], dim=1)


def test_a_training_pair_begins_once_and_ends_as_a_turn_does(published):
    name, folder = published
    kind, loaded = ARCHITECTURES[name], load(str(folder))
    prompter = Prompter(LADDER, TransformersSampler(loaded), loaded.bare_prompts)
    prompt = prompter.prompt("1 + 2")
    rows = encode(loaded, [Pair(prompt, "3")])
    tokens = loaded.tokenizer.convert_ids_to_tokens(rows["input_ids"][0])
    assert tokens[-2:] == ["3", kind.turn or kind.end]
    trained = [label for label in rows["labels"][0] if label != -100]
    begun = "</think>\n\n" if prompt.endswith("<think>\n") else ""
    assert loaded.tokenizer.decode(trained) == f"{begun}3{kind.turn or kind.end}"
    assert rows["input_ids"][0][-len(trained) :] == trained
    if kind.bos is not None:
        assert tokens[0] == kind.bos
        assert kind.bos not in tokens[1:-1]
