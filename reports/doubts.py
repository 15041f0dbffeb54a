"""What a reader should doubt, and what a results file does not hold."""

from __future__ import annotations

from saturate.results import ArmResult, Results

_CONTROLS = {
    "unfiltered": "whether the vote did the work",
    "random-label": "whether any training at all would have done it",
    "format": "whether the answer format alone explains the gain",
    "gold": "how much better true labels would have been",
}
_PRECISE = 0.95


def judged(results: Results) -> ArmResult | None:
    """The arm that the report is about: the verdict's, else ``voted``, else the first."""
    named = results.verdict.arm if results.verdict else "voted"
    by_name = {arm.arm: arm for arm in results.arms}
    return by_name.get(named, results.arms[0] if results.arms else None)


def doubts(results: Results) -> list[str]:
    """Sentences, the weightiest first: the verdict's own, then power, arms, labels, the rest."""
    found: list[str] = []
    if not results.complete:
        found.append("The run is not complete: rounds of some arms are still missing.")
    if results.verdict is not None:
        found += results.verdict.doubts
    arm = judged(results)
    if arm is not None:
        found += [*_undone(arm), *_edge(arm), *_labels(arm)]
    found += _power(results)
    if results.verdict is None:  # which says these itself
        found += [*_controls(results), *_forgetting(results)]
    if results.original_skipped is not None:
        found.append(f"The original benchmark was not scored: {results.original_skipped}.")
    found += _contamination(results)
    if results.verdict is None and "seed" in results.config:
        found.append("One seed: another seed of the same run may end elsewhere.")
    return list(dict.fromkeys(found))


def missing(results: Results) -> list[str]:
    """Parts that the file does not hold, each with what would bring it."""
    has_rounds = any(len(arm.rounds) > 1 for arm in results.arms)
    parts = [
        (not results.arms, "arms and their rounds"),
        (bool(results.arms) and not has_rounds, "rounds beyond the base model"),
        (results.verdict is None, "the verdict"),
        (results.saturation is None, "headroom and forecast"),
        (results.samples is None, "samples to browse"),
        (results.detectable is None, "the smallest difference that the items can show"),
        (not results.command, "the command"),
        (not results.config, "the configuration"),
        (not results.versions, "versions of the libraries"),
        (not results.cost, "costs"),
    ]  # fmt: skip
    found = [name for absent, name in parts if absent]
    if has_rounds and not any(one.labelling for arm in results.arms for one in arm.rounds):
        found.append("labels")
    return found


def _power(results: Results) -> list[str]:
    if results.detectable is None:
        return []
    items = results.config.get("score_items")
    held = f"{items} items a rung" if items else "The items of one rung"
    return [
        f"{held} show a change of {100 * results.detectable:.0f} points on that rung (a quarter of "
        "the items changing, 80 % power); a smaller one stays unseen."
    ]


def _controls(results: Results) -> list[str]:
    names = {arm.arm for arm in results.arms}
    absent = {arm: what for arm, what in _CONTROLS.items() if arm not in names}
    if not absent:
        return []
    told = "; ".join(f"{arm}: {what}" for arm, what in absent.items())
    return [f"Arms not run, and what is not known without them: {told}."]


def _labels(arm: ArmResult) -> list[str]:
    if arm.label_precision is None or not _is_number(arm.label_precision.value):
        return [f"Arm {arm.arm} trained on no label, so nothing that moved is due to its votes."]
    found = []
    if arm.label_precision.low < _PRECISE:
        found.append(
            f"Of the labels of arm {arm.arm}, {100 * arm.label_precision.value:.1f} % were right: "
            "it trained on many wrong ones."
        )
    worst = [
        (label.estimated_precision - label.audit.right / label.audit.total, one.number, label.rung)
        for one in arm.rounds
        for label in one.labelling
        if label.trained and label.audit.total and label.kept < label.proposals
    ]
    gap, number, rung = max(worst, default=(0.0, 0, 0))
    if gap > 1 - _PRECISE:
        found.append(
            f"Agreement flattered: in round {number}, rung {rung}, the estimate was "
            f"{100 * gap:.0f} points above the audit."
        )
    return found


def _undone(arm: ArmResult) -> list[str]:
    undone = [one.number for one in arm.rounds if one.watch is not None and one.watch.undone]
    if not undone:
        return []
    told = " and ".join([", ".join(map(str, undone[:-1])), str(undone[-1])][len(undone) == 1 :])
    return [
        f"Arm {arm.arm} undid round{'s' * (len(undone) > 1)} {told}, after which it no longer "
        f"answered as it was taught{'; then it stopped' if arm.stopped else ''}."
    ]


def _edge(arm: ArmResult) -> list[str]:
    last = arm.rounds[-1].frontier
    if last.place == "within":
        return []
    return [
        f"The last frontier of arm {arm.arm} lies {last.place} that was scored, so its gain is a "
        "bound and not a measurement."
    ]


def _forgetting(results: Results) -> list[str]:
    found = []
    for arm in results.arms:
        first, last = arm.rounds[0].untouched, arm.rounds[-1].untouched
        for name in sorted(set(first) & set(last)):
            for before, after in zip(first[name], last[name], strict=False):
                lost = before.strict.right - after.strict.right
                if before.strict.total and lost > 0.1 * before.strict.total:
                    found.append(
                        f"Arm {arm.arm} forgot {name}, rung {before.rung}: "
                        f"{before.strict.right} to {after.strict.right} of {after.strict.total}."
                    )
    return found


def _contamination(results: Results) -> list[str]:
    if results.model.known_rungs:
        return []
    return [
        "What the base model was trained on before is not known here; published items may have "
        "been among it. Compare them with redraws."
    ]


def _is_number(value: float) -> bool:
    return value == value  # older files hold NaN where there was no label
