"""The package of a new ladder is written, installed, checked and planned."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from runpy import run_path

import pytest
from support.runs import run_cli

from saturate import registry
from saturate.starter.write import write_package
from saturate.task_yamls.generate import write

NAME = "big-sums"


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("written") / "package"
    write_package(NAME, out)
    return out


@pytest.fixture(scope="module")
def site(written, tmp_path_factory) -> Path:
    """A folder of packages in which it is installed."""
    site, source = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("source") / "package"
    shutil.copytree(written, source)  # building leaves files behind
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    alone = ["--no-deps", "--no-build-isolation", "--no-index", "--target", str(site)]
    subprocess.run([*pip, *alone, str(source)], check=True)
    return site


@pytest.fixture
def installed(site, monkeypatch):
    monkeypatch.syspath_prepend(site)
    registry.load_ladder.cache_clear()
    yield
    registry.load_ladder.cache_clear()


def test_its_files_and_how_short_the_family_is(written):
    files = {str(file.relative_to(written)) for file in written.rglob("*") if file.is_file()}
    assert files > {
        "README.md",
        "pyproject.toml",
        "saturate_big_sums/__init__.py",
        "saturate_big_sums/family.py",
        "tests/test_family.py",
        "tasks/_base_yaml",
        "tasks/big-sums-ladder/group.yaml",
        "tasks/big-sums-ladder/rung.yaml",
        "tasks/big-sums-ladder/rung_24.yaml",
    }
    assert len((written / "saturate_big_sums" / "family.py").read_text().splitlines()) < 60
    assert not any("$" in (written / file).read_text() for file in files)


@pytest.mark.parametrize(
    "name", ["none", "true", "reading", "view", "draft", "seeded-random", "ladder-info", "re"]
)
def test_words_that_python_or_the_family_know_are_names_too(tmp_path, name):
    write_package(name, tmp_path / "out")
    (file,) = tmp_path.glob("out/saturate_*/family.py")
    (kind,) = (one for one in run_path(str(file)).values() if "Family" in str(one))
    problem = kind().problem(2, "vote", 0)
    views = [kind().read(view.question) for view in kind().views(problem.question, 3)]
    assert views == 3 * [(2, " ".join(sorted(re.findall("[0-9]+", problem.question))))]


def test_ruff_finds_nothing(written):
    for words in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *words, "--no-cache", str(written)], capture_output=True
        )
        assert done.returncode == 0, done.stdout


def test_it_passes_its_own_tests_and_with_them_the_check(written, site):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(written)]
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(site)}, capture_output=True, text=True
    )
    assert "5 passed" in done.stdout, done.stdout


def test_the_tasks_are_those_of_the_installed_ladder(written, installed, tmp_path):
    write(tmp_path, [NAME])
    tasks = written / "tasks" / "big-sums-ladder"
    assert {file.name: file.read_text() for file in tasks.iterdir()} == {
        file.name: file.read_text() for file in (tmp_path / "big-sums-ladder").iterdir()
    }


def test_a_run_of_it_is_planned(installed, monkeypatch, capsys):
    assert run_cli(monkeypatch, "--benchmark", NAME, "--dry-run", "--rounds", "1") == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Benchmark big-sums, ladder big-sums (procedural); axis: additions" in text
    assert "saturate teach FOLDER --model seed --ladder big-sums" in text


def test_the_command_says_what_comes_next(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert run_cli(monkeypatch, "new-ladder", "mine") == 0
    assert "pip install -e saturate-mine\n" in capsys.readouterr().out
    facts = Path("saturate-mine/pyproject.toml").read_text()
    assert 'mine = "saturate_mine.family:MineFamily"' in facts
    assert run_cli(monkeypatch, "new-ladder", "mine") == 2
    assert "is not empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Big Sums", "'Big Sums' is no name for a ladder: small letters"),
        ("../sums", "no name for a ladder"),
        ("sums-", "no name for a ladder"),
        ("s" * 31, "30 characters at most"),
        ("copy", "There is a ladder 'copy' here already"),
        ("maze", "Ladders of the benchmark 'maze' are here already"),
    ],
)
def test_names_that_are_none(monkeypatch, capsys, tmp_path, name, sentence):
    monkeypatch.chdir(tmp_path)
    assert run_cli(monkeypatch, "new-ladder", name) == 2
    assert sentence in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []
