"""Imports go one way, lazy ones counted: the contract is in pyproject.toml."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_folder_imports_one_above_it():
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "lint-imports is not installed; pip install -e '.[dev]'"
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "kept" in done.stdout


def test_few_files_lie_beside_the_folders():
    files = [path for path in (ROOT / "saturate").iterdir() if path.is_file()]
    assert len(files) <= 8
