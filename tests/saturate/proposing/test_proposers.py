"""A round's questions: drawn, or written by a model with a script."""

import pytest
from support import hard_tasks
from support.runs import small_config
from support.writers import Ignored, Scripted

from saturate.config.arms import UNFILTERED, VOTED, VOTED_LADDER
from saturate.ladder import split_of
from saturate.models.engines import Opened
from saturate.proposing.examples import Examples
from saturate.proposing.proposers import (
    FEWEST,
    LadderProposer,
    ModelProposer,
    Writer,
    known_wordings,
    open_proposer,
)
from saturate.proposing.sieve import Fate
from saturate.proposing.written import counts, proposed_before
from saturate.registry import load_ladder
from saturate.storage.files import write_rows
from saturate.storage.layout import Place
from saturate.storage.model_facts import ModelFacts
from saturate.voting.proposals import propose

LADDER = load_ladder("addition")


def new_sums(count: int) -> list[str]:
    """Different problems of three digits, none of them of the score split."""
    texts = {}
    for number in range(1, 1000):
        text = f"{number:03d}+111="
        read = LADDER.read(text)
        if read is not None and split_of("addition", 3, read.canonical) != "score":
            texts.setdefault(read.canonical, text)
    return list(texts.values())[:count]


def proposer(texts, ladder=LADDER, known=()) -> tuple[ModelProposer, Scripted]:
    sampler = Scripted(texts)
    made = ModelProposer(ladder, sampler, 0.8, 0, known, Ignored)
    made._examples.pool = lambda rung: ("979+997=",) * (rung == 3) or ("11+22=",)
    return made, sampler


def test_the_ladder_goes_on_where_it_was():
    source = LadderProposer(LADDER, 40)
    found = [*source.propose(3, 10), *source.propose(3, 5)]
    assert found == propose(LADDER, 3, 40, 15)
    assert list(source.propose(4, 5)) == propose(LADDER, 4, 40, 5)
    assert source.written == ()


def test_a_small_rung_gives_each_of_its_problems_once():
    """However often it is asked for more: labels are counted as independent ones."""
    source = LadderProposer(LADDER, 0)
    found = [*source.propose(1, 64), *source.propose(1, 136)]
    assert len(found) == len({one.key for one in found}) == 5
    assert found == propose(LADDER, 1, 0, 200)


def test_every_text_is_counted_by_its_fate():
    good = new_sums(10)
    texts = [*good[:8], "12+34=", "no problem", good[0], "979+997=", "355+2..."]
    made, sampler = proposer([*texts, *good[8:]])  # the last one is written for ever
    found = made.propose(3, 10)
    assert [one.question for one in found] == good
    assert all(one.by_model and one.rung == 3 for one in found)
    assert [one.key for one in found] == [LADDER.key(LADDER.read(text)) for text in good]
    assert len(sampler.prompts) == len(made.written) == 17
    assert counts(made.written) == [
        {
            "rung": 3,
            "written": 17,
            "fates": {"copy": 4, "other rung": 1, "proposed": 10, "unreadable": 2},
            "really": {"2": 1, "3": 14},
            "tokens": 85,
        }
    ]


def test_a_second_call_writes_more_and_repeats_nothing():
    good = new_sums(24)
    made, sampler = proposer([*good[:12], *good[:6], *good[12:]])
    first, second = made.propose(3, 12), made.propose(3, 12)
    assert [one.question for one in first + second] == good
    assert [one.index for one in first] == list(range(12))
    seeds = [decoding.seed for decoding in sampler.decodings]
    assert len(set(seeds)) == len(seeds)


def test_few_questions_are_none_and_writing_ends():
    made, sampler = proposer([*new_sums(FEWEST - 1), "nothing"])
    assert made.propose(3, 10) == []
    assert len(sampler.prompts) == 40  # four times as many as were wanted
    hopeless, asked = proposer(["nothing"])
    assert hopeless.propose(3, 64) == []
    assert len(asked.prompts) == 64  # the first texts tell


def test_who_makes_the_questions_of_which_arm(tmp_path):
    writer = Writer(
        Opened(ModelFacts(True, {}), Scripted([""])), tmp_path, Place("voted", 1), Ignored
    )
    for maker, arm, kind in [
        ("ladder", VOTED, LadderProposer),
        ("model", VOTED, ModelProposer),
        ("model", UNFILTERED, ModelProposer),
        ("model", VOTED_LADDER, LadderProposer),
    ]:
        config = small_config(ladder="addition", proposer=maker, score_rungs=(1, 2))
        assert type(open_proposer(arm, config, LADDER, 0, writer)) is kind


