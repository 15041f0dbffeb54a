"""What users get wrong, or cannot have: a sentence each, and no scored item in training."""

import pytest
from support import hard_tasks

from saturate.errors import SaturateError
from saturate.ladder import SPLITS
from saturate.registry import load_ladder, make_ladder

TRAINED = """
task: trained
dataset_path: nowhere/trained
training_split: train
test_split: test
output_type: multiple_choice
doc_to_text: "Question: {{question}}\\nAnswer:"
doc_to_choice: options
doc_to_target: answer
metric_list: [{metric: acc, aggregation: mean, higher_is_better: true}]
"""


@pytest.fixture
def trained(tmp_path):
    def write(train, test=None, text=TRAINED):
        (tmp_path / "trained.yaml").write_text(text)
        hard_tasks.write(tmp_path, "train", train)
        hard_tasks.write(tmp_path, "test", hard_tasks.choices(40) if test is None else test)
        return str(tmp_path / "trained.yaml"), tmp_path

    return write


@pytest.mark.parametrize(
    "said",
    [
        "401 Client Error: Cannot access gated repo",
        "403 Client Error: Forbidden. You must be authenticated",
        "Dataset 'allenai/ai2_arc' is a gated dataset on the Hub",
    ],
)
def test_gated_data_get_a_sentence_with_what_to_do(said, monkeypatch):
    import datasets

    def refuse(*_, **__):
        raise datasets.exceptions.DatasetNotFoundError(said)

    monkeypatch.setattr(datasets, "load_dataset", refuse)
    with pytest.raises(SaturateError, match=r"gated: ask for access.*--benchmark-data") as told:
        load_ladder("options:arc_easy").describe()
    assert "allenai/ai2_arc" in str(told.value)
    load_ladder.cache_clear()


def test_functions_that_need_a_missing_package_get_a_sentence(trained, tmp_path):
    text = TRAINED + "process_docs: !function needs.process\n"
    file, data = trained(hard_tasks.choices(20, start=40), text=text)
    (tmp_path / "needs.py").write_text("import no_such_package\n")
    with pytest.raises(SaturateError, match=r"needs what is not installed here.*no_such_package"):
        make_ladder(file, data)


@pytest.mark.parametrize("split", ["train", "test"])
def test_an_empty_split_gets_a_sentence_that_names_its_file(split, trained):
    held = {"train": hard_tasks.choices(30, start=40), "test": hard_tasks.choices(40)}
    held[split] = []
    file, data = trained(held["train"], held["test"])
    with pytest.raises(SaturateError, match=rf"{split}.jsonl holds no items"):
        make_ladder(file, data)


def test_items_without_a_right_option_everywhere_get_a_sentence(trained):
    rows = [row | {"answer": -1} for row in hard_tasks.choices(40)]
    file, data = trained(hard_tasks.choices(30, start=40), rows)
    with pytest.raises(SaturateError, match="no item is left to score"):
        make_ladder(file, data)


def test_no_twin_of_a_scored_item_is_trained_on_voted_on_or_shown(trained):
    test = hard_tasks.choices(40)
    twins = [
        test[0],
        test[1] | {"question": test[1]["question"].upper()},
        test[2] | {"options": test[2]["options"][::-1], "answer": 2 - test[2]["answer"]},
        test[3] | {"question": "  " + test[3]["question"].replace("?", " ?")},
    ]
    paraphrase = test[4] | {"question": "Name what those of the tribe took with them."}
    file, data = trained([*twins, paraphrase, *hard_tasks.choices(50, start=40)], test)
    ladder = load_ladder(f"options:{file}", data)
    read = set()
    for split in ("train", "vote"):
        for index in range(80):
            problem = ladder.problem(1, split, index)
            read |= {view.question for view in ladder.views(problem.question, 7)}
    scored = {one["question"].split(" of ")[1].split(" ")[0] for one in test[:4]}
    assert len(scored) == 4 and len(read) > 100
    assert not [text for text in read if any(name in text.lower() for name in scored)]
    assert ladder.left_out()["near-duplicates of scored items"] == 4
    asked = {
        split: {ladder.problem(1, split, index).source.split("+")[0] for index in range(80)}
        for split in SPLITS
    }
    assert not asked["score"] & (asked["train"] | asked["vote"])
