"""Results made up for a report: any size, every part, or hostile all over."""

from saturate.ladder import Link, Picture, Spot
from saturate.results.labelling import RungLabelling
from saturate.results.reinforcement import Reinforced
from saturate.results.samples import Sample, SampleBallot
from saturate.results.schema import (
    ArmResult,
    LadderResult,
    ModelResult,
    OriginalScore,
    Results,
    Round,
    RungScore,
    Training,
)
from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Count, Interval

ARMS = ("voted", "unfiltered", "random-label", "format", "gold", "noise:0.1", "noise:0.2",
        "noise:0.3", "noise:0.4", "maj@8")  # fmt: skip


def make_results(rounds: int = 3, rungs: int = 8, arms: int = 2, **changes) -> Results:
    """A run whose first arm climbs and whose others stay."""
    made = [_arm(name, rounds, rungs, climb=i == 0) for i, name in enumerate(ARMS[:arms])]
    held = {
        "schema_version": 3,
        "complete": True,
        "command": "saturate --benchmark gsm8k --rounds 3",
        "config": {"rounds": rounds, "score_items": 100, "seed": 0, "voters": ["views", 7],
                   "agreement": 0.7},
        "versions": {"python": "3.11.7"},
        "ladder": LadderResult(name="gsm8k", benchmark="gsm8k", axis="reasoning steps",
                               licence="Apache-2.0", source="made here", symmetry="order"),
        "model": ModelResult(name="seed", parameters=279104, digest="ab" * 32,
                             known_rungs={"gsm8k": 3}),
        "detectable": 0.14,
        "arms": made,
        "created": "2026-11-23T02:52:00Z",
        "cost": {"label_seconds": 60.0},
        "samples": [sample(arm.arm, number) for arm in made for number in range(1, rounds + 1)],
    }  # fmt: skip
    return Results(**held | changes)


def sample(arm: str = "voted", number: int = 1, **changes) -> Sample:
    ballot = SampleBallot(answer="4", completion="1 + 3 = 4. #### 4", length=17, right=True,
                          trained=True)  # fmt: skip
    held = {"arm": arm, "round": number, "rung": 3 + number, "key": "k", "question": "1 + 3?",
            "gold": "4", "winner": "4", "votes": 2, "reason": "kept", "right": number % 2 == 0,
            "ballots": [ballot, ballot.model_copy(update={"answer": None, "right": False})],
            "picture": picture() if number == 2 else None,
            }  # fmt: skip
    return Sample(**held | changes)


def picture(label: str = "7", says: str = "4 places; the way is wrong") -> Picture:
    """One fork, with an answer that goes one link and jumps another."""
    spots = [Spot(0, 0, "3", "start", True), Spot(1, 0, "12", "plain", True),
             Spot(2, 0, label, "goal", True), Spot(2, 1, "9", "plain", True)]  # fmt: skip
    links = [Link(0, 1, True), Link(1, 2, False), Link(1, 3, True)]
    return Picture(says, spots, links, [(3, 2)])


def reinforced(reward: str = "vote") -> Reinforced:
    """What a round of reinforcement did."""
    return Reinforced(reward=reward, steps=50, rungs=[3], problems=9, drawn=99, rewarded=50,
                      taught=5, no_majority=1, winners=Count(8, 8), right=Count(50, 99),
                      right_first=Count(5, 10), right_last=Count(9, 10))  # fmt: skip


def relabelled(results: Results, **changes) -> Results:
    """The results with other fields in every labelling of the first arm."""
    arm, *others = results.arms
    rounds = [
        one.model_copy(
            update={"labelling": [label.model_copy(update=changes) for label in one.labelling]}
        )
        for one in arm.rounds
    ]
    return results.model_copy(update={"arms": [arm.model_copy(update={"rounds": rounds}), *others]})


def unaudited(results: Results) -> Results:
    """The results where of no label of the first arm the true answer is known."""
    arm, *others = relabelled(results, audit=Count(0, 0), unaudited=4).arms
    arms = [arm.model_copy(update={"label_precision": None}), *others]
    return results.model_copy(update={"arms": arms})


def _arm(name: str, rounds: int, rungs: int, climb: bool) -> ArmResult:
    made = []
    for number in range(rounds + 1):
        edge = 3 + (number if climb else 0)
        scores = [
            RungScore(rung=r, strict=Count(95 if r <= edge else 4, 100), flexible=Count(90, 100))
            for r in range(1, rungs + 1)
        ]
        labels = RungLabelling(rung=edge, proposals=100, kept=60, coverage=0.6,
                               estimated_precision=0.99, trained=True, pairs=300,
                               audit=Count(59, 60), ballots=Count(500, 700))  # fmt: skip
        trained = Training(steps=10, tokens=999, loss=0.1, digest="d" * 64)
        change = Interval(0.03 * number, -0.01, 0.08)
        made.append(
            Round(
                number=number,
                labelling=[labels] if number else [],
                training=[trained] if number else [],
                scores=scores,
                frontier=Frontier(edge + 0.5, edge + 0.3, edge + 0.7, "within"),
                untouched={"addition": [scores[0]]} if number in (0, rounds) else {},
                original=OriginalScore(
                    items=50, strict=Interval(0.2, 0.1, 0.3), flexible=Interval(0.3, 0.2, 0.4),
                    strict_change=change if number else None,
                    flexible_change=change if number else None,
                ),
                cost={"label_seconds": 30.0, "label_tokens": 5e4, "train_seconds": 60.0},
            )
        )  # fmt: skip
    gain = float(rounds if climb else 0)
    return ArmResult(arm=name, rounds=made, frontier_gain=Interval(gain, gain - 0.2, gain + 0.2),
                     label_precision=Interval(0.98, 0.96, 0.99))  # fmt: skip


EVIL = (
    '</script><script>window.owned=1</script><img src=x onerror="window.owned=1">'
    '<svg onload="window.owned=1"><style>body{display:none}</style>'
    "<a href=\"javascript:window.owned=1\">x</a>' onmouseover='window.owned=1' {{ 7*7 }} ${7*7} `"
    "\u202egnirts\u2066\u200b\u200d\u2060\ufeff\u00ad\x00\x1b[31m\ud800\U000e0041 ]]> <!-- "
    "Z" + "\u0301" * 30
)


def as_read(html: str) -> str:
    """The page with usual spaces where lines may not break."""
    return html.replace("&nbsp;", " ").replace("\u00a0", " ")


def make_hostile() -> Results:
    """Every text that a model or a stranger's ladder could have written, as bad as it gets."""
    long = EVIL + "9" * 10_000_000
    ballot = SampleBallot(answer=EVIL, completion=long, length=len(long), right=False, trained=True)
    base = make_results(arms=2)
    return base.model_copy(
        update={
            "command": EVIL,
            "original_skipped": EVIL,
            "versions": {EVIL: EVIL},
            "config": {"note": EVIL},
            "ladder": LadderResult(
                **dict.fromkeys(LadderResult.model_fields, EVIL)
                | {"left_out": {EVIL: 3}, "choices": False, "guessed": {1: 0.25}}
            ),
            "model": base.model.model_copy(update={"name": EVIL, "digest": EVIL}),
            "arms": [
                arm.model_copy(update={"arm": f"{i}{EVIL}"}) for i, arm in enumerate(base.arms)
            ],
            "samples": [
                sample(arm=EVIL, key=EVIL, question=long, gold=EVIL, winner=EVIL, reason=EVIL,
                       ballots=[ballot] * 3, picture=picture(EVIL, EVIL))
            ],
        }
    )  # fmt: skip
