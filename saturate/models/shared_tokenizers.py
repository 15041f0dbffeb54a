"""Reads a tokenizer once a process, however many models of it are loaded.

A round's model comes from a folder of its own, with the tokenizer of the rounds before. Read anew,
it would leave memory behind: the words that a thread has split are kept by ``tokenizers`` (seen in
0.23.3) for as long as the thread lives, and nothing gives them back once their tokenizer is gone.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from saturate.storage.model_files import files_beside_weights

_READ: dict[str, Any] = {}
"""Tokenizers by what they were read from."""


def shared_tokenizer(name_or_path: str, settings: dict[str, Any]) -> Any:
    """The tokenizer of a model; the same object for folders that differ in their weights alone.

    Whoever changes it changes it for all who read it.

    Args:
        name_or_path: A folder or a hub id.
        settings: What ``from_pretrained`` is told of a repository.

    Raises:
        Exception: Whatever transformers and its readers raise of what they find.
    """
    from transformers import AutoTokenizer

    key = f"{_source(name_or_path)} {sorted(settings.items())}"
    if key not in _READ:
        _READ[key] = AutoTokenizer.from_pretrained(name_or_path, **settings)
    return _READ[key]


def _source(name_or_path: str) -> str:
    """The digest of a folder's files but for its weights; a hub id stays."""
    folder = Path(name_or_path)
    if not folder.is_dir():
        return name_or_path
    digest = hashlib.sha256()
    for file in files_beside_weights(folder):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(folder)} {content}\n".encode())
    return digest.hexdigest()
