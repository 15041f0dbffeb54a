"""Python started in a checkout takes all of saturate from it, whatever is installed."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("saturate", "generators", "reports", "task_yamls")
FILES = """
from pathlib import Path
import saturate.generators.addition, saturate.task_yamls.documents
from saturate.registry import load_ladder
import saturate.reports.pages.run as page
for module in (saturate, saturate.generators.addition, page, saturate.task_yamls):
    print(Path(module.__file__).resolve())
print(load_ladder("addition").problem(3, "train", 0).rung)
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A copy of the checkout."""
    copy = tmp_path_factory.mktemp("checkout") / "copy"
    copy.mkdir()
    for name in PARTS:
        shutil.copytree(
            ROOT / name, copy / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def site(checkout, tmp_path_factory) -> Path:
    """A folder of packages in which a wheel of the checkout is installed."""
    wheels, site = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    source = tmp_path_factory.mktemp("source") / "copy"
    shutil.copytree(checkout, source, symlinks=True)  # building leaves files behind
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", wheels, source], check=True
    )
    (wheel,) = wheels.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", site, wheel], check=True)
    return site


def run(folder: Path, *words: str, site: Path | None = None, bare: bool = False) -> list[str]:
    """What a new Python prints; ``bare``: it knows no editable install."""
    paths = [str(site)] if site else []
    if bare:
        paths += [path for path in sys.path if path.endswith("site-packages")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, *(["-S"] if bare else []), *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def inside(folder: Path) -> list[str]:
    places = ("saturate", "generators/addition.py", "reports/pages/run.py", "task_yamls")
    return [str(p if p.suffix else p / "__init__.py") for p in (folder / name for name in places)]


@pytest.mark.parametrize("bare", [False, True])
def test_a_checkout_is_whole_whatever_else_is_installed(checkout, bare):
    assert run(checkout, "-c", FILES, bare=bare) == [*inside(checkout), "3"]


def test_a_checkout_beside_a_wheel_is_whole(checkout, site):
    assert run(checkout, "-c", FILES, site=site, bare=True) == [*inside(checkout), "3"]
    told = run(checkout, "-m", "saturate", "show", "addition", "--rung", "2", site=site, bare=True)
    assert told


def test_a_script_in_a_checkout_runs(checkout, site):
    (checkout / "mine.py").write_text(FILES)
    assert run(checkout, "mine.py", site=site, bare=True) == [*inside(checkout), "3"]


def test_a_wheel_elsewhere_is_whole(site, tmp_path):
    package = site / "saturate"
    assert run(tmp_path, "-c", FILES, site=site, bare=True) == [
        str(package / name)
        for name in (
            "__init__.py",
            "generators/addition.py",
            "reports/pages/run.py",
            "task_yamls/__init__.py",
        )
    ] + ["3"]


def test_a_wheel_holds_every_file_of_the_packages(checkout, site):
    """Packages are listed one by one, so that one which was forgotten would be left out."""
    places = {name: f"saturate/{name}" for name in PARTS} | {"saturate": "saturate"}
    needed = {
        str(Path(places[part], file.relative_to(checkout / part)))
        for part in PARTS
        for file in (checkout / part).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and not file.is_symlink()
    }
    held = {str(file.relative_to(site)) for file in (site / "saturate").rglob("*")}
    assert needed - held == set()
    assert len(needed) > 600


def test_the_plan_of_a_run_is_made_from_a_wheel(site, tmp_path):
    told = run(tmp_path, "-m", "saturate", "--benchmark", "maze", "--dry-run", site=site, bare=True)
    assert any(line.startswith("Ladder") for line in told)


def test_the_version_told_is_that_of_the_distribution(checkout, site):
    assert run(checkout, "-m", "saturate", "--version", site=site, bare=True) == [
        distribution("lm-saturate").version
    ]
