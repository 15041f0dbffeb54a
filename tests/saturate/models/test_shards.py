"""What a model is asked is cut the same way, whoever answers, and put together again."""

import pickle

import pytest

from saturate.config.model_options import ModelArgs, ModelOptions
from saturate.ladder import stable_hash
from saturate.models import Completion, Decoding, shards
from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.models.shards import Completing, Here, ModelPlace, ShardedSampler, Weighing
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder


class Echo:
    """A model that answers with what it was asked and how; it remembers its calls."""

    has_chat_template = True

    def __init__(self):
        self.calls = []
        self.closed = 0

    def complete(self, prompts, decoding, progress=None):
        self.calls.append((list(prompts), decoding))
        if progress is not None:
            progress(len(prompts) * decoding.n)
        return [
            [Completion(f"{prompt}/{k}", 1, decoding.seed, True) for k in range(decoding.n)]
            for prompt in prompts
        ]

    def log_likelihoods(self, pairs):
        self.calls.append(list(pairs))
        return [(-float(len(written)), prompt == "p") for prompt, written in pairs]

    def fits(self, texts, decoding=None):
        return [len(text) < 3 for text in texts]

    def chat(self, message):
        return f"<{message}>"

    def close(self):
        self.closed += 1


class Backwards(Here):
    """Workers of which the last shard comes first."""

    def answer(self, asked, progress=None):
        return reversed(list(super().answer(asked, progress)))


class Closing:
    """Workers that are asked nothing."""

    closed = 0

    def answer(self, asked, progress=None):
        assert not asked
        return iter(())

    def close(self):
        self.closed += 1


def test_shards_are_of_one_size_longest_first_each_with_a_seed_of_its_own(monkeypatch):
    monkeypatch.setattr(shards, "SHARD_COMPLETIONS", 4)
    model, told = Echo(), []
    prompts = ["a", "bbb", "cc", "dd", "e"]
    asked = Decoding(n=2, temperature=0.7, seed=5, max_new_tokens=9, stop=("!",))
    answers = ShardedSampler(model, Backwards(model)).complete(prompts, asked, told.append)
    seeds = [stable_hash("shard", 5, number) % 2**31 for number in range(3)]
    assert model.calls == [
        (["bbb", "cc"], asked._replace(seed=seeds[0])),
        (["dd", "a"], asked._replace(seed=seeds[1])),
        (["e"], asked._replace(seed=seeds[2])),
    ]
    assert [[c.text for c in row] for row in answers] == [[f"{p}/0", f"{p}/1"] for p in prompts]
    assert [row[0].logprob for row in answers] == [seeds[i] for i in (1, 0, 0, 1, 2)]
    assert told == [4, 4, 2]


def test_many_answers_to_a_prompt_stay_in_one_shard(monkeypatch):
    monkeypatch.setattr(shards, "SHARD_COMPLETIONS", 4)
    model = Echo()
    ShardedSampler(model, Here(model)).complete(["a", "b"], Decoding(n=9))
    assert [prompts for prompts, _ in model.calls] == [["a"], ["b"]]


@pytest.mark.parametrize(("n", "sizes"), [(1, [256, 44]), (5, [153, 147])])
def test_a_shard_holds_so_many_prompts_and_so_many_answers(n, sizes):
    model = Echo()
    ShardedSampler(model, Here(model)).complete(["a"] * 300, Decoding(n=n))
    assert [len(prompts) for prompts, _ in model.calls] == sizes


def test_pairs_are_parted_by_the_length_of_both_texts(monkeypatch):
    monkeypatch.setattr(shards, "SHARD_PAIRS", 2)
    model = Echo()
    pairs = [("p", "1"), ("long", "12"), ("p", "123")]
    answers = ShardedSampler(model, Backwards(model)).log_likelihoods(pairs)
    assert model.calls == [[("long", "12"), ("p", "123")], [("p", "1")]]
    assert answers == [(-1.0, True), (-2.0, False), (-3.0, True)]


def test_what_needs_no_weights_is_the_fronts_and_both_are_closed():
    front, at_work = Echo(), Closing()
    sampler = ShardedSampler(front, at_work)
    assert (sampler.has_chat_template, sampler.chat("hi")) == (True, "<hi>")
    assert sampler.fits(["abc", "ab"]) == [False, True]
    assert sampler.complete([], Decoding()) == [] and sampler.log_likelihoods([]) == []
    sampler.close()
    assert (front.closed, at_work.closed) == (1, 1)


def test_shards_and_places_go_to_other_processes():
    options = ModelOptions(args=ModelArgs(dtype="float32"), system="Add.")
    sent = [
        Completing(["a", "b"], Decoding(n=3)),
        Weighing([("a", "b")]),
        ModelPlace("folder", "0f", "transformers", options),
    ]
    assert pickle.loads(pickle.dumps(sent)) == sent
    assert [shard.completions for shard in sent[:2]] == [6, 0]


def test_a_shard_is_one_call_of_the_engine(monkeypatch):
    """The embedded model gives what it gives for each shard alone, to the last bit."""
    monkeypatch.setattr(shards, "SHARD_COMPLETIONS", 6)
    sampler = TransformersSampler(load(str(seed_folder(0))))
    ladder = load_ladder("gsm8k")
    prompts = [
        ladder.prompt(ladder.problem(rung, "vote", i).question)
        for rung, count in ((4, 4), (9, 2))
        for i in range(count)
    ]
    asked = Decoding(n=2, temperature=1.0, seed=3, max_new_tokens=40)
    answers = ShardedSampler(sampler, Backwards(sampler)).complete(prompts, asked)
    order = sorted(range(6), key=lambda i: (-len(prompts[i]), i))
    for number in range(2):
        held = order[3 * number : 3 * number + 3]
        own = asked._replace(seed=stable_hash("shard", 3, number) % 2**31)
        assert [answers[i] for i in held] == sampler.complete([prompts[i] for i in held], own)
