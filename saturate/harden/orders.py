"""The options of a multiple-choice item in another order, where its prompt shows them."""

from __future__ import annotations

from saturate.harden.exchange import exchanged
from saturate.harden.tasks.source import Item
from saturate.harden.text.labels import labels_of, read_block
from saturate.harden.text.own_labels import without_labels
from saturate.harden.text.references import references
from saturate.ladder import stable_hash


def reordered(item: Item, turn: int) -> Item:
    """The item with its options in the order that a hash of the turn gives.

    It stays as it is where its prompt shows no options, where they have labels of their own, or
    where one names others, as then the order may matter. Where they are prompts of their own, two
    people are exchanged in every second turn.
    """
    if item.choices is None or item.gold is None:
        return item
    if item.blank is not None:
        return exchanged(item) if turn % 2 else item
    block = read_block(item.text, item.choices)
    if block is None:
        return item
    labelled = without_labels(block.options)
    if labelled is None or labelled.labels is not None:
        return item
    if references(block.options, block.head, block.labels.alphabet[0].isdigit()):
        return item
    places = sorted(
        range(len(block.options)),
        key=lambda place: stable_hash("order", item.key, turn, block.options[place]),
    )
    lettered = labels_of(item.choices) is not None
    gold = places.index(item.gold)
    return item._replace(
        text=block.rebuilt([block.options[place] for place in places]),
        choices=item.choices if lettered else tuple(item.choices[place] for place in places),
        gold=gold,
        target=gold,
    )
