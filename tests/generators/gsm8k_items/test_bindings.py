"""Published items of which a redraw was once wrong: numbers that stay, items that are refused.

A line of the table: the item and its place in the published files, and the numbers that no redraw
may change; without them the item has to give no template.
"""

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from saturate.generators.gsm8k_items.library import Item, Library
from saturate.ladder import PublishedItems

TABLE = Path(__file__).parents[2] / "data" / "gsm8k" / "bindings.jsonl"
ROWS = [json.loads(line) for line in TABLE.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row["item"] for row in ROWS])
def test_what_no_redraw_may_change_stays(row):
    library = Library(PublishedItems([], [], Counter()))
    template = library.template(Item(row["item"], row["question"], row["answer"]))
    if row["stays"] is None:
        assert template is None
        return
    assert template is not None
    stated = {one.value for one in template.graph.classes}
    changes = {template.graph.classes[place].value for place in template.options}
    stays = {Fraction(number) for number in row["stays"]}
    assert stays <= stated
    assert not stays & changes
