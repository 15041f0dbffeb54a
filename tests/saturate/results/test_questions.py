"""Which arms' questions are told of."""

from support.made_up import make_results

from saturate.config.arms import ArmKind, asks_voters
from saturate.results.labelling import RungWriting
from saturate.results.questions import by_rung, of_arm

WRITING = RungWriting(rung=4, written=90, fates={"proposed": 60, "copy": 30}, really={}, tokens=9)


def written_for(*names):
    """A run of these arms, for the first of which the model wrote the questions."""
    made = make_results(rounds=1, arms=len(names))
    arms = [arm.model_copy(update={"arm": name}) for arm, name in zip(made.arms, names)]
    base, first = arms[0].rounds
    rounds = [base, first.model_copy(update={"writing": [WRITING]})]
    arms[0] = arms[0].model_copy(update={"rounds": rounds})
    return made.model_copy(update={"arms": arms})


def test_questions_are_told_of_every_arm_that_asks_voters_and_of_no_other():
    names = [str(kind) if kind is not ArmKind.NOISE else "noise:0.1" for kind in ArmKind]
    names.remove("maj")  # which has no rounds
    held = {arm for arm, *_ in by_rung(written_for(*names, "of another release"))}
    assert held == {"voted", "voted-ladder", "rounds-only", "unfiltered"}
    assert held == {name for name in names if asks_voters(name)}


def test_what_a_model_wrote_for_the_rounds_alone_is_counted():
    assert of_arm(written_for("rounds-only", "voted"), "rounds-only").writing.written == 90
