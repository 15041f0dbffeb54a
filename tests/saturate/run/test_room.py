"""Prompts that a model's context does not hold: said in the plan, left out of what is scored."""

import json

import pytest
from support import hard_tasks
from support.runs import execute_small, small_config
from support.tiny_models import write_tiny_model

from saturate.errors import SaturateError
from saturate.models import Decoding
from saturate.models.loading import load
from saturate.models.prompting import Prompter
from saturate.models.transformers import TransformersSampler
from saturate.proposing.proposers import LadderProposer
from saturate.proposing.roomy import RoomyProposer
from saturate.registry import load_ladder
from saturate.run.room import room_notes
from saturate.scoring.rungs import RungTask, score_rungs
from saturate.task_yamls.documents import distinct_problems
from saturate.voting.ballots import VoterModel
from saturate.voting.label import label
from saturate.voting.poll import ask
from saturate.voting.proposals import propose

LETTERS = f"options:{hard_tasks.path('letters')}"
HELPS = (
    "lower --score-rungs, fewer few-shot examples, a smaller --max-new-tokens, or a model with a "
    "longer context"
)


def opened(folder, positions):
    return TransformersSampler(load(str(write_tiny_model(folder / str(positions), positions))))


@pytest.fixture(scope="module")
def uneven(tmp_path_factory):
    """Documents of multiple choice whose questions are of five lengths."""
    folder = tmp_path_factory.mktemp("uneven")
    rows = hard_tasks.choices(60)
    for n, row in enumerate(rows):
        row["question"] = row["question"].replace(" carry", "x" * (n % 5) + " carry")
    hard_tasks.write(folder, "test", rows[:50])
    hard_tasks.write(folder, "dev", rows[50:])
    return folder


def lengths(ladder, rung, items):
    """Bytes, which are the tiny model's tokens, of each problem, with a choice where it has any."""
    problems = distinct_problems(ladder, rung, "score", items)
    room = len(" A") if ladder.describe().choices else 0
    return [len(problem.question) + room for problem in problems]


def settings(ladder, data, **more):
    return {
        "ladder": ladder.describe().name,
        "benchmark_data": data,
        "score_rungs": (1, 2),
        "score_items": 8,
        **more,
    }


def noted(ladder, sampler):
    """The plan's words on a ladder over the sums."""
    config = small_config(**settings(ladder, hard_tasks.data("sums"), max_new_tokens=8))
    return room_notes(ladder, sampler, False, config)


def test_a_text_fits_with_what_is_written_behind_it(tmp_path):
    sampler = opened(tmp_path, 20)
    assert sampler.fits(["x" * 20, "x" * 21]) == [True, False]
    assert sampler.fits(["x" * 12, "x" * 13], Decoding(max_new_tokens=8)) == [True, False]
    assert sampler.fits(["four", "more than"], Decoding(max_new_tokens=16)) == [True, False]


def test_choices_that_do_not_fit_are_left_out_and_counted(tmp_path, uneven):
    ladder = load_ladder(LETTERS, uneven)
    held = lengths(ladder, 2, 8)
    context = sorted(held)[3]
    fit = [length <= context for length in held]
    assert 0 < sum(fit) < 8
    task = RungTask(LETTERS, 2, 8, True, data=str(uneven))
    scored = score_rungs(opened(tmp_path, context), [task], 8)
    keys = [problem.key for problem in distinct_problems(ladder, 2, "score", 8)]
    assert [one.key for one in scored.strict[task.name]] == [
        key for key, whole in zip(keys, fit, strict=True) if whole
    ]
    assert scored.left_out == {task.name: fit.count(False)}
    whole = score_rungs(opened(tmp_path, 4096), [task], 8)
    assert whole.left_out == {task.name: 0} and len(whole.strict[task.name]) == 8
    assert set(scored.strict[task.name]) <= set(whole.strict[task.name])
    with pytest.raises(SaturateError, match=f"No item of {task.name} fits .*: {HELPS}"):
        score_rungs(opened(tmp_path, min(held) - 1), [task], 8)


