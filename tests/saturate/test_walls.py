"""Imports go one way, lazy ones counted: the contract is in pyproject.toml."""

from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]


def test_no_folder_imports_one_above_it(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == EXIT_STATUS_SUCCESS


def test_few_files_lie_beside_the_folders():
    assert sum(path.is_file() for path in (ROOT / "saturate").iterdir()) <= 8
