"""The seed's tokenizer, and the embedded model as anyone would load it."""

import re

import pytest
from rich.console import Console
from support.runs import run_cli

from saturate.generators.hinted.marks import MARKS
from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.registry import load_ladder
from saturate.seed import recipe
from saturate.seed.recipes import RECIPES, Family, SeedRecipe, recipe_of
from saturate.seed.tokenizer import VOCABULARY_SIZE, build_tokenizer

TEXTS = [
    "37+25=521",
    "Question: Ivy has 12 cards.\nAnswer: bank: 12 + 3 = 15. #### 15",
    "a  b\n\n<<48/2=24>> é😀 $1,250.50 -> | 13",
    " 7 77 777 7777",
]


@pytest.fixture(scope="module")
def tokenizer():
    return build_tokenizer()


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_gives_itself_back(tokenizer, text):
    assert tokenizer.decode(tokenizer(text).input_ids, skip_special_tokens=True) == text


def test_every_word_of_a_ladder_is_one_token(tokenizer):
    """Byte pieces of words would double the length of a problem."""
    ladder = load_ladder("gsm8k")
    for index in range(500):
        problem = ladder.problem(6, "train", index)
        text = ladder.prompt(problem.question) + " " + problem.solution
        pieces = tokenizer.convert_ids_to_tokens(tokenizer(text).input_ids)
        assert not [p for p in pieces if len(p) == 1 and p.isalpha() and p != "Ċ"]


def test_lone_numbers_are_one_token_and_long_ones_are_digits(tokenizer):
    def tokens(text):
        return tokenizer.convert_ids_to_tokens(tokenizer(text).input_ids)[1:]

    assert tokens("a 12 7.") == ["a", "Ġ12", "Ġ7", "."]
    assert tokens("37+25=") == ["3", "7", "+", "2", "5", "="]


@pytest.mark.parametrize(
    "ladder", ["copy", "forward-addition", "multiplication-pairs", "multiplication-one"]
)
def test_every_character_of_strings_and_sums_is_one_token(tokenizer, ladder):
    ladder = load_ladder(ladder)
    for rung in (1, 2, 3, 9):
        for index in range(50):
            problem = ladder.problem(rung, "train", index)
            text = ladder.prompt(problem.question) + problem.solution
            pieces = tokenizer.convert_ids_to_tokens(tokenizer(text).input_ids)
            mark = problem.solution if problem.solution in MARKS else None  # two letters to copy
            assert pieces == ["<bos>", *([mark, "=", mark] if mark else text)]


@pytest.mark.parametrize("ladder", ["addition-hints", "forward-addition-hints", "copy-hints"])
def test_every_mark_is_one_token_and_every_digit_behind_it(tokenizer, ladder):
    ladder = load_ladder(ladder)
    for rung in (3, 9, 60):
        for index in range(50):
            problem = ladder.problem(rung, "train", index)
            text = ladder.prompt(problem.question) + problem.solution
            pieces = tokenizer.convert_ids_to_tokens(tokenizer(text).input_ids)
            assert pieces == ["<bos>", *re.findall("[a-z]{2}|.", text)]


def test_no_recipe_teaches_two_ladders_that_answer_one_text_otherwise():
    for taught in RECIPES.values():
        for family in taught.families:
            problem = load_ladder(family.ladder).problem(4, "train", 0)
            assert family.top >= family.first_top
            for other in map(load_ladder, (one.ladder for one in taught.families)):
                read = other.read(problem.question)
                assert read is None or other.solve(problem.question) == problem.answer


def test_a_ladder_is_taught_by_one_recipe_at_most():
    taught = [
        ladder for one in RECIPES.values() for ladder in {family.ladder for family in one.families}
    ]
    assert len(set(taught)) == len(taught)
    assert recipe_of("reverse") == "first" and recipe_of("multiplication-one") == "multiplication"
    assert recipe_of("gsm8k-depth") is None


