"""Plans in what models write, and what is none."""

import json
import time

import pytest

from saturate.generators.tools.calls import BARE, JSON, plan_in
from saturate.generators.tools.world import MAX_CALLS, Call
from saturate.registry import load_ladder

TWO = [Call("go", ("mill",)), Call("put", ("cups", "red"))]
GO = '{"name": "go", "arguments": {"room": "mill"}}'
PUT = '{"name": "put", "arguments": {"item": "cups", "shelf": "red"}}'


@pytest.mark.parametrize("spelling", [BARE, JSON])
def test_what_is_written_is_read(spelling):
    plan = [*TWO, Call("open", ("37",)), Call("take", ("key 52",)), Call("take", ("maps",))]
    assert plan_in("\n".join(map(spelling.write, plan)), spelling) == plan


@pytest.mark.parametrize(
    "text",
    [
        "go mill\nput cups red",
        "- cups to mill: hand\ngo mill\nput cups red\n\nDone.",
        "go yard\nNo, other way:\n  go mill  \n\nput cups red\r\n",
        "```\n- go mill\n- put cups red\n```",
    ],
)
def test_the_last_run_of_bare_calls_is_the_plan(text):
    assert plan_in(text, BARE) == TWO


@pytest.mark.parametrize(
    "text",
    [
        f"{GO}\n{PUT}",
        f"I go mill first.\n```json\n{GO}\n{PUT}\n```\nThat is all.",
        f"<tool_call>\n{GO}\n</tool_call>\n<tool_call>\n{PUT}\n</tool_call>",
        f"<tool_call>{GO}</tool_call>\n<tool_call>{PUT}</tool_call>",
        f"{PUT}\nwould fail, so\n{GO}\n{PUT}",
        '{"arguments":{"room":"mill"},"name":"go"}\n' + PUT,
    ],
)
def test_the_last_run_of_json_calls_is_the_plan(text):
    assert plan_in(text, JSON) == TWO


@pytest.mark.parametrize(
    "line",
    [
        "go Mill",
        "go",
        "go mill right",
        "open key 37",
        "open 370",
        "open -3",
        "open 3７",
        "take Cups",
        "put cups",
        "put cups red blue",
        "put cups red; go mill",
    ],
)
def test_a_bare_line_that_begins_like_a_call_and_is_none_spoils_the_plan(line):
    assert plan_in(f"go mill\n{line}\nput cups red", BARE) is None
    assert plan_in(f"go mill\n{line}\nput cups red", BARE, lenient=True) == TWO


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "{",
        '{"name": "go"}',
        '{"name": "fly", "arguments": {}}',
        '{"name": "fly", "arguments": {"room": "mill"}}',
        '{"name": "go", "arguments": {"room": 1}}',
        '{"name": "go", "arguments": {"room": "mill", "fast": true}}',
        '{"name": "go", "arguments": ["mill"]}',
        '{"name": "go", "arguments": {"side": ["mill"]}}',
        '{"name": "go", "arguments": {"room": "mill"}, "result": "ok"}',
        '{"name": "go", "name": "go", "arguments": {"room": "mill"}}',
        '{"name": "open", "arguments": {"box": "37"}}',
        '{"name": "open", "arguments": {"box": 37.0}}',
        '{"name": "open", "arguments": {"box": true}}',
        '{"name": "open", "arguments": {"box": 1e999}}',
        '{"name": "open", "arguments": {"box": NaN}}',
        '{"name": "put", "arguments": {"item": "key", "shelf": "37 red"}}',
        '{"name": "put", "arguments": {"item": "", "shelf": "red"}}',
        '{"name": ["go"], "arguments": {"room": "mill"}}',
        '{"role": "tool", "content": "{\\"name\\": \\"go\\", \\"arguments\\": {}}"}',
    ],
)
def test_a_json_line_that_is_no_call_spoils_the_plan(line):
    assert plan_in(f"{GO}\n{line}\n{PUT}", JSON) is None
    assert plan_in(f"{GO}\n{line}\n{PUT}", JSON, lenient=True) == TWO


@pytest.mark.parametrize(
    "lay",
    [
        "1. {}\n2. {}",
        "1) {}\n2) {}",
        "* {}\n* {}",
        "{},\n{}",
        "`{}`\n`{}`",
        "- `{}`,\n- `{}`",
        "**{}**\n**{}**",
        "[\n{},\n{}\n]",
    ],
)
def test_marks_of_lists_commas_and_markup_are_no_part_of_a_call(lay):
    assert plan_in(lay.format("go mill", "put cups red"), BARE) == TWO
    assert plan_in(lay.format(GO, PUT), JSON) == TWO
    assert plan_in(f"So:\n{lay.format(GO, PUT)}\nDone.", JSON, lenient=True) == TWO
    assert plan_in(lay.format("go mill", "put cups red blue"), BARE) is None
    assert plan_in(lay.format(GO, GO[:-1]), JSON) is None


