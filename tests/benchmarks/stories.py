"""Measures kinds of views of stories with numbers; docs/voters.md has its table.

Usage: python tests/benchmarks/stories.py --items SVAMP.json --model FOLDER [--teach FOLDER]

``--teach`` first trains the model of a folder on 650 of SVAMP's stories with true answers and
writes the result to ``--model``: a small pretrained model reads none before. Then the stories that
can be scaled, of those not taught, are put to it: as they are, scaled, behind an irrelevant
statement, as a program, backwards, and to samples. Panels go into docs/voters.json; ``voters.py
--render`` writes the tables.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from story_distract import distracted
from story_items import Item, asked_back, items, lessons, prompt
from voters import DOCS, WANTED, lines
from voters_tables import STORIES

from saturate import numbers
from saturate.ladder import SeededRandom
from saturate.models import Decoding
from saturate.voting.views.program import TASK, read_program
from saturate.voting.views.scaling import FACTORS, scaled
from saturate.voting.views.story_numbers import story_numbers

_STEPS, _BATCH, _RATE = 150, 8, 1e-4
_SAMPLES, _TEMPERATURE = 6, 0.8
_ROOM = 48
_PLAIN = "plain"
_SCALED = [f"scaled {factor}" for factor in FACTORS]
_PROGRAMS = ["program", *(f"program scaled {factor}" for factor in FACTORS[:2])]
_DRAWN = [f"sample {number}" for number in range(_SAMPLES)]
_DISTRACT = [f"distract {number}" for number in range(2)]
_BACK = "backward"
_BESIDE = ("samples:3 on the same stories", "samples:5 on the same stories")
PANELS = {
    "samples:3": _DRAWN[:3],
    "the story, scaled by 2 and 3": [_PLAIN, *_SCALED[:2]],
    "samples:5": _DRAWN[:5],
    "the story and scaled by 2, 3, 4, 5": [_PLAIN, *_SCALED],
    "the story and 2 statements about others": [_PLAIN, *_DISTRACT],
    _BESIDE[0]: _DRAWN[:3],
    "the story, scaled by 2 and 3, 2 statements": [_PLAIN, *_SCALED[:2], *_DISTRACT],
    _BESIDE[1]: _DRAWN[:5],
    "the story and its program": [_PLAIN, "program"],
    "the story, its program, scaled by 2, 3, 4": [_PLAIN, "program", *_SCALED[:3]],
    "the story, scaled by 2 and 3, and 2 programs": [
        _PLAIN,
        _PROGRAMS[0],
        _SCALED[0],
        _PROGRAMS[1],
        _SCALED[1],
    ],
    "programs of the story and of it scaled by 2 and 3": _PROGRAMS,
    "samples:4 and a program": [*_DRAWN[:4], "program"],
    "samples:4 and a hidden number": [*_DRAWN[:4], _BACK],
}
"""Voters side by side, by what stands in the table."""


class Vote(NamedTuple):
    """One voter's answer to one story."""

    answer: str | None
    tokens: int


Votes = dict[str, Vote | None]
"""By voter; ``None`` where a story has no such view."""


def teach(base: Path, taught: list[Item], out: Path) -> None:
    """Train on true answers, programs and hidden numbers, once each."""
    from saturate.models.loading import load
    from saturate.training.recipe import Recipe
    from saturate.training.replay import Pair
    from saturate.training.sft import train

    pairs = lessons(taught)[: _STEPS * _BATCH]
    groups = [pairs[i : i + _BATCH * 8] for i in range(0, len(pairs), _BATCH * 8)]
    batches = []
    for group in groups:  # like lengths together, so that little is padded
        ordered = sorted(group, key=lambda pair: len(pair[0]))
        cut = [ordered[i : i + _BATCH] for i in range(0, len(ordered), _BATCH)]
        batches += SeededRandom("batches", len(batches)).sample(cut, len(cut))
    made = [[Pair(*pair) for pair in batch] for batch in batches]
    train(load(str(base)), made, Recipe(_STEPS, _BATCH, _RATE, lora=False, seed=0), out)


