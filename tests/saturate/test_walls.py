"""Imports go one way, lazy ones counted: the contract is in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)


def test_no_folder_imports_one_above_it():
    """In a process of its own, as import-linter disables the loggers that there are."""
    done = subprocess.run([sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_few_files_lie_beside_the_folders():
    assert sum(path.is_file() for path in (ROOT / "saturate").iterdir()) <= 8
