"""The words of the procedural ``gsm8k`` ladder: scenarios, people, places.

A problem tells of one count that rises and falls from one numbered day (week, round, stop) to the
next. What happens on a day doesn't depend on the other days.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

PEOPLE = (
    "Ada Amir Anna Ben Carla Chen Dana Diego Elif Emma Erik Fatma Finn Greta Hana Hugo Ivan Ivy "
    "Jack Jana Jonas Kofi Lara Leo Lena Lily Luca Maya Mei Mia Milo Nina Noah Nora Omar Otto Paul "
    "Priya Rosa Ruth Sam Sara Tara Theo Tom Uma Vera Wren Yara Zoe"
).split()
PLACES = (
    "airport bakery bank barn beach bridge cafe camp castle church cinema clinic dock fair farm "
    "forest garage garden gym harbor hotel library market mill museum office park pier pool port "
    "river school shop square stadium station store theater tower zoo"
).split()
_TOYS = (
    "balls beads bells blocks books boxes buttons cards clips coins combs cups dolls drums flags "
    "games gems hats jars keys kites lamps maps marbles masks mugs notes pens pins plates puzzles "
    "ribbons rings rocks ropes scarves shells shirts socks spoons stamps stars sticks tapes tiles "
    "tops toys"
).split()
_FOOD = (
    "apples bagels beans berries cakes candies carrots cherries cookies eggs figs grapes lemons "
    "limes melons muffins nuts olives onions oranges peaches pears pies plums rolls tarts"
).split()
_ANIMALS = "birds calves chicks cows ducks fish geese goats hens horses lambs pigs rabbits".split()


class Scenario(NamedTuple):
    """What happens in a story. ``{n}`` is a number, ``{m}`` another person."""

    things: list[str]
    clocks: tuple[str, ...]
    """What its days are called; a number follows."""
    opening: tuple[str, ...]
    gains: tuple[str, ...]
    """Clauses that follow ``On day 45`` or ``On day 45 at the market``."""
    losses: tuple[str, ...]
    person_gains: tuple[str, ...]
    """Clauses in which another person gives, after ``On day 45``."""
    person_losses: tuple[str, ...]
    asking: tuple[str, ...]


SCENARIOS = (
    Scenario(
        _TOYS,
        ("On day", "In week"),
        ("{who} has {n} {thing}.", "{who} owns {n} {thing}.", "{who} starts with {n} {thing}."),
        ("{they} buys {n}", "{they} finds {n}", "{they} wins {n}", "{they} collects {n}"),
        ("{they} sells {n}", "{they} loses {n}", "{they} drops {n}", "{they} trades {n}"),
        ("{m} gives {them} {n}", "{m} sends {them} {n}", "{m} brings {them} {n}"),
        ("{m} takes {n}", "{m} borrows {n}", "{m} gets {n} from {them}"),
        ("How many {thing} does {who} have now?", "How many {thing} does {who} end with?"),
    ),
    Scenario(
        _FOOD,
        ("On day", "In hour"),
        ("{who} has {n} {thing}.", "{who} packs {n} {thing}.", "{who} brings {n} {thing}."),
        ("{they} picks {n}", "{they} buys {n}", "{they} bakes {n}", "{they} gathers {n}"),
        ("{they} eats {n}", "{they} sells {n}", "{they} serves {n}", "{they} spills {n}"),
        ("{m} hands {them} {n}", "{m} mails {them} {n}", "{m} gives {them} {n}"),
        ("{m} eats {n}", "{m} takes {n}", "{m} steals {n}"),
        ("How many {thing} does {who} have left?", "How many {thing} does {who} have now?"),
    ),
    Scenario(
        _ANIMALS,
        ("On day", "In week", "In year"),
        ("A farm has {n} {thing}.", "A farm keeps {n} {thing}."),
        ("it buys {n}", "it adopts {n}", "it raises {n}", "it welcomes {n}"),
        ("it sells {n}", "it loses {n}", "it trades {n}", "it releases {n}"),
        ("{m} brings it {n}", "{m} sends it {n}", "{m} gives it {n}"),
        ("{m} takes {n}", "{m} gets {n} from it", "{m} leads away {n}"),
        ("How many {thing} does the farm have now?", "How many {thing} live there at the end?"),
    ),
    Scenario(
        ["people"],
        ("At stop",),
        ("A bus carries {n} people.", "A train carries {n} people.", "A boat carries {n} people."),
        ("it picks up {n}", "it boards {n}", "it welcomes {n}"),
        ("it drops off {n}", "it lets out {n}", "it loses {n}"),
        ("{m} sends it {n}",),  # whoever came along, or left with others, would count as well
        ("{m} leads away {n}",),
        ("How many people are on board now?", "How many people ride at the end?"),
    ),
    Scenario(
        ["dollars"],
        ("On day", "In week"),
        ("{who} has {n} dollars.", "{who} saves {n} dollars.", "{who} holds {n} dollars."),
        ("{they} earns {n}", "{they} saves {n}", "{they} wins {n}", "{they} makes {n}"),
        ("{they} spends {n}", "{they} wastes {n}", "{they} loses {n}", "{they} donates {n}"),
        ("{m} pays {them} {n}", "{m} lends {them} {n}", "{m} gives {them} {n}"),
        ("{m} charges {them} {n}", "{m} borrows {n}", "{m} bills {them} {n}"),
        ("How many dollars does {who} have now?", "How many dollars does {who} have left?"),
    ),
    Scenario(
        ["liters"],
        ("In hour", "On day"),
        ("A tank holds {n} liters.", "A barrel holds {n} liters.", "A pond holds {n} liters."),
        ("rain adds {n}", "it gains {n}", "a pump adds {n}"),
        ("a leak drains {n}", "it loses {n}", "the heat dries up {n}"),
        ("{m} pours in {n}", "{m} adds {n}"),
        ("{m} drinks {n}", "{m} drains {n}", "{m} scoops out {n}"),
        ("How many liters are in it now?", "How many liters are left?"),
    ),
    Scenario(
        ["points"],
        ("In round", "In game"),
        ("{who} has {n} points.", "{who} starts with {n} points."),
        ("{they} scores {n}", "{they} wins {n}", "{they} earns {n}"),
        ("{they} loses {n}", "{they} forfeits {n}", "{they} drops {n}"),
        ("{m} awards {them} {n}", "{m} grants {them} {n}", "{m} gives {them} {n}"),
        ("{m} costs {them} {n}", "{m} takes {n}", "{m} steals {n}"),
        ("How many points does {who} have now?", "How many points does {who} end with?"),
    ),
)

PRONOUNS = (("she", "her"), ("he", "him"))
_HE = frozenset(
    "Amir Ben Diego Erik Finn Hugo Ivan Jack Jonas Kofi Leo Luca Milo Noah Omar Otto Paul Theo "
    "Tom".split()
)
_EITHER = frozenset("Chen Sam Wren".split())
"""Names of people of whom a story may say either."""


def pronouns_of(name: str) -> Sequence[tuple[str, str]]:
    """The pronouns that a story may use of a person, as subject and as object."""
    return PRONOUNS if name in _EITHER else [PRONOUNS[name in _HE]]
