"""Each check finds the fault that it is for, and says what to mend."""

import string
from contextlib import contextmanager
from dataclasses import replace

import pytest
from support.installed import install_ladder
from support.runs import run_cli

from saturate import registry
from saturate.analysis import asking
from saturate.checking.answers import read_back, solved, viewed
from saturate.checking.check import check_ladder
from saturate.checking.contract import described
from saturate.checking.difficulty import harder
from saturate.checking.figures import RungFigures, fast, fitting, rewritten
from saturate.checking.hostile import survives, survives_garbling
from saturate.checking.sample import sampled_rungs
from saturate.checking.splits import Drawn
from saturate.errors import SaturateError
from saturate.generators.copying import Copy
from saturate.ladder import AnswerPattern, Reading, View
from saturate.stats.intervals import Count


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """Installs a ladder from its source."""
    monkeypatch.syspath_prepend(tmp_path)
    registry.load_ladder.cache_clear()
    yield lambda *what: install_ladder(tmp_path, *what)
    registry.load_ladder.cache_clear()


class WrongSolver(Copy):
    def solve(self, question):
        return super().solve(question)[::-1]


class NoAnswerInTheSolution(Copy):
    def answer_to(self, question, text, lenient=False):
        return None


class WrongView(Copy):
    def views(self, question, count):
        return [View(question), View(question[-2::-1] + "=")]


class NoFirstView(Copy):
    def views(self, question, count):
        return super().views(question, count)[1:]


class ReadsAnotherRung(Copy):
    def read(self, question):
        return Reading(99, question)


class ClaimsForAnotherSplit(Copy):
    def claim(self, rung, split, rng):
        return super().claim(rung, "vote" if split == "score" else "train", rng)


class ForgetfulCanonical(Copy):
    """Turned strings are problems of their own here, and still views of one another."""

    def draw(self, rung, rng):
        draft = super().draw(rung, rng)
        return draft.__class__(draft.question, draft.answer, draft.solution, draft.question)


class FewProblems(Copy):
    def draw(self, rung, rng):
        letters = rng.pick(["ab", "ac", "bd", "ce", "xa", "wk", "pe", "ro"]) * rung
        return super().draw(rung, rng).__class__(f"{letters}=", letters, letters, letters)


class Raises(Copy):
    def extract(self, text):
        return str(int(text))


class AlwaysRight(Copy):
    def answer_to(self, question, text, lenient=False):
        return self.solve(question)


class Misdescribed(Copy):
    def describe(self):
        return super().describe()._replace(template="Q:", licence="")

    def problem(self, rung, split, index):
        return super().problem(max(1, min(rung, 200)), split, index)


class ViewsThatKnow(Copy):
    """Whatever is written to a view, its way back gives the answer."""

    def views(self, question, count):
        solved = self.solve(question)
        return [View(view.question, lambda _: solved) for view in super().views(question, count)]


class AnotherPattern(Copy):
    def pattern(self):
        return AnswerPattern("Answer: ([A-Za-z]+)", 0)


class BrokenPattern(Copy):
    def pattern(self):
        return AnswerPattern("([A-Za-z]+", 0)


class Stopped(Copy):
    def describe(self):
        return super().describe()._replace(stop=(" ####",))

    def draw(self, rung, rng):
        draft = super().draw(rung, rng)
        return replace(draft, solution=f"So it is #### {draft.answer}")


class ReadsItsOwnAlone(Copy):
    def read(self, question):
        letters = [string.ascii_letters.index(letter) for letter in question.removesuffix("=")]
        return Reading(len(letters), str(letters))


class ReadsProse(Copy):
    def read(self, question):
        return Reading(len(question) - 1, question)


class SolvesNothing(Copy):
    """What it reads it cannot solve."""

    def solve(self, question):
        raise ValueError


