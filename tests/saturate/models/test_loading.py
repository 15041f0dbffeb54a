"""Model folders that are not whole get a sentence before anything is loaded or generated."""

import json
import shutil

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer, SmolLM3ForCausalLM

from saturate.errors import SaturateError
from saturate.models import Decoding
from saturate.models.loading import load
from saturate.models.naming import resolve, seed_folder
from saturate.models.transformers import TransformersSampler

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12345\n"


@pytest.fixture
def folder(tmp_path):
    model = tmp_path / "model"
    shutil.copytree(seed_folder(), model)
    return model


def edit(file, **changes):
    held = json.loads(file.read_text())
    for key, value in changes.items():
        held.pop(key, None)
        if value is not None:
            held[key] = value
    file.write_text(json.dumps(held))


def cut(file, size):
    file.write_bytes(file.read_bytes()[:size])


def as_bin(folder):
    file = folder / "model.safetensors"
    torch.save(load_file(file), folder / "pytorch_model.bin")
    file.unlink()
    return folder / "pytorch_model.bin"


def as_shards(folder):
    tensors = load_file(folder / "model.safetensors")
    names = sorted(tensors)
    parts = {"a.safetensors": names[::2], "b.safetensors": names[1::2]}
    for part, held in parts.items():
        save_file({n: tensors[n] for n in held}, folder / part, metadata={"format": "pt"})
    weights = {name: part for part, held in parts.items() for name in held}
    index = {"metadata": {}, "weight_map": weights}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    (folder / "model.safetensors").unlink()


def test_whole_folders_of_every_kind_are_loaded(folder):
    assert load(resolve(str(folder))).bare_prompts
    as_shards(folder)
    sharded = load(resolve(str(folder))).model.state_dict()
    expected = load(str(seed_folder())).model.state_dict()
    assert all(torch.equal(sharded[name], expected[name]) for name in expected)


def test_a_bin_file_is_whole_or_named(folder):
    file = as_bin(folder)
    assert load(resolve(str(folder))).bare_prompts
    cut(file, file.stat().st_size // 2)
    with pytest.raises(SaturateError, match=r"pytorch_model\.bin is cut off or damaged"):
        resolve(str(folder))
    file.write_bytes(b"")
    with pytest.raises(SaturateError, match=r"pytorch_model\.bin is cut off or damaged \(0 bytes"):
        resolve(str(folder))


@pytest.mark.parametrize("size", [0, 4, 8, 100, 50_000, -1])
def test_cut_safetensors_are_named(folder, size):
    cut(folder / "model.safetensors", size)
    with pytest.raises(SaturateError, match=r"model\.safetensors is cut off or damaged"):
        resolve(str(folder))


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_pointers_of_git_lfs_are_named(folder, name):
    (folder / name).write_text(POINTER)
    with pytest.raises(SaturateError, match=f"{name} is a pointer of git-lfs"):
        resolve(str(folder))


def test_a_missing_or_cut_shard_is_named(folder):
    as_shards(folder)
    cut(folder / "a.safetensors", -1)
    with pytest.raises(SaturateError, match=r"a\.safetensors is cut off"):
        resolve(str(folder))
    (folder / "a.safetensors").unlink()
    with pytest.raises(SaturateError, match=r"a\.safetensors is missing, though the index"):
        resolve(str(folder))
    (folder / "model.safetensors.index.json").write_text("{}")
    with pytest.raises(SaturateError, match="names no files of weights"):
        resolve(str(folder))


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("model.safetensors", None, "has no weights"),
        ("config.json", None, r"has no config\.json"),
        ("config.json", "{", r"config\.json is not a JSON object"),
        ("config.json", "[]", r"config\.json is not a JSON object"),
        ("tokenizer.json", "{", r"tokenizer\.json is not a JSON object"),
        ("tokenizer_config.json", "x", r"tokenizer_config\.json is not a JSON object"),
    ],
)
def test_missing_and_broken_files_are_named(folder, name, text, sentence):
    (folder / name).unlink() if text is None else (folder / name).write_text(text)
    with pytest.raises(SaturateError, match=sentence):
        resolve(str(folder))


