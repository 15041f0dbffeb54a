"""What a careful reader should doubt about a run, from its results alone."""

from __future__ import annotations

from saturate.config.arms import ArmKind
from saturate.config.settings import FULL_ITEMS
from saturate.results.labels import unknown_lines
from saturate.results.numbered import numbered
from saturate.results.questions import of_arm
from saturate.results.room import left_out_lines
from saturate.results.schema import ArmResult, Results
from saturate.results.text import interval_text
from saturate.stats.frontier import CROSSED

_CONTROLS = {
    "unfiltered": "whether the vote did the work",
    "random-label": "whether any training at all would have done it",
    "format": "whether the answer format alone explains the gain",
    "gold": "how much better true labels would have been",
}
_REWARDED = {
    "vote": "what most of its own answers said",
    "answer": "true answers",
    "format": "any answer that could be read",
}
"""What a reward was given for."""
_OF_GOLD = {ArmKind.RANDOM, ArmKind.FORMAT, ArmKind.GOLD, ArmKind.NOISE}
"""Arms that no vote can watch."""
_PRECISE = 0.95
_USABLE = 0.5
"""With a smaller share than this of the texts that can be asked, a reader is told."""


def subject_arm(results: Results) -> ArmResult | None:
    """The arm that results are about: the verdict's, else ``voted``, else the first."""
    named = results.verdict.arm if results.verdict else "voted"
    by_name = {arm.arm: arm for arm in results.arms}
    return by_name.get(named, results.arms[0] if results.arms else None)


def caveats(results: Results, about: ArmResult | None = None) -> list[str]:
    """Sentences, the weightiest first: the verdict's own, then power, arms, labels, the rest.

    Args:
        results: What a run gave.
        about: The arm in question; that of the verdict by default.
    """
    found: list[str] = []
    if not results.complete:
        found.append("The run is not complete: rounds of some arms are still missing.")
    arm = about or subject_arm(results)
    verdict = results.verdict
    if verdict is not None and arm is not None and arm.arm == verdict.arm:
        found += verdict.doubts
    else:
        verdict = None
    if arm is not None:
        found += [] if verdict else _no_gain(arm)
        found += [] if verdict else left_out_lines(arm)
        found += [*_undone(arm, results), *_edge(arm), *_guesses(results)]
        found += [*_rewards(arm), *_labels(arm)]
        found += _questions(results, arm)
    found += _power(results)
    if verdict is None:  # which says these itself
        found += [*_controls(results), *_forgetting(results)]
    if results.original_skipped is not None:
        found.append(f"The original benchmark was not scored: {results.original_skipped}.")
    if results.ladder.notes:
        found.append(f"Of the data, {results.ladder.notes}.")
    found += _contamination(results)
    if verdict is None and "seed" in results.config:
        found.append("One seed: another seed of the same run may end elsewhere.")
    return list(dict.fromkeys(found))


def _power(results: Results) -> list[str]:
    if results.detectable is None:
        return []
    wanted = results.config.get("score_items")
    items = results.detectable_items or (FULL_ITEMS if wanted == "adaptive" else wanted)
    held = f"{items} items a rung" if items else "The items of one rung"
    if wanted == "adaptive":
        held += ", near the frontier,"
    return [
        f"{held} show a change of {100 * results.detectable:.0f} points on that rung (a quarter of "
        f"the items changing, 80 % power); a smaller one stays unseen{_fewer(results)}."
    ]


def _fewer(results: Results) -> str:
    """What is to be added where a rung holds fewer items than are told of."""
    base = results.arms[0].rounds[0].scores if results.arms else []
    fewest = min((one.strict.total for one in base if one.strict.total), default=0)
    if results.detectable_items is None or fewest >= results.detectable_items:
        return ""
    return f", and on rungs with fewer items, down to {fewest}, so does a greater one"


def _controls(results: Results) -> list[str]:
    names = {arm.arm for arm in results.arms}
    absent = {arm: what for arm, what in _CONTROLS.items() if arm not in names}
    if not absent:
        return []
    told = "; ".join(f"{arm}: {what}" for arm, what in absent.items())
    return [f"Arms not run, and what is not known without them: {told}."]


def _labels(arm: ArmResult) -> list[str]:
    if arm.label_precision is None and not arm.unaudited:
        return [_no_label(arm), *unknown_lines(arm)]
    found = []
    if arm.unaudited:
        found.append(
            f"The model wrote the questions of arm {arm.arm}; the true answers to "
            f"{arm.unaudited:,} of the questions that it trained on are not known, and so not "
            "whether its labels were right."
        )
    if arm.label_precision is not None and arm.label_precision.low < _PRECISE:
        sure = "" if arm.label_precision.value < _PRECISE else "may have "
        found.append(
            f"Of the labels of arm {arm.arm}, {interval_text(arm.label_precision, 100)} % were "
            f"right: it {sure}trained on many wrong ones."
        )
    judged = [
        (one.number, label)
        for one in arm.rounds
        for label in one.labelling
        if label.trained and label.audit.total and label.kept < label.proposals
    ]
    found += unknown_lines(arm)
    worst = [
        (label.estimated_precision - label.audit.right / label.audit.total, number, label.rung)
        for number, label in judged
        if label.estimated_precision is not None
    ]
    gap, number, rung = max(worst, default=(0.0, 0, 0))
    if gap > 1 - _PRECISE:
        found.append(
            f"The estimate flattered: in round {number}, rung {rung}, it was "
            f"{100 * gap:.0f} points above the audit."
        )
    return found


