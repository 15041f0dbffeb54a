"""Which tokens prompts, answers and choices have, against those of TRL and lm-eval."""

import pytest
from support.tokenizer_kinds import (
    BYTES,
    INSTRUCTION,
    SPACED,
    TURNS,
    TURNS_BEGUN,
    write_model_with,
)
from trl.trainer.sft_trainer import common_prefix_length

from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.models.token_choices import scored_tokens
from saturate.models.token_cuts import answer_tokens, left_out, prompt_tokens
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder

QUESTION = "Question: 17+25=\nAnswer:"


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """Models by kind of tokenizer and template, made when asked for."""
    made = {}

    def model(kind, template=None):
        if (kind, template) not in made:
            folder = tmp_path_factory.mktemp("models") / "model"
            made[kind, template] = load(str(write_model_with(kind, folder, template)))
        return made[kind, template]

    return model


@pytest.mark.parametrize("template", [None, TURNS, TURNS_BEGUN, INSTRUCTION])
@pytest.mark.parametrize("kind", [*SPACED, *BYTES])
def test_prompts_begin_as_those_of_lm_eval(kind, template, models):
    sampler = TransformersSampler(models(kind, template))
    texts = [sampler.chat(text) if template else text for text in ("12+34=", " is", "is\n")]
    for text, found in zip(texts, sampler._ids(texts)):
        (batched,), _ = sampler._hflm.tok_batch_encode([text])
        assert found == batched.tolist() == sampler._hflm.tok_encode(text)
        begins = template in (TURNS_BEGUN, INSTRUCTION) or kind != "bytes"
        assert found.count(sampler._tokenizer.bos_token_id) == begins


def test_texts_that_begin_with_the_first_token_and_others_keep_their_places(models):
    tokenizer = models("prepend").tokenizer
    texts = ["is", "<s>was", "42", "<s>"]
    assert prompt_tokens(tokenizer, texts) == [prompt_tokens(tokenizer, [t])[0] for t in texts]
    assert prompt_tokens(tokenizer, []) == []


@pytest.mark.parametrize("kind", SPACED)
@pytest.mark.parametrize("template", [None, TURNS, INSTRUCTION])
def test_an_answer_is_cut_together_with_its_prompt(kind, template, models):
    loaded = models(kind, template)
    prompt = TransformersSampler(loaded).chat("Which?") if template else QUESTION
    for answer, begun in (("42", "4"), (" 42", "▁"), (" is\n42", "▁is"), ("is", "is")):
        (cut,) = answer_tokens(loaded.tokenizer, [(prompt, answer)])
        asked, whole = prompt_tokens(loaded.tokenizer, [prompt, prompt + answer])
        assert cut.prompt == asked
        assert cut.prompt + cut.continuation == whole
        assert loaded.tokenizer.convert_ids_to_tokens(cut.continuation)[0] == begun


@pytest.mark.parametrize("kind", SPACED)
def test_a_token_across_the_border_is_the_answers(kind, models):
    tokenizer = models(kind).tokenizer
    pairs = [("It: ", "is"), ("It: ", "42"), ("ab", "c=cb")]
    cuts = answer_tokens(tokenizer, pairs)
    for (prompt, answer), cut in zip(pairs, cuts):
        asked, whole = tokenizer(prompt).input_ids, tokenizer(prompt + answer).input_ids
        assert cut.prompt + cut.continuation == whole
        assert len(cut.prompt) == common_prefix_length(asked, whole)
    assert tokenizer.convert_ids_to_tokens(cuts[0].continuation) == ["▁is"]
    assert cuts[1].prompt == tokenizer("It: ").input_ids


@pytest.mark.parametrize("kind", SPACED)
def test_the_space_that_is_left_out_of_a_text_that_is_read_alone_is_known(kind, models):
    tokenizer = models(kind).tokenizer
    for answer in (" 42", "42", " is\n42", "\n 42", "", " "):
        (cut,) = answer_tokens(tokenizer, [(QUESTION, answer)])
        text = tokenizer.decode(cut.continuation)
        assert left_out(tokenizer, cut.continuation, text, tokenizer.decode) + text == answer


@pytest.mark.parametrize("kind", BYTES)
def test_tokenizers_of_bytes_keep_the_tokens_of_prompt_and_answer(kind, models):
    tokenizer = models(kind).tokenizer
    pairs = [("abc=", "cba"), ("It: ", "is"), ("\n", "\n is"), ("12", "345"), (QUESTION, " 42")]
    for pair, cut in zip(pairs, answer_tokens(tokenizer, pairs)):
        prompt, answer = pair
        alone = tokenizer(answer, add_special_tokens=False).input_ids
        assert cut == (tokenizer(prompt).input_ids, alone)
    assert tokenizer.tokenize("abc=cba") != tokenizer.tokenize("abc=") + tokenizer.tokenize("cba")


@pytest.mark.parametrize("name", ["gsm8k", "addition", "reverse", "tools"])
def test_the_embedded_model_keeps_its_tokens_and_no_text_is_cut_twice(name):
    tokenizer, ladder = load(str(seed_folder())).tokenizer, load_ladder(name)
    info = ladder.describe()
    problems = [ladder.problem(info.first + i % 3, "train", i) for i in range(200)]
    pairs = [(ladder.prompt(p.question), info.delimiter + p.solution) for p in problems]
    pairs += [("Next call:\n", "- go north"), ("1 ", "2"), ("Ques", "tion"), ("", "x")]
    counted, handed = Counted(tokenizer), sum(len(p) + len(a) for p, a in pairs)
    for (prompt, answer), cut in zip(pairs, answer_tokens(counted, pairs)):
        alone = tokenizer(answer, add_special_tokens=False)["input_ids"]
        assert cut == (tokenizer(prompt)["input_ids"], alone)
    assert counted.characters < handed + 10


class Counted:
    """A tokenizer, with the characters that it was handed."""

    def __init__(self, tokenizer):
        self.tokenizer, self.characters = tokenizer, 0

    def __call__(self, texts, **settings):
        self.characters += sum(map(len, texts))
        return self.tokenizer(texts, **settings)

    def __getattr__(self, name):
        return getattr(self.tokenizer, name)


@pytest.mark.parametrize("template", [None, TURNS, TURNS_BEGUN])
@pytest.mark.parametrize("kind", [*SPACED, *BYTES])
def test_a_choice_has_the_tokens_that_are_weighed(kind, template, models):
    loaded = models(kind, template)
    sampler = TransformersSampler(loaded)
    prompts = [sampler.chat("Which?")] if template else [QUESTION, "It: ", "It:\n", "It:  "]
    pairs = [(prompt, choice) for prompt in prompts for choice in ("is", " is", "42")]
    for (prompt, choice), cut in zip(pairs, scored_tokens(loaded.tokenizer, pairs)):
        weighed, behind = sampler._hflm._encode_pair(prompt, choice)
        assert cut.prompt + cut.continuation == weighed + behind
        text = loaded.tokenizer.decode(cut.continuation)
        assert text.strip() == choice.strip()
    assert scored_tokens(loaded.tokenizer, [("", "is")])[0].prompt == [1]
