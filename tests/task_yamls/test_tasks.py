"""The tasks as stock lm-eval finds and builds them."""

import hashlib
import json

import pytest
from conftest import procedural_ladders
from saturate.task_yamls import folder
from saturate.task_yamls.documents import NO_ANSWER, build, extract, last_number


@pytest.fixture(scope="module")
def manager():
    from lm_eval.tasks import TaskManager

    return TaskManager(include_path=str(folder()), include_defaults=False)


@pytest.mark.parametrize("ladder", procedural_ladders())
def test_lm_eval_builds_every_ladder_offline(manager, ladder):
    task = manager.load([f"saturate_{ladder}"])["tasks"][f"saturate_{ladder}"]
    docs = list(task.test_docs())
    assert {doc["rung"] for doc in docs} == {3}
    assert task.doc_to_text(docs[0]) == docs[0]["message"]


def test_metadata_moves_the_rung():
    from lm_eval.tasks import TaskManager

    manager = TaskManager(
        include_path=str(folder()), include_defaults=False, metadata={"rung": 9, "items": 5}
    )
    docs = list(manager.load(["saturate_gsm8k"])["tasks"]["saturate_gsm8k"].test_docs())
    assert len(docs) == 5
    assert {doc["rung"] for doc in docs} == {9}


def test_documents_are_distinct_and_a_small_rung_gives_fewer():
    docs = build("addition", rung=1, items=50)["test"]
    assert len(set(docs["key"])) == len(docs) < 50


PINNED = {"addition": "f278be99695273bf", "gsm8k": "17ea0492c6d66a3c"}


@pytest.mark.parametrize("ladder", procedural_ladders())
def test_documents_change_only_with_the_version(ladder):
    """A changed hash needs a new ``version`` in the ladder's YAML, and a new pin here."""
    rows = [list(build(ladder, rung, 20)["test"]) for rung in (1, 4, 9)]
    assert hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16] == PINNED[ladder]


def test_instructed_documents_say_the_answer_format():
    bare, told = (build("gsm8k", 2, 1, instructed=i)["test"][0]["message"] for i in (False, True))
    assert told.endswith(bare)
    assert "####" in told and "####" not in bare


def test_filters_read_strictly_and_flexibly():
    texts = ["so 12", "7 + 5 = 12. #### 12", "", "9" * 100_000]
    docs = [{"ladder": "gsm8k"}] * len(texts)
    strict = [row[0] for row in extract([[text] for text in texts], docs)]
    flexible = [row[0] for row in last_number([[text] for text in texts], docs)]
    assert strict == [NO_ANSWER, "12", NO_ANSWER, NO_ANSWER]
    assert flexible[:3] == ["12", "12", NO_ANSWER]
