"""Training pairs of the control arms: made from true labels, at no sampling cost.

A control works on the rungs that ``voted`` was taught in the same round (or one rung up each round,
where ``voted`` is not run), on as many answers as ``voted`` was, so that both take as many steps,
and differs in the labels alone. Prompts are never touched; wrong labels are those of
:mod:`saturate.training.wrong_labels`. Controls open the gold answers; that is what they are for,
and nothing of them reaches the voted arm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from saturate.config.arms import VOTED, Arm, ArmKind
from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder, Problem, ProblemRange, SeededRandom
from saturate.models.prompting import Prompter, Shown, own_forms
from saturate.rounds.context import RunContext, StageWork
from saturate.rounds.curriculum import Position
from saturate.rounds.state import ArmState
from saturate.storage.files import each_row, write_json, write_rows
from saturate.storage.layout import LABELS, SUMMARY, Place, StageName
from saturate.storage.stages import Stage
from saturate.training.wrong_labels import with_wrong_label
from saturate.voting.labelled import LabelledProposal, Reason, contrasted_pairs
from saturate.voting.majority import Ballot, Outcome
from saturate.voting.proposals import Proposal
from saturate.voting.room import indices_with_room


def control_labels(
    context: RunContext, arm: Arm, place: Place, state: ArmState, start: int
) -> Stage:
    """Make the labels of a control's round.

    Args:
        context: The run.
        arm: Which control.
        place: The round.
        state: What the arm is before it.
        start: First index of its problems in the vote split.
    """
    config, ladder = context.config, context.ladder
    number = place.number - len(config.reinforced(arm))
    wanted = control_answers(arm, number, config, ladder, _voted_answers(context, place))

    def work(stage: StageWork) -> None:
        voter, lineages = context.voter(state.models[0]), context.lineages(state.models)
        left_out: dict[int, int] = {}

        def rows_of(rung: int) -> Iterator[LabelledProposal]:
            drawn = ProblemRange(ladder, rung, "vote", range(start, start + wanted[rung]))
            held = indices_with_room(ladder, voter, drawn, config.max_new_tokens)
            left_out[rung] = wanted[rung] - len(held)
            problems = ProblemRange(ladder, rung, "vote", held)
            rng = SeededRandom("controls", config.seed, str(arm), rung, start)
            return control_rows(ladder, problems, arm, rng, voter.prompter, lineages)

        write_rows(stage.out / LABELS, (row.to_row() for rung in wanted for row in rows_of(rung)))
        made = {
            "coverage": 1.0,
            "estimated_precision": 1 - arm.spoilt,
            "off_trend": 0.0,
            "trained": True,
        }
        top = max(wanted, default=config.start_rung - 1)
        write_json(
            stage.out / SUMMARY,
            {
                "pace": Position(top, 1.0)._asdict(),
                "rungs": [
                    {"rung": rung, "proposals": count, "kept": count, **made} | {"left_out": cut}
                    for rung, cut in left_out.items()
                    for count in [wanted[rung] - cut]
                ],
            },
        )

    return context.stage(place, StageName.LABEL, [sorted(wanted.items())], work)


def _voted_answers(context: RunContext, place: Place) -> dict[int, int] | None:
    """How many answers ``voted`` trains on in the same round; ``None`` in a run without it."""
    if VOTED not in context.config.arms:
        return None
    context.order.wait(place, StageName.LABEL)
    labels = context.folder.path / Place(str(VOTED), place.number).stage(StageName.LABEL)
    contrasted, found = context.config.contrasts(VOTED), Counter[int]()
    for row in each_row(labels / LABELS) if labels.exists() else ():
        one = LabelledProposal.from_row(row)
        found[one.proposal.rung] += len(contrasted_pairs(one) if contrasted else one.trained)
    return dict(+found)


def control_answers(
    arm: Arm, number: int, config: RunConfig, ladder: Ladder, voted: Mapping[int, int] | None
) -> dict[int, int]:
    """How many answers a control's round has, by rung.

    Args:
        arm: Which control.
        number: The round, of those with labels.
        config: Where the climb starts.
        ladder: Where it ends.
        voted: How many ``voted`` trains on in the same round, by rung, none once it has stopped;
            ``None`` where it is not run, and a control goes one rung up each round, with as many
            as it would have where all of its ballots agreed.
    """
    start, last = config.start_rung, ladder.describe().last
    if voted is None:
        next_rung = start + number - 1 if last is None else min(start + number - 1, last)
        each = 1 if config.traces == "shortest" else config.voters.seats
        voted = {next_rung: config.proposals * each}
    if arm.kind is ArmKind.FORMAT:
        return {start - 1: sum(voted.values())} if voted else {}
    return dict(voted)


def control_rows(
    ladder: Ladder,
    problems: Sequence[Problem],
    arm: Arm,
    rng: SeededRandom,
    prompter: Prompter,
    lineages: Sequence[Prompter | None] = (),
) -> Iterator[LabelledProposal]:
    """Problems of one rung with the labels that a control trains on, one after the other.

    A problem for which no wrong label is found is left out.

    Args:
        ladder: What they are of.
        problems: Problems of one rung.
        arm: ``gold``, ``format``, ``noise`` or ``random-label``.
        rng: Decides which labels are wrong.
        prompter: Writes what the model reads and is to write.
        lineages: Those of all models that are trained, where there are several.
    """
    for problem in problems:
        wrong = rng.below(1_000_000) < arm.spoilt * 1_000_000
        told = with_wrong_label(ladder, problem, problems, rng) if wrong else problem
        if told is None:
            continue
        render = partial(_shown, told.context or problem.question, told.solution)
        shown = render(prompter)
        ballot = Ballot(
            shown[0][0],
            "\n".join(written for _, written in shown),
            told.answer,
            tokens=0,
            logprob=0.0,
            finished=True,
            turns=shown if prompter.by_turns else (),
            forms=own_forms(lineages, shown, render),
        )
        yield LabelledProposal(
            Proposal(problem.rung, problem.index, problem.key, problem.question),
            [ballot],
            Outcome(told.answer, votes=1, ballots=1),
            Reason.KEPT,
            trained=[0],
        )


def _shown(question: str, solution: str, prompter: Prompter) -> Shown:
    return prompter.shown(question, solution)
