"""Measures voters on real models and writes the tables of docs/voters.md.

Usage: python tests/benchmarks/voters.py [--only WORD ...] [--hub FOLDER] [--models A,B] [--render]

Every case asks live and goes into docs/voters.json under its name, with the hash of the weights,
so that cases can be measured one at a time. ``--only`` takes the cases whose name holds one of the
words; ``--hub`` a pretrained model, ``--models`` models from different seeds; ``--render`` measures
nothing. The tables between the markers of docs/voters.md are then written again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import string
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parents[2] / "docs"
RUNGS = [("gsm8k", 8), ("gsm8k", 9), ("addition", 11), ("reverse", 13)]
"""Rungs that the embedded model is asked about, one to three beyond what it was taught."""
WANTED = 0.98
_LONGEST = 96
"""Tokens that a pretrained model may take for an answer."""


class Case(NamedTuple):
    """One panel to measure."""

    name: str
    ladder: str
    rung: int
    voters: str
    count: int
    model: str = "seed"
    kind: str | None = None
    """A kind of view, of those in KINDS."""
    source: str = "auto"


def seed_cases() -> list[Case]:
    """Kinds of voters on every rung, then kinds of views on the first of each ladder."""
    cases = [
        Case(f"{ladder} {rung}, {voters}", ladder, rung, voters, count)
        for voters, count in (("views:9", 200), ("samples:9", 200), ("views:3,samples:3", 300))
        for ladder, rung in RUNGS
    ]
    firsts = {ladder: rung for ladder, rung in reversed(RUNGS)}
    return cases + [
        Case(
            f"{ladder} {firsts[ladder]}, {kind}", ladder, firsts[ladder], "views:5", 200, kind=kind
        )
        for kind, (ladder, _) in KINDS.items()
        if ladder in firsts
    ]


def hub_cases(folder: str) -> list[Case]:
    """A pretrained model, few problems: it is slow on a CPU.

    One that was taught the first rungs of a ladder (``saturate teach``) is asked about the last of
    them and the next.
    """
    from saturate.storage.model_facts import model_facts

    if known := model_facts(folder).known_rungs:
        return [
            Case(f"taught, {ladder} {rung}, {voters}", ladder, rung, voters, 60, folder)
            for ladder, top in known.items()
            for rung in (top, top + 1)
            for voters in ("views:7", "samples:7")
        ]
    asked = [
        ("addition", "views:5", "ladder", 24),
        ("addition", "samples:5", "auto", 24),
        ("gsm8k", "samples:5", "auto", 12),
        ("gsm8k", "views:5", "ladder", 12),
        ("gsm8k", "views:5", "model", 12),
    ]
    return [
        Case(
            f"pretrained, {ladder} 1, {voters}" + (" by itself" if source == "model" else ""),
            ladder, 1, voters, count, folder, source=source,
        )
        for ladder, voters, source, count in asked
    ]  # fmt: skip


def model_cases(models: str) -> list[Case]:
    """Models from different seeds, alone and with views."""
    count = models.count(",") + 1
    return [
        Case(f"{ladder} {rung}, {voters}", ladder, rung, voters, 200, models)
        for ladder, rung in RUNGS
        for voters in (f"models:{count}", f"models:{count},views:3")
    ]


def permuted(question: str, rng) -> str | None:
    """The events of a story on other days, the start as it was."""
    from saturate.generators.gsm8k_story import read, starts_in_range

    story = read(question)
    events = rng.sample(story.events, len(story.events))
    if story.start not in starts_in_range(events):
        return None
    return story._replace(events=events).told()


def shifted(question: str, rng) -> str | None:
    """The events on their days, the start shifted."""
    from saturate.generators.gsm8k_story import read, starts_in_range

    story = read(question)
    return story._replace(start=rng.pick(starts_in_range(story.events))).told()


def renumbered(question: str, rng) -> str | None:
    """The story as it was, the days others."""
    from saturate.generators.gsm8k import FIRST_DAY, LAST_DAY
    from saturate.generators.gsm8k_story import read

    story = read(question)
    last = LAST_DAY - len(story.events) + 1
    return story._replace(first_day=rng.between(FIRST_DAY, last)).told()


def exchanged(question: str, rng) -> str | None:
    """Digits of some places exchanged between the operands."""
    rows = [
        (b, a) if rng.below(2) else (a, b)
        for a, b in zip(*question.rstrip("=").split("+"), strict=True)
    ]
    first, second = ("".join(digits) for digits in zip(*rows, strict=True))
    return f"{first}+{second}="


def moved_a_little(question: str, rng) -> str | None:
    """An amount of at most 9 moved from one operand to the other."""
    first, second = (int(x[::-1]) for x in question.rstrip("=").split("+"))
    amount = rng.below(19) - 9
    a, b = str(first + amount)[::-1], str(second - amount)[::-1]
    width = len(question) // 2 - 1
    return f"{a}+{b}=" if len(a) == len(b) == width and amount else None


def other_letters(question: str, rng) -> str | None:
    """Every letter exchanged for another, its place kept."""
    text = question.removesuffix("=")
    return "".join(rng.sample(string.ascii_letters, len(text))) + "="


KINDS: dict[str, tuple[str, Callable]] = {
    "steps permuted alone": ("gsm8k", permuted),
    "start shifted alone": ("gsm8k", shifted),
    "days renumbered alone": ("gsm8k", renumbered),
    "digits exchanged within places": ("addition", exchanged),
    "at most 9 moved": ("addition", moved_a_little),
    "letters exchanged": ("reverse", other_letters),
}


def with_views(name: str, rewrite: Callable):
    """The ladder of that name with one kind of view alone."""
    from saturate.ladder import SeededRandom, View
    from saturate.registry import load_ladder

    family = type(load_ladder(name))

    class Restricted(family):
        def views(self, question: str, count: int) -> list[View]:
            rng, found = SeededRandom("kind", question), [View(question)]
            for _ in range(60 * count):
                text = rewrite(question, rng)
                if len(found) == count:
                    break
                if text is not None and text not in [view.question for view in found]:
                    found.append(View(text, _way_back(name, question, text)))
            return found

    return Restricted()


def _way_back(ladder: str, question: str, text: str) -> Callable[[str], str]:
    """What a shift of the start or other letters do to an answer; sums stay."""
    if ladder == "reverse":
        return lambda answer: answer.translate(str.maketrans(text, question))
    shift = _first_number(text) - _first_number(question) if ladder == "gsm8k" else 0
    return lambda answer: str(int(answer) - shift) if shift else answer


def _first_number(text: str) -> int:
    return int(re.search(r"[0-9]+", text)[0])


def measure(case: Case) -> dict:
    """Ask one panel and analyse it."""
    from saturate.analysis.voters import analyse
    from saturate.analysis.voters.gather import poll
    from saturate.config.run_config import build_config
    from saturate.models.loading import load
    from saturate.models.naming import resolve_all
    from saturate.models.prompting import Prompter
    from saturate.models.transformers import TransformersSampler
    from saturate.registry import load_ladder
    from saturate.run.defaults import resolve_config
    from saturate.voting.ballots import VoterModel
    from saturate.voting.majority import votes_needed

    asked = build_config(
        ladder=case.ladder,
        model=case.model,
        voters=case.voters,
        start_rung=case.rung,
        every_view=False,  # tables count votes alone
        **{} if case.source is None else {"view_source": case.source},
        **{} if case.model == "seed" else {"max_new_tokens": _LONGEST},
    )
    config = resolve_config(asked)
    plain = load_ladder(case.ladder)
    ladder = with_views(case.ladder, KINDS[case.kind][1]) if case.kind else plain
    members, hashes = [], []
    for path in resolve_all(config.model_names, config.ladder):
        sampler = TransformersSampler(loaded := load(path))
        members.append(VoterModel(sampler, Prompter(ladder, sampler, loaded.bare_prompts)))
        weights = (Path(path) / "model.safetensors").read_bytes()
        hashes.append(hashlib.sha256(weights).hexdigest()[:12])
    panel = poll(ladder, members, config, case.rung, case.count, case.name)
    found = analyse(panel, votes_needed(panel.seats, config.agreement), WANTED)
    answered = sum(a is not None for p in panel.problems for a in p.answers)
    return {
        "weights": hashes,
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "asked": case._asdict() | {"model": "seed" if case.model == "seed" else "a folder"},
        "estimated": time.strftime("%Y-%m-%d", time.gmtime()),
        "answered": answered / (len(panel.problems) * panel.seats),
        "analysis": asdict(found),
    }


def lines(held: dict) -> str:
    """A line a case, figures to six digits: small, and a changed case is a changed line."""

    def short(value):
        if isinstance(value, dict):
            return {key: short(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [short(one) for one in value]
        return float(f"{value:.6g}") if isinstance(value, float) else value

    rows = (f"{json.dumps(name)}: {json.dumps(short(held[name]))}" for name in sorted(held))
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main() -> None:
    """Measure what was asked for, then write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--hub")
    parser.add_argument("--models")
    parser.add_argument("--render", action="store_true")
    asked = parser.parse_args()
    file = DOCS / "voters.json"
    held = json.loads(file.read_text()) if file.exists() else {}
    cases = seed_cases() + (hub_cases(asked.hub) if asked.hub else [])
    cases += model_cases(asked.models) if asked.models else []
    for case in [] if asked.render else cases:
        if asked.only and not any(word in case.name for word in asked.only):
            continue
        start = time.perf_counter()
        held[case.name] = measure(case)
        file.write_text(lines(held))
        print(f"{case.name}: {time.perf_counter() - start:.0f} s", flush=True)
    from voters_tables import render

    known = [case.name for case in seed_cases()]
    places = {name: place for place, name in enumerate(known)}  # what was asked by hand comes last
    render(
        DOCS / "voters.md", dict(sorted(held.items(), key=lambda x: places.get(x[0], len(known))))
    )


if __name__ == "__main__":
    main()