def test_of_an_adapter_is_said_how_it_becomes_a_model(folder):
    (folder / "config.json").unlink()
    (folder / "adapter_config.json").write_text('{"base_model_name_or_path": "me/base"}')
    with pytest.raises(SaturateError, match=r"adapter of me/base, and no model.*merge_and_unload"):
        resolve(str(folder))


def test_a_folder_without_tokenizer_is_named(folder):
    for file in folder.glob("tokenizer*"):
        file.unlink()
    with pytest.raises(SaturateError, match="has no tokenizer"):
        resolve(str(folder))


@pytest.mark.parametrize(
    "changes",
    [
        {"model_type": "mystery", "architectures": ["Mystery"]},
        {"model_type": "t5"},
        {"hidden_size": 7},
        {"vocab_size": 1},
    ],
)
def test_a_configuration_that_fits_nothing_is_a_sentence(folder, changes):
    edit(folder / "config.json", **changes)
    with pytest.raises(SaturateError, match=r"could not be loaded|lack"):
        load(resolve(str(folder)))


@pytest.mark.parametrize("exact", [False, True])
def test_a_model_that_memory_does_not_hold_is_told_in_a_sentence(exact, folder, monkeypatch):
    """Its weights are read into the machine's memory, then go to the GPU."""

    def full(*_):
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")

    monkeypatch.setattr(SmolLM3ForCausalLM, "to", full)
    with pytest.raises(SaturateError, match=r"^Memory does not hold model '.*model'\. What"):
        load(str(folder), exact=exact)


def test_weights_that_lack_tensors_are_refused(folder):
    file = folder / "model.safetensors"
    tensors = load_file(file)
    lost = next(name for name in sorted(tensors) if "mlp" in name)
    del tensors[lost]
    save_file(tensors, file, metadata={"format": "pt"})
    with pytest.raises(SaturateError, match=f"lack 1 tensors .*{lost}"):
        load(resolve(str(folder)))


def test_an_end_token_is_found_where_the_tokenizer_names_none(folder):
    known = AutoTokenizer.from_pretrained(folder)
    edit(folder / "tokenizer_config.json", eos_token=None, pad_token=None)
    (folder / "special_tokens_map.json").unlink(missing_ok=True)
    assert AutoTokenizer.from_pretrained(folder).eos_token is None
    loaded = load(resolve(str(folder)))
    assert loaded.tokenizer.eos_token_id == known.eos_token_id
    assert loaded.tokenizer.pad_token_id == known.eos_token_id
    (answer,) = TransformersSampler(loaded).complete(["1"], Decoding(max_new_tokens=4))[0]
    assert answer.tokens > 0


def test_without_any_end_token_a_sentence_says_what_to_set(folder):
    edit(folder / "tokenizer_config.json", eos_token=None, pad_token=None)
    edit(folder / "config.json", eos_token_id=None)
    for name in ("special_tokens_map.json", "generation_config.json"):
        (folder / name).unlink(missing_ok=True)
    held = json.loads((folder / "tokenizer.json").read_text())
    text = json.dumps(held)
    for word in ("<|im_end|>", "<|eot_id|>", "<end_of_turn>", "<|endoftext|>", "</s>", "<eos>"):
        text = text.replace(json.dumps(word), json.dumps("<other>"))
    (folder / "tokenizer.json").write_text(text)
    with pytest.raises(SaturateError, match="names no end token"):
        load(resolve(str(folder)))


def test_a_tokenizer_of_another_model_is_refused(folder):
    held = json.loads((folder / "tokenizer.json").read_text())
    vocabulary = held["model"]["vocab"]
    vocabulary |= {f"word{i}": len(vocabulary) + i for i in range(500)}
    (folder / "tokenizer.json").write_text(json.dumps(held))
    with pytest.raises(SaturateError, match="is the tokenizer another model's"):
        load(resolve(str(folder)))


def test_a_padding_token_that_the_model_lacks_is_not_used(folder):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.add_special_tokens({"pad_token": "[new]"})
    tokenizer.save_pretrained(folder)
    loaded = load(resolve(str(folder)))
    assert loaded.tokenizer.pad_token_id == loaded.tokenizer.eos_token_id
    answers = TransformersSampler(loaded).complete(["1", "2 + 3"], Decoding(max_new_tokens=4))
    assert [len(row) for row in answers] == [1, 1]
