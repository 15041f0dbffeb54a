"""Where panels come from: a finished run's ballots, or a model that is asked now."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from saturate.analysis.voters.curves import curve
from saturate.analysis.voters.independence import Expected, independence
from saturate.analysis.voters.panel import Panel, ProblemBallots, problem_ballots
from saturate.config.arms import parse_arm
from saturate.config.held_settings import remembered
from saturate.config.model_options import ModelOptions
from saturate.config.run_config import RunConfig
from saturate.errors import SaturateError
from saturate.ladder import Ladder, stable_hash
from saturate.models import Progress
from saturate.models.engines import open_model
from saturate.models.naming import resolve_all
from saturate.models.prompting import Prompter
from saturate.models.published import require_different
from saturate.registry import load_ladder
from saturate.results.voting import Setting
from saturate.storage.files import each_row, read_json
from saturate.storage.layout import COST, LABELS, StageName, labelled_rounds
from saturate.voting.ballots import VoterModel
from saturate.voting.every_view import next_ballots
from saturate.voting.labelled import LabelledProposal
from saturate.voting.majority import votes_needed
from saturate.voting.poll import ask
from saturate.voting.precision import follow_symmetry
from saturate.voting.proposals import propose

_MOST_PROBLEMS = 2_000
"""Problems of a rung of a round that are looked at; more would change no figure to speak of."""


class NoPanelError(SaturateError):
    """A run has no ballots of an arm that could be compared."""


class PanelSet(NamedTuple):
    """Panels of the same voters."""

    panels: list[Panel]
    needed: int
    """Equal answers that the run's own threshold asks for."""
    whole: bool = True
    """Whether they hold all voters; else the run voted by none of the settings."""


def from_run(folder: Path, arm: str, last: int | None = None) -> PanelSet:
    """The ballots of a run: a panel for every rung of every round, and one of all.

    Labels are stored where a rung was good enough to train on, so a run says nothing of the rungs
    that it refused. Where votes stopped early, only the voters that every problem had are looked
    at: later ones were asked on disputed problems alone.

    Args:
        folder: The run's.
        arm: Whose ballots.
        last: The last round that is looked at; a longer run may have left more.

    Raises:
        NoPanelError: The folder holds no ballots of that arm, or those of a lone voter.
        SaturateError: It holds no run, or its ladder no longer draws the run's problems.
    """
    held = read_json(folder / "run.json")
    if not isinstance(held, dict):
        raise SaturateError(f"{folder} holds no run (no run.json); name a run folder.")
    config = remembered(held)
    seats = config.voters.seats
    needed = votes_needed(seats, config.agreement)
    if parse_arm(arm).votes:
        views = [config.voters.seat(seat).view for seat in range(seats)]
        seats = next_ballots(config.stopping, [], views, needed, config.every_view)
    ladder = load_ladder(config.ladder, config.benchmark_data)
    voters = tuple(config.voters.seat(seat) for seat in range(seats))
    declared = follow_symmetry(ladder.describe(), config.view_source, [v.view for v in voters])
    panels = []
    for place in labelled_rounds(folder, arm):
        if last is not None and place.number > last:
            break
        stage = folder / place.stage(StageName.LABEL)
        by_rung = _read(ladder, stage / LABELS, seats)
        cost = read_json(stage / COST) or {}
        speed = cost.get("seconds", 0.0) / max(cost.get("tokens", 0.0), 1.0)
        for rung, problems in sorted(by_rung.items()):
            name = f"round {place.number}, rung {rung}"
            panels.append(Panel(name, tuple(problems), speed, voters, declared, config.every_view))
    if not panels:
        raise NoPanelError(
            f"{folder / arm} holds no ballots on problems whose true answer is known; has a round "
            "been labelled?"
        )
    if seats < 2:
        raise NoPanelError("This run's voter is alone; there is no agreement to analyse.")
    if len(panels) > 1:
        panels.append(_all(panels))
    return PanelSet(panels, min(needed, seats), whole=seats == config.voters.seats)


