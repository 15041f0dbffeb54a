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
