"""The distractor ladder: k sentences that are on topic, carry numbers, and cannot matter.

Why they cannot: a sentence states the value of one attribute (the pages of a book about the things
of the story, the number on somebody's door) whose words occur nowhere in the item. The question
asks for a quantity in the item's own words, and the worked solution takes every number from the
item, so no reading of the added sentence changes the answer. Sentences stand before the story or
between two of its sentences where no pronoun could reach back to them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from saturate.ladder import Dice, Draft, Split

from .gsm8k_items import ItemLadder, canonical, renamed
from .gsm8k_items_names import people
from .gsm8k_items_redraw import Template


class Pattern(NamedTuple):
    """A sentence with room for a number."""

    text: str
    """``{who}`` is a person of the story, ``{thing}`` what it counts, ``{n}`` the number."""
    low: int
    high: int
    words: str
    """What the sentence is about; a story that has any of these words does not get it."""


WHO = (
    Pattern("{who} lives at house number {n}.", 12, 98, "house home street number live"),
    Pattern("{who}'s favorite song was recorded {n} years ago.", 4, 40, "song music year record"),
    Pattern("The library in {who}'s town opens at {n} in the morning.", 7, 10,
            "librar morning open town"),
    Pattern("{who} is reading a novel whose hero is {n} years old.", 14, 60,
            "novel hero year old age read"),
    Pattern("There are {n} stairs up to {who}'s front door.", 3, 30, "stair step door"),
    Pattern("{who} knows {n} riddles by heart.", 3, 40, "riddle heart know joke"),
    Pattern("{who}'s dentist has been in practice for {n} years.", 5, 35,
            "dentist doctor year practice teeth"),
    Pattern("The nearest bus line to {who}'s home is line {n}.", 2, 60, "bus line home near"),
    Pattern("{who}'s phone has a battery charge of {n} percent at the moment.", 15, 95,
            "phone batter charge percent %"),
    Pattern("From {who}'s window one can see {n} chimneys.", 2, 20, "window chimney see roof"),
    Pattern("{who} once came in place {n} in a quiz.", 2, 30,
            "quiz place contest competition race"),
    Pattern("{who}'s scarf has {n} stripes.", 3, 25, "scar stripe cloth wear"),
    Pattern("{who}'s grandmother can name {n} constellations.", 5, 40,
            "grand constellation star name"),
    Pattern("The clock on {who}'s wall is {n} minutes slow.", 2, 15, "clock wall minute time slow"),
    Pattern("{who} can hum {n} tunes.", 3, 30, "hum tune song music"),
    Pattern("The hill behind {who}'s school is {n} meters high.", 15, 90,
            "hill school meter high climb"),
    Pattern("{who}'s umbrella has {n} ribs.", 6, 16, "umbrella rib rain"),
    Pattern("{who} has a poster that shows {n} planets.", 3, 9, "poster planet show picture"),
)  # fmt: skip
THING = (
    Pattern("A museum about {thing}, far away in another country, has {n} windows.", 8, 90,
            "museum window countr"),
    Pattern("Somebody once wrote a poem of {n} lines about {thing}.", 6, 60, "poem line wr"),
    Pattern("A dictionary explains the word for {thing} on page {n}.", 11, 98,
            "dictionar page word"),
    Pattern("A documentary about {thing} was shown on channel {n}.", 2, 60,
            "documentar channel tv show"),
    Pattern("The oldest known drawing of {thing} hangs in hall {n} of a gallery.", 2, 30,
            "draw galler hall paint old"),
    Pattern("There is a children's song about {thing} with {n} verses.", 3, 12,
            "song verse music sing"),
)  # fmt: skip
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
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|him|her|hers|his|its|them|their|theirs|this|that|these|those|one|ones|"
    r"each|both|other|others|another|there|then|so|also|same|more|rest|the two)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.?!])(?<!Mr\.)(?<!Mrs\.)(?<!Ms\.)(?<!Dr\.)\s+(?=[A-Z])")


class Distract(ItemLadder):
    """Stories with sentences that don't matter."""

    name = "gsm8k-distract"
    axis = "sentences that don't matter"
    last = 8

    def _fits(self, template: Template) -> bool:
        return _roomy(template, self.last)

    def draft(self, rung: int, split: Split, dice: Dice) -> Draft | None:
        template = self.library.pick(split, dice, self._fits)
        numbers = template.draw(dice)
        if numbers is None:
            return None
        told = renamed(template.tell(numbers), dice)
        extra = sentences(told.question, rung, dice)
        return Draft(
            question=woven(told.question, extra, dice),
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


def sentences(question: str, count: int, dice: Dice) -> list[str]:
    """So many different sentences with numbers."""
    return [
        text.replace("{n}", str(dice.between(pattern.low, pattern.high)))
        for text, pattern in dice.sample(fitting(question), count)
    ]


def woven(question: str, extra: list[str], dice: Dice) -> str:
    """The story with the sentences put where nothing can refer back to them."""
    told = _SENTENCE.split(question)
    spots = [i for i, one in enumerate(told) if i == 0 or not _PRONOUN.search(one)]
    placed: dict[int, list[str]] = {}
    for one in extra:
        placed.setdefault(dice.pick(spots), []).append(one)
    return " ".join(" ".join([*placed.get(i, []), one]) for i, one in enumerate(told))


def stripped(question: str) -> str:
    """A story without the sentences of this ladder."""
    shapes = [
        re.escape(p.text).replace(r"\{who\}", r"\w+").replace(r"\{thing\}", r"[\w ]+?")
        .replace(r"\{n\}", r"[0-9]+")
        for p in (*WHO, *THING)
    ]  # fmt: skip
    return re.sub(rf"(?:{'|'.join(shapes)})(?:\s|$)", "", question)