def test_there_is_room_for_families_to_come(tokenizer):
    spare = [token for token in tokenizer.get_vocab() if token.startswith("<spare_")]
    assert len(tokenizer) == VOCABULARY_SIZE
    assert len(spare) >= 100


def test_embedded_model_loads_by_stock_classes_and_fits():
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = seed_folder()
    model = AutoModelForCausalLM.from_pretrained(folder)
    assert AutoTokenizer.from_pretrained(folder).vocab_size == model.config.vocab_size
    assert type(model).__module__.startswith("transformers.")
    assert sum(file.stat().st_size for file in folder.parent.rglob("*")) < 8_000_000
    assert (folder / "README.md").read_text().count("| gsm8k |") >= 5


@pytest.mark.parametrize("name", RECIPES)
def test_embedded_models_answer_the_rungs_they_were_taught(name):
    from saturate.models import Decoding
    from saturate.models.transformers import TransformersSampler

    families = RECIPES[name].families
    loaded = load(str(seed_folder(0, families[0].ladder)))
    assert loaded.known_rungs == {family.ladder: family.top for family in families}
    sampler = TransformersSampler(loaded)
    for taught, known in loaded.known_rungs.items():
        ladder = load_ladder(taught)
        problems = [ladder.problem(known, "vote", i) for i in range(60)]
        prompts = [ladder.prompt(problem.question) for problem in problems]
        answers = sampler.complete(prompts, Decoding(max_new_tokens=256))
        right = [
            ladder.answer_to(p.question, a[0].text) == p.answer for a, p in zip(answers, problems)
        ]
        assert sum(right) >= 54


def test_a_family_that_begins_later_is_left_out_before(monkeypatch):
    draw, drawn = recipe._draw, []

    def noted(pools, family, progress, rng):
        drawn.append((family.ladder, progress))
        return draw(pools, family, progress, rng)

    monkeypatch.setattr(recipe, "_draw", noted)
    monkeypatch.setattr(recipe, "_POOL", 50)
    monkeypatch.setattr(recipe, "_PRACTICE_POOL", 50)
    early, late = (
        Family(name, top=3, first_top=3, grown_by=1.0, rows=2, begins=begins)
        for name, begins in (("copy", 0.0), ("reverse", 0.5))
    )
    corridors = Family("corridors", top=2, first_top=2, grown_by=1.0, rows=2, begins=0.75)
    taught = SeedRecipe((early, late), steps=4, practice=corridors)
    model = recipe.train_model(taught, 0, Console(quiet=True)).model
    assert [at for name, at in drawn if name == "copy"] == [0, 0.25, 0.5, 0.75]
    assert [at for name, at in drawn if name == "reverse"] == [0.5, 0.75]
    assert [at for name, at in drawn if name == "corridors"] == [0.75]
    assert model.config.saturate_known_rungs == {"copy": 3, "reverse": 3}


def test_optimizer_lowers_a_loss_and_orthogonalises():
    import torch

    from saturate.seed.muon import MuonAdamW, orthogonalise

    torch.manual_seed(0)
    singular = torch.linalg.svdvals(orthogonalise(torch.randn(16, 40)))
    assert singular.min() > 0.5 and singular.max() < 1.5
    model = torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.Tanh(), torch.nn.Linear(16, 8))
    x = torch.randn(64, 8)
    optimizer = MuonAdamW(model, 0.02, 0.01)
    losses = []
    for _ in range(60):
        loss = ((model(x) - x.roll(1, dims=1)) ** 2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    assert losses[-1] < 0.3 * losses[0]


def test_no_model_is_replaced(monkeypatch, capsys, tmp_path):
    (tmp_path / "config.json").write_text("{}")
    assert run_cli(monkeypatch, "seed", tmp_path) == 2
    assert "holds a model already; name another folder" in capsys.readouterr().err


@pytest.mark.parametrize("minutes", ["0", "-1", "inf"])
def test_a_trial_takes_some_time(monkeypatch, capsys, tmp_path, minutes):
    assert run_cli(monkeypatch, "seed", tmp_path / "out", "--minutes", minutes) == 2
    assert "--minutes" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