class Asked:
    """What one model answers to some stories."""

    def __init__(self, model: Path, stories: list[Item]) -> None:
        from saturate.models.loading import load
        from saturate.models.transformers import TransformersSampler

        self.sampler = TransformersSampler(load(str(model)))
        self.stories = stories
        self.votes: list[Votes] = [{} for _ in stories]
        self.seconds = 0.0

    def ask(
        self,
        names: list[str],
        view: Callable[[str], tuple[str, Callable[[str], str]] | None],
        read: Callable[[str], str | None] = lambda text: numbers.integer(numbers.marked(text)),
        temperature: float = 0.0,
    ) -> None:
        """Put a view of every story to the model, as often as there are names."""
        views = [view(story.question) for story in self.stories]
        decoding = Decoding(len(names), temperature, seed=7, max_new_tokens=_ROOM)
        prompts = [prompt(one[0]) for one in views if one]
        written = iter(self.complete(prompts, decoding))
        for votes, one in zip(self.votes, views, strict=True):
            if one is None:
                votes |= dict.fromkeys(names)
                continue
            for name, completion in zip(names, next(written), strict=True):
                found = read(completion.text) if completion.finished else None
                answer = None if found is None else one[1](found)
                votes[name] = Vote(answer, completion.tokens)

    def complete(self, prompts: list[str], decoding: Decoding) -> list:
        start = time.perf_counter()
        found = self.sampler.complete(prompts, decoding)
        self.seconds += time.perf_counter() - start
        return found

    def ask_back(self, forward: Iterable[str]) -> None:
        """The two leading answers, each with a number hidden; the one that leads back gets a vote.

        Self-Verification (arXiv 2212.09561) and FOBAR (2308.07758): up to two numbers are hidden
        in turn, and the answer from which more of them are found is voted for, if it is one alone.
        """
        asked = []
        for place, (story, votes) in enumerate(zip(self.stories, self.votes, strict=True)):
            given = [vote.answer for name in forward if (vote := votes[name]) and vote.answer]
            for answer, _ in Counter(given).most_common(2):
                for one in hidden(story.question):
                    text = asked_back(story.question, one.start, one.end, answer)
                    asked.append((place, answer, str(one.value), prompt(text)))
        decoding = Decoding(max_new_tokens=_ROOM)
        found = self.complete([one[-1] for one in asked], decoding)
        back: list[Counter[str]] = [Counter() for _ in self.stories]
        tokens: Counter[int] = Counter()
        for (place, answer, number, _), (completion,) in zip(asked, found, strict=True):
            tokens[place] += completion.tokens
            back[place][answer] += numbers.integer(numbers.marked(completion.text)) == number
        for place, votes in enumerate(self.votes):
            first, second = [*back[place].most_common(2), ("", 0), ("", 0)][:2]
            votes[_BACK] = Vote(first[0] if first[1] > second[1] else None, tokens[place])


def hidden(question: str) -> list:
    """Up to two numbers of a story that stand in it once."""
    found = story_numbers(question) or []
    values = Counter(one.value for one in found)
    return [one for one in found if values[one.value] == 1 and not one.share][:2]


def ask_all(model: Path, stories: list[Item]) -> Asked:
    """Everything that the panels need."""
    asked = Asked(model, stories)
    asked.ask([_PLAIN], lambda text: (text, str))
    asked.ask(["program"], lambda text: (f"{text}\n{TASK}", str), read_program)
    for factor, name in zip(FACTORS, _SCALED, strict=True):
        asked.ask([name], lambda text, factor=factor: scaled(text, factor))
    for factor, name in zip(FACTORS, _PROGRAMS[1:], strict=False):

        def program(text: str, factor: int = factor) -> tuple[str, Callable[[str], str]] | None:
            told = scaled(text, factor)
            return None if told is None else (f"{told[0]}\n{TASK}", told[1])

        asked.ask([name], program, read_program)
    for number, name in enumerate(_DISTRACT):

        def behind(text: str, number: int = number) -> tuple[str, Callable[[str], str]] | None:
            told = distracted(text, SeededRandom("distract", number, text))
            return None if told is None else (told, str)

        asked.ask([name], behind)
    asked.ask(_DRAWN, lambda text: (text, str), temperature=_TEMPERATURE)
    asked.ask_back([_PLAIN, *_DRAWN[:4]])
    return asked


def analysed(asked: Asked, name: str, voters: list[str], weights: str) -> dict:
    """One panel as docs/voters.json holds it."""
    from saturate.analysis.voters import analyse
    from saturate.analysis.voters.panel import Panel, ProblemBallots
    from saturate.config.voters import Voter

    with_statement = not {*_DISTRACT}.isdisjoint(voters) or name.removeprefix(STORIES) in _BESIDE
    problems = [
        ProblemBallots(
            frozenset([story.answer]),
            tuple(vote.answer if (vote := votes[one]) else None for one in voters),
            tuple(vote.tokens if (vote := votes[one]) else 0 for one in voters),
        )
        for story, votes in zip(asked.stories, asked.votes, strict=True)
        if votes[_DISTRACT[0]] or not with_statement
    ]
    total = sum(vote.tokens for votes in asked.votes for vote in votes.values() if vote)
    places = tuple(Voter(0, view, 0) for view in range(len(voters)))
    panel = Panel(name, tuple(problems), asked.seconds / total, places)
    found = analyse(panel, len(voters) // 2 + 1, WANTED)
    answered = sum(a is not None for p in problems for a in p.answers)
    return {
        "weights": [weights],
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "asked": {"voters": voters, "problems": len(problems), "model": "a folder"},
        "answered": answered / (len(problems) * len(voters)),
        "analysis": asdict(found),
    }


def main() -> None:
    """Teach if asked to, ask everything once, and keep the panels."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--teach", type=Path)
    parser.add_argument("--count", type=int, default=100)
    asked = parser.parse_args()
    taught, rest = items(asked.items)
    if asked.teach:
        teach(asked.teach, taught, asked.model)
    fitting = [one for one in rest if scaled(one.question, FACTORS[0])][: asked.count]
    found = ask_all(asked.model, fitting)
    weights = hashlib.sha256((asked.model / "model.safetensors").read_bytes()).hexdigest()[:12]
    file = DOCS / "voters.json"
    held = json.loads(file.read_text("utf-8"))
    for name, voters in PANELS.items():
        held[STORIES + name] = analysed(found, STORIES + name, voters, weights)
    file.write_text(lines(held), "utf-8")


if __name__ == "__main__":
    main()
