from types import SimpleNamespace

from support.made_up import as_read
from support.runs import execute_small, small_config

from saturate.ladder import stable_hash
from saturate.models import Completion
from saturate.registry import load_ladder
from saturate.results.text import percent_text
from saturate.rounds.collapse import MAX_ALARMS, compare_models
from saturate.rounds.context import StageWork
from saturate.rounds.curriculum import Position
from saturate.rounds.display import StageProgress
from saturate.rounds.state import ArmState, ModelRef
from saturate.stats.forgetting import CollapseCheck, RungChange
from saturate.storage.files import read_json, write_json
from saturate.storage.layout import SUMMARY, Place
from saturate.storage.stages import Clock
from saturate.training.replay import Pair
from saturate.voting.ballots import VoterModel

LADDER = load_ladder("addition")


class Fickle:
    """Repeats what it was taught, but for a share of the prompts."""

    has_chat_template = False

    def __init__(self, taught: dict[str, str], share: float, finished: bool = True) -> None:
        self.taught, self.share, self.finished = taught, share, finished

    def complete(self, prompts, decoding, progress=None):
        progress(len(prompts))
        return [[self._answer(prompt)] for prompt in prompts]

    def _answer(self, prompt: str) -> Completion:
        flips = stable_hash(prompt) % 1000 < 1000 * self.share
        text = "0" if flips else self.taught[prompt]
        return Completion(text, len(text), -1.0, self.finished)


def watched(tmp_path, before: float, after: float, finished: bool = True) -> CollapseCheck:
    learned = {}
    for rung in range(3, 12):
        problems = [LADDER.problem(rung, "train", index) for index in range(60)]
        learned[rung] = [Pair(LADDER.prompt(p.question), p.solution) for p in problems]
    taught = {pair.prompt: pair.completion for pairs in learned.values() for pair in pairs}
    told: list[int] = []
    models = {"old": Fickle(taught, before), "new": Fickle(taught, after, finished)}
    context = SimpleNamespace(
        ladder=LADDER,
        config=small_config(benchmark="addition", score_rungs=(10, 12)),
        seed_data=lambda: {},
        opened=lambda model: SimpleNamespace(sampler=models[model.path]),
    )
    states = [
        ArmState([ModelRef(name, name)], Position(11, 1.0), [learned], labels)
        for name, labels in (("old", []), ("new", ["labels"]))
    ]
    work = StageWork(tmp_path, StageProgress(told.append, told.append), Clock(), tmp_path / "-")
    compare_models(context, Place("voted", 3), *states, work)
    found = CollapseCheck.from_summary(read_json(tmp_path / SUMMARY))
    assert told == [2 * found.asked, found.asked, found.asked]
    return found


def test_every_lineage_is_watched_on_prompts_of_its_own(tmp_path):
    told = {"1+1=": "2", "<user>1+1=": "2"}
    pair = Pair("1+1=", "2", forms=(Pair("1+1=", "2"), Pair("<user>1+1=", "2")))
    asked = {name: [] for name in ("old a", "old b", "new a", "new b")}

    class Asked(Fickle):
        def complete(self, prompts, decoding, progress=None):
            self.seen += prompts
            return super().complete(prompts, decoding, progress)

    def opened(model):
        sampler = Asked(told, 0.0)
        sampler.seen = asked[model.path]
        return SimpleNamespace(sampler=sampler)

    context = SimpleNamespace(
        ladder=LADDER, seed_data=lambda: {}, opened=opened,
        config=small_config(benchmark="addition", score_rungs=(10, 12)),
    )  # fmt: skip
    states = [
        ArmState([ModelRef(f"{age} {one}", age + one) for one in "ab"], Position(11, 1.0),
                 [{rung: [pair] for rung in range(6, 12)}], [age])
        for age in ("old", "new")
    ]  # fmt: skip
    work = StageWork(tmp_path, StageProgress(print, print), Clock(), tmp_path / "-")
    compare_models(context, Place("voted", 3), *states, work)
    assert {prompt for name in ("old a", "new a") for prompt in asked[name]} == {"1+1="}
    assert {prompt for name in ("old b", "new b") for prompt in asked[name]} == {"<user>1+1="}


def test_a_model_that_answers_as_taught_raises_no_alarm(tmp_path):
    found = watched(tmp_path, 0.0, 0.0)
    assert found == (240, 0, 0, [])
    assert not found.alarm


def test_answers_that_were_lost_raise_it_and_those_never_had_do_not(tmp_path):
    lost = watched(tmp_path, 0.05, 0.2)
    assert 15 < lost.lost < 60
    assert lost.alarm
    assert not watched(tmp_path, 0.2, 0.2).alarm
    won = watched(tmp_path, 0.2, 0.05)
    assert won.won == lost.lost
    assert not won.alarm
    endless = watched(tmp_path, 0.0, 0.0, finished=False)
    assert endless.lost == endless.asked
    assert endless.alarm


def test_by_turns_a_turn_is_compared_and_not_a_plan(tmp_path):
    pairs = [Pair(f"p{i}", "done") for i in range(40)]
    texts = {"old": dict.fromkeys((p.prompt for p in pairs), "done")}
    texts["new"] = dict.fromkeys(texts["old"], "open mill")  # refused, so that the play goes on
    models = {name: Fickle(taught, 0.0) for name, taught in texts.items()}
    context = SimpleNamespace(
        ladder=load_ladder("tools"),
        config=small_config(ladder="tools", play="turns", score_rungs=(1, 3)),
        seed_data=lambda: {1: pairs},
        opened=lambda model: SimpleNamespace(sampler=models[model.path]),
    )
    old, new = (ArmState([ModelRef(n, n)], Position(1, 1.0), [], [n]) for n in models)
    progress = StageProgress(lambda _: None, lambda _: None)
    work = StageWork(tmp_path, progress, Clock(), tmp_path / "-")
    compare_models(context, Place("voted", 3), old, new, work)
    assert CollapseCheck.from_summary(read_json(tmp_path / SUMMARY)) == (40, 40, 0, [])


