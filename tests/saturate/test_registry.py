"""A stranger's ladder comes in by the entry point group, as ours do."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from support.runs import run_cli, small_config

from saturate import registry
from saturate.benchmark_data import load_items
from saturate.config.voters import Voters
from saturate.errors import SaturateError
from saturate.generators.addition import Addition
from saturate.ladder import LadderInfo, UnusableItems


class Plain(Addition):
    """A ladder without views."""

    def describe(self) -> LadderInfo:
        return super().describe()._replace(name="plain", benchmark="plain", symmetry="")


class Grown(Plain):
    """A ladder that a maker makes."""

    def __init__(self, task: str, data: Path | None) -> None:
        self.made_of = task, data


class Speechless(Plain):
    """A ladder that is half edited."""

    def describe(self) -> LadderInfo:
        raise KeyError("axis")


NotALadder = dict
POINTS = {
    registry.GROUP: {
        "plain": f"{__name__}:Plain",
        "broken": f"{__name__}:NotALadder",
        "gone": "saturate_gone.family:Gone",
        "speechless": f"{__name__}:Speechless",
    },
    registry.MAKER_GROUP: {
        "grow": f"{__name__}:Grown",
        "faulty": f"{__name__}:NotALadder.fromkeys",
        "lost": "saturate_gone.family:make",
    },
}


@pytest.fixture
def strangers(monkeypatch):
    ours = registry.entry_points

    def points(group, **named):
        extra = [
            EntryPoint(name, value, group)
            for name, value in POINTS[group].items()
            if named.get("name", name) == name
        ]
        return [*ours(group=group, **named), *extra]

    monkeypatch.setattr(registry, "entry_points", points)
    registry.load_ladder.cache_clear()
    yield
    registry.load_ladder.cache_clear()


def test_a_strangers_ladder_is_found(strangers):
    assert "plain" in registry.ladder_names()
    assert registry.load_ladder("plain").describe().name == "plain"


def test_an_entry_point_to_something_else_is_refused(strangers):
    with pytest.raises(SaturateError, match=r"not a saturate\.ladder\.Ladder"):
        registry.load_ladder("broken")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "gone",
            r"^Ladder gone cannot be loaded from saturate_gone\.family:Gone: ModuleNotFoundError "
            r"is raised, No module named 'saturate_gone'\. Mend that, or pip uninstall its package",
        ),
        ("speechless", r"KeyError is raised, 'axis' \(test_registry\.py:[0-9]+\)\. Mend"),
        ("lost:sums", "Ladder lost cannot be loaded"),
    ],
)
def test_a_package_that_cannot_be_loaded_is_told(strangers, name, sentence):
    with pytest.raises(SaturateError, match=sentence):
        registry.load_ladder(name)


def test_others_do_without_a_ladder_that_cannot_be_loaded(strangers, caplog):
    assert registry.ladders_for("addition") == ["addition"]
    assert "plain" in registry.own_benchmarks()
    left_out = {"broken", "gone", "speechless"}
    assert set(registry.ladder_names()) - set(registry.installed_ladders()) == left_out
    assert "Ladder gone cannot be loaded" in caplog.text
    with pytest.raises(SaturateError, match="Ladder gone cannot be loaded"):
        registry.make_ladder("gone")


def test_the_tasks_of_the_others_are_listed(strangers, monkeypatch, capsys):
    assert run_cli(monkeypatch, "tasks") == 0
    told = capsys.readouterr().out
    assert "\nplain\n" in told and "gone" not in told


def test_a_strangers_maker_gets_its_argument_and_the_data_folder(strangers, monkeypatch, tmp_path):
    monkeypatch.delenv("SATURATE_SUMS", raising=False)
    assert registry.load_ladder("grow:tasks/sums.yaml").made_of == ("tasks/sums.yaml", None)
    assert registry.load_ladder("grow:sums", tmp_path).made_of == ("sums", tmp_path)
    monkeypatch.setenv("SATURATE_SUMS", str(tmp_path / "named"))
    registry.load_ladder.cache_clear()
    assert registry.load_ladder("grow:sums").made_of == ("sums", tmp_path / "named")
    with pytest.raises(SaturateError, match=r"not a saturate\.ladder\.Ladder"):
        registry.load_ladder("faulty:sums")
    for name in ("grow", "grow:", "shrink:sums"):
        with pytest.raises(SaturateError, match="There is no ladder"):
            registry.load_ladder(name)


def test_a_ladder_of_items_is_handed_them_when_it_wants_the_first(monkeypatch):
    data = Path(__file__).parents[1] / "data" / "gsm8k"
    wanted = []

    def load(benchmark, folder):
        wanted.append((benchmark, folder))
        return load_items(benchmark, folder)

    monkeypatch.setattr(registry, "load_items", load)
    registry.load_ladder.cache_clear()
    ladder = registry.load_ladder("gsm8k-redraw", data)
    assert not wanted
    assert ladder.problem(1, "score", 0).source.startswith("test-")
    assert ladder.notes() == [] and wanted == [("gsm8k", data)]
    with pytest.raises(UnusableItems, match="given no items"):
        type(ladder)().problem(1, "score", 0)


def test_views_are_refused_where_a_ladder_has_none(strangers):
    with pytest.raises(SaturateError, match="no views"):
        small_config(ladder="plain", voters=Voters(views=7))