CALLS = [json.loads(GO), json.loads(PUT)]
TEXTS = [one | {"arguments": json.dumps(one["arguments"])} for one in CALLS]
FUNCTIONS = [{"id": "c1", "type": "function", "function": one} for one in TEXTS]
PRINTED = [
    json.dumps(CALLS),
    json.dumps(CALLS, indent=2),
    f"```json\n{json.dumps(CALLS, indent=4)}\n```",
    "\n".join(json.dumps(one, indent=2) for one in CALLS),
    ",\n".join(json.dumps(one, indent=2) for one in CALLS),
    f"1. {json.dumps(CALLS[0], indent=3)}\n2. {json.dumps(CALLS[1], indent=3)}",
    f"{GO}, {PUT}",
    f"[{GO},\n{PUT}]",
    f"[{GO}, {PUT}",
    f"<tool_call>{GO}</tool_call><tool_call>{PUT}</tool_call>",
    "\n".join(f"<tool_call>\n{json.dumps(one, indent=2)}\n</tool_call>" for one in CALLS),
    "\n".join(map(json.dumps, TEXTS)),
    "\n".join(json.dumps({"name": c["name"], "parameters": c["arguments"]}) for c in CALLS),
    "\n".join(json.dumps({"function": one}) for one in CALLS),
    json.dumps(FUNCTIONS),
    json.dumps({"tool_calls": FUNCTIONS}, indent=2),
]


@pytest.mark.parametrize("printed", PRINTED)
def test_calls_as_chat_models_print_them_are_read_leniently(printed):
    for text in (printed, f"{GO}\nwould fail, so I do:\n\n{printed}\n\nAll is done."):
        assert plan_in(text, JSON, lenient=True) == TWO
        assert plan_in(text, JSON) in (None, TWO)


@pytest.mark.parametrize(
    "text",
    [
        f"{GO} is refused there.",
        json.dumps({"refused": CALLS}, indent=2),
        json.dumps(CALLS[0] | {"result": "ok"}, indent=2),
        json.dumps({"function": CALLS[0], "result": "refused"}),
        json.dumps([[CALLS[0]], {}]),
        '{"name": "go", "arguments": "{}", "parameters": {"room": "mill"}}',
        json.dumps(CALLS[0] | {"arguments": json.dumps(GO)}),
        json.dumps(GO),
    ],
)
def test_what_is_printed_like_a_call_and_is_none_is_left_out_by_a_lenient_reading(text):
    assert plan_in(text, JSON, lenient=True) is None
    assert plan_in(f"{text}\n[{GO},\n{PUT}]", JSON, lenient=True) == TWO


def test_an_abandoned_plan_is_not_read_for_an_array_or_a_spread_object_behind_it():
    for text in (json.dumps(CALLS), json.dumps(CALLS, indent=1), json.dumps(CALLS[0], indent=1)):
        assert plan_in(f"{PUT}\nwould fail, so:\n{text}", JSON) is None


@pytest.mark.parametrize(
    "text", [f"[{PUT}] would fail.", "[1] is no call", "[2, 3]", "So [it] goes", "no:"]
)
def test_other_text_parts_what_is_printed(text):
    assert plan_in(f"{PUT}\n{text}\n[{GO},\n{PUT}]", JSON, lenient=True) == TWO


def test_a_quoted_result_is_no_call():
    quoted = json.dumps(GO)  # a text that holds a call
    assert plan_in(quoted, JSON) is None
    assert plan_in(f"> {GO}", JSON) is None
    assert plan_in("> go mill", BARE) is None
    assert plan_in("cups on red, pens on blue", BARE) is None


@pytest.mark.parametrize("name", ["tools", "tools-json"])
def test_floods_and_bombs_are_no_answer_and_read_at_once(name):
    ladder = load_ladder(name)
    question = ladder.problem(4, "score", 0).question
    bombs = [
        "go mill\n" * 10_000,
        f"{GO}\n" * 10_000,
        "{" * 1_000_000,
        '{"name": ' * 200_000,
        '{"name": "open", "arguments": {"box": ' + "9" * 1_000_000 + "}}",
        "[" * 150 + "]" * 150,
        "[\n" * 1_000_000,
        "[" * 1_000_000,
        "[\n" * 800 + "{},\n" * 10_000,
        "[" + f"{GO}, " * 10_000,
        f"[{GO}, {GO}],\n" * 10_000,
        '{"name": "go", "arguments": "' + "[" * 1_000_000 + '"}',
        "{" + '"a":{' * 39 + "}" * 40,
        "take " + "a" * 1_000_000,
        "\n" * 1_000_000,
        "go mill\x00",
        "\ud800" * 1000,
    ]
    begun = time.process_time()
    for text in bombs:
        assert ladder.answer_to(question, text) is None
        assert ladder.answer_to(question, text, lenient=True) is None
        assert ladder.extract(text) is None
    assert time.process_time() - begun < 2


def test_a_plan_may_be_as_long_as_the_longest_and_no_longer():
    assert len(plan_in("go mill\n" * MAX_CALLS, BARE)) == MAX_CALLS
    assert plan_in("go mill\n" * (MAX_CALLS + 1), BARE) is None