def test_the_plan_counts_what_does_not_fit_and_says_what_helps(tmp_path):
    ladder = hard_tasks.open_ladder("shots:sums")
    first, second = (sorted(lengths(ladder, rung, 8)) for rung in (1, 2))
    assert second[-1] < first[0]  # a rung takes an example away
    long = sum(length > first[4] for length in first)
    assert 0 < long < 8
    (note,) = noted(ladder, opened(tmp_path, first[4] + 8))
    assert note == (
        "items that the context of model seed does not hold with their answer are not scored: of "
        f"those looked at, {long} of 8 of rung 1; what helps: {HELPS}"
    )
    assert noted(ladder, opened(tmp_path, 4096)) == []
    refused = "No item of rung 1 fits into the context of model seed with its answer; some do on "
    with pytest.raises(SaturateError, match=refused + "rung 2. What helps: "):
        noted(ladder, opened(tmp_path, first[0] + 7))


def test_a_run_says_how_many_of_how_many_were_left_out(tmp_path, uneven):
    ladder = load_ladder(LETTERS, uneven)
    held = {rung: sorted(lengths(ladder, rung, 8)) for rung in (1, 2)}
    context = held[2][3]
    model = write_tiny_model(tmp_path / "model", context)
    results, text = execute_small(
        tmp_path / "run",
        **settings(
            ladder, uneven, model=str(model), arms=("voted",), rounds=1, proposals=8, steps=2
        ),
        batch_size=2,
        score_original="never",
    )
    cut = {rung: sum(one > context for one in found) for rung, found in held.items()}
    for one in results.arms[0].rounds:
        assert {score.rung: score.left_out for score in one.scores} == cut
        assert {score.rung: score.strict.total for score in one.scores} == {
            rung: 8 - left for rung, left in cut.items()
        }
    assert 0 < cut[2] < 8
    (labelling,) = results.arms[0].rounds[1].labelling
    assert labelling.left_out + labelling.proposals == 8
    told = ", ".join(f"{left} of 8 of rung {rung}" for rung, left in cut.items() if left)
    (doubt,) = [one for one in results.verdict.doubts if "context" in one]
    assert doubt == (
        "Items that the model's context does not hold with their answer are left out, so the "
        f"longest are not scored: {told}."
    )
    assert doubt in " ".join(text.split())
    summary = json.loads((tmp_path / "run/base/score/summary.json").read_text())
    assert sorted(summary["left_out"].values()) == sorted(cut.values())


def test_proposals_and_views_that_do_not_fit_are_not_asked(tmp_path, uneven):
    ladder = load_ladder(LETTERS, uneven)
    proposals = propose(ladder, 1, 0, 12)
    views = {one.key: ladder.views(one.question, 7) for one in proposals}
    context = sorted(len(views[one.key][0].question) + 2 for one in proposals)[6]
    sampler = opened(tmp_path, context)
    member = VoterModel(sampler, Prompter(ladder, sampler, bare=False))
    config = small_config(**settings(ladder, uneven))
    fit = {
        key: [len(view.question) + 2 <= context for view in found] for key, found in views.items()
    }
    source = RoomyProposer(LadderProposer(ladder, 0), ladder, [member], config)
    kept = [one for one in proposals if fit[one.key][0]]
    assert list(source.propose(1, 12)) == kept and 0 < len(kept) < 12
    assert source.left_out == {1: 12 - len(kept)}
    rows = ask(ladder, proposals, [member], config, everyone=True)
    assert [len(row) for row in rows] == [
        sum(fit[one.key]) if fit[one.key][0] else 0 for one in proposals
    ]
    assert label(1, [], [], config).stats.coverage == 0


def test_a_run_says_how_many_problems_of_reinforcement_were_left_out(tmp_path):
    ladder = load_ladder("addition")
    prompt = f"{ladder.describe().instruction}\n\n{ladder.problem(2, 'vote', 0).question}"
    results, text = execute_small(
        tmp_path / "run",
        model=str(write_tiny_model(tmp_path / "model", len(prompt) + 8)),
        ladder="addition", stages="rl:1", rounds=1, rl_rungs=(2, 3), start_rung=2,
        score_rungs=(1, 2), score_items=8, max_new_tokens=8, group=4, batch_size=16,
        proposals=8, steps=2, replay=0.0, arms=("voted",),
    )  # fmt: skip
    held = results.arms[0].rounds[1].reinforcement
    # rungs 2 and 3 by turns, of which only the shorter fits, until there are four
    assert (held.problems, held.rungs, held.left_out) == (4, [2], 3)
    assert "3 of 7 problems of reinforcement were not asked, as the model's context" in text
