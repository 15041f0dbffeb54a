"""Items that nearly repeat scored ones, where prompts give instructions on the item's own line."""

import pytest
from support import hard_tasks

from saturate.harden.parts import divide
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.source import Source
from saturate.ladder import SPLITS
from saturate.registry import load_ladder

PLAIN = "{{question}}"
BEHIND = r"{{question}} Please reason step by step, and put your final answer within \\boxed{}."
BEFORE = "Please read what follows with care and then give us one whole number only. {{question}}"


def rows(count, start=0):
    """Questions of ten words, of which ten begin and end in the same one."""
    return [
        {
            "question": f"{hard_tasks.THINGS[n % 10]} {n} of {hard_tasks.made_up(n)} beside "
            f"{n + 7} {hard_tasks.made_up(n + 150)} make how many {hard_tasks.THINGS[n % 10]}?",
            "answer": f"#### {2 * n + 7}",
        }
        for n in range(start, start + count)
    ]


def told(folder, template):
    """The task that says so, over 40 scored and 80 training items, the last of which repeats."""
    scored, training = rows(40), rows(80, start=40)
    training[-1] = {**scored[3], "question": scored[3]["question"].upper()}
    hard_tasks.write(folder / "data", "test", scored)
    hard_tasks.write(folder / "data", "train", training)
    file = folder / "told.yaml"
    file.write_text(hard_tasks.SUMS.replace(r"Question: {{question}}\nAnswer:", template))
    return str(file)


@pytest.mark.parametrize("template", [PLAIN, BEHIND, BEFORE, rf"Q: {BEHIND}\nA:"])
def test_instructions_that_all_prompts_share_are_no_run_of_an_item(tmp_path, template):
    source = Source(find_task(told(tmp_path, template)), tmp_path / "data")
    parts = divide(source)
    assert parts.near == 1 and parts.origin == "the training split"
    assert sum(len(parts.items[split]) for split in SPLITS) == 119


@pytest.mark.parametrize("template", [BEHIND, BEFORE])
def test_what_is_written_by_a_model_stands_within_the_instructions(tmp_path, template):
    ladder = load_ladder(f"shots:{told(tmp_path, template)}", tmp_path / "data")
    wordings = list(ladder.published())
    assert rows(1)[0]["question"] in wordings
    wordings.append(ladder.wording(ladder.problem(1, "train", 0)))
    assert not any("Please" in wording for wording in wordings)
    asked = ladder.worded(1, "How many cups?")
    assert asked.endswith(template.replace("{{question}}", "How many cups?").replace(r"\\", "\\"))