def settings_of_run(folder: Path, arm: str, last: int) -> list[Setting] | None:
    """What other numbers of voters and thresholds would have given in a run, times apart.

    Args:
        folder: The run's.
        arm: Whose ballots.
        last: Its last round.

    Returns:
        ``None`` where the run has no ballots of that arm, or those of a lone voter.

    Raises:
        SaturateError: The ladder no longer draws the run's problems.
    """
    try:
        panels, needed, whole = from_run(folder, arm, last)
    except NoPanelError:
        return None
    panel = panels[-1]
    found = curve(panel, Expected(independence(panel)))
    return [
        replace(
            one,
            seconds_per_label=None,
            chosen=whole and (one.seats, one.needed) == (panel.seats, needed),
        )
        for one in found
    ]


def from_model(
    config: RunConfig,
    rung: int,
    count: int,
    progress: Progress | None = None,
    options: ModelOptions | None = None,
) -> PanelSet:
    """Ask a model's voters about problems of one rung, everybody about each.

    Args:
        config: Who votes on which ladder.
        rung: The rung.
        count: How many problems.
        progress: Told of every ballot.
        options: What models are opened with; the configuration's where ``None``.

    Raises:
        SaturateError: A model cannot be had or is named twice, or the voter is alone.
    """
    if config.voters.seats < 2:
        raise SaturateError(f"Voters {config.voters} is one voter; name at least two.")
    ladder = load_ladder(config.ladder, config.benchmark_data)
    names = resolve_all(config.model_names, config.ladder)
    options = options or config.model_options
    require_different(names, options)
    name = f"{config.ladder} rung {rung}, {config.voters}"
    with ExitStack() as opened:
        members = []
        for model in names:
            facts, sampler = open_model(model, config.engine, options)
            opened.callback(sampler.close)
            members.append(VoterModel(sampler, Prompter(ladder, sampler, facts.bare_prompts)))
        panel = poll(ladder, members, config, rung, count, name, progress)
    return PanelSet([panel], votes_needed(panel.seats, config.agreement))


def poll(
    ladder: Ladder,
    members: Sequence[VoterModel],
    config: RunConfig,
    rung: int,
    count: int,
    name: str,
    progress: Progress | None = None,
) -> Panel:
    """The ballots of loaded models on ``count`` problems of a rung, timed."""
    proposals = propose(ladder, rung, stable_hash("voters", config.seed) % 2**40, count)
    start = time.perf_counter()
    rows = ask(ladder, proposals, members, config, progress, everyone=True)
    seconds = time.perf_counter() - start
    seats = config.voters.seats
    problems = _known(
        problem_ballots(ladder, p, row, seats) for p, row in zip(proposals, rows, strict=True)
    )
    tokens = sum(sum(problem.tokens) for problem in problems)
    voters = tuple(config.voters.seat(seat) for seat in range(seats))
    declared = follow_symmetry(ladder.describe(), config.view_source, [v.view for v in voters])
    speed = seconds / max(tokens, 1)
    return Panel(name, problems, speed, voters, declared, config.every_view)


def _read(ladder: Ladder, file: Path, seats: int) -> dict[int, list[ProblemBallots]]:
    """Stored proposals beside their gold, by rung: the first ones whose true answer is known."""
    found: dict[int, list[ProblemBallots]] = {}
    for labelled in map(LabelledProposal.from_row, each_row(file) if file.is_file() else ()):
        if len(found.get(labelled.proposal.rung, ())) == _MOST_PROBLEMS:
            continue
        one = problem_ballots(ladder, labelled.proposal, labelled.ballots, seats)
        if one is not None:
            found.setdefault(labelled.proposal.rung, []).append(one)
    return found


def _known(problems: Iterable[ProblemBallots | None]) -> tuple[ProblemBallots, ...]:
    """Those whose true answer is known."""
    return tuple(one for one in problems if one is not None)


def _all(panels: Sequence[Panel]) -> Panel:
    """All panels of a run as one; a second is worth the same in each."""
    problems = [problem for panel in panels for problem in panel.problems]
    tokens = [sum(sum(p.tokens) for p in panel.problems) for panel in panels]
    seconds = sum(n * panel.seconds_per_token for n, panel in zip(tokens, panels, strict=True))
    speed = seconds / max(sum(tokens), 1)
    return replace(
        panels[0],
        name="all rounds and rungs",
        problems=tuple(problems),
        seconds_per_token=speed,
    )