def _no_label(arm: ArmResult) -> str:
    """What moved an arm that trained on no label."""
    rewards = [one.reinforcement.reward for one in arm.kept_rounds if one.reinforcement]
    if not rewards:
        return f"Arm {arm.arm} trained on no label, so nothing that moved is due to its votes."
    return (
        f"Arm {arm.arm} trained on no label in its rounds: what moved came of the reinforcement "
        f"before them, by {_REWARDED.get(rewards[0], rewards[0])}."
    )


def _rewards(arm: ArmResult) -> list[str]:
    """What a reader should doubt where rewards trained the model before its rounds."""
    held = [one.reinforcement for one in arm.rounds if one.reinforcement]
    if not held or arm.supervised or held[0].reward != "vote":
        return []
    right = sum(one.winners.right for one in held)
    problems, agreed = sum(one.problems for one in held), sum(one.winners.total for one in held)
    found = []
    if agreed < _USABLE * problems:
        found.append(
            f"Of {problems:,} problems that arm {arm.arm} was reinforced on, {agreed:,} had an "
            "answer that most of the group gave; the others taught it nothing."
        )
    if agreed and right < _PRECISE * agreed:
        found.append(
            f"Of the {agreed:,} answers that arm {arm.arm} was rewarded for, {right:,} were right: "
            "reinforcement taught it many wrong ones."
        )
    return found


def _questions(results: Results, arm: ArmResult) -> list[str]:
    """What a reader should doubt where the model wrote the questions."""
    held = of_arm(results, arm.arm)
    if held is None or held.writing is None:
        return []
    texts, wrong = held.writing, held.writing.fates.get("other rung", 0)
    found = []
    if texts.proposed < _USABLE * texts.written:
        found.append(
            f"Of {texts.written:,} texts that the model wrote as questions, {texts.proposed:,} "
            "could be asked."
        )
    if texts.readable and not texts.really:
        found.append("On which rung the questions that the model wrote really are is not known.")
    elif wrong > (1 - _USABLE) * texts.readable:
        found.append(
            f"Of {texts.readable:,} readable questions that the model wrote, {wrong:,} were on "
            "another rung than was wanted."
        )
    return found


def _no_gain(arm: ArmResult) -> list[str]:
    if arm.frontier_gain is None or arm.frontier_gain.low > 0:
        return []
    gain = interval_text(arm.frontier_gain, 1, "+")
    return [f"The frontier of arm {arm.arm} moved by {gain} rungs: no gain was shown."]


def _undone(arm: ArmResult, results: Results) -> list[str]:
    undone = [one.number for one in arm.rounds if one.undone]
    if not undone:
        return []
    told = " and ".join([", ".join(map(str, undone[:-1])), str(undone[-1])][len(undone) == 1 :])
    found = [
        f"Arm {arm.arm} undid round{'s' * (len(undone) > 1)} {told}, after which it no longer "
        f"answered as before{'; then it stopped' if arm.stopped else ''}."
    ]
    if made := [one.arm for one in results.arms if one.arm.split(":")[0] in _OF_GOLD]:
        found.append(
            f"No round of {', '.join(made)} was undone, as labels that are made are not watched: "
            "they were trained there all the same, and since then at the full rate, where "
            f"{arm.arm} {'has stopped' if arm.stopped else 'goes at half'}."
        )
    return found


def _edge(arm: ArmResult) -> list[str]:
    last = arm.rounds[-1].frontier
    if last.place == "within":
        return []
    return [
        f"The last frontier of arm {arm.arm} lies {last.place} that was scored, so its gain is a "
        "bound and not a measurement."
    ]


def _guesses(results: Results) -> list[str]:
    """What a frontier means where options can be guessed among."""
    guessed = results.ladder.guessed
    if not guessed:
        return []
    if void := [rung for rung, share in guessed.items() if share >= CROSSED]:
        return [
            f"On {numbered('rung', void)} guesses among the options are right on half of the items "
            "or more: a frontier, where one half is right, does not tell there what a model knows."
        ]
    least, most = min(guessed.values()), max(guessed.values())
    known = [(CROSSED - share) / (1 - share) for share in (most, least)]
    return [
        f"Guesses among the options are right on {_span(least, most)} % of the items: at the "
        f"frontier, where one half is right, {_span(*known)} % are known."
    ]


def _span(low: float, high: float) -> str:
    """Two shares in per cent, or one where they read alike."""
    return " to ".join(dict.fromkeys(f"{100 * end:.0f}" for end in (low, high)))


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
