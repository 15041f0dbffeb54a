"""What the cards of ``saturate push`` say."""

import re

import pytest
from support.fakes import make_results, with_round, write_run
from support.published_runs import TO, fill, published

from saturate.publish import write_folders
from saturate.results.labelling import DesignEffects
from saturate.results.reinforcement import Reinforced
from saturate.results.text import interval_text
from saturate.stats.intervals import Count, share_of


def test_the_model_card_holds_the_figures_and_the_doubts(made):
    from huggingface_hub import ModelCard

    card = ModelCard.load(made.model / "README.md")
    assert card.data.license == "other", "the base model's licence is not known"
    assert card.data.base_model is None, "a local folder is no hub model"
    assert card.data.datasets == [TO]
    assert [r.dataset_config for r in card.data.eval_results] == [f"rung_0{i}" for i in range(1, 6)]
    assert {r.metric_type for r in card.data.eval_results} == {"exact_match"}
    text = card.text
    assert "Greedy answers, read in the format that was asked for, scored by lm-eval" in text
    assert "| frontier: the rung at which accuracy crosses one half | 2.0 [1.8, 2.2] | 3.2" in text
    assert "+1.2 [+0.9, +1.5] rungs" in text
    assert "`base-model`" in text and "ab" * 32 in text
    assert "was not scored: cannot read test.jsonl" in text
    assert "not at hand" in text
    assert "--token '[removed]'" in text
    assert re.search(r"\| 2 \| 40 \| [\d.]+ \[.*\] \| yes \|\n\| 3 \| 40 ", text), "one table"
    assert "<built-in" not in text


def test_a_collapse_is_said_first(run, tmp_path):
    made = write_folders(run, TO, tmp_path / "out", "unfiltered")
    text = (made.model / "README.md").read_text()
    doubts = text.split("## What to doubt")[1].split("##")[0]
    assert doubts.strip().startswith("- The frontier of arm unfiltered moved by")
    assert "Of the labels of arm unfiltered, 20.0 [10.5, 34.8] % were right" in doubts


NO_TRUTH = "No true answer is in the corpus"


@pytest.mark.parametrize(
    ("arm", "learned", "completions"),
    [
        ("voted", "on its own answers; the labels come from a vote and not from the true answers, "
         "which only the audit opened", "a model's own answers that a vote kept. They are not"),
        ("unfiltered", "on its own answers; the labels come from these answers as they are, "
         "without a vote", "a model's own answers, which no vote chose. They are not"),
        ("gold", "on worked solutions with true labels: it is a control",
         "worked solutions with true labels.**"),
        ("noise:0.1", "a share of 0.1 that is wrong: it is a control",
         "worked solutions with true labels, but for a share of 0.1 that is wrong.**"),
        ("random-label", "solutions of other problems, so that its labels are wrong: it is a",
         "well-formed solutions of other problems, so that its labels are wrong.**"),
        ("format", "on worked solutions with true labels, of rungs below the first one to label:",
         "worked solutions with true labels, of rungs below the first one to label.**"),
    ],
)  # fmt: skip
def test_cards_say_whose_the_labels_of_an_arm_are(tmp_path, arm, learned, completions):
    results = make_results(arms=tuple(dict.fromkeys(("voted", arm))), replay=0.25)
    model, dataset = published(tmp_path, results, arm)
    assert learned in model and f"The completions are {completions}" in dataset
    assert "Its rounds also replayed rung 1 with true labels." in model
    assert "Not in it: rung 1 with true labels." in dataset
    own = arm in ("voted", "unfiltered")
    assert ("of self-improvement" in model, NO_TRUTH in dataset) == (own, own)
    assert ("vote and" in model, "that a vote kept" in dataset) == (own, arm == "voted")


def test_cards_of_a_hardened_task_tell_of_examples_and_whose_the_problems_are(tmp_path):
    from huggingface_hub import DatasetCard

    results = make_results(ladder="shots:mine", replay=0)
    theirs = results.ladder.model_copy(update={"licence": "that of mine.jsonl"})
    results = results.model_copy(update={"ladder": theirs})
    _, dataset = published(tmp_path / "voted", results, "voted")
    assert NO_TRUTH not in dataset
    assert "where prompts show few-shot examples, these are published items with their" in dataset
    told = "Problems: that of mine.jsonl. Completions: apache-2.0, as the base model."
    assert told in dataset and DatasetCard(dataset).data.license == "other"
    results = results.model_copy(update={"ladder": theirs.model_copy(update={"name": "own"})})
    gold = make_results(arms=("voted", "gold"), replay=0).model_copy(
        update={"ladder": results.ladder}
    )
    _, dataset = published(tmp_path / "gold", gold, "gold")
    assert "Problems and solutions: that of mine.jsonl. Model: apache-2.0, as the" in dataset
    _, dataset = published(tmp_path / "ours", make_results(), "voted")
    assert "## Licence\n\napache-2.0, as the base model.\n\nSource of the problems" in dataset
    assert DatasetCard(dataset).data.license == "apache-2.0"


