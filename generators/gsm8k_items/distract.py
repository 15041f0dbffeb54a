"""The distractor ladder: k sentences that are on topic, carry numbers, and cannot matter.

Why they cannot: a sentence states the value of one attribute (the pages of a book about the things
of the story, the number on somebody's door) whose words occur nowhere in the item. The question
asks for a quantity in the item's own words, and the worked solution takes every number from the
item, so no reading of the added sentence changes the answer. Sentences stand before the story or
between two of its sentences where no word could reach back to them.
"""

from __future__ import annotations

import re

from saturate.ladder import Draft, SeededRandom, Split
from saturate.sentences import looks_back
from saturate.sentences import sentences as split

from .distractors import THING, WHO, Pattern
from .ladder import ItemLadder, canonical, renamed
from .template.names import people
from .template.template import Template

_ASKED = re.compile(
    r"[Hh]ow many (?:more |total |fewer )?([a-z]{3,}s) (?=do|did|does|are|were|will|"
    r"can|could|has|have|had|in|left|should|would|remain|on|at)"
)
_THINGS = frozenset(
    "apples bananas oranges peaches pears plums cherries grapes lemons mangoes strawberries "
    "blueberries berries carrots potatoes tomatoes onions pumpkins watermelons cookies cupcakes "
    "muffins brownies cakes pies donuts doughnuts candies lollipops chocolates pretzels sandwiches "
    "pizzas eggs flowers roses tulips daisies trees plants seeds fish birds chickens cows horses "
    "goats sheep dogs cats puppies kittens rabbits ducks butterflies pencils pens crayons markers "
    "erasers notebooks stickers stamps marbles balloons beads buttons ribbons bracelets necklaces "
    "dolls puzzles blocks cards coins shells rocks bottles boxes baskets hats shirts shoes socks "
    "scarves towels quilts blankets candles lamps chairs tables cars bikes bicycles trucks boats "
    "toys kites".split()
)
"""What a book, a song or a museum may be about."""
_NO_PERSON = re.compile(
    r"\b(?:gorilla|chimp\w*|monkey|dog|cat|puppy|kitten|bird|bear|elephant|lion|tiger|horse|cow|pig|"
    r"robot|dragon|hamster|parrot|turtle|snail|frog|rabbit|squirrel|ant|bee|mouse|penguin|fish|"
    r"shark|whale|snake|spider|camel|dinosaur|albatross|alien|giant|queen|king|princess)s?\b",
    re.IGNORECASE,
)
"""Where an animal is about, a name may be the animal's."""


class Distract(ItemLadder):
    """Stories with sentences that don't matter."""

    name = "gsm8k-distract"
    axis = "sentences that don't matter"
    last = 8

    def _fits(self, template: Template) -> bool:
        return _roomy(template, self.last)

    def draft(self, rung: int, split: Split, rng: SeededRandom) -> Draft | None:
        template = self.library.pick(split, rng, self._fits)
        numbers = template.draw(rng)
        if numbers is None:
            return None
        told = renamed(template.tell(numbers), rng)
        extra = sentences(told.question, rung, rng)
        return Draft(
            question=woven(told.question, extra, rng),
            answer=str(told.answer),
            solution=told.solution,
            canonical=f"{canonical(template, numbers)} | {' '.join(sorted(extra))}",
            source=template.source,
        )


def _roomy(template: Template, most: int) -> bool:
    """Whether every rung finds enough sentences for an item, so that all rungs share items."""
    return len(fitting(template.graph.question)) >= most


def fitting(question: str) -> list[tuple[str, Pattern]]:
    """Patterns that share no word with the story, and their text filled but for the number."""
    names = [] if _NO_PERSON.search(question) else people(question)
    thing = counted(question)
    found = []
    for pattern in (*WHO, *THING):
        if re.search("|".join(rf"\b{w}" for w in pattern.words.split()), question, re.IGNORECASE):
            continue
        if "{who}" in pattern.text and names:
            found.append((pattern.text.replace("{who}", names[0]), pattern))
        elif "{thing}" in pattern.text and thing:
            found.append((pattern.text.replace("{thing}", thing), pattern))
    return found


def counted(question: str) -> str | None:
    """The things that the story counts, where it names them more than once."""
    asked = _ASKED.search(question)
    if asked is None or asked[1] not in _THINGS:
        return None
    return asked[1] if len(re.findall(rf"\b{asked[1][:-1]}", question)) > 1 else None


def sentences(question: str, count: int, rng: SeededRandom) -> list[str]:
    """So many different sentences with numbers."""
    return [
        text.replace("{n}", str(rng.between(pattern.low, pattern.high)))
        for text, pattern in rng.sample(fitting(question), count)
    ]


def woven(question: str, extra: list[str], rng: SeededRandom) -> str:
    """The story with the sentences put where nothing can refer back to them."""
    told = split(question)
    spots = [i for i, one in enumerate(told) if i == 0 or not looks_back(one)]
    placed: dict[int, list[str]] = {}
    for one in extra:
        placed.setdefault(rng.pick(spots), []).append(one)
    return " ".join(" ".join([*placed.get(i, []), one]) for i, one in enumerate(told))
