"""Practice in looking things up: every answer follows from the facts of its prompt."""

import pytest

from saturate.ladder import SeededRandom
from saturate.seed.practice.lookup import drawn
from saturate.seed.tokenizer import build_tokenizer

DRAWS = [(rung, draw) for rung in (1, 2, 4, 7) for draw in range(25)]


def parsed(prompt, answer):
    """The facts, the names asked, and what is found with its marks taken off and checked."""
    question, _, asked = prompt.removesuffix("\nAnswer:").partition("; find ")
    at, *told = question.removeprefix("Question: at ").split("; ")
    facts = dict(fact.rsplit(" ", 1) for fact in told)
    assert len(facts) == len(told)
    stop, start, *found = answer.removeprefix(" ").split("; ")
    name, room = stop.removeprefix("stop ").split()
    assert facts[name] == room
    assert start == f"at {at}" + " stop" * (at == room)
    unmarked = []
    for fact in found:
        bare = fact.removesuffix(" stop").removesuffix(" here")
        value = bare.rsplit(" ", 1)[1]
        told = not bare.startswith(("key ", "return "))
        assert fact == bare + " here" * (told and value == at) + " stop" * (told and value == room)
        unmarked.append(bare)
    return facts, asked.split(), [name, *unmarked]


@pytest.mark.parametrize(("rung", "draw"), DRAWS)
def test_what_is_asked_is_answered_by_its_own_facts(rung, draw):
    facts, asked, found = parsed(*drawn(rung, SeededRandom("practice", rung, draw)))
    if any(name.startswith("key ") for name in facts):
        first, link = asked
        wanted = [first]
        for _ in range(rung):
            wanted += [f"{link} {facts[link]}", f"key {link} {facts[f'key {link}']}"]
            link = facts[f"key {link}"]
        assert link == "hands"
        links = [fact.split()[0] for fact in wanted[1::2]]
        wanted.append("return " + " ".join(f"{name} {facts[name]}" for name in reversed(links)))
    else:
        assert len(facts) == 2 * rung
        assert sorted(asked) == sorted(facts)
        wanted = [asked[0], *(f"{name} {facts[name]}" for name in asked[1:])]
    assert found == wanted


def test_lists_chains_and_marks_are_all_drawn():
    told = [drawn(rung, SeededRandom("practice", rung, draw)) for rung, draw in DRAWS]
    chains = sum("; key " in prompt for prompt, _ in told)
    assert 30 < chains < 70
    for mark in (" here;", " stop;", " here stop;"):
        assert sum(mark in answer for _, answer in told) > 10


def test_every_name_is_one_token():
    tokenizer = build_tokenizer()
    for rung, draw in DRAWS:
        prompt, _ = drawn(rung, SeededRandom("practice", rung, draw))
        text = prompt.removesuffix("\nAnswer:")
        parts = text.replace(":", " :").replace(";", " ;").split()
        assert len(tokenizer(text)["input_ids"]) == 1 + len(parts)
