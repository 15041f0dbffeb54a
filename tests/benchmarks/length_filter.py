"""What the length filter drops when every answer is right, and of answers that lack a character.

    python tests/benchmarks/length_filter.py [LADDER ...] > length_filter.md

No model is asked. For each rung the rungs below are known with their true solutions, as after a
climb without a mistake, and the rung's own true solutions are its ballots. *Dropped* is the share
that band or trend drops of them; *caught* the share that they drop of the same solutions without
their last character, when all ballots lack it.
"""

from __future__ import annotations

import sys

from saturate.ladder import Ladder
from saturate.registry import ladder_names, load_ladder
from saturate.seed.tokenizer import build_tokenizer
from saturate.training.replay import Pair
from saturate.voting.length_filter import Trend, length_bands, length_trend

RUNGS = range(2, 13)
PROBLEMS = 300


def main() -> None:
    """Print a row of dropped and one of caught for each ladder."""
    asked = sys.argv[1:] or [n for n in ladder_names() if not n.startswith("gsm8k-")]
    tokenizer = build_tokenizer()

    def tokens(text: str) -> int:
        return len(tokenizer(text)["input_ids"])

    print(f"| ladder | | {' | '.join(map(str, RUNGS))} |\n|---|---{'|---' * len(RUNGS)}|")
    for name in asked:
        ladder = load_ladder(name)
        known = {1: _pairs(ladder, 1)}
        dropped, caught = [], []
        for rung in RUNGS:
            right = _pairs(ladder, rung)
            short = [pair._replace(completion=pair.completion[:-1]) for pair in right]
            trend = length_trend(known)
            mark = "" if trend is None else " t" if hasattr(trend, "slope") else " l"
            dropped.append(_share(right, trend, tokens) + mark)
            caught.append(_share(short, trend, tokens))
            known[rung] = right
        print(f"| `{name}` | dropped | {' | '.join(dropped)} |")
        print(f"| | caught | {' | '.join(caught)} |", flush=True)


def _pairs(ladder: Ladder, rung: int) -> list[Pair]:
    delimiter = ladder.describe().delimiter
    problems = (ladder.problem(rung, "vote", index) for index in range(PROBLEMS))
    return [Pair(ladder.prompt(p.question), delimiter + p.solution) for p in problems]


def _share(pairs: list[Pair], trend: Trend | None, tokens) -> str:
    """The share that is dropped where all ballots of the rung are these, in percent."""
    lengths = [tokens(pair.completion) for pair in pairs]
    bands = length_bands([(pair.prompt, n) for pair, n in zip(pairs, lengths, strict=True)])
    off = sum(
        not bands.passes(pair.prompt, length)
        or (trend is not None and not trend.passes(pair.prompt, pair.completion))
        for length, pair in zip(lengths, pairs, strict=True)
    )
    return f"{100 * off / len(pairs):.0f}"


if __name__ == "__main__":
    main()
