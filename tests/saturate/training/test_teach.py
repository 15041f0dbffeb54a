import pytest
from support.runs import run_cli, small_config
from support.tiny_models import write_tiny_model

from saturate.config.run_config import build_config
from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.registry import load_ladder
from saturate.rounds.context import RunContext
from saturate.run.defaults import resolve_config
from saturate.stats.intervals import Count
from saturate.storage.model_facts import model_facts
from saturate.storage.stages import RunFolder
from saturate.training.recipe import Recipe
from saturate.training.replay import seed_pairs
from saturate.training.teach import Lesson, teach

TEMPLATE = (
    "{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{{ '!' if loud }}{% endif %}"
)
SHORT = ("--rungs", 1, "--steps", 1, "--batch-size", 2, "-n", 2)


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    """The embedded model without its marks: to saturate a model like any other."""
    folder = tmp_path_factory.mktemp("stranger")
    loaded = load(str(seed_folder()))
    for mark in ("saturate_bare_prompts", "saturate_known_rungs"):
        delattr(loaded.model.config, mark)
    loaded.model.save_pretrained(folder)
    loaded.tokenizer.save_pretrained(folder)
    return folder


def test_what_was_taught_is_where_a_run_starts(stranger, tmp_path, monkeypatch, capsys):
    out = tmp_path / "taught"
    words = ("--ladder", "addition", "--rungs", 2, "--steps", 30, "--batch-size", 8, "-n", 5)
    run_cli(monkeypatch, "teach", out, "--model", stranger, *words, "--learning-rate", 0.001)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[2] for line in lines if line.startswith("Rung")] == ["taught"] * 2 + [
        "beyond"
    ] * 2
    assert model_facts(str(out)) == (False, {"addition": 2})
    config = resolve_config(build_config(benchmark="addition", model=str(out)))
    assert config.start_rung == 3
    assert run_cli(monkeypatch, "teach", out, "--model", stranger, *words) == 2
    assert "holds a model already" in capsys.readouterr().err


def test_the_embedded_model_of_the_same_benchmark_is_taught(tmp_path, monkeypatch):
    """That of pairs of lengths is taught squares, and not the first that ships."""
    out = tmp_path / "taught"
    words = ("--model", "seed", "--rungs", 1, "--steps", 1, "--batch-size", 2, "--items", 2)
    run_cli(monkeypatch, "teach", out, "--ladder", "multiplication", *words)
    known = {"multiplication-pairs": 11, "multiplication-one": 7, "multiplication": 1}
    assert model_facts(str(out)) == (True, known)


def test_it_trains_on_the_true_labels(stranger, tmp_path):
    lesson = Lesson(load_ladder("reverse"), 1)
    losses = [
        teach(load(str(stranger)), lesson, Recipe(n, 16, 0.002, False, 0), tmp_path / str(n)).loss
        for n in (2, 60)
    ]
    assert losses[1] < losses[0] / 2


def test_replayed_rungs_are_asked_as_the_model_is_asked(stranger, tmp_path):
    teach(
        load(str(stranger)),
        Lesson(load_ladder("addition"), 1),
        Recipe(1, 4, 1e-4, False, 0),
        tmp_path,
    )
    config = small_config(benchmark="addition", model=str(tmp_path), start_rung=2)
    context = RunContext(config, RunFolder(tmp_path / "run", warn=print), display=None)
    (pairs,) = context.seed_data().values()
    instruction = load_ladder("addition").describe().instruction
    assert all(pair.prompt.startswith(instruction) for pair in pairs)


def test_what_is_played_is_taught_and_read_turn_by_turn(stranger, tmp_path, monkeypatch, capsys):
    words = ("--play", "turns", "--rungs", 1, "--steps", 2, "--batch-size", 4, "-n", 2)
    words = ("--model", stranger, *words, "--ladder")
    assert run_cli(monkeypatch, "teach", tmp_path / "taught", *words, "tools") == 0
    assert "Rung 1     taught" in capsys.readouterr().out
    config = small_config(ladder="tools", play="turns", model=str(tmp_path / "taught"))
    context = RunContext(config, RunFolder(tmp_path / "run", warn=print), display=None)
    (pairs,) = context.seed_data().values()
    assert {pair.completion == "done" for pair in pairs[1::2]} == {True}
    assert run_cli(monkeypatch, "teach", tmp_path / "other", *words, "addition") == 2
    assert "answered at once" in capsys.readouterr().err


def test_it_is_taught_and_read_as_it_is_to_be_asked(tmp_path, monkeypatch, capsys):
    """Behind what the system says, and with a context that is shorter than its own."""
    asked, read = [], []

    def pairs_of(*given):
        asked.append(seed_pairs(*given))
        return asked[-1]

    def reads(loaded, *_):
        read.append(loaded.options)
        return Count(1, 2)

    monkeypatch.setattr("saturate.training.teach.seed_pairs", pairs_of)
    monkeypatch.setattr("saturate.scoring.taught.reads", reads)
    model = write_tiny_model(tmp_path / "chat", template=TEMPLATE)
    words = ("--model", model, "--ladder", "addition", *SHORT, "--system-instruction", "Be brief.")
    words = (*words, "--chat-template-args", '{"loud": true}', "--max-thought-tokens", 7)
    words = (*words, "--model-args")
    assert run_cli(monkeypatch, "teach", tmp_path / "out", *words, "max_length=99") == 0
    (pairs,) = asked[0].values()
    assert all(one.prompt.startswith("<system>Be brief.<user>") for one in pairs)
    assert all(one.prompt.endswith("!") for one in pairs)
    assert {(one.system, one.args.max_length, one.thought_tokens) for one in read} == {
        ("Be brief.", 99, 7)
    }
    assert run_cli(monkeypatch, "teach", tmp_path / "other", *words, "load_in_4bit=True") == 2
    assert "goes with --lora" in capsys.readouterr().err


def test_a_model_whose_context_holds_no_item_is_taught_all_the_same(tmp_path, monkeypatch, capsys):
    model = write_tiny_model(tmp_path / "short", positions=64)
    words = ("--model", model, "--ladder", "addition", *SHORT)
    assert run_cli(monkeypatch, "teach", tmp_path / "out", *words) == 0
    shown = capsys.readouterr().out
    assert "Rung 1     taught  no item fits into the model's context with its answer" in shown
    assert shown.endswith(f"Model      {tmp_path / 'out'}\n")


def test_it_trains_in_one_process(tmp_path, monkeypatch, capsys):
    words = ("--model", "seed", "--ladder", "addition", "--rungs", 1, "--train-workers", 4)
    assert run_cli(monkeypatch, "teach", tmp_path / "taught", *words) == 2
    assert "Unknown option: --train-workers" in capsys.readouterr().err
