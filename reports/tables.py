"""The tables of a report: each holds what one chart draws, and is what ``--csv`` writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from saturate.results.labels import estimate_text
from saturate.results.schema import ArmResult, Results, Round
from saturate.results.terminal import share_text
from saturate.results.text import percent_text
from saturate.stats.intervals import Count, share_of

Cell = str | int | float | None
_YES = {True: "yes", False: "no", None: "not known"}


class Table(NamedTuple):
    """Rows under named columns."""

    name: str
    """Also its file name."""
    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


def all_tables(results: Results) -> list[Table]:
    """Every table that has a row, tidy: one figure a row."""
    tables = [
        accuracy(results),
        frontier(results.arms),
        labels(results.arms),
        original(results.arms),
        untouched(results.arms),
        cost(results),
        rung_costs(results),
        lineage(results),
        samples(results),
    ]
    return [table for table in tables if table.rows]


def accuracy(results: Results) -> Table:
    """Right answers of every arm, round and rung."""
    rows: list[tuple[Cell, ...]] = []
    for arm in results.arms:
        for one in arm.rounds:
            trained = trained_rungs(arm, one.number)
            for score in one.scores:
                share = percent(score.strict)
                low, high = percent_interval(score.strict)
                rows.append(
                    (arm.arm, one.number, score.rung, score.strict.right, score.strict.total,
                     share, low, high, percent(score.flexible), trained.get(score.rung, "no"))
                )  # fmt: skip
    columns = ("arm", "round", "rung", "right", "items", "strict %", "low %", "high %",
               "flexible %", "trained on")  # fmt: skip
    return Table("accuracy", "Accuracy by arm, round and rung", columns, rows)


def accuracy_grid(arm: ArmResult, rounds: Sequence[Round]) -> Table:
    """The same for people: a line a round, a column a rung; an asterisk marks trained rungs."""
    rungs = sorted({score.rung for one in rounds for score in one.scores})
    rows: list[tuple[Cell, ...]] = []
    for one in rounds:
        trained = trained_rungs(arm, one.number)
        shares = {score.rung: share_text(score.strict) for score in one.scores}
        cells = [
            f"{shares[rung]}{'*' if rung in trained else ''}" if rung in shares else None
            for rung in rungs
        ]
        rows.append((round_name(one.number), *cells))
    title = f"{arm.arm}: right answers in %, a line a round, a column a rung; * trained on by then"
    return Table("accuracy", title, ("round", *(str(rung) for rung in rungs)), rows)


def frontier(arms: Sequence[ArmResult]) -> Table:
    """The frontier of every arm and round."""
    rows: list[tuple[Cell, ...]] = [
        (arm.arm, one.number, *(round(x, 2) for x in one.frontier[:3]), one.frontier.place,
         *_watched(one), one.reinforcement.reward if one.reinforcement else None)
        for arm in arms
        for one in arm.rounds
    ]  # fmt: skip
    columns = ("arm", "round", "frontier", "low", "high", "place", "answers lost %", "undone",
               "reinforced by")  # fmt: skip
    return Table("frontier", "Frontier by arm and round", columns, rows)


def _watched(one: Round) -> tuple[Cell, Cell]:
    """The share of earlier answers that a round lost, less those it won back, and what followed."""
    if one.watch is None:
        return None, None
    share = (one.watch.lost - one.watch.won) / one.watch.asked if one.watch.asked else 0.0
    return round(100 * share, 1), "yes" if one.watch.undone else "no"


def labels(arms: Sequence[ArmResult]) -> Table:
    """What labelling gave, against sealed gold."""
    rows: list[tuple[Cell, ...]] = []
    for arm in arms:
        for one in arm.rounds:
            for label in one.labelling:
                rows.append(
                    (arm.arm, one.number, label.rung, label.proposals, label.kept,
                     in_percent(label.coverage, 1), "yes" if label.trained else "no",
                     label.pairs, percent(label.audit), estimate_text(label),
                     in_percent(label.off_trend, 1), percent(label.ballots),
                     label.few_views, label.held_back or label.why_unknown)
                )  # fmt: skip
    columns = ("arm", "round", "rung", "proposals", "kept", "coverage %", "trained on", "pairs",
               "right labels %", "estimated %", "off trend %", "right ballots %",
               "too few views", "why")  # fmt: skip
    return Table("labels", "Labels by arm, round and rung", columns, rows)


def original(arms: Sequence[ArmResult]) -> Table:
    """The original benchmark, as its task shows it and with other examples, changes paired."""
    rows: list[tuple[Cell, ...]] = []
    for arm in arms:
        for one in arm.rounds:
            if one.original is None:
                continue
            held = one.original
            readings = [
                ("strict", held.shots, held.strict, held.strict_change),
                ("flexible", held.shots, held.flexible, held.flexible_change),
            ]
            if (beside := held.beside) is not None:
                readings.append(("strict", beside.shots, beside.strict, beside.strict_change))
            for name, shots, score, change in readings:
                moved: list[Cell] = [None] * 3
                if change is not None:
                    moved = [round(100 * x, 1) for x in change]
                shares = [in_percent(x, 1) for x in score]
                rows.append((arm.arm, one.number, held.items, shots, name, *shares, *moved))
    columns = ("arm", "round", "items", "shots", "filter", "right %", "low %", "high %", "change",
               "change low", "change high")  # fmt: skip
    return Table("original", "The original benchmark", columns, rows)


def untouched(arms: Sequence[ArmResult]) -> Table:
    """Families that no round trained on."""
    rows: list[tuple[Cell, ...]] = [
        (arm.arm, one.number, name, score.rung, score.strict.right, score.strict.total,
         percent(score.strict), *percent_interval(score.strict))
        for arm in arms
        for one in arm.rounds
        for name, scores in one.untouched.items()
        for score in scores
    ]  # fmt: skip
    columns = ("arm", "round", "family", "rung", "right", "items", "strict %", "low %", "high %")
    return Table("untouched", "Families left alone", columns, rows)


def cost(results: Results) -> Table:
    """Seconds and tokens of every arm and stage; the base model's scores are shared by all arms."""
    rows: list[tuple[Cell, ...]] = []
    for name, rounds in cost_shares(results):
        spent: dict[str, float] = {}
        for one in rounds:
            for kind, amount in one.cost.items():
                spent[kind] = spent.get(kind, 0.0) + amount
        for stage in sorted({kind.rpartition("_")[0] for kind in spent}):
            seconds, tokens = (spent.get(f"{stage}_{kind}", 0.0) for kind in ("seconds", "tokens"))
            rows.append((name, stage, round(seconds, 1), round(tokens)))
    return Table("cost", "Cost by arm and stage", ("arm", "stage", "seconds", "tokens"), rows)