def test_cards_name_rewards_and_what_was_kept_without_a_vote(tmp_path):
    results = make_results(filters=[], replay=0, model="org/base")
    model, dataset = published(tmp_path / "none", results, "voted")
    assert "answers as they are, without a vote" in model and "replayed" not in model
    assert "which no vote chose" in dataset and "Not in it" not in dataset
    for reward, told in (("answer", "true answers"), ("vote", "what most of its own answers")):
        part = Reinforced(
            reward=reward, steps=5, rungs=[2], problems=9, drawn=90, rewarded=40, taught=8,
            no_majority=1, winners=Count(7, 8), right=Count(40, 90), right_first=Count(8, 18),
            right_last=Count(9, 18),
        )  # fmt: skip
        rewarded = with_round(results, 1, labelling=[], reinforcement=part)
        model, dataset = published(tmp_path / reward, rewarded, "voted")
        assert f"Reinforcement rewarded {told}" in model
        assert ("which only the audit opened" in model) == (reward == "vote")
        assert "Not in it: the problems of reinforcement." in dataset


def test_intervals_of_labels_that_are_alike_are_wider(tmp_path):
    results = make_results()
    (first, *others) = results.arms
    rounds = [
        one.model_copy(
            update={"labelling": [label.model_copy(update={"design_effects": DesignEffects(6.0)})
                                  for label in one.labelling]}
        )
        for one in first.rounds
    ]  # fmt: skip
    alike = first.model_copy(update={"rounds": rounds, "labels_design_effect": 6.0})
    clustered = results.model_copy(update={"arms": [alike, *others]})
    _, before = published(tmp_path / "before", results, "voted")
    _, after = published(tmp_path / "after", clustered, "voted")
    plain, wide = (interval_text(share_of(Count(19, 20), effect), 100) for effect in (1.0, 6.0))
    assert plain in before and wide in after
    assert plain not in after


def test_labels_that_nobody_audited_are_no_dash(tmp_path):
    results = make_results()
    for number in (1, 2):
        label = results.arms[0].rounds[number].labelling[0]
        unaudited = label.model_copy(update={"audit": Count(0, 0), "unaudited": 20})
        results = with_round(results, number, labelling=[unaudited])
    model, dataset = published(tmp_path, results, "voted")
    assert "How many of the labels that it was trained on are right is not known." in model
    assert "They are not checked**: how many of the labels are right is not known. No" in dataset
    assert "- %" not in model + dataset


def test_rungs_that_were_scored_on_fewer_items_say_so_and_are_no_figure_of_the_task(tmp_path):
    from huggingface_hub import ModelCard

    results = make_results(score_items="adaptive")
    thin = Count(20, 20)
    scores = [
        score.model_copy(update={"strict": thin, "flexible": thin}) if score.rung < 3 else score
        for score in results.arms[0].rounds[2].scores
    ]
    published(tmp_path, with_round(results, 2, scores=scores), "voted")
    card = ModelCard.load(tmp_path / "out/model/README.md")
    told = [one.dataset_config for one in card.data.eval_results]
    assert told == ["rung_03", "rung_04", "rung_05"]
    assert "| 1 | 40, 20 |" in card.text and "| 3 | 40 |" in card.text
    assert "; where two numbers stand, after only so many of them" in card.text
    assert "The same items before and after." not in card.text


def test_the_seed_and_hub_models_have_their_lineage(tmp_path):
    from huggingface_hub import ModelCard

    for model, base, licence in (("seed", None, "apache-2.0"), ("org/base", "org/base", "other")):
        results = make_results(model=model)
        run = fill(write_run(tmp_path / model / "run", results), results)
        card = ModelCard.load(write_folders(run, TO, run / "publish").model / "README.md")
        assert (card.data.base_model, card.data.license) == (base and [base], licence)


@pytest.mark.parametrize(
    ("front", "told", "sentence"),
    [
        ("license: other\nlicense_name: lab-research\nlicense_link: LICENSE",
         ("other", "lab-research", None), "lab-research, as the base model."),
        ("license: mit", ("mit", None, None), "mit, as the base model."),
        ("license: other\nlicense_name: lab-research\nlicense_link: https://lab.org/licence",
         ("other", "lab-research", "https://lab.org/licence"),
         "[lab-research](https://lab.org/licence), as the base model."),
    ],
)  # fmt: skip
def test_the_licence_is_that_of_the_base_models_card(tmp_path, front, told, sentence):
    from huggingface_hub import ModelCard

    base = tmp_path / "base"
    base.mkdir()
    (base / "README.md").write_text(f"---\n{front}\n---\n# Base\n")
    model, dataset = published(tmp_path, make_results(model=str(base)), "voted")
    data = ModelCard(model).data
    assert (data.license, data.license_name, data.license_link) == told
    assert sentence in model and sentence in dataset


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("chat_template.jinja", "{{ messages }}"),
        ("tokenizer_config.json", '{"chat_template": "{{ messages }}"}'),
        ("tokenizer_config.json", '{"model_max_length": 64}'),
    ],
)
def test_the_command_of_the_card_asks_as_the_run_did(tmp_path, name, text):
    results = make_results(system_instruction="Be brief.")
    run = fill(write_run(tmp_path / "run", results), results)
    stage = run / "voted/02/train-0"
    (stage / "model" / name).write_text(text)
    card = (write_folders(run, TO, tmp_path / "out").dataset / "README.md").read_text()
    (line,) = [line for line in card.splitlines() if line.startswith("lm_eval ")]
    flags = line.partition(f"pretrained={TO}")[2]
    chats = "messages" in text
    assert flags == (" --apply_chat_template --system_instruction 'Be brief.'" if chats else "")