RUNGS = (3, 5)
FAULTS = [
    (lambda: solved(WrongSolver(), RUNGS, 3), "one of the two is wrong"),
    (lambda: solved(NoAnswerInTheSolution(), RUNGS, 3), "the worked solution reads back as None"),
    (lambda: viewed(WrongView(), RUNGS, 3), "mend the rewrite or its way back"),
    (lambda: viewed(NoFirstView(), RUNGS, 3), "the first view is not the question itself"),
    (lambda: viewed(ViewsThatKnow(), RUNGS, 3), "too, which is wrong: let its way back undo"),
    (lambda: solved(AnotherPattern(), RUNGS, 3), "pattern finds None in the worked solution"),
    (lambda: described(BrokenPattern(), "copy"), "no regular expression (missing ), unterm"),
    (lambda: solved(Stopped(), RUNGS, 3), "the worked solution holds ' ####', and a model"),
    (lambda: survives(ReadsItsOwnAlone(), RUNGS), "read raises ValueError: let it give None"),
    (lambda: survives(ReadsProse(), RUNGS), "'no answer here': read takes it for a problem"),
    (lambda: survives_garbling(ReadsItsOwnAlone(), RUNGS, 9), "read raises ValueError"),
    (lambda: survives_garbling(SolvesNothing(), RUNGS, 30), "solve raises ValueError"),
    (lambda: fitting([RungFigures(4, 999, 9, 3100, 9, 2)]), "Rung 4 has worked solutions of 3,100"),
    (lambda: read_back(ReadsAnotherRung(), RUNGS, 3), "read takes it for Reading(rung=99"),
    (lambda: read_back(ClaimsForAnotherSplit(), RUNGS, 3), "let owner say the split of claim"),
    (
        lambda: Drawn(ForgetfulCanonical(), (2, 3), 6_000).apart(),
        "give a problem and all its views",
    ),
    (
        lambda: Drawn(FewProblems(), (1, 2), 600).enough(),
        "different problems to score in 100 draws",
    ),
    (lambda: survives(Raises(), RUNGS), "answer_to raises ValueError"),
    (lambda: survives_garbling(Raises(), RUNGS, 30), "answer_to raises ValueError"),
    (lambda: survives(AlwaysRight(), RUNGS), "right for 20 of 20 problems"),
    (lambda: described(Misdescribed(), "copied"), "The ladder calls itself 'copy'"),
    (lambda: described(Misdescribed(), "copy"), "holds no {question}"),
    (lambda: described(Misdescribed(), "copy"), "The licence of describe is empty"),
    (lambda: described(Misdescribed(), "copy"), "Rung 201 is not on the ladder and is drawn"),
    (lambda: fast([RungFigures(4, 12.3, 9, 9, 9, 7)]), "Rung 4 draws 12 problems a second"),
    (lambda: rewritten(Copy(), [RungFigures(4, 999, 9, 9, 9, 2)]), "three make a vote"),
    (lambda: harder({1: Count(10, 40), 2: Count(35, 40)}), "Rung 2 is answered better than rung 1"),
]


@pytest.mark.parametrize(("check", "sentence"), FAULTS)
def test_a_fault_is_found_and_told(check, sentence):
    assert any(sentence in fault for fault in check())


def test_accuracies_that_fall_or_can_be_chance_are_no_fault():
    assert [*harder({1: Count(40, 40), 2: Count(18, 40), 5: Count(22, 40), 9: Count(0, 40)})] == []


@pytest.mark.parametrize(
    ("first", "last", "rungs"),
    [(1, 3, [1, 2, 3]), (2, 10, [2, 3, 4, 6, 9, 10]), (1, None, [1, 2, 3, 5, 8, 12, 20, 40])],
)
def test_first_and_last_rung_are_looked_at(first, last, rungs):
    assert sampled_rungs(Copy().describe()._replace(first=first, last=last)) == rungs


def test_named_rungs_are_all_looked_at_and_have_to_be_on_the_ladder():
    info = Copy().describe()
    assert sampled_rungs(info, (4, 9)) == [4, 5, 6, 7, 8, 9]
    with pytest.raises(SaturateError, match="Rung 0 is out of range: ladder copy goes from 1"):
        sampled_rungs(info, (0, 2))
    with pytest.raises(SaturateError, match="Rung 999 is out of range"):
        check_ladder("copy", 1_000, named=(2, 999))


NEVER_THE_SAME = """
import string

from saturate.generators.copying import Copy


class Mine(Copy):
    def describe(self):
        return super().describe()._replace(name="mine", benchmark="mine")

    def draw(self, rung, rng):
        first = next(iter({"a" + "b" * rung, "c" + "d" * rung, "e" + "f" * rung, "g" + "h" * rung}))
        letters = first[: rung - 1] + rng.pick(string.ascii_letters)
        draft = super().draw(rung, rng)
        return draft.__class__(f"{letters}=", letters, letters, letters)

    def answer_to(self, question, text, lenient=False):
        if len(text) > 1_000_000:
            raise KeyError("too long")
        return super().answer_to(question, text)

    def solve(self, question):
        return [][0]
"""


def test_draws_that_hang_on_hashes_and_readings_that_raise_are_found_elsewhere(installed):
    installed("mine", NEVER_THE_SAME, "Mine")
    report = check_ladder("mine", 1_000)
    told = {check.title: check.faults for check in report.checks}
    assert "has other problems in another process" in told["same problems in a new process"][0]
    assert "answer_to raises KeyError" in told["hostile texts"][0]
    (raised,) = told["solver and worked solutions"]
    assert raised.startswith("IndexError is raised, list index out of range (mine.py:")


def test_a_python_that_is_not_there_is_told():
    told = {one.title: one.faults for one in check_ladder("copy", 1_000, python="nowhere").checks}
    assert told.pop("same problems in a new process") == (
        "No problem is drawn in a new process (nowhere: No such file or directory): let the family "
        "need nothing else.",
    )
    assert [title for title, faults in told.items() if faults] == ["hostile texts"]