def cost_shares(results: Results) -> list[tuple[str, list[Round]]]:
    """Whose rounds cost what: the base model's round once, then each arm's own."""
    base = results.arms[0].rounds[:1] if results.arms else []
    return [("base", base), *((arm.arm, arm.rounds[1:]) for arm in results.arms)]


def rung_costs(results: Results, price_per_hour: float | None = None) -> Table:
    """What each arm spent on its rounds, and on each rung gained where that gain is sure.

    Args:
        results: The run.
        price_per_hour: What an hour of the machine costs.
    """
    rows: list[tuple[Cell, ...]] = []
    for arm in results.arms:
        seconds, tokens = (
            sum(amount for one in arm.rounds[1:] for kind, amount in one.cost.items()
                if kind.endswith(ending))
            for ending in ("_seconds", "_tokens")
        )  # fmt: skip
        gain = arm.frontier_gain
        rungs = gain.value if gain is not None and gain.low > 0 else None
        spent: list[tuple[float, int | None]] = [(seconds / 60, 1), (tokens, None)]
        if price_per_hour is not None:
            spent.append((seconds / 3600 * price_per_hour, 2))
        rows.append(
            (arm.arm, *(round(x, digits) for x, digits in spent),
             None if gain is None else round(gain.value, 2),
             *(None if rungs is None else round(x / rungs, digits) for x, digits in spent))
        )  # fmt: skip
    money = () if price_per_hour is None else ("money",)
    columns = ("arm", "minutes", "tokens", *money, "rungs gained")
    columns += tuple(f"{name} a rung" for name in ("minutes", "tokens", *money))
    return Table("rung-costs", "Cost of each rung gained", columns, rows)


def lineage(results: Results) -> Table:
    """Every trained model by the hash of its files, in the order of training."""
    rows: list[tuple[Cell, ...]] = [
        (arm.arm, one.number, member, trained.steps, trained.tokens, round(trained.loss, 4),
         trained.digest or None)
        for arm in results.arms
        for one in arm.rounds
        for member, trained in enumerate(one.training)
    ]  # fmt: skip
    columns = ("arm", "round", "member", "steps", "tokens", "loss", "digest")
    return Table("lineage", "Models trained, each from the one before", columns, rows)


def samples(results: Results) -> Table:
    """The samples, a line a ballot."""
    rows: list[tuple[Cell, ...]] = [
        (one.arm, one.round, one.rung, one.key, one.question, one.gold, one.winner, one.votes,
         one.reason, _YES[one.right], number, ballot.answer, _YES[ballot.right],
         ballot.completion)
        for one in results.samples or ()
        for number, ballot in enumerate(one.ballots, 1)
    ]  # fmt: skip
    columns = ("arm", "round", "rung", "key", "question", "gold", "winner", "votes", "outcome",
               "winner right", "ballot", "answer", "answer right", "completion")  # fmt: skip
    return Table("samples", "Samples", columns, rows)


def trained_rungs(arm: ArmResult, number: int) -> dict[int, str]:
    """Rungs trained on up to a round, with ``earlier`` or ``this round``."""
    found: dict[int, str] = {}
    for one in arm.rounds:
        if one.number <= number:
            when = "this round" if one.number == number else "earlier"
            found |= dict.fromkeys(one.taught, when)
    return found


def round_name(number: int) -> str:
    """``base`` for round 0."""
    return "base" if number == 0 else str(number)


def round_words(number: int) -> str:
    """The same within a sentence: ``round 3``."""
    return "base" if number == 0 else f"round {number}"


def percent(count: Count) -> float | None:
    """A share in percent; ``None`` where nothing was counted."""
    return in_percent(count.right / count.total) if count.total else None


def percent_interval(count: Count, design_effect: float = 1.0) -> tuple[float | None, float | None]:
    """Ends of a share's interval, in percent (:func:`saturate.stats.intervals.share_of`)."""
    if not count.total:
        return None, None
    _, low, high = share_of(count, design_effect)
    return in_percent(low), in_percent(high)


def in_percent(share: float, digits: int = 2) -> float:
    """A share in percent, rounded, but never to 0 or 100."""
    return float(percent_text(share, digits))