class Adder:
    """Adds as the ladder does up to some digits, and gives no answer above."""

    has_chat_template = False

    def __init__(self, digits: int) -> None:
        self.digits = digits

    def fits(self, prompts, decoding):
        return [True] * len(prompts)

    def complete(self, prompts, decoding, progress=None):
        if progress:
            progress(len(prompts))
        return [[self._answer(prompt)] for prompt in prompts]

    def _answer(self, prompt: str) -> Completion:
        known = LADDER.read(prompt).rung <= self.digits
        text = LADDER.solve(prompt) if known else "?"
        return Completion(text, len(text), -1.0, True)


def voted_on(tmp_path, before: int, after: int, upstream=()) -> CollapseCheck:
    """A check of an arm that stands on rung 8 and was taught rungs 1 to 5."""
    problems = [LADDER.problem(rung, "train", 0) for rung in range(1, 6)]
    taught = {p.rung: [Pair(p.question, p.answer)] for p in problems}
    models = {"old": Adder(before), "new": Adder(after)}
    prompter = SimpleNamespace(prompt=lambda question: question, by_turns=False)
    context = SimpleNamespace(
        ladder=LADDER,
        config=small_config(benchmark="addition", score_rungs=(10, 12)),
        seed_data=lambda: taught,
        opened=lambda model: SimpleNamespace(sampler=models[model.path]),
        voter=lambda model: VoterModel(models[model.path], prompter),
    )
    old, new = (ArmState([ModelRef(name, name)], Position(8, 1.0), [], []) for name in models)
    progress = StageProgress(lambda _: None, lambda _: None)
    work = StageWork(tmp_path, progress, Clock(), tmp_path / "-")
    compare_models(context, Place("voted", 3), old, new._replace(upstream=list(upstream)), work)
    return CollapseCheck.from_summary(read_json(tmp_path / SUMMARY))


def test_rungs_that_were_read_untaught_are_asked_by_vote_before_and_after(tmp_path):
    found = voted_on(tmp_path, before=9, after=7)
    assert found[:3] == (5, 0, 0)
    # 6 to 8 stand below the arm; above it the model of before still reads 9, and not 10
    assert found.read == [
        RungChange(6, 40, 0, 0), RungChange(7, 40, 0, 0), RungChange(8, 40, 40, 0),
        RungChange(9, 40, 40, 0),
    ]  # fmt: skip
    assert found.alarm


def test_labels_that_are_new_raise_no_alarm_and_what_was_not_read_is_not_asked(tmp_path):
    found = voted_on(tmp_path, before=7, after=12)
    assert found.read == [RungChange(6, 40, 0, 0), RungChange(7, 40, 0, 0)]
    assert not found.alarm


def test_a_round_with_labels_has_asked_the_rungs_above_itself(tmp_path):
    found = voted_on(tmp_path, before=9, after=9, upstream=["labels"])
    assert [one.rung for one in found.read] == [6, 7, 8]


def test_rounds_with_alarms_are_undone_and_the_arm_stops(tmp_path, monkeypatch):
    monkeypatch.setattr("saturate.stats.forgetting._RISK", 2.0)
    results, shown = execute_small(
        tmp_path / "run", rounds=MAX_ALARMS + 2, arms=("voted", "format")
    )
    voted, control = results.arms
    assert voted.stopped
    assert not control.stopped
    assert results.complete
    assert len(voted.rounds) == MAX_ALARMS + 1
    assert len(control.rounds) == MAX_ALARMS + 3
    for one in voted.rounds[1:]:
        assert one.watch.undone
        assert one.scores == voted.rounds[0].scores
        assert one.training
        assert any(label.trained for label in one.labelling)
        assert one.taught == set()
    assert "back to what it was before" in shown
    assert f"stops after round {MAX_ALARMS}" in shown
    html = as_read((tmp_path / "run" / "report.html").read_text("utf-8"))
    assert "undid rounds 1 and 2" in html
    assert "undone, as it answered otherwise" in html
    assert voted.label_precision is None


def test_label_precision_is_that_of_rounds_that_were_kept(tmp_path, monkeypatch):
    def watch(context, place, before, after, work):
        lost = 20 * (place.number == 2)
        write_json(work.out / SUMMARY, CollapseCheck(40, lost, 0, []).to_summary())

    monkeypatch.setattr("saturate.rounds.collapse.compare_models", watch)
    results, shown = execute_small(tmp_path / "run", rounds=2, arms=("voted",))
    (arm,) = results.arms
    first, second = (
        [label.audit for label in one.labelling if label.trained] for one in arm.rounds[1:]
    )
    assert arm.rounds[2].undone
    assert any(one.total for one in second)
    right, total = (sum(one[i] for one in first) for i in (0, 1))
    assert arm.label_precision.value == right / total
    assert f"label precision, %: {percent_text(right / total)} [" in shown


def test_an_undisturbed_arm_comes_out_the_same_watched_or_not(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "saturate.stats.forgetting._RISK", 0.0
    )  # six steps may harm, and rightly alarm
    (watched,), (alone,) = (
        execute_small(tmp_path / str(rollback), arms=("voted",), rollback=rollback)[0].arms
        for rollback in (True, False)
    )
    assert [one.scores for one in watched.rounds] == [one.scores for one in alone.rounds]
    assert [bool(one.watch) for one in watched.rounds] == [bool(o.training) for o in alone.rounds]
    assert not any(one.watch for one in alone.rounds)
