"""Looks at a model's folder before it is loaded: are weights and tokenizer there, and whole?

Headers are read, never the weights themselves, so that this costs nothing. A safetensors file says
in its first bytes where its last tensor ends (https://huggingface.co/docs/safetensors); a ``.bin``
file is a zip archive, whose table of contents stands at its end.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from saturate.errors import SaturateError

_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_WEIGHT_SUFFIXES = (".safetensors", ".bin", ".pt", ".pth", ".gguf", ".onnx", ".h5", ".msgpack")
_LOADED = (".safetensors", ".bin", ".json", ".jinja", ".model", ".tiktoken", ".txt", ".py")
"""Of files that loading a model may read: weights, settings, chat templates, vocabularies, code."""
_TOKENIZERS = ("tokenizer.json", "tokenizer.model", "tokenizer_config.json", "vocab.json")
_ADAPTER = "adapter_config.json"
"""What peft writes beside an adapter's weights."""
_POINTER = b"version https://git-lfs"
_LENGTH = 8
"""Bytes that hold the length of a safetensors header."""
_LONGEST = 100_000_000
"""Bytes of the longest header that the format allows."""


def check_model_folder(folder: Path) -> None:
    """See that a folder holds a configuration, a tokenizer and whole weights.

    Raises:
        SaturateError: Something is missing, cut off, or a pointer of git-lfs in place of the file;
            the sentence names the file. Or it holds an adapter, as peft and TRL save one.
    """
    if not (folder / "config.json").is_file():
        if (adapter := folder / _ADAPTER).is_file():
            raise _of_adapter(folder, _json(adapter))
        raise SaturateError(f"Model folder {str(folder)!r} has no config.json; is it a model?")
    _json(folder / "config.json")
    tokenizer = [file for name in _TOKENIZERS if (file := folder / name).is_file()]
    if not tokenizer:
        raise SaturateError(
            f"Model folder {str(folder)!r} has no tokenizer (tokenizer.json); save it beside the "
            "model with tokenizer.save_pretrained(...)."
        )
    for file in tokenizer:
        _json(file) if file.suffix == ".json" else _refuse_pointer(file)
    for file in _weights(folder):
        _check_weights(file)


def _of_adapter(folder: Path, described: dict[str, Any]) -> SaturateError:
    """What is said of a folder with weights that are to be added to a model's."""
    base = described.get("base_model_name_or_path") or "a model"
    return SaturateError(
        f"Model folder {str(folder)!r} holds an adapter of {base}, and no model. Add the two, and "
        "name the folder that they are saved in, with the tokenizer beside them: "
        f"peft.AutoPeftModelForCausalLM.from_pretrained({str(folder)!r}).merge_and_unload()"
        ".save_pretrained(...)."
    )


def files_of_model(folder: Path) -> list[Path]:
    """The files that loading a model reads, weights in other formats and subfolders left out.

    Raises:
        SaturateError: It has no weights.
    """
    weights = _weights(folder)
    return sorted(
        file
        for file in folder.iterdir()
        if file.is_file() and (file in weights or file.suffix not in _WEIGHT_SUFFIXES)
    )


def files_beside_weights(folder: Path) -> list[Path]:
    """Settings, tokenizer and whatever else lies beside a model's weights, chat templates too."""
    found = [*folder.iterdir(), *folder.glob("additional_chat_templates/*")]
    return sorted(one for one in found if one.is_file() and one.suffix not in _WEIGHT_SUFFIXES)


def files_that_tell(folder: Path) -> list[Path]:
    """The files by whose content a model differs from another."""
    weights = [one for one in folder.iterdir() if one.suffix in _WEIGHT_SUFFIXES]
    return sorted(one for one in [*weights, *files_beside_weights(folder)] if one.suffix in _LOADED)


def _weights(folder: Path) -> list[Path]:
    """The files of the weights, as transformers would choose them."""
    for name in _WEIGHTS:
        if (folder / name).is_file():
            return [folder / name]
        index = folder / f"{name}.index.json"
        if index.is_file():
            shards = _json(index).get("weight_map")
            if not isinstance(shards, dict) or not shards:
                raise SaturateError(f"{index} names no files of weights; fetch the model again.")
            return [folder / str(shard) for shard in sorted(set(shards.values()))]
    raise SaturateError(
        f"Model folder {str(folder)!r} has no weights ({' or '.join(_WEIGHTS)}); fetch them, or "
        "save the model with save_pretrained(...)."
    )


def _check_weights(file: Path) -> None:
    if not file.is_file():
        raise SaturateError(f"{file} is missing, though the index names it; fetch the model again.")
    _refuse_pointer(file)
    whole = _whole_safetensors(file) if file.suffix == ".safetensors" else _whole_bin(file)
    if not whole:
        raise SaturateError(
            f"{file} is cut off or damaged ({file.stat().st_size:,} bytes); fetch the model again."
        )


def _whole_safetensors(file: Path) -> bool:
    size = file.stat().st_size
    with file.open("rb") as handle:
        length = int.from_bytes(handle.read(_LENGTH), "little")
        if length > min(_LONGEST, size - _LENGTH):
            return False
        try:
            header = json.loads(handle.read(length))
            ends = [
                tensor["data_offsets"][1]
                for name, tensor in header.items()
                if name != "__metadata__"
            ]
        except (ValueError, AttributeError, KeyError, TypeError, IndexError):
            return False
    return bool(size == _LENGTH + length + max(ends, default=0))


def _whole_bin(file: Path) -> bool:
    """Whether a file of torch is whole, as far as that shows; the old format has no table."""
    with file.open("rb") as handle:
        start = handle.read(2)
    return zipfile.is_zipfile(file) if start == b"PK" else start[:1] == b"\x80"


def _refuse_pointer(file: Path) -> None:
    with file.open("rb") as handle:
        if handle.read(len(_POINTER)) == _POINTER:
            raise SaturateError(
                f"{file} is a pointer of git-lfs, not the file itself; run git lfs pull there."
            )


def _json(file: Path) -> dict[str, Any]:
    _refuse_pointer(file)
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        content = None
    if not isinstance(content, dict):
        raise SaturateError(f"{file} is not a JSON object; is the model folder whole?")
    return content
