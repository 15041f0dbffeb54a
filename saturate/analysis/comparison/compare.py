"""A comparison: differences to one reference, seeds taken together, settings that differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from saturate.analysis.add_findings import judge_over_seeds
from saturate.analysis.arm_roles import judged_arm
from saturate.analysis.comparison.statistics import paired, unpaired
from saturate.errors import SaturateError
from saturate.results.comparison import Comparison, Difference, SeedGroup, Subject
from saturate.results.runs import Run, differing_surroundings, experiment
from saturate.results.schema import Results
from saturate.results.verdict import SeedsVerdict
from saturate.stats.intervals import Interval, over_seeds


def compare(subjects: Sequence[Subject]) -> Comparison:
    """Compare all subjects with the first run: each with its own arm there, else its first arm."""
    first = [one for one in subjects if one.run == subjects[0].run]
    pairs = []
    for one in subjects[1:]:
        match = next((a for a in first if a.arm.arm == one.arm.arm and a != one), first[0])
        pairs.append((one, match))
    looks = max(1, len(pairs))
    runs = list({one.run: (one.run, one.results) for one in subjects}.values())
    settings, same = _settings([results for _, results in runs])
    differences = [_difference(one, match, looks) for one, match in pairs]
    groups = _seed_groups(subjects)
    caveats = _caveats(subjects, differences, groups)
    return Comparison(list(subjects), differences, looks, groups, settings, same, runs, caveats)


def _difference(one: Subject, reference: Subject, looks: int) -> Difference:
    precision = _unpaired(reference.arm.label_precision, one.arm.label_precision, looks)
    if _ladder(one) != _ladder(reference):
        return Difference(one, reference, None, "the ladders differ", None, precision, None)
    gain = _unpaired(reference.arm.frontier_gain, one.arm.frontier_gain, looks)
    shared = None
    if one.items is not None and reference.items is not None:
        shared = paired(reference.items, one.items, looks, reference.sources)
    ahead = shared.frontier if shared and shared.frontier else _ahead(one, reference, looks)
    beyond = "" if ahead else f"beyond the scored rungs: {', '.join(_beyond([reference, one]))}"
    return Difference(one, reference, ahead, beyond, gain, precision, shared)


def _ahead(one: Subject, reference: Subject, looks: int) -> Interval | None:
    """How far the last frontier is ahead; ``None`` where one of the two is but a bound."""
    if _beyond([reference, one]):
        return None
    ends = [subject.arm.rounds[-1].frontier for subject in (reference, one)]
    first, last = (Interval(end.rung, end.low, end.high) for end in ends)
    return unpaired(first, last, looks)


def _beyond(subjects: Sequence[Subject]) -> list[str]:
    """Those whose last frontier lies beyond the rungs that were scored."""
    return [one.name for one in subjects if one.arm.rounds[-1].frontier.place != "within"]


def _unpaired(first: Interval | None, second: Interval | None, looks: int) -> Interval | None:
    return None if first is None or second is None else unpaired(first, second, looks)


def _ladder(one: Subject) -> tuple[str, str]:
    return one.results.ladder.name, one.results.ladder.axis


def _seed_groups(subjects: Sequence[Subject]) -> list[SeedGroup]:
    found: dict[tuple[str, str], list[Subject]] = {}
    for one in subjects:
        found.setdefault((one.arm.arm, experiment(one.results)), []).append(one)
    groups = []
    for every in found.values():
        kept, notes = _one_a_seed(every)
        gains = [one.arm.frontier_gain.value for one in kept if one.arm.frontier_gain]
        if len(gains) > 1:
            verdict, doubts = _together(kept)
            group = SeedGroup(kept[0].arm.arm, kept, over_seeds(gains), verdict, notes + doubts)
            groups.append(group)
    return groups


def _one_a_seed(group: Sequence[Subject]) -> tuple[list[Subject], list[str]]:
    """The first complete run of each seed, and why the others are left out."""
    kept: dict[object, Subject] = {}
    notes = []
    for one in group:
        seed = one.results.config.get("seed")
        if not one.results.complete:
            notes.append(f"{one.run} is left out: it is not complete.")
        elif seed in kept:
            notes.append(f"{one.run} is left out: it has the seed of {kept[seed].run}.")
        elif kept and _other_items(next(iter(kept.values())), one):
            first = next(iter(kept.values()))
            notes.append(f"{one.run} is left out: it was scored on other items than {first.run}.")
        else:
            kept[seed] = one
    return list(kept.values()), notes


def _other_items(first: Subject, second: Subject) -> bool:
    """Whether two runs share no scored item, as far as their items are at hand."""
    if first.items is None or second.items is None:
        return False
    one, two = (
        {(rung, key) for rung, held in items.items() for key in held}
        for items in (first.items, second.items)
    )
    return one.isdisjoint(two)


def _together(group: Sequence[Subject]) -> tuple[SeedsVerdict | None, list[str]]:
    """The verdict over runs of different seeds, or what to doubt without it."""
    doubts = differing_surroundings([one.results for one in group])
    first = group[0]
    if first.arm.arm != judged_arm(arm.arm for arm in first.results.arms):
        return None, doubts
    try:
        return judge_over_seeds([Run(one.run, one.results, one.folder) for one in group]), []
    except SaturateError as reason:
        return None, [f"Not judged together: {reason}", *doubts]


def _settings(results: Sequence[Results]) -> tuple[dict[str, list[str]], dict[str, str]]:
    tables: list[dict[str, Any]] = [
        {
            **one.config,
            "model digest": one.model.digest[:16],
            "parameters": f"{one.model.parameters:,}",
            **{f"version of {name}": text for name, text in one.versions.items()},
        }
        for one in results
    ]
    names = list(dict.fromkeys(name for table in tables for name in table))
    values = {name: [_text(table.get(name)) for table in tables] for name in names}
    differ = {name: row for name, row in values.items() if len(set(row)) > 1}
    return differ, {name: row[0] for name, row in values.items() if name not in differ}


def _text(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _caveats(
    subjects: Sequence[Subject], differences: Sequence[Difference], groups: Sequence[SeedGroup]
) -> list[str]:
    """What a careful reader would hold against the comparison."""
    found = []
    if unfinished := sorted({one.run for one in subjects if not one.results.complete}):
        found.append(f"Not complete, so read at the last round they have: {', '.join(unfinished)}.")
    if len({len(one.arm.rounds) for one in subjects}) > 1:
        found.append("The arms have different numbers of rounds; each is read at its own last one.")
    if len({_ladder(one) for one in subjects}) > 1:
        found.append(
            "The ladders differ: their rungs are not one scale, so no gains are subtracted."
        )
    seeds = {id(one) for group in groups for one in group.subjects}
    if any(id(one) not in seeds for one in subjects):
        found.append(
            "An interval covers the choice of items, not the luck of a training. Where a setting "
            "has one seed, another seed may differ by more than its interval says."
        )
    pairable = [one for one in differences if one.gain is not None]
    if any(one.paired is None for one in pairable):
        found.append(
            "Some runs share no scored items here (the run folder is not at hand, or other items "
            "were scored); their differences are not paired and their intervals wider."
        )
    if ends := _beyond(subjects):
        found.append(
            f"The last frontier is beyond the scored rungs: gains are cut off: {', '.join(ends)}."
        )
    return found
