"""A task's own functions give the same documents and texts whenever they are called.

Some draw at random (``gpqa_*`` shuffles options), and lm-eval calls them anew each time that
documents are read. Then an item would have another key, and another right letter, on every read.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any

from saturate.harden.tasks.configs import Config
from saturate.ladder import stable_hash

_FUNCTIONS = (
    "custom_dataset",
    "process_docs",
    "samples",
    "doc_to_text",
    "doc_to_target",
    "doc_to_choice",
)
"""Keys whose functions make documents, or show one."""
_NESTED = "fewshot_config"


def repeatable(config: Config) -> Config:
    """A configuration whose functions, imported by now, draw by a seed that a document gives."""
    changed: Config = {
        key: _seeded(value) if key in _FUNCTIONS and callable(value) else value
        for key, value in config.items()
    }
    if isinstance(nested := config.get(_NESTED), dict):
        changed[_NESTED] = repeatable(nested)
    return changed


def _seeded(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        doc = args[0] if args and isinstance(args[0], Mapping) else None
        with _drawing_by(stable_hash("own function", json.dumps(doc, default=str))):
            return function(*args, **kwargs)

    return called


@contextmanager
def _drawing_by(seed: int) -> Iterator[None]:
    """Both generators of the process, seeded, and put back afterwards."""
    import numpy as np

    plain, arrays = random.getstate(), np.random.get_state()
    random.seed(seed)
    np.random.seed(seed % 2**32)
    try:
        yield
    finally:
        random.setstate(plain)
        np.random.set_state(arrays)
