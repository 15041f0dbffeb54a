"""The two people of a Winograd schema exchanged, where both are told by given names.

``Ian ate what Dennis had left, as`` then tells of Dennis what it told of Ian, so whoever was right
before is the other name now. A model that chose by the name chooses wrongly in one of the two
(Trichelair et al., "How Reasonable are Common-Sense Reasoning Tasks", arXiv 1811.01778, who
exchange the candidates of WSC273).
"""

from __future__ import annotations

import re

from saturate.harden.tasks.source import Item
from saturate.harden.text.given_names import are_alike

_NAME = re.compile(r"[A-Z][a-z]+")


def exchanged(item: Item) -> Item:
    """An item whose options are prompts of their own, with its two names in each other's places.

    An option keeps its place, and so does the right one. The item stays as it is where its options
    are not two given names of one gender that the text before them tells.
    """
    blank = item.blank
    if blank is None or len(blank.options) != 2 or not are_alike(*blank.options):
        return item
    one, other = blank.options
    if not {one, other} <= set(_NAME.findall(blank.head)):
        return item
    names = {one: other, other: one}

    def told(text: str) -> str:
        return _NAME.sub(lambda match: names.get(match.group(), match.group()), text)

    choices = tuple(f"{told(blank.head)}{names[option]}" for option in blank.options)
    return item._replace(choices=choices, target=told(str(item.target)))