def test_what_was_proposed_in_earlier_rounds_is_known(tmp_path):
    rows = [{"text": "a", "fate": "proposed"}, {"text": "b", "fate": "copy"}]
    stage = tmp_path / "voted/01/label"
    stage.mkdir(parents=True)
    write_rows(stage / "written.jsonl", rows)
    assert list(proposed_before(tmp_path, Place("voted", 3))) == ["a"]
    assert list(proposed_before(tmp_path, Place("voted", 1))) == []


def test_known_are_items_of_all_splits_scored_and_taught_problems():
    config = small_config(ladder="addition", score_rungs=(2, 3))
    held = set(known_wordings(LADDER, config, taught=2))
    assert {LADDER.problem(rung, "score", 0).question for rung in (2, 3)} <= held
    assert {LADDER.problem(rung, "train", 1499).question for rung in (1, 2)} <= held
    assert LADDER.problem(3, "train", 1499).question not in held
    task = hard_tasks.open_ladder("shots:sums")
    scored = small_config(ladder="addition", score_rungs=(1, 2))
    assert set(task.published()) <= set(known_wordings(task, scored, taught=0))


def test_an_item_with_its_frame_is_asked_and_its_words_are_judged():
    ladder = hard_tasks.open_ladder("shots:sums")
    names = ["Olga", "Pia", "Quin", "Rolf", "Sven", "Tove", "Ulla", "Vito", "Xaver", "Yuri"]
    texts = [f"{name} has 31 kites and 2 boots. How many kites for {name}?" for name in names]
    sampler = Scripted([*texts, ladder.published()[0]])
    made = ModelProposer(ladder, sampler, 0.8, 0, ladder.published(), Ignored)
    found = made.propose(2, 10)
    assert [one.question for one in found] == [ladder.worded(2, text) for text in texts]
    assert all(
        one.question.endswith(f"Question: {text}\nAnswer:")
        for one, text in zip(found, texts, strict=True)
    )
    again = ModelProposer(
        ladder, Scripted([ladder.published()[0]]), 0.8, 0, ladder.published(), Ignored
    )
    assert again.propose(2, 10) == []
    assert counts(again.written)[0]["fates"] == {"copy": 10}


def test_a_chat_model_finds_its_reply_begun_unless_it_is_thinking():
    def prompt(template: str) -> str:
        sampler = Scripted([" 353+534= "], template)
        (written,) = Examples(LADDER).write(sampler, 3, 1, 0.8, 0)
        assert written.text == "353+534="
        (told,) = sampler.prompts
        return told

    listed = prompt("")
    assert listed.endswith("\n\nLevel 3:")
    assert [line[:8] for line in listed.split("\n\n")[1:-1]] == [
        "Level 1:", "Level 2:", "Level 3:", "Level 3:",
    ]  # fmt: skip
    for line in listed.split("\n\n")[1:-1]:
        level, _, question = line.partition(": ")
        assert LADDER.read(question).rung == int(level.removeprefix("Level "))
    assert prompt("<assistant>").endswith("Reply with the problem alone.<assistant>Level 3:")
    assert prompt("<assistant><think>\n").endswith("<assistant><think>\n")


@pytest.mark.parametrize(("ladder", "stop"), [("addition", "\n"), ("compose:sums", "\n\n")])
def test_a_text_ends_where_the_problems_have_no_break(ladder, stop):
    held = LADDER if ladder == "addition" else hard_tasks.open_ladder(ladder)
    sampler = Scripted(["x"])
    Examples(held).write(sampler, 2, 1, 0.8, 0)
    assert sampler.decodings[0].stop == ("\nLevel", stop)
    assert sampler.decodings[0].temperature == 0.8


def test_a_level_that_is_written_again_is_no_part_of_the_problem():
    (one,) = Examples(LADDER).write(Scripted(["Level 3: 353+534="]), 3, 1, 0.8, 0)
    assert one.text == "353+534="


def test_fates_are_looked_at_in_their_order():
    assert [str(fate) for fate in Fate] == [
        "unreadable", "other rung", "copy", "near-copy", "reserved", "proposed",
    ]  # fmt: skip