BROKEN = """
from saturate.generators.copying import Copy


class Broken(Copy):
    def describe(self):
        return super().describe()._replace(name="broken")

    def draw(self, rung, rng):
        return 1 / 0
"""


def test_a_family_that_draws_nothing_is_told_where(installed, monkeypatch, capsys):
    installed("broken", BROKEN, "Broken")
    assert run_cli(monkeypatch, "check-ladder", "broken") == 1
    assert "ZeroDivisionError is raised, division by zero (broken.py:10)" in capsys.readouterr().out


FEW = """
from saturate.generators.copying import Copy


class Few(Copy):
    def describe(self):
        return super().describe()._replace(name="few", benchmark="few")

    def owner(self, reading):
        return "train" if reading.rung == 1 else super().owner(reading)
"""


def test_a_rung_without_problems_to_score_is_told_by_every_command(installed, monkeypatch, capsys):
    installed("few", FEW, "Few")
    sentence = "Rung 1 of ladder few has no problem in split"
    assert run_cli(monkeypatch, "show", "few", "--rung", "1", "--split", "vote") == 2
    assert capsys.readouterr().err.startswith(f"saturate: {sentence} vote; leave it out, by ")
    assert run_cli(monkeypatch, "--benchmark", "few", "--dry-run", "--rounds", "1") == 2
    assert f"saturate: {sentence} score;" in capsys.readouterr().err
    assert run_cli(monkeypatch, "check-ladder", "few") == 1
    assert f"NoProblem is raised, {sentence} vote;" in capsys.readouterr().out


def test_a_package_that_cannot_be_imported_is_told_where(installed, monkeypatch, capsys):
    installed("half-edited", "from saturate.generators.copying import Copy\n\nCopy.mine\n", "Mine")
    assert run_cli(monkeypatch, "check-ladder", "half-edited") == 2
    assert capsys.readouterr().err == (
        "saturate: Ladder half-edited cannot be loaded from half_edited:Mine: AttributeError is "
        "raised, type object 'Copy' has no attribute 'mine' (half_edited.py:3). Mend that, or pip "
        "uninstall half-edited.\n"
    )


def test_the_command_prints_what_is_good_and_a_table(monkeypatch, capsys):
    @contextmanager
    def asker(command, ladder, settings, seed, data):
        assert (ladder, settings.model, seed) == ("copy", "seed", 1)
        yield lambda wanted: asking.Asked(
            {rung: Count(max(0, items - rung), items) for rung, items in wanted.items()}
        )

    monkeypatch.setattr(asking, "model_asker", asker)
    words = ["check-ladder", "copy", "--problems", "1000", "--model", "seed", "-n", "10"]
    assert run_cli(monkeypatch, *words) == 0
    text = capsys.readouterr().out
    assert "good  splits apart" in text
    assert "good  difficulty (right by rung 1: 9/10, 2: 8/10, 3: 7/10, 5: 5/10, 8: 2/10," in text
    assert (
        "`saturate check-ladder copy`: 11 of 11 checks pass; fingerprint `0035457316edd9a6`" in text
    )
    assert "| 5 | 42 of 42 | 6 | 5, 5 | 7.0 |" in text


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        (["-n", "40"], "--items"),
        (["--seed", "2"], "--seed"),
        (["--engine", "openai", "--base-url", "http://127.0.0.1:1/v1"], "--base-url"),
        (["--model-args", "dtype=bfloat16"], "--model-args"),
    ],
)
def test_what_is_about_a_model_is_refused_where_none_is_asked(monkeypatch, capsys, words, flag):
    assert run_cli(monkeypatch, "check-ladder", "copy", "--problems", "1000", *words) == 2
    told = capsys.readouterr().err
    assert f"{flag} is about the model that is asked; give --model too." in " ".join(told.split())


def test_the_command_looks_at_the_rungs_that_are_named(monkeypatch, capsys):
    words = ["check-ladder", "copy", "--problems", "1000", "--rungs", "4:5", "--markdown"]
    assert run_cli(monkeypatch, *words) == 0
    told = capsys.readouterr().out.splitlines()
    assert "10 of 10 checks pass; fingerprint `" in told[0]
    assert [row.split(" | ")[:4] for row in told[4:]] == [
        ["| 4", "167 of 167", "5", "4, 4"],
        ["| 5", "167 of 167", "6", "5, 5"],
    ]


def test_markdown_is_the_table_alone(monkeypatch, capsys):
    assert run_cli(monkeypatch, "check-ladder", "copy", "--problems", "1000", "--markdown") == 0
    told = capsys.readouterr()
    assert told.out.startswith("`saturate check-ladder copy`: 10 of 10") and told.err == ""


def test_no_such_ladder(monkeypatch, capsys):
    assert run_cli(monkeypatch, "check-ladder", "copi") == 2
    assert "did you mean 'copy'" in capsys.readouterr().err
