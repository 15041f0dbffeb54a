"""A made-up cache of the hub, which answers where the hub is out of reach."""

import shutil
from pathlib import Path

import pytest
from huggingface_hub import constants

MAIN, OLDER = "1" * 40, "2" * 40
"""Commits of ``owner/name``; its main branch is at the first."""


def write_hub_cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make ``folder`` the cache; returns the file that says where the main branch is."""
    from saturate.models.naming import seed_folder

    held = folder / "models--owner--name"
    for commit in (MAIN, OLDER):
        (held / "snapshots" / commit).mkdir(parents=True)
        shutil.copy(seed_folder() / "config.json", held / "snapshots" / commit)
    (held / "refs").mkdir()
    main = held / "refs" / "main"
    main.write_text(MAIN)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(folder))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    return main
