"""Questions by the model, from settings to results; the writer has a script."""

import re

import pytest
from support import hard_tasks
from support.runs import execute_small, small_config, timeless

from saturate.analysis.sealed_gold import open_gold
from saturate.config.arms import VOTED, VOTED_LADDER
from saturate.config.fields import Band
from saturate.errors import SaturateError
from saturate.models import Completion
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder
from saturate.reports import render
from saturate.reports.question_table import questions
from saturate.results.caveats import caveats
from saturate.run.audit import audit
from saturate.run.samples import round_samples
from saturate.stats.intervals import Count
from saturate.storage.files import read_rows
from saturate.voting.labelled import LabelledProposal, Reason
from saturate.voting.majority import Ballot, Outcome
from saturate.voting.proposals import Proposal

LADDER = load_ladder("addition")
RUN = {
    "ladder": "addition",
    "proposer": "model",
    "rounds": 1,
    "steps": 2,
    "band": Band(0.3, 1.0),
    "precision_floor": 0.0,  # few proposals: it is not known
    "score_rungs": (10, 12),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Of four texts that the writer gives, three are new problems and one is none."""
    answer, written = TransformersSampler.complete, []

    def complete(self, prompts, decoding, progress=None):
        if not prompts or not prompts[0].startswith("Problems by level"):
            return answer(self, prompts, decoding, progress)
        found = []
        for prompt in prompts:
            rung = int(re.search(r"Level (\d+):$", prompt)[1])
            number = len(written)
            text = LADDER.problem(rung, "train", 5_000 + number).question
            written.append("no problem" if number % 4 == 3 else text)
            found.append([Completion(written[-1], 7, -1.0, True)])
        return found

    out = tmp_path_factory.mktemp("runs") / "written"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransformersSampler, "complete", complete)
        results, text = execute_small(out, **RUN)
        first, asked = timeless(out), len(written)
        execute_small(out, **RUN)
    assert timeless(out) == first and len(written) == asked  # nothing is written again
    return out, results, text, asked


def test_the_ladders_own_problems_are_voted_on_in_a_second_arm(run):
    _, results, _, _ = run
    assert [arm.arm for arm in results.arms] == ["voted", "voted-ladder"]
    voted, ladder = (arm.rounds[1] for arm in results.arms)
    assert voted.writing and not ladder.writing
    assert [one.rung for one in voted.labelling] == [one.rung for one in voted.writing]


def test_what_was_written_is_counted_and_charged(run):
    out, results, _, asked = run
    first = results.arms[0].rounds[1]
    rows = read_rows(out / "voted/01/label/written.jsonl")
    assert len(rows) == sum(one.written for one in first.writing) == asked
    assert not (out / "voted-ladder/01/label/written.jsonl").exists()
    unreadable = sum(one.fates.get("unreadable", 0) for one in first.writing)
    assert unreadable == asked // 4
    for one, labels in zip(first.writing, first.labelling, strict=True):
        assert one.proposed == labels.proposals == one.really[one.rung]
        assert one.tokens == 7 * one.written
    answered = read_rows(out / "voted/01/label/labels.jsonl")
    answered += read_rows(out / "voted/01/label/held_back.jsonl")
    tokens = sum(ballot["tokens"] for one in answered for ballot in one["ballots"])
    assert first.cost["label_tokens"] == tokens + 7 * asked


def test_labels_are_audited_by_the_solver(run):
    _, results, _, _ = run
    trained = [one for one in results.arms[0].rounds[1].labelling if one.trained]
    assert trained and all(one.audit.total == one.kept for one in trained)
    assert all(one.unaudited == 0 for one in trained)
    shown = [one for one in results.samples if one.arm == "voted"]
    assert shown and all(one.by_model for one in shown)
    assert all(one.gold == LADDER.solve(one.question) for one in shown)


def test_terminal_table_and_doubts_tell_it(run):
    _, results, text, asked = run
    (rung, *_) = results.arms[0].rounds[1].labelling
    new = asked - asked // 4
    assert "Questions  written by the model after examples of the train split; asked where" in text
    assert f"Questions  voted: {asked} written, {new} readable, {new} on the rung" in text
    assert "Questions  voted-ladder: drawn from the ladder; " in text
    held = questions(results)
    first = dict(zip(held.columns, held.rows[0], strict=True))
    assert (first["arm"], first["rung"]) == ("voted", rung.rung)
    assert first["new"] == first["asked"] == rung.proposals
    assert first["really on"] == f"{rung.rung}: {rung.proposals}"
    last = dict(zip(held.columns, held.rows[-1], strict=True))
    assert last["arm"] == "voted-ladder" and last["written"] is None and last["asked"] > 0
    assert not any("could be asked" in one for one in caveats(results))


def test_the_page_shows_it(run):
    _, results, _, _ = run
    html = render(results, interactive=False)
    assert '<section id="questions">' in html and 'href="#questions"' in html
    assert "Written by the model." in html
    ladder = hard_tasks.open_ladder("shots:sums")
    unknown = [one for _, one in round_samples(ladder, [hard_label([0])], "voted", 1, seed=0)]
    assert "kept, not known" in render(
        results.model_copy(update={"samples": unknown}), interactive=False
    )
    arms = [arm for arm in results.arms if arm.arm == "voted-ladder"]
    drawn = render(results.model_copy(update={"arms": arms}), interactive=False)
    assert '<section id="questions">' not in drawn and 'href="#questions"' not in drawn


def hard_label(trained: list[int]) -> LabelledProposal:
    question = hard_tasks.open_ladder("shots:sums").worded(1, "Ulla has 3 hats. How many?")
    ballots = [Ballot("", "4", "4", 1, -1.0, True, seat) for seat in range(2)]
    return LabelledProposal(
        Proposal(1, 0, "key", question, by_model=True),
        ballots, Outcome("4", 2, 2), Reason.KEPT, trained,
    )  # fmt: skip


def test_where_nothing_is_read_the_true_answer_is_not_known():
    ladder = hard_tasks.open_ladder("shots:sums")
    assert open_gold(ladder, hard_label([0]).proposal) is None
    rows = [hard_label([0]), hard_label([]), hard_label([0, 1])]
    for filtered, unknown in ((True, 2), (False, 3)):
        (found,) = audit(ladder, rows, filtered).values()
        assert found.unknown == unknown
        assert found.labels.count == found.ballots.count == Count(0, 0)
    (_, sample), *_ = round_samples(ladder, rows[:1], "voted", 1, seed=0)
    assert (sample.gold, sample.right) == (None, None)
    assert [one.right for one in sample.ballots] == [None, None]


def test_gold_of_a_written_problem_is_the_solvers():
    written = Proposal(3, 0, "key", "353+534=", by_model=True)
    found = open_gold(LADDER, written)
    assert found is not None and found.answer == "887" and found.key == "key"


def test_defaults_follow_from_who_writes():
    written = small_config(ladder="addition", proposer="model")
    assert written.arms == (VOTED, VOTED_LADDER) and written.band == Band(0.3, 0.9)
    assert small_config(ladder="addition").band is None
    assert small_config(ladder="addition", proposer="model", band="none").band is None
    unvoted = small_config(ladder="addition", proposer="model", filters="length")
    assert unvoted.band is None


def test_a_band_without_a_vote_and_given_choices_are_refused():
    with pytest.raises(SaturateError, match=r"needs 3 of 3 votes, and --band 0\.3:0\.9"):
        small_config(ladder="addition", proposer="model", voters="views:3")
    data = hard_tasks.data("letters")
    with pytest.raises(SaturateError, match="asks for one of given choices"):
        small_config(
            ladder="options:" + hard_tasks.path("letters"), proposer="model", voters="views:3",
            benchmark_data=data,
        )  # fmt: skip


@pytest.mark.parametrize("game", ["hanoi", "lights-out"])
def test_problems_that_only_their_ladder_can_carry_out_are_not_written_by_a_model(game):
    with pytest.raises(SaturateError, match=f"game:{game} is tried in its problem"):
        small_config(ladder=f"game:{game}", score_rungs=(1, 4), proposer="model")
    config = small_config(ladder="tools", score_rungs=(1, 4), proposer="model")  # reads them
    assert config.proposer == "model"
